"""Taking materials in is an act like any other: one row of audit, in the same statement."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
UNDO = "DROP FUNCTION cases_take_in_on_record(bigint, text[], bigint, text, timestamptz, text, text, bytea);"


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_the_answer_of_a_unit_starts_the_clock")]
    operations = [migrations.RunSQL((SQL / "take_in_on_record.sql").read_text(), UNDO)]
