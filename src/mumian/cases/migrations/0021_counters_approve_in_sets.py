"""Approval at the counter is a step of sets too: the functions of `mumian.cases.services.quick.sets` made anew with it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_what_is_handed_in_stands_on_record")]
    operations = [
        migrations.RunSQL("\n".join((SQL / f"{name}.sql").read_text() for name in ("fit", "take_steps")), migrations.RunSQL.noop)
    ]
