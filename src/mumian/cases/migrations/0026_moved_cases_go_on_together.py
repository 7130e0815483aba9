"""Cases go on in one statement for all moves of a set: one statement a case read all constraints of cases anew each time."""

from __future__ import annotations

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"

TOGETHER = (
    (SQL / "move.sql").read_text()
    + """
CREATE TRIGGER moved_cases_go_on AFTER INSERT ON cases_move REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION cases_moved_cases_go_on();
"""
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_a_move_asks_once_who_makes_it")]

    # There is no way back that keeps cases moving: what 0025 made is made by the same file.
    operations = [migrations.RunSQL(TOGETHER)]
