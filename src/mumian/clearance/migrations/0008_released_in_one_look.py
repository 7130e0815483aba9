"""What the lists have released is read in one statement: whether an answer still stands was a function of its own, called list by list.

The words are the same: cleared is what was cleared at the last tick and has not been taken back since.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

BEFORE = import_module("mumian.clearance.migrations.0007_what_is_asked_often_is_planned_once")
SETTINGS = ("jit", "enable_seqscan", "enable_hashjoin", "enable_mergejoin")

RELEASED = """
CREATE OR REPLACE FUNCTION lists.released(p_references text[], p_at timestamptz)
RETURNS TABLE (reference text, list_code text, is_cleared boolean) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    today date := lists.day_of(p_at);
BEGIN
    RETURN QUERY
        SELECT watch.reference, asked.list_code, coalesce(shown.is_cleared AND stands.is_cleared, false)
        FROM lists.watch watch
        JOIN lists.watch_list asked ON asked.watch_id = watch.id
        LEFT JOIN LATERAL (
            SELECT answer.is_cleared FROM lists.answer answer
            WHERE answer.watch_id = watch.id AND answer.list_code = asked.list_code AND answer.visible_from <= p_at
            ORDER BY answer.id DESC LIMIT 1
        ) AS shown ON true
        LEFT JOIN LATERAL (
            SELECT answer.is_cleared AND coalesce(answer.look_again_on > today, true) AS is_cleared FROM lists.answer answer
            WHERE answer.watch_id = watch.id AND answer.list_code = asked.list_code
              AND answer.person_digest = watch.person_digest
            ORDER BY answer.id DESC LIMIT 1
        ) AS stands ON true
        WHERE watch.reference = ANY (p_references)
        ORDER BY 1, 2;
END $$;
"""
KEEP = "\n".join(f"ALTER FUNCTION lists.released(text[], timestamptz) SET {setting} = off;" for setting in SETTINGS)


class Migration(migrations.Migration):
    dependencies = [("clearance", "0007_what_is_asked_often_is_planned_once")]
    operations = [migrations.RunSQL(RELEASED + KEEP, BEFORE.planned_once(BEFORE.written("lists.released(")) + KEEP)]
