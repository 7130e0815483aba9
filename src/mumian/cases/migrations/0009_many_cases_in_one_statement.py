"""The same step for many cases, each with its own move, row of audit and event, set by set (`mumian.cases.services.bulk`)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
UNDO = """
DROP FUNCTION cases_take_steps(bigint[], bigint[], text, bigint, text, timestamptz, text);
DROP FUNCTION cases_fit(bigint[], text, bigint, bigint[], text[], timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_superiors_decide_for_themselves")]
    operations = [migrations.RunSQL("\n".join((SQL / f"{name}.sql").read_text() for name in ("fit", "take_steps")), UNDO)]
