"""A list whose feed has fallen silent clears nobody, also where the last answer says all: 0021 had left that out."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

KEPT = import_module("mumian.clearance.migrations.0008_released_in_one_look")
BEFORE = import_module("mumian.clearance.migrations.0021_the_last_answer_mostly_says_all")

RELEASED = BEFORE.RELEASED.replace(
    "    today date := lists.day_of(p_at);",
    "    today date := lists.day_of(p_at);\n"
    "    silent text[] := ARRAY(SELECT feed.list_code FROM lists.feed feed WHERE feed.heard_at + feed.silent_after < p_at);",
).replace(
    "            ) END, false)\n",
    "            ) END, false) AND NOT asked.list_code = ANY (silent)\n",
)


class Migration(migrations.Migration):
    dependencies = [("clearance", "0021_the_last_answer_mostly_says_all")]
    operations = [migrations.RunSQL(RELEASED + KEPT.KEEP, BEFORE.RELEASED + KEPT.KEEP)]
