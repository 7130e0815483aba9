"""Asking looks at a few rows of large tables, always by their indexes.

Without statistics (an office on its first day) the planner would read whole tables and compile what runs for a millisecond: asking for
one person took 70 ms instead of a few.
"""

from __future__ import annotations

from django.db import migrations

ASKING = ("lists.ask(jsonb, timestamptz)", "lists.released(text[], timestamptz)")
SETTINGS = ("jit", "enable_seqscan", "enable_hashjoin", "enable_mergejoin")


class Migration(migrations.Migration):
    dependencies = [("clearance", "0005_only_lists_reads_the_lists")]
    operations = [
        migrations.RunSQL(
            ";".join(f"ALTER FUNCTION {function} SET {setting} = off" for function in ASKING for setting in SETTINGS),
            ";".join(f"ALTER FUNCTION {function} RESET {setting}" for function in ASKING for setting in SETTINGS),
        )
    ]
