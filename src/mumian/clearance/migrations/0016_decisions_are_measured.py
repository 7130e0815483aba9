"""How good the matches are: from what was decided about them, and from blind second looks near the border.

A part of the settled decisions about matches that the rules wanted reviewed is shown to another holder without the first decision; how
often the two agree is part of the month's page. Figures are about nobody.
"""

from __future__ import annotations

from django.db import migrations

TABLES = """
CREATE TABLE lists.second_look (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    decision_id bigint NOT NULL REFERENCES lists.decision (id),
    drawn_at timestamptz NOT NULL,
    standing text NOT NULL DEFAULT 'police' CONSTRAINT second_looks_are_taken_only_by_police CHECK (standing = 'police'),
    looked_by bigint,
    looked_at timestamptz,
    judgement text
        CONSTRAINT a_second_look_says_same_or_other CHECK (judgement IN ('same_person', 'other_person')),
    note text NOT NULL DEFAULT '',
    CONSTRAINT a_decision_is_drawn_once UNIQUE (decision_id),
    CONSTRAINT a_second_look_is_whole CHECK ((looked_by IS NULL) = (looked_at IS NULL) AND (looked_by IS NULL) = (judgement IS NULL)),
    CONSTRAINT a_second_look_says_why CHECK (judgement IS NULL OR length(btrim(note)) >= 4),
    CONSTRAINT who_looks_again_is_an_officer_of_that_standing
        FOREIGN KEY (looked_by, standing) REFERENCES offices_officer (id, status)
);

CREATE FUNCTION lists.second_look_goes_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moving text[] := ARRAY['looked_by', 'looked_at', 'judgement', 'note'];
BEGIN
    IF OLD.judgement IS NOT NULL OR to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
        PERFORM lists.fail('a_second_look_is_taken_once', 'a second look is taken once and is not rewritten');
    END IF;
    IF EXISTS (SELECT FROM lists.decision first JOIN lists.decision made ON made.match_id = first.match_id
               WHERE first.id = NEW.decision_id AND NEW.looked_by IN (made.decided_by, made.confirmed_by)) THEN
        PERFORM lists.fail('a_second_look_is_anothers', 'who decided does not look a second time');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER second_look_goes_on BEFORE UPDATE ON lists.second_look FOR EACH ROW EXECUTE FUNCTION lists.second_look_goes_on();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON lists.second_look EXECUTE FUNCTION lists.only_added();
"""

DOORS = """
-- One in five of the settled decisions about matches near the border, by a digest of its number: nobody chooses.
CREATE FUNCTION lists.draw_second_looks(p_at timestamptz) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    drawn bigint;
BEGIN
    INSERT INTO lists.second_look (decision_id, drawn_at)
        SELECT made.id, p_at FROM lists.decision made JOIN lists.match met ON met.id = made.match_id AND met.band = 'review'
        WHERE made.is_settled AND made.watch_id IS NULL AND made.decided_at > p_at - interval '31 days'
          AND get_byte(sha256(convert_to('mumian second look ' || made.id, 'UTF8')), 0) < 51
        ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS drawn = ROW_COUNT;
    RETURN drawn;
END $$;

CREATE FUNCTION lists.second_looks_for(p_token text, p_at timestamptz)
RETURNS TABLE (look_id bigint, list_code text, drawn_at timestamptz) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    officer bigint := lists.acting_officer(p_token, p_at);
    held text[] := lists.held_by(officer, p_at);
BEGIN
    RETURN QUERY
        SELECT one.id, first.list_code, one.drawn_at FROM lists.second_look one JOIN lists.decision first ON first.id = one.decision_id
        WHERE one.judgement IS NULL AND first.list_code = ANY (held) AND NOT EXISTS (
            SELECT FROM lists.decision made
            WHERE made.match_id = first.match_id AND officer IN (made.decided_by, made.confirmed_by))
        ORDER BY one.id;
END $$;

-- The evidence as the rules saw it, without who decided what; the showing is a look.
CREATE FUNCTION lists.second_look_shown(p_token text, p_look bigint, p_at timestamptz)
RETURNS TABLE (list_code text, entry jsonb, person jsonb, reasons text[]) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    officer bigint := lists.acting_officer(p_token, p_at);
    shown bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM lists.second_looks_for(p_token, p_at) AS one WHERE one.look_id = p_look) THEN
        PERFORM lists.fail('a_second_look_is_anothers', 'this second look is not his');
    END IF;
    INSERT INTO lists.look (officer_id, reference, lists, reason, looked_at)
        SELECT officer, 'second_look:' || p_look, ARRAY[first.list_code], '盲法复看', p_at
        FROM lists.second_look one JOIN lists.decision first ON first.id = one.decision_id WHERE one.id = p_look RETURNING id INTO shown;
    PERFORM public.audit_record_act(p_token, 'list_look:' || shown, 'list_details_looked_at', p_at, p_expects => 'new');
    RETURN QUERY
        SELECT met.list_code,
               to_jsonb(entry) - ARRAY['digest', 'normaliser', 'keyed', 'first_version', 'ended_version', 'name_form', 'id',
                                       'list_code', 'number'],
               (SELECT watch.person FROM lists.watch watch WHERE watch.person_digest = met.person_digest ORDER BY watch.id LIMIT 1),
               met.reasons
        FROM lists.second_look one JOIN lists.decision first ON first.id = one.decision_id
        JOIN lists.match met ON met.id = first.match_id JOIN lists.entry entry ON entry.id = met.entry_id WHERE one.id = p_look;
END $$;

CREATE FUNCTION lists.second_look_said(p_token text, p_look bigint, p_judgement text, p_note text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    officer bigint := lists.acting_officer(p_token, p_at);
BEGIN
    IF NOT EXISTS (SELECT FROM lists.second_looks_for(p_token, p_at) AS one WHERE one.look_id = p_look) THEN
        PERFORM lists.fail('a_second_look_is_anothers', 'this second look is not his, or was taken');
    END IF;
    UPDATE lists.second_look SET looked_by = officer, looked_at = p_at, judgement = p_judgement, note = p_note WHERE id = p_look;
    PERFORM public.audit_record_act(p_token, 'second_look:' || p_look, 'second_look_taken', p_at, p_expects => 'new');
END $$;

-- Per list, version of the rules, band and class (the first reason, which is the name's): what was decided in these days.
CREATE FUNCTION lists.quality(p_from date, p_to date)
RETURNS TABLE (list_code text, rules smallint, band text, class text, decided bigint, same bigint, other bigint,
               median_seconds double precision, late bigint, looked_again bigint, agreed bigint) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT made.list_code, met.rules, met.band, coalesce(met.reasons[1], ''), count(*),
           count(*) FILTER (WHERE made.judgement = 'same_person'), count(*) FILTER (WHERE made.judgement = 'other_person'),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM coalesce(made.confirmed_at, made.decided_at) - met.found_at)),
           count(*) FILTER (WHERE coalesce(made.confirmed_at, made.decided_at) - met.found_at > lists.decide_within(made.list_code)),
           count(again.judgement), count(*) FILTER (WHERE again.judgement = made.judgement)
    FROM lists.decision made JOIN lists.match met ON met.id = made.match_id
    LEFT JOIN lists.second_look again ON again.decision_id = made.id AND again.judgement IS NOT NULL
    WHERE made.watch_id IS NULL AND made.is_settled AND lists.day_of(made.decided_at) BETWEEN p_from AND p_to
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
$$;
"""

INNER = ("lists.second_look_goes_on()",)
PAGES = (
    "lists.second_looks_for(text, timestamptz)",
    "lists.second_look_shown(text, bigint, timestamptz)",
    "lists.second_look_said(text, bigint, text, text, timestamptz)",
    "lists.quality(date, date)",
)
WORKER = ("lists.draw_second_looks(timestamptz)",)

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
    -- What the role `lists` keeps, it reads; decisions, alarms and reviews are not its to write.
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_lists' LOOP
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA lists TO %I', login);
    END LOOP;
END $$;
"""  # noqa: S608  # the names stand in this file

DROP = (
    "\n".join(f"DROP FUNCTION {name};" for name in (*PAGES, *WORKER))
    + """
DROP TABLE lists.second_look;
DROP FUNCTION lists.second_look_goes_on();
"""
)


class Migration(migrations.Migration):
    dependencies = [("clearance", "0015_wanted_persons_alarm_the_duty_officer")]
    operations = [migrations.RunSQL(TABLES + DOORS + GRANT, DROP)]
