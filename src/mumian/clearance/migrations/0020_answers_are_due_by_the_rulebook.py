"""How soon an objection is reviewed and a correction answered is read from the rulebook in force, by the day on which it was asked for.

An objection is about all lists that the person was compared with, whether he stands on one or not: the shortest of their times counts,
so that the day says nothing about a match.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

DOORS = import_module("mumian.clearance.migrations.0014_objections_and_corrections").DOORS


def taken_from(text: str, name: str) -> str:
    """One function of an earlier migration, to be made anew in place."""
    start = text.index(f"CREATE FUNCTION lists.{name}(")
    return (
        text[start : text.index("\nEND $$;\n", start)].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1) + "\nEND $$;\n"
    )


OBJECT_BEFORE = taken_from(DOORS, "object")
ASK_BEFORE = taken_from(DOORS, "ask_correction")
OBJECT = OBJECT_BEFORE.replace(
    "p_at + interval '5 days'",
    """p_at + (
            SELECT coalesce(min(lists.minutes_for(asked.list_code, 'review_within', p_at)), interval '0')
            FROM lists.watch_list asked WHERE asked.watch_id = watch.id)""",
)
ASK = ASK_BEFORE.replace("p_at + interval '3 days'", "p_at + lists.minutes_for(code, 'correct_within', p_at)")


class Migration(migrations.Migration):
    dependencies = [("clearance", "0019_times_are_the_rulebooks")]
    operations = [migrations.RunSQL(OBJECT + ASK, OBJECT_BEFORE + ASK_BEFORE)]
