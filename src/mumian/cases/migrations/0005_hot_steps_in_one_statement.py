"""The steps that every case takes, each as one function below its service (`mumian.cases.services.quick`).

The functions run with the rights of whoever calls them and go through the same triggers and constraints as everybody. Each stands in
a file of its own in `mumian/cases/sql`; a file that was installed is never changed: what changes gets a new file and a migration.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
REPLACED = ("holds_role", "lists_are_cleared")
NEW = ("claim", "department", "meet_limits", "tell", "take_step", "open_draft", "submit", "take_in", "accept")

STEP = "bigint, text, text, bigint, bigint[], text[], text, timestamptz, text, text, text, text, bytea"
UNDO = f"""
DROP FUNCTION cases_accept(bigint, text, bigint, bigint[], text[], text, text, text, bigint, boolean, integer, jsonb, jsonb, jsonb,
    text, timestamptz, text, text, text, bytea);
DROP FUNCTION cases_take_in(bigint, text[], bigint, timestamptz, text, text, bytea);
DROP FUNCTION cases_submit(bigint, jsonb, jsonb, text, bigint, bigint[], text, timestamptz, text, text, text, bytea);
DROP FUNCTION cases_open_draft(text, text, text, text, text, text, text, bigint, text, jsonb, bigint, bigint, bigint,
    text, timestamptz, text, text, text, bytea);
DROP FUNCTION cases_take_step({STEP});
DROP FUNCTION cases_tell(bigint, text, text, text, text, timestamptz, text);
DROP FUNCTION cases_meet_limits(bigint, text[], timestamptz);
DROP FUNCTION cases_department(bigint[], text[], bigint);
DROP FUNCTION cases_claim(text, text, text, bytea, bigint, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_shares_of_stages_move_with_the_promise"),
        ("clearance", "0007_what_is_asked_often_is_planned_once"),
        ("foundation", "0002_command_table"),
        ("audit", "0004_acts_are_recorded_by_functions"),
    ]

    operations = [
        migrations.RunSQL("\n".join((SQL / f"{name}.sql").read_text() for name in REPLACED), migrations.RunSQL.noop),
        migrations.RunSQL("\n".join((SQL / f"{name}.sql").read_text() for name in NEW), UNDO),
    ]
