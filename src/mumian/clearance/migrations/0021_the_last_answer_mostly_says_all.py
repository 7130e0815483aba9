"""What the lists have released is mostly said by the last answer alone: the one shown and the one that stands are looked for only
where that is of another person's particulars or not shown yet.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

BEFORE = import_module("mumian.clearance.migrations.0008_released_in_one_look")

RELEASED = """
CREATE OR REPLACE FUNCTION lists.released(p_references text[], p_at timestamptz)
RETURNS TABLE (reference text, list_code text, is_cleared boolean) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    today date := lists.day_of(p_at);
BEGIN
    RETURN QUERY
        SELECT watch.reference, asked.list_code, coalesce(
            CASE WHEN last.visible_from <= p_at AND last.person_digest = watch.person_digest THEN
                last.is_cleared AND coalesce(last.look_again_on > today, true)
            ELSE (
                SELECT answer.is_cleared FROM lists.answer answer
                WHERE answer.watch_id = watch.id AND answer.list_code = asked.list_code AND answer.visible_from <= p_at
                ORDER BY answer.id DESC LIMIT 1
            ) AND (
                SELECT answer.is_cleared AND coalesce(answer.look_again_on > today, true) FROM lists.answer answer
                WHERE answer.watch_id = watch.id AND answer.list_code = asked.list_code
                  AND answer.person_digest = watch.person_digest
                ORDER BY answer.id DESC LIMIT 1
            ) END, false)
        FROM lists.watch watch
        JOIN lists.watch_list asked ON asked.watch_id = watch.id
        LEFT JOIN LATERAL (
            SELECT answer.is_cleared, answer.visible_from, answer.person_digest, answer.look_again_on FROM lists.answer answer
            WHERE answer.watch_id = watch.id AND answer.list_code = asked.list_code
            ORDER BY answer.id DESC LIMIT 1
        ) AS last ON true
        WHERE watch.reference = ANY (p_references)
        ORDER BY 1, 2;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("clearance", "0020_answers_are_due_by_the_rulebook")]
    operations = [migrations.RunSQL(RELEASED + BEFORE.KEEP, BEFORE.RELEASED + BEFORE.KEEP)]
