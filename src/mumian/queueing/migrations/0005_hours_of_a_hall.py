"""What happens in a hall over a while, in one statement: for invented cities, where thirty thousand people come in a day."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("queueing", "0004_services_to_queue_for")]
    operations = [migrations.RunSQL((SQL / "hours.sql").read_text(), migrations.RunSQL.noop)]
