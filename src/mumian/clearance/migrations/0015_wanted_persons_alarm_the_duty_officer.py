"""A match on the wanted list alarms police over a second channel, with a time to acknowledge and a next step when nobody does.

Alarms are raised by the worker, never by whoever asks: the window, the applicant and the time that asking takes see nothing of them.
First those holders of the list who are on duty, after five minutes all of its holders, after ten the leaders too. What is sent is a
number and no word about anybody.
"""

from __future__ import annotations

from django.db import migrations

TABLES = """
CREATE TABLE lists.alarm (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    answer_id bigint NOT NULL REFERENCES lists.answer (id),
    watch_id bigint NOT NULL REFERENCES lists.watch (id),
    list_code text NOT NULL,
    raised_at timestamptz NOT NULL,
    standing text NOT NULL DEFAULT 'police' CONSTRAINT alarms_are_taken_only_by_police CHECK (standing = 'police'),
    taken_by bigint,
    taken_at timestamptz,
    CONSTRAINT an_answer_alarms_once UNIQUE (answer_id),
    CONSTRAINT an_alarm_that_is_taken_says_by_whom CHECK ((taken_by IS NULL) = (taken_at IS NULL)),
    CONSTRAINT who_takes_an_alarm_is_an_officer_of_that_standing
        FOREIGN KEY (taken_by, standing) REFERENCES offices_officer (id, status)
);
CREATE INDEX alarms_about_a_watch ON lists.alarm (watch_id);
CREATE INDEX alarms_that_nobody_took ON lists.alarm (id) WHERE taken_at IS NULL;

CREATE FUNCTION lists.alarm_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving text[] := ARRAY['taken_by', 'taken_at'];
BEGIN
    IF OLD.taken_at IS NOT NULL OR to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
        PERFORM lists.fail('an_alarm_is_taken_once', 'an alarm is taken once and is not rewritten');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER alarm_goes_on BEFORE UPDATE ON lists.alarm FOR EACH ROW EXECUTE FUNCTION lists.alarm_goes_on();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON lists.alarm EXECUTE FUNCTION lists.only_added();

CREATE TABLE lists.alarm_call (
    alarm_id bigint NOT NULL REFERENCES lists.alarm (id),
    badge text NOT NULL,
    step smallint NOT NULL CONSTRAINT an_alarm_has_three_steps CHECK (step BETWEEN 1 AND 3),
    channel text NOT NULL,
    called_at timestamptz NOT NULL,
    PRIMARY KEY (alarm_id, badge)
);
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON lists.alarm_call EXECUTE FUNCTION lists.only_added();
"""

DOORS = """
CREATE FUNCTION lists.raise_alarms(p_at timestamptz) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    raised bigint;
BEGIN
    INSERT INTO lists.alarm (answer_id, watch_id, list_code, raised_at)
        SELECT one.answer_id, one.watch_id, one.list_code, p_at FROM lists.undecided() AS one
        WHERE one.list_code = 'WANTED' AND one.kind = 'open_match' ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS raised = ROW_COUNT;
    RETURN raised;
END $$;

CREATE FUNCTION lists.step_of_alarm(p_raised timestamptz, p_at timestamptz) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
    SELECT (CASE WHEN p_at - p_raised >= interval '10 minutes' THEN 3 WHEN p_at - p_raised >= interval '5 minutes' THEN 2 ELSE 1 END)::smallint
$$;

-- Who is to be called now, and was not called yet about this alarm. Where no holder is on duty all holders are called at once.
CREATE FUNCTION lists.alarms_to_call(p_at timestamptz) RETURNS TABLE (alarm_id bigint, step smallint, badge text) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH holders AS (
        SELECT officer.id, officer.badge_number::text AS badge, EXISTS (
            SELECT FROM public.offices_shift shift WHERE shift.officer_id = officer.id AND shift.kind = 'duty'
            AND shift.withdrawn_at IS NULL AND shift.starts_at <= p_at AND shift.ends_at > p_at) AS is_on_duty
        FROM lists.holder JOIN public.offices_officer officer ON officer.id = holder.officer_id
        WHERE holder.list_code = 'WANTED' AND holder.valid_from <= lists.day_of(p_at)
          AND coalesce(holder.valid_to >= lists.day_of(p_at), true)
    ), leaders AS (
        SELECT DISTINCT officer.badge_number::text AS badge FROM public.offices_posting posting
        JOIN public.offices_officer officer ON officer.id = posting.officer_id
        WHERE posting.role = 'leader' AND officer.status = 'police' AND posting.valid_from <= lists.day_of(p_at)
          AND coalesce(posting.valid_to >= lists.day_of(p_at), true)
    ), open AS (
        SELECT alarm.id, lists.step_of_alarm(alarm.raised_at, p_at) AS step FROM lists.alarm WHERE alarm.taken_at IS NULL
    )
    SELECT open.id, open.step, who.badge FROM open
    CROSS JOIN LATERAL (
        SELECT holders.badge FROM holders
        WHERE open.step > 1 OR holders.is_on_duty OR NOT EXISTS (SELECT FROM holders AS any_other WHERE any_other.is_on_duty)
        UNION SELECT leaders.badge FROM leaders WHERE open.step > 2
    ) AS who
    WHERE NOT EXISTS (SELECT FROM lists.alarm_call made WHERE made.alarm_id = open.id AND made.badge = who.badge)
    ORDER BY 1, 3
$$;

CREATE FUNCTION lists.alarm_called(p_alarm bigint, p_badge text, p_step smallint, p_channel text, p_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO lists.alarm_call VALUES (p_alarm, p_badge, p_step, p_channel, p_at) ON CONFLICT DO NOTHING
$$;

-- For holders of the list, and for leaders who were called: the alarms of the last day. The reference only to holders.
CREATE FUNCTION lists.alarms_for(p_token text, p_at timestamptz)
RETURNS TABLE (alarm_id bigint, reference text, raised_at timestamptz, step smallint, taken_by text, taken_at timestamptz,
               was_called boolean) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    officer bigint := lists.acting_officer(p_token, p_at);
    own_badge text := (SELECT badge_number FROM public.offices_officer WHERE id = officer);
    holds boolean := 'WANTED' = ANY (lists.held_by(officer, p_at));
BEGIN
    RETURN QUERY
        SELECT alarm.id, CASE WHEN holds THEN watch.reference END, alarm.raised_at, lists.step_of_alarm(alarm.raised_at, p_at),
               taker.badge_number::text, alarm.taken_at,
               EXISTS (SELECT FROM lists.alarm_call made WHERE made.alarm_id = alarm.id AND made.badge = own_badge)
        FROM lists.alarm JOIN lists.watch watch ON watch.id = alarm.watch_id
        LEFT JOIN public.offices_officer taker ON taker.id = alarm.taken_by
        WHERE (alarm.taken_at IS NULL OR alarm.taken_at > p_at - interval '1 day')
          AND (holds OR EXISTS (SELECT FROM lists.alarm_call made WHERE made.alarm_id = alarm.id AND made.badge = own_badge))
        ORDER BY alarm.taken_at IS NOT NULL, alarm.id;
END $$;

CREATE FUNCTION lists.take_alarm(p_token text, p_alarm bigint, p_at timestamptz) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    officer bigint := lists.acting_officer(p_token, p_at);
BEGIN
    IF NOT EXISTS (SELECT FROM lists.alarms_for(p_token, p_at) AS one WHERE one.alarm_id = p_alarm) THEN
        PERFORM lists.fail('details_belong_to_the_holders_of_a_list', 'who takes the alarm neither holds the list nor was called');
    END IF;
    UPDATE lists.alarm SET taken_by = officer, taken_at = p_at WHERE id = p_alarm AND taken_at IS NULL;
    IF NOT FOUND THEN
        PERFORM lists.fail('an_alarm_is_taken_once', 'somebody else has taken the alarm');
    END IF;
    PERFORM public.audit_record_act(p_token, 'list_alarm:' || p_alarm, 'alarm_taken', p_at, p_expects => 'new');
END $$;
"""

INNER = ("lists.alarm_goes_on()", "lists.step_of_alarm(timestamptz, timestamptz)")
PAGES = ("lists.alarms_for(text, timestamptz)", "lists.take_alarm(text, bigint, timestamptz)")
WORKER = (
    "lists.raise_alarms(timestamptz)",
    "lists.alarms_to_call(timestamptz)",
    "lists.alarm_called(bigint, text, smallint, text, timestamptz)",
)

GRANT = f"""
REVOKE ALL ON FUNCTION {", ".join((*INNER, *PAGES, *WORKER))} FROM PUBLIC;
DO $$
DECLARE
    login name;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_web' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION {", ".join(PAGES)} TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_worker' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION {", ".join(WORKER)} TO %I', login);
    END LOOP;
END $$;
"""  # noqa: S608  # the names stand in this file

DROP = (
    "\n".join(f"DROP FUNCTION {name};" for name in (*PAGES, *WORKER, INNER[1]))
    + """
DROP TABLE lists.alarm_call, lists.alarm;
DROP FUNCTION lists.alarm_goes_on();
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0014_objections_and_corrections"),
        ("offices", "0006_duty"),
    ]
    operations = [migrations.RunSQL(TABLES + DOORS + GRANT, DROP)]
