"""A machine's rule accepts by the same one statement as an officer; kiosks take in four of ten applications."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
BEFORE = "text, bigint, bigint[], text[], text, text, text, bigint, boolean, integer, jsonb, jsonb, jsonb, text, timestamptz, text, text, text, bytea"
DROP_BEFORE = f"""
-- The next statement makes it anew in this transaction, with the name of a rule at its end.
-- squawk-ignore ban-drop-function
DROP FUNCTION cases_accept(bigint, {BEFORE});
"""
DROP = f"DROP FUNCTION cases_accept(bigint, {BEFORE}, text);"


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_counters_approve_in_sets")]
    operations = [
        migrations.RunSQL(DROP_BEFORE + (SQL / "accept_by.sql").read_text(), DROP + (SQL / "accept.sql").read_text()),
    ]
