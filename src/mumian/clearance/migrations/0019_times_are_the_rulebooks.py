"""How soon a match is decided and an alarm taken is read from the rulebook in force, by the day on which it was found.

Where the rulebook says nothing for a day the match is due at once: it is escalated, not forgotten.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

DECIDED = import_module("mumian.clearance.migrations.0013_matches_are_decided_in_time").DOORS
ALARMS = import_module("mumian.clearance.migrations.0015_wanted_persons_alarm_the_duty_officer").DOORS
QUALITY = import_module("mumian.clearance.migrations.0016_decisions_are_measured").DOORS


def taken_from(text: str, name: str) -> str:
    """One function of an earlier migration, to be made anew in place."""
    start = text.index(f"CREATE FUNCTION lists.{name}(")
    return text[start : text.index("\n$", start)].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1) + "\n$$;\n"


MINUTES = """
CREATE FUNCTION lists.minutes_for(p_list text, p_what text, p_at timestamptz) RETURNS interval LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT make_interval(mins => coalesce((
        SELECT (span ->> p_what)::integer FROM public.catalogue_rulebookentry entry,
               jsonb_array_elements(coalesce(entry.content -> 'times', '[]')) AS span
        WHERE entry.kind = 'lists' AND entry.code = p_list AND entry.recorded_to IS NULL
          AND entry.rulebook = (SELECT load.rulebook FROM public.catalogue_rulebookload load ORDER BY load.id DESC LIMIT 1)
          AND coalesce((span ->> 'from')::date <= lists.day_of(p_at), true)
          AND coalesce((span ->> 'to')::date >= lists.day_of(p_at), true)
        LIMIT 1), 0))
$$;
REVOKE ALL ON FUNCTION lists.minutes_for(text, text, timestamptz) FROM PUBLIC;
"""

STEP = """
CREATE OR REPLACE FUNCTION lists.step_of_alarm(p_raised timestamptz, p_at timestamptz) RETURNS smallint LANGUAGE sql STABLE AS $$
    SELECT (CASE WHEN p_at - p_raised >= lists.minutes_for('WANTED', 'call_leaders_after', p_raised) THEN 3
                 WHEN p_at - p_raised >= lists.minutes_for('WANTED', 'call_all_after', p_raised) THEN 2 ELSE 1 END)::smallint
$$;
"""

FORGET = """
-- Nothing calls it any more.
-- squawk-ignore ban-drop-function
DROP FUNCTION lists.decide_within(text);
"""

UNDECIDED_BEFORE = taken_from(DECIDED, "undecided")
QUALITY_BEFORE = taken_from(QUALITY, "quality")
STEP_BEFORE = taken_from(ALARMS, "step_of_alarm")
WITHIN_BEFORE = taken_from(DECIDED, "decide_within")
KEEP = "REVOKE ALL ON FUNCTION lists.decide_within(text) FROM PUBLIC;"

UNDECIDED = UNDECIDED_BEFORE.replace(
    "lists.decide_within(last.list_code)", "lists.minutes_for(last.list_code, 'decide_within', last.recorded_at)"
)
MEASURED = QUALITY_BEFORE.replace(
    "lists.decide_within(made.list_code)", "lists.minutes_for(made.list_code, 'decide_within', met.found_at)"
)
BACK = "DROP FUNCTION lists.minutes_for(text, text, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0018_meetings_are_looked_up_one_by_one"),
        ("catalogue", "0002_history_is_never_rewritten"),
    ]
    operations = [
        migrations.RunSQL(
            MINUTES + UNDECIDED + MEASURED + STEP + FORGET,
            WITHIN_BEFORE + KEEP + STEP_BEFORE + QUALITY_BEFORE + UNDECIDED_BEFORE + BACK,
        )
    ]
