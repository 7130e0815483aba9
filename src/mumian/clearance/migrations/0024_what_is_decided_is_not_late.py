"""Whoever was found to be the person on the list is decided: the condition that is still open is no decision that is late.

Before, a match of registered staff stood among the late decisions, and was escalated, for as long as the employer took to answer.
How long decisions took is not said to be less than nothing: where days are played by the hour, a match is found at its end.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

TIMES = import_module("mumian.clearance.migrations.0019_times_are_the_rulebooks")

ESCALATE_BEFORE = TIMES.taken_from(TIMES.DECIDED, "escalate").partition("END $$;")[0] + "END $$;\n"
STANDING_BEFORE = TIMES.taken_from(TIMES.DECIDED, "decisions_standing")

ESCALATE = ESCALATE_BEFORE.replace("WHERE one.due_at <= p_at", "WHERE one.due_at <= p_at AND one.kind <> 'true_match'")
STANDING = STANDING_BEFORE.replace(
    "FROM lists.undecided() AS one\n", "FROM lists.undecided() AS one WHERE one.kind <> 'true_match'\n"
)
TOOK = "extract(epoch FROM coalesce(made.confirmed_at, made.decided_at) - met.found_at)"
QUALITY = TIMES.MEASURED.replace(TOOK, f"greatest(0, {TOOK})")


class Migration(migrations.Migration):
    dependencies = [("clearance", "0023_who_was_born_otherwise_is_not_met")]
    operations = [
        migrations.RunSQL(ESCALATE + STANDING + QUALITY, TIMES.MEASURED + STANDING_BEFORE + ESCALATE_BEFORE),
    ]
