"""Entering and passing a document undo themselves where a constraint forbids a row, instead of a mark set around them from outside."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


def said(*names: str) -> str:
    return "\n".join((SQL / f"{name}.sql").read_text().replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") for name in names)


class Migration(migrations.Migration):
    dependencies = [("production", "0004_hot_steps_in_one_statement")]
    operations = [migrations.RunSQL(said("enter_or_not", "pass_or_not"), said("enter", "pass"))]
