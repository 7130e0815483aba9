"""Shelving and handing out, as functions below their services (`mumian.delivery.services`).

They run with the rights of whoever calls them and go through the same triggers and constraints as everybody. A file that was
installed is never changed: what changes gets a new file and a migration.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
UNDO = """
DROP FUNCTION delivery_hand_out(text, text, text, text, text, text, text, bigint, bigint, timestamptz, text);
DROP FUNCTION delivery_put(text, text, text, text, text, text, timestamptz, bigint, bigint, text, timestamptz, text);
DROP FUNCTION delivery_is_on_duty(bigint, bigint, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0002_what_lay_where_is_never_rewritten"),
        ("audit", "0004_acts_are_recorded_by_functions"),
        ("foundation", "0001_outbox"),
    ]
    operations = [
        migrations.RunSQL("\n".join((SQL / f"{name}.sql").read_text() for name in ("is_on_duty", "put", "hand_out")), UNDO)
    ]
