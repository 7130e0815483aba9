"""Units of state staff file their people, change and withdraw filings, and answer requests for consent, each for itself alone.

A filing is a row that stays, and a delivery of one line: it comes onto the list in the way of every other delivery. A clerk is known
by the token of his session, like an officer; the database looks up his unit and believes nobody about it.
"""

from __future__ import annotations

from django.db import migrations

TABLES = """
CREATE TABLE lists.unit (
    code text PRIMARY KEY CONSTRAINT a_unit_has_a_code CHECK (code ~ '^[A-Z][A-Z0-9]{2,19}$'),
    name text NOT NULL CONSTRAINT a_unit_has_a_name CHECK (btrim(name) <> ''),
    opened_on date NOT NULL,
    ends_on date,
    CONSTRAINT a_unit_ends_after_it_begins CHECK (ends_on >= opened_on)
);

CREATE TABLE lists.clerk (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_code text NOT NULL REFERENCES lists.unit (code),
    account_id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT a_clerk_ends_after_he_begins CHECK (valid_to >= valid_from),
    CONSTRAINT a_clerk_and_his_unit UNIQUE (id, unit_code),
    CONSTRAINT a_clerk_has_an_account FOREIGN KEY (account_id) REFERENCES accounts_account (id),
    CONSTRAINT an_account_serves_one_unit_at_a_time
        EXCLUDE USING gist (account_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
CREATE INDEX clerks_of_a_unit ON lists.clerk (unit_code);

CREATE FUNCTION lists.clerk_is_no_officer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM public.offices_officer WHERE account_id = NEW.account_id) THEN
        PERFORM lists.fail('an_officer_files_for_no_unit', 'the account is an officer''s');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clerk_is_no_officer BEFORE INSERT OR UPDATE ON lists.clerk FOR EACH ROW EXECUTE FUNCTION lists.clerk_is_no_officer();

CREATE TABLE lists.filing (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_code text NOT NULL,
    clerk_id bigint NOT NULL,
    entry_id text NOT NULL CONSTRAINT a_filing_is_of_its_unit CHECK (starts_with(entry_id, unit_code || '-')),
    act text NOT NULL CONSTRAINT a_filing_is_a_known_act CHECK (act IN ('submit', 'change', 'withdraw')),
    line text[] NOT NULL CONSTRAINT a_filing_is_a_line_of_a_list CHECK (cardinality(line) = 12),
    key text NOT NULL CONSTRAINT a_filing_has_a_key CHECK (key <> ''),
    delivery_id bigint NOT NULL REFERENCES lists.delivery (id),
    at timestamptz NOT NULL,
    CONSTRAINT a_filing_is_made_by_a_clerk_of_its_unit FOREIGN KEY (clerk_id, unit_code) REFERENCES lists.clerk (id, unit_code),
    CONSTRAINT a_filing_is_made_once_by_its_key UNIQUE (unit_code, key),
    CONSTRAINT a_filing_is_one_delivery UNIQUE (delivery_id)
);
CREATE INDEX filings_of_an_entry ON lists.filing (entry_id, id);
CREATE UNIQUE INDEX an_entry_is_submitted_once ON lists.filing (entry_id) WHERE act = 'submit';
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON lists.filing EXECUTE FUNCTION lists.only_added();

CREATE TABLE lists.consent (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference text NOT NULL,
    match_id bigint NOT NULL REFERENCES lists.match (id),
    unit_code text NOT NULL REFERENCES lists.unit (code),
    letter text NOT NULL CONSTRAINT consent_is_asked_for_by_letter CHECK (letter <> ''),
    asked_by bigint NOT NULL,
    asked_at timestamptz NOT NULL,
    answer_by date NOT NULL,
    given boolean,
    answered_by bigint,
    answered_at timestamptz,
    note text NOT NULL DEFAULT '',
    CONSTRAINT consent_is_asked_once_by_a_letter UNIQUE (letter),
    CONSTRAINT an_answer_about_consent_is_whole
        CHECK ((given IS NULL) = (answered_at IS NULL) AND (given IS NULL) = (answered_by IS NULL)),
    CONSTRAINT who_withholds_consent_says_why CHECK (given IS NOT FALSE OR length(btrim(note)) >= 4),
    CONSTRAINT consent_is_answered_by_a_clerk_of_the_unit
        FOREIGN KEY (answered_by, unit_code) REFERENCES lists.clerk (id, unit_code),
    CONSTRAINT consent_is_asked_for_by_an_officer FOREIGN KEY (asked_by) REFERENCES offices_officer (id)
);
CREATE UNIQUE INDEX consent_is_asked_of_one_unit_at_a_time ON lists.consent (reference, match_id) WHERE answered_at IS NULL;
CREATE INDEX consents_of_a_unit ON lists.consent (unit_code, id);
CREATE INDEX consents_about_a_match ON lists.consent (match_id);

CREATE FUNCTION lists.consent_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving text[] := ARRAY['given', 'answered_by', 'answered_at', 'note'];
BEGIN
    IF OLD.answered_at IS NOT NULL OR to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
        PERFORM lists.fail('consent_is_answered_once', 'a request for consent is answered once and is not rewritten');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_goes_on BEFORE UPDATE ON lists.consent FOR EACH ROW EXECUTE FUNCTION lists.consent_goes_on();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON lists.consent EXECUTE FUNCTION lists.only_added();

INSERT INTO lists.source (code, name, kind, lists, opened_on) VALUES
    ('units', '登记备案单位', 'units', ARRAY['FILED_STAFF'], '2003-01-01'),
    ('desk', '名单管理岗', 'desk', ARRAY['FILED_STAFF', 'EXIT_BAR', 'HKMO_VIOLATION', 'WANTED', 'POPULATION'], '2003-01-01')
    ON CONFLICT DO NOTHING;
"""

DOORS = r"""
CREATE FUNCTION lists.acting_clerk(p_token text, p_at timestamptz) RETURNS lists.clerk LANGUAGE plpgsql STABLE AS $$
DECLARE
    session record;
    found lists.clerk;
BEGIN
    SELECT * INTO session FROM public.audit_acting(p_token, p_at);
    IF session.actor_kind = 'applicant' AND session.actor_id ~ '^unit/[A-Z0-9]+/[0-9]+$' THEN
        SELECT clerk.* INTO found FROM lists.clerk JOIN lists.unit ON unit.code = clerk.unit_code
            WHERE clerk.id = split_part(session.actor_id, '/', 3)::bigint AND clerk.unit_code = split_part(session.actor_id, '/', 2)
              AND clerk.valid_from <= lists.day_of(p_at) AND coalesce(clerk.valid_to >= lists.day_of(p_at), true)
              AND unit.opened_on <= lists.day_of(p_at) AND coalesce(unit.ends_on >= lists.day_of(p_at), true);
    END IF;
    IF found.id IS NULL THEN
        PERFORM lists.fail('who_files_is_a_clerk_of_a_unit', 'who acts is no clerk of a unit');
    END IF;
    RETURN found;
END $$;

-- For signing in: which unit this account serves today.
CREATE FUNCTION lists.clerk_of(p_account bigint, p_at timestamptz)
RETURNS TABLE (clerk_id bigint, unit_code text, unit_name text) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT clerk.id, unit.code, unit.name FROM lists.clerk JOIN lists.unit ON unit.code = clerk.unit_code
    WHERE clerk.account_id = p_account
      AND clerk.valid_from <= lists.day_of(p_at) AND coalesce(clerk.valid_to >= lists.day_of(p_at), true)
      AND unit.opened_on <= lists.day_of(p_at) AND coalesce(unit.ends_on >= lists.day_of(p_at), true)
$$;

CREATE FUNCTION lists.csv_line(p_fields text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT string_agg('"' || replace(field, '"', '""') || '"', ',' ORDER BY place) || E'\n'
    FROM unnest(p_fields) WITH ORDINALITY AS one(field, place)
$$;

CREATE FUNCTION lists.one_line_delivery(p_source text, p_stream text, p_key text, p_line text[], p_at timestamptz) RETURNS bigint
LANGUAGE sql AS $$
    INSERT INTO lists.delivery (source_code, stream, key, version, is_whole, body, body_digest, received_at)
    SELECT p_source, p_stream, p_key, p_source || ' ' || p_key, false, made, sha256(made), p_at
    FROM convert_to(E'entry_id,name,aliases,dob,id_number,doc_number,nationality,sex,ground,valid_from,valid_to,owner\n'
                    || lists.csv_line(p_line), 'UTF8') AS made
    RETURNING id
$$;

-- `p_line` holds the twelve columns of a list; number, days and owner are set here, whatever stands in it.
CREATE FUNCTION lists.file(p_token text, p_act text, p_entry text, p_line text[], p_key text, p_at timestamptz, OUT entry_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    clerk lists.clerk := lists.acting_clerk(p_token, p_at);
    last lists.filing;
    before lists.filing;
    line text[] := p_line;
    filed bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('mumian filings of ' || clerk.unit_code, 0));
    SELECT * INTO before FROM lists.filing one WHERE one.unit_code = clerk.unit_code AND one.key = p_key;
    IF before.id IS NOT NULL THEN
        entry_id := before.entry_id;
        RETURN;
    END IF;
    IF p_act = 'submit' THEN
        SELECT clerk.unit_code || '-' || lpad((count(*) + 1)::text, 5, '0') INTO entry_id FROM lists.filing one
            WHERE one.unit_code = clerk.unit_code AND one.act = 'submit';
        line[10] := lists.day_of(p_at)::text;
        line[11] := '';
    ELSE
        SELECT * INTO last FROM lists.filing one WHERE one.unit_code = clerk.unit_code AND one.entry_id = p_entry
            ORDER BY one.id DESC LIMIT 1;
        IF last.id IS NULL OR last.act = 'withdraw' THEN
            PERFORM lists.fail('a_filing_stands_before_it_is_changed', 'the unit has no such filing that stands');
        END IF;
        entry_id := p_entry;
        line := CASE p_act WHEN 'withdraw' THEN last.line ELSE line END;
        line[10] := last.line[10];
        line[11] := CASE p_act WHEN 'withdraw' THEN lists.day_of(p_at)::text ELSE '' END;
    END IF;
    line[1] := entry_id;
    line[12] := clerk.unit_code;
    INSERT INTO lists.filing AS made (unit_code, clerk_id, entry_id, act, line, key, delivery_id, at)
        VALUES (clerk.unit_code, clerk.id, entry_id, p_act, line, p_key,
                lists.one_line_delivery('units', 'FILED_STAFF', clerk.unit_code || '/' || p_key, line, p_at), p_at)
        RETURNING made.id INTO filed;
    PERFORM public.audit_record_act(p_token, 'filing:' || filed, 'filing_' || p_act, p_at, p_expects => 'new');
END $$;

-- What a unit has filed: the last word about each entry, and whether it is on the list yet.
CREATE FUNCTION lists.filings_for(p_token text, p_at timestamptz)
RETURNS TABLE (entry_id text, act text, line text[], at timestamptz, outcome text, said_zh text, said_en text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    clerk lists.clerk := lists.acting_clerk(p_token, p_at);
BEGIN
    RETURN QUERY
        SELECT * FROM (
            SELECT DISTINCT ON (one.entry_id) one.entry_id, one.act, one.line, one.at, sent.outcome,
                   coalesce(nullif(sent.said_zh, ''), sent.rejects -> 0 ->> 'zh', ''),
                   coalesce(nullif(sent.said_en, ''), sent.rejects -> 0 ->> 'en', '')
            FROM lists.filing one JOIN lists.delivery sent ON sent.id = one.delivery_id
            WHERE one.unit_code = clerk.unit_code ORDER BY one.entry_id, one.id DESC
        ) AS last ORDER BY 4 DESC, 1;
END $$;

CREATE FUNCTION lists.ask_consent(p_token text, p_match bigint, p_reference text, p_letter text, p_answer_by date, p_at timestamptz,
                                  OUT consent_id bigint, OUT unit_name text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    officer bigint;
    unit lists.unit;
BEGIN
    SELECT found.officer INTO officer FROM lists.match_for(p_token, p_match, p_at) AS found;
    SELECT one.* INTO unit FROM lists.match met JOIN lists.entry entry ON entry.id = met.entry_id
        JOIN lists.unit one ON one.code = entry.owner
        JOIN lists.watch watch ON watch.person_digest = met.person_digest AND watch.reference = p_reference
        JOIN lists.decision made ON made.match_id = met.id AND made.watch_id IS NULL AND made.judgement = 'same_person' AND made.is_settled
        WHERE met.id = p_match AND met.list_code = 'FILED_STAFF'
          AND one.opened_on <= lists.day_of(p_at) AND coalesce(one.ends_on >= lists.day_of(p_at), true);
    IF unit.code IS NULL THEN
        PERFORM lists.fail('consent_is_asked_of_the_unit_that_filed', 'the match is not true, or its unit has no desk here');
    END IF;
    unit_name := unit.name;
    INSERT INTO lists.consent (reference, match_id, unit_code, letter, asked_by, asked_at, answer_by)
        VALUES (p_reference, p_match, unit.code, p_letter, officer, p_at, p_answer_by) RETURNING id INTO consent_id;
    PERFORM public.audit_record_act(p_token, 'consent:' || consent_id, 'consent_asked_of_unit', p_at, p_expects => 'new');
END $$;

CREATE FUNCTION lists.unit_of(p_token text, p_match bigint, p_at timestamptz) RETURNS text LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held text[] := lists.held_by(lists.acting_officer(p_token, p_at), p_at);
BEGIN
    RETURN (SELECT one.name FROM lists.match met JOIN lists.entry entry ON entry.id = met.entry_id
            JOIN lists.unit one ON one.code = entry.owner
            WHERE met.id = p_match AND met.list_code = 'FILED_STAFF' AND met.list_code = ANY (held));
END $$;

-- What a unit is asked: its own entry, the number of the letter, and until when. Neither the case nor what it is about.
CREATE FUNCTION lists.consents_for(p_token text, p_at timestamptz)
RETURNS TABLE (consent_id bigint, letter text, entry_id text, name text, asked_at timestamptz, answer_by date, given boolean,
               answered_at timestamptz, note text) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    clerk lists.clerk := lists.acting_clerk(p_token, p_at);
BEGIN
    RETURN QUERY
        SELECT one.id, one.letter, entry.entry_id, entry.name, one.asked_at, one.answer_by, one.given, one.answered_at, one.note
        FROM lists.consent one JOIN lists.match met ON met.id = one.match_id JOIN lists.entry entry ON entry.id = met.entry_id
        WHERE one.unit_code = clerk.unit_code ORDER BY one.answered_at IS NOT NULL, one.id DESC;
END $$;

CREATE FUNCTION lists.answer_consent(p_token text, p_consent bigint, p_given boolean, p_note text, p_at timestamptz,
                                     OUT reference text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    clerk lists.clerk := lists.acting_clerk(p_token, p_at);
BEGIN
    UPDATE lists.consent one SET given = p_given, answered_by = clerk.id, answered_at = p_at, note = p_note
        WHERE one.id = p_consent AND one.unit_code = clerk.unit_code AND one.answered_at IS NULL
        RETURNING one.reference INTO reference;
    IF reference IS NULL THEN
        PERFORM lists.fail('consent_is_answered_once', 'there is no such open request of this unit');
    END IF;
    PERFORM public.audit_record_act(p_token, 'consent:' || p_consent, 'consent_answered_by_unit', p_at);
END $$;

-- For holders: how the requests about these matches stand.
CREATE FUNCTION lists.consents_of(p_token text, p_reference text, p_at timestamptz)
RETURNS TABLE (match_id bigint, unit_name text, letter text, asked_at timestamptz, answer_by date, given boolean,
               answered_at timestamptz, note text) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    held text[] := lists.held_by(lists.acting_officer(p_token, p_at), p_at);
BEGIN
    RETURN QUERY
        SELECT one.match_id, unit.name, one.letter, one.asked_at, one.answer_by, one.given, one.answered_at, one.note
        FROM lists.consent one JOIN lists.unit ON unit.code = one.unit_code
        WHERE one.reference = p_reference AND 'FILED_STAFF' = ANY (held) ORDER BY one.id;
END $$;
"""

NAMES = (
    "lists.clerk_is_no_officer()",
    "lists.consent_goes_on()",
    "lists.acting_clerk(text, timestamptz)",
    "lists.clerk_of(bigint, timestamptz)",
    "lists.csv_line(text[])",
    "lists.one_line_delivery(text, text, text, text[], timestamptz)",
    "lists.file(text, text, text, text[], text, timestamptz)",
    "lists.filings_for(text, timestamptz)",
    "lists.ask_consent(text, bigint, text, text, date, timestamptz)",
    "lists.unit_of(text, bigint, timestamptz)",
    "lists.consents_for(text, timestamptz)",
    "lists.answer_consent(text, bigint, boolean, text, timestamptz)",
    "lists.consents_of(text, text, timestamptz)",
)
OPEN_TO_PAGES = (*NAMES[3:4], *NAMES[6:])

GRANT = f"""
REVOKE ALL ON FUNCTION {", ".join(NAMES)} FROM PUBLIC;
DO $$
DECLARE
    login name;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_web' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION {", ".join(OPEN_TO_PAGES)} TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_lists' LOOP
        EXECUTE format('GRANT SELECT, INSERT ON TABLE lists.unit, lists.clerk TO %I', login);
        EXECUTE format('GRANT UPDATE (ends_on) ON TABLE lists.unit TO %I', login);
        EXECUTE format('GRANT UPDATE (valid_to) ON TABLE lists.clerk TO %I', login);
        EXECUTE format('GRANT SELECT (id, username) ON TABLE accounts_account TO %I', login);
    END LOOP;
END $$;
"""  # noqa: S608  # the names stand in this file

DROP = (
    "\n".join(f"DROP FUNCTION {name};" for name in reversed(NAMES[2:]))
    + """
DROP TABLE lists.consent, lists.filing, lists.clerk, lists.unit;
DROP FUNCTION lists.clerk_is_no_officer();
DROP FUNCTION lists.consent_goes_on();
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0011_lists_arrive_by_feeds"),
        ("accounts", "0001_accounts_exist"),
    ]
    operations = [migrations.RunSQL(TABLES + DOORS + GRANT, DROP)]
