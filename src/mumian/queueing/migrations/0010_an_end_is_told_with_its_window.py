"""An end is told with the window that the ticket left, also of stretches of a day that are entered in one statement."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("queueing", "0009_screens_hear_nothing_of_alarms")]
    operations = [migrations.RunSQL((SQL / "told_ends.sql").read_text(), migrations.RunSQL.noop)]
