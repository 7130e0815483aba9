"""Which state follows which, where numbers come from, that every step is a row, and that a half hour is never overbooked.

A file that was installed is never changed: what changes gets a new file and a migration.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("queueing", "0001_tickets_windows_and_appointments")]
    operations = [migrations.RunSQL((SQL / "guard.sql").read_text(), migrations.RunSQL.noop)]
