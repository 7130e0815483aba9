"""Placing and paying an order at a window, as a function below its service (`mumian.payments.services.settling`).

It runs with the rights of whoever calls it and goes through the same triggers and constraints as everybody. A file that was
installed is never changed: what changes gets a new file and a migration.
"""

from pathlib import Path

from django.db import migrations

SETTLE = Path(__file__).resolve().parents[1] / "sql" / "settle.sql"
UNDO = """
DROP FUNCTION payments_settle(
    bigint, text, text, jsonb, bigint, text, text, text, bigint, text, timestamptz, jsonb, jsonb, text, text, bytea);
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_money_adds_up"), ("foundation", "0001_outbox")]
    operations = [migrations.RunSQL(SETTLE.read_text(), UNDO)]
