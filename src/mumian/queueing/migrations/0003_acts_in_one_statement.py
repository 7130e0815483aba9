"""Taking, calling, beginning and ending as functions below their services. They run with the rights of whoever calls them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("queueing", "0002_the_database_judges_calls"), ("foundation", "0001_outbox")]
    operations = [migrations.RunSQL((SQL / "acts.sql").read_text(), migrations.RunSQL.noop)]
