"""Where clearance watches a case, only what clearance has released clears a list; an answer written beside it clears nothing.

Answers recorded by hand count where clearance was not asked: an office that compares in another way.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("mumian.cases.migrations.0002_the_database_keeps_the_last_word")

CLEARED = """
CREATE FUNCTION cases_lists_are_cleared(wanted_case bigint, wanted_round integer, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT NOT EXISTS (
        SELECT FROM cases_frozenlist AS frozen
        LEFT JOIN lists.released(ARRAY['case:' || wanted_case], at) AS released ON released.list_code = frozen.list_id
        LEFT JOIN LATERAL (
            SELECT answer FROM cases_listanswer AS said
            WHERE said.case_id = frozen.case_id AND said.round = frozen.round AND said.list_id = frozen.list_id
            ORDER BY said.id DESC LIMIT 1
        ) AS last ON true
        WHERE frozen.case_id = wanted_case AND frozen.round = wanted_round
          AND NOT COALESCE(
              released.is_cleared, last.answer IN ('no_match', 'other_person', 'condition_met', 'agrees'), false
          )
    )
$$;
"""

FUNCTION = BEFORE.MOVE[: BEFORE.MOVE.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
MOVE = FUNCTION.replace(
    "cases_lists_are_cleared(stood.id, stood.round)", "cases_lists_are_cleared(stood.id, stood.round, NEW.at)"
)

UNDO = FUNCTION + "DROP FUNCTION cases_lists_are_cleared(bigint, integer, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_the_database_keeps_the_last_word"),
        ("clearance", "0005_only_lists_reads_the_lists"),
    ]

    operations = [migrations.RunSQL(CLEARED + MOVE, UNDO)]
