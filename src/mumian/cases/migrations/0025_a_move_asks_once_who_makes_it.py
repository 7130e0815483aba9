"""Role and place of who moves a case are one question: the two triggers asked for the same rows twice with every move."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
BEFORE = import_module("mumian.cases.migrations.0003_clearance_has_the_last_word")
POSTED = import_module("mumian.cases.migrations.0018_who_moves_a_case_is_posted_over_it")

# Nobody but the trigger that goes with it calls the function.
ONE = (
    (SQL / "move.sql").read_text()
    + """
DROP TRIGGER who_moves_is_posted_over_the_case ON cases_move;
-- squawk-ignore ban-drop-function
DROP FUNCTION cases_who_moves_is_posted_over_the_case();
"""
)
TWO = (
    BEFORE.MOVE
    + "DROP FUNCTION cases_who_moves_is_posted_over(cases_move, cases_case, cases_transition);\n"
    + (SQL / "posted_over_or_consented.sql").read_text()
    + POSTED.MOVES
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0024_consent_names_a_hall")]

    operations = [
        migrations.RunSQL(ONE, TWO),
        migrations.RunSQL((SQL / "fit.sql").read_text(), migrations.RunSQL.noop),
    ]
