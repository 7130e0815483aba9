"""Shelf and hand-out agree, asked with the row's number worked out once: it was worked out anew for every row that was read.

Putting and handing out undo themselves where a constraint forbids a row, instead of a mark set around it from outside.
"""

from importlib import import_module
from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
EARLIER = import_module("mumian.delivery.migrations.0002_what_lay_where_is_never_rewritten").FORBID
START = EARLIER.index("CREATE FUNCTION delivery_hand_out_agrees()")
BEFORE = EARLIER[START : EARLIER.index("$$;", START) + 3] + "".join(
    (SQL / f"{name}.sql").read_text() for name in ("put", "hand_out")
)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_hot_steps_in_one_statement")]
    operations = [
        migrations.RunSQL(
            "\n".join((SQL / f"{name}.sql").read_text() for name in ("hand_out_agrees", "put_or_not", "hand_out_or_not")),
            BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        )
    ]
