"""Who is ahead is counted where no window is open too; an ended call keeps its reference, and its event names the window."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("queueing", "0007_screens_are_told_at_once")]
    operations = [
        migrations.RunSQL((SQL / "outlook.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "ended_calls.sql").read_text(), migrations.RunSQL.noop),
    ]
