"""Who objects is heard by another officer, and bears one redress number ever after; who keeps an entry answers for it.

An objection is opened in the same way for everybody, whether or not anything was found, and its answer to him says only that it was
reviewed. The redress number belongs to the person's own numbers, of which only digests lie here, and is shown wherever he is met again.
"""

from __future__ import annotations

from django.db import migrations

TABLES = """
CREATE TABLE lists.redress (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL CONSTRAINT a_redress_number_cannot_be_guessed CHECK (code ~ '^[A-Z0-9]{10}$'),
    given_at timestamptz NOT NULL,
    CONSTRAINT a_redress_number_is_given_once UNIQUE (code)
);
CREATE TABLE lists.redress_bearer (
    number_digest bytea PRIMARY KEY,
    redress_id bigint NOT NULL REFERENCES lists.redress (id)
);
CREATE INDEX bearers_of_a_redress_number ON lists.redress_bearer (redress_id);

CREATE TABLE lists.review (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    redress_id bigint NOT NULL REFERENCES lists.redress (id),
    watch_id bigint NOT NULL REFERENCES lists.watch (id),
    says text NOT NULL CONSTRAINT an_objection_says_something CHECK (length(btrim(says)) BETWEEN 2 AND 4000),
    channel text NOT NULL CONSTRAINT an_objection_comes_by_a_known_way CHECK (channel IN ('status_page', 'desk')),
    opened_at timestamptz NOT NULL,
    answer_by timestamptz NOT NULL,
    standing text NOT NULL DEFAULT 'police' CONSTRAINT objections_are_reviewed_only_by_police CHECK (standing = 'police'),
    reviewed_by bigint,
    reviewed_at timestamptz,
    outcome text CONSTRAINT a_review_has_a_known_outcome CHECK (outcome IN ('stands', 'taken_back', 'nothing_found')),
    note text NOT NULL DEFAULT '',
    CONSTRAINT a_review_is_whole CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL) AND (reviewed_by IS NULL) = (outcome IS NULL)),
    CONSTRAINT a_review_says_why CHECK (outcome IS NULL OR length(btrim(note)) >= 4),
    CONSTRAINT reviewer_is_an_officer_of_that_standing
        FOREIGN KEY (reviewed_by, standing) REFERENCES offices_officer (id, status)
);
CREATE UNIQUE INDEX one_objection_at_a_time_is_open ON lists.review (watch_id) WHERE outcome IS NULL;
CREATE INDEX reviews_of_a_bearer ON lists.review (redress_id);

CREATE FUNCTION lists.review_goes_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moving text[] := ARRAY['reviewed_by', 'reviewed_at', 'outcome', 'note'];
BEGIN
    IF OLD.outcome IS NOT NULL OR to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
        PERFORM lists.fail('a_review_is_done_once', 'a review is done once and is not rewritten');
    END IF;
    IF EXISTS (
        SELECT FROM lists.watch watch JOIN lists.match met ON met.person_digest = watch.person_digest
        JOIN lists.decision made ON made.match_id = met.id
        WHERE watch.id = NEW.watch_id AND NEW.reviewed_by IN (made.decided_by, made.confirmed_by)
    ) THEN
        PERFORM lists.fail('nobody_reviews_his_own_decision', 'who reviews has decided about this person');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_goes_on BEFORE UPDATE ON lists.review FOR EACH ROW EXECUTE FUNCTION lists.review_goes_on();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON lists.review EXECUTE FUNCTION lists.only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON lists.redress EXECUTE FUNCTION lists.only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON lists.redress_bearer EXECUTE FUNCTION lists.only_added();

CREATE TABLE lists.correction (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    match_id bigint NOT NULL,
    list_code text NOT NULL,
    says text NOT NULL CONSTRAINT a_request_for_correction_says_what CHECK (length(btrim(says)) BETWEEN 2 AND 2000),
    standing text NOT NULL DEFAULT 'police' CONSTRAINT corrections_are_asked_for_only_by_police CHECK (standing = 'police'),
    asked_by bigint NOT NULL,
    asked_at timestamptz NOT NULL,
    answer_by timestamptz NOT NULL,
    answer text CONSTRAINT an_answer_about_an_entry_is_a_known_word CHECK (answer IN ('stands', 'corrected', 'ended')),
    answered_by bigint,
    answered_at timestamptz,
    note text NOT NULL DEFAULT '',
    delivery_id bigint REFERENCES lists.delivery (id),
    CONSTRAINT an_answer_about_an_entry_is_whole
        CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)),
    CONSTRAINT an_answer_about_an_entry_says_why CHECK (answer IS NULL OR length(btrim(note)) >= 4),
    CONSTRAINT an_entry_that_is_ended_is_sent_so CHECK ((answer IS NOT DISTINCT FROM 'ended') = (delivery_id IS NOT NULL)),
    CONSTRAINT nobody_answers_his_own_request CHECK (answered_by <> asked_by),
    CONSTRAINT a_correction_is_about_a_match_of_its_list FOREIGN KEY (match_id, list_code) REFERENCES lists.match (id, list_code),
    CONSTRAINT asker_is_an_officer_of_that_standing FOREIGN KEY (asked_by, standing) REFERENCES offices_officer (id, status),
    CONSTRAINT answerer_is_an_officer_of_that_standing FOREIGN KEY (answered_by, standing) REFERENCES offices_officer (id, status)
);
CREATE UNIQUE INDEX a_correction_is_asked_for_once_at_a_time ON lists.correction (match_id) WHERE answer IS NULL;
CREATE INDEX corrections_of_a_list ON lists.correction (list_code, id);

CREATE FUNCTION lists.correction_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving text[] := ARRAY['answer', 'answered_by', 'answered_at', 'note', 'delivery_id'];
BEGIN
    IF OLD.answer IS NOT NULL OR to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
        PERFORM lists.fail('a_correction_is_answered_once', 'a request for correction is answered once and is not rewritten');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correction_goes_on BEFORE UPDATE ON lists.correction FOR EACH ROW EXECUTE FUNCTION lists.correction_goes_on();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON lists.correction EXECUTE FUNCTION lists.only_added();
"""

DOORS = """
CREATE FUNCTION lists.numbers_of(p_person jsonb) RETURNS SETOF bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(convert_to('mumian redress ' || number, 'UTF8'))
    FROM jsonb_array_elements_text(p_person -> 'numbers') AS number
    UNION
    SELECT sha256(convert_to('mumian redress ' || number, 'UTF8'))
    FROM jsonb_array_elements_text(p_person -> 'documents') AS number WHERE jsonb_array_length(p_person -> 'numbers') = 0
$$;

CREATE FUNCTION lists.redress_of(p_watch bigint) RETURNS lists.redress LANGUAGE sql STABLE AS $$
    SELECT redress.* FROM lists.watch watch, lists.numbers_of(watch.person) AS digest
    JOIN lists.redress_bearer bearer ON bearer.number_digest = digest
    JOIN lists.redress ON redress.id = bearer.redress_id
    WHERE watch.id = p_watch ORDER BY redress.id LIMIT 1
$$;

-- Opens an objection, or finds the one that is open; answers the number the person bears. `p_code` is taken where he has none yet.
CREATE FUNCTION lists.object(p_reference text, p_says text, p_channel text, p_code text, p_at timestamptz, OUT code text,
                             OUT is_new boolean) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    watch lists.watch;
    redress lists.redress;
BEGIN
    SELECT * INTO watch FROM lists.watch one WHERE one.reference = p_reference FOR UPDATE;
    IF watch.id IS NULL THEN
        PERFORM lists.fail('an_objection_is_about_what_was_asked', 'nothing was asked of the lists for this reference');
    END IF;
    redress := lists.redress_of(watch.id);
    IF redress.id IS NULL THEN
        INSERT INTO lists.redress (code, given_at) VALUES (p_code, p_at) RETURNING * INTO redress;
    END IF;
    INSERT INTO lists.redress_bearer SELECT digest, redress.id FROM lists.numbers_of(watch.person) AS digest ON CONFLICT DO NOTHING;
    code := redress.code;
    INSERT INTO lists.review (redress_id, watch_id, says, channel, opened_at, answer_by)
        VALUES (redress.id, watch.id, p_says, p_channel, p_at, p_at + interval '5 days')
        ON CONFLICT (watch_id) WHERE outcome IS NULL DO NOTHING;
    is_new := FOUND;
END $$;

-- For the applicant: his number, when he objected, when it was reviewed. The same for everybody.
CREATE FUNCTION lists.objections_of(p_reference text)
RETURNS TABLE (code text, opened_at timestamptz, answer_by timestamptz, reviewed_at timestamptz) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT redress.code, review.opened_at, review.answer_by, review.reviewed_at FROM lists.watch watch
    JOIN lists.review ON review.watch_id = watch.id JOIN lists.redress ON redress.id = review.redress_id
    WHERE watch.reference = p_reference ORDER BY review.id
$$;

CREATE FUNCTION lists.reviews_for(p_token text, p_at timestamptz)
RETURNS TABLE (review_id bigint, reference text, code text, opened_at timestamptz, answer_by timestamptz, is_for_another boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    officer bigint := lists.acting_officer(p_token, p_at);
    held text[] := lists.held_by(officer, p_at);
BEGIN
    IF held = '{}' THEN
        PERFORM lists.fail('details_belong_to_the_holders_of_a_list', 'who looks holds no list');
    END IF;
    RETURN QUERY
        SELECT review.id, watch.reference, redress.code, review.opened_at, review.answer_by, EXISTS (
            SELECT FROM lists.match met JOIN lists.decision made ON made.match_id = met.id
            WHERE met.person_digest = watch.person_digest AND officer IN (made.decided_by, made.confirmed_by))
        FROM lists.review JOIN lists.watch watch ON watch.id = review.watch_id JOIN lists.redress ON redress.id = review.redress_id
        WHERE review.outcome IS NULL
          AND NOT EXISTS (SELECT FROM lists.match met WHERE met.person_digest = watch.person_digest AND NOT met.list_code = ANY (held))
        ORDER BY review.answer_by, review.id;
END $$;

-- What hangs on a reference beside its matches: its number, and what was objected and found before.
CREATE FUNCTION lists.reviews_of(p_token text, p_reference text, p_at timestamptz)
RETURNS TABLE (review_id bigint, code text, says text, channel text, opened_at timestamptz, answer_by timestamptz, badge text,
               reviewed_at timestamptz, outcome text, note text, is_here boolean) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM lists.looked_lately(p_token, p_reference, p_at);
    RETURN QUERY
        SELECT review.id, redress.code, review.says, review.channel, review.opened_at, review.answer_by, officer.badge_number::text,
               review.reviewed_at, review.outcome, review.note, review.watch_id = watch.id
        FROM lists.watch watch, lists.redress_of(watch.id) AS redress
        JOIN lists.review ON review.redress_id = redress.id
        LEFT JOIN public.offices_officer officer ON officer.id = review.reviewed_by
        WHERE watch.reference = p_reference ORDER BY review.id;
END $$;

CREATE FUNCTION lists.review_done(p_token text, p_review bigint, p_take_back boolean, p_note text, p_at timestamptz, OUT changed jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    watch lists.watch;
    officer bigint;
    held text[];
    matches bigint[];
BEGIN
    SELECT one.* INTO watch FROM lists.review JOIN lists.watch one ON one.id = review.watch_id WHERE review.id = p_review;
    SELECT found.officer, found.held INTO officer, held FROM lists.looked_lately(p_token, watch.reference, p_at) AS found;
    SELECT coalesce(array_agg(met.id), '{}') INTO matches FROM lists.match met WHERE met.person_digest = watch.person_digest;
    IF EXISTS (SELECT FROM lists.match met WHERE met.id = ANY (matches) AND NOT met.list_code = ANY (held)) OR held = '{}' THEN
        PERFORM lists.fail('details_belong_to_the_holders_of_a_list', 'who reviews does not hold the lists');
    END IF;
    UPDATE lists.review SET reviewed_by = officer, reviewed_at = p_at, note = p_note,
        outcome = CASE WHEN matches = '{}' THEN 'nothing_found' WHEN p_take_back THEN 'taken_back' ELSE 'stands' END
        WHERE id = p_review;
    IF p_take_back THEN
        UPDATE lists.decision made SET withdrawn_by = officer, withdrawn_at = p_at
            WHERE made.match_id = ANY (matches) AND made.withdrawn_at IS NULL;
    END IF;
    PERFORM public.audit_record_act(p_token, 'list_review:' || p_review, 'objection_reviewed', p_at, p_expects => 'new');
    SELECT coalesce(jsonb_agg(to_jsonb(one)), '[]') INTO changed FROM lists.record_answers(ARRAY(
        SELECT other.id FROM lists.watch other WHERE other.person_digest = watch.person_digest AND other.closed_at IS NULL), p_at) AS one;
END $$;

CREATE FUNCTION lists.ask_correction(p_token text, p_match bigint, p_says text, p_at timestamptz) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    officer bigint;
    code text;
    asked bigint;
BEGIN
    SELECT found.officer, found.list_code INTO officer, code FROM lists.match_for(p_token, p_match, p_at) AS found;
    INSERT INTO lists.correction (match_id, list_code, says, asked_by, asked_at, answer_by)
        VALUES (p_match, code, p_says, officer, p_at, p_at + interval '3 days') RETURNING id INTO asked;
    PERFORM public.audit_record_act(p_token, 'list_correction:' || asked, 'correction_asked_for', p_at, p_expects => 'new');
    RETURN asked;
END $$;

-- Custodians answer for the list owners; the entry is shown to them, and each showing is a look.
CREATE FUNCTION lists.corrections_for(p_token text, p_at timestamptz)
RETURNS TABLE (correction_id bigint, list_code text, entry jsonb, says text, asked_by text, asked_at timestamptz,
               answer_by timestamptz, answer text, answered_by text, answered_at timestamptz, note text, is_mine boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    officer bigint := lists.acting_officer(p_token, p_at);
    held text[] := lists.held_by(officer, p_at);
    look bigint;
BEGIN
    IF held = '{}' THEN
        PERFORM lists.fail('details_belong_to_the_holders_of_a_list', 'who looks holds no list');
    END IF;
    IF EXISTS (SELECT FROM lists.correction one WHERE one.list_code = ANY (held)) THEN
        INSERT INTO lists.look (officer_id, reference, lists, reason, looked_at)
            VALUES (officer, 'corrections', held, '办理名单更正', p_at) RETURNING id INTO look;
        PERFORM public.audit_record_act(p_token, 'list_look:' || look, 'list_details_looked_at', p_at, p_expects => 'new');
    END IF;
    RETURN QUERY
        SELECT one.id, one.list_code, to_jsonb(entry) - ARRAY['digest', 'normaliser', 'keyed', 'first_version', 'ended_version',
                                                             'name_form', 'id', 'list_code', 'number'],
               one.says, asker.badge_number::text, one.asked_at, one.answer_by, one.answer, answerer.badge_number::text,
               one.answered_at, one.note, one.asked_by = officer
        FROM lists.correction one JOIN lists.match met ON met.id = one.match_id JOIN lists.entry entry ON entry.id = met.entry_id
        JOIN public.offices_officer asker ON asker.id = one.asked_by
        LEFT JOIN public.offices_officer answerer ON answerer.id = one.answered_by
        WHERE one.list_code = ANY (held) AND (one.answer IS NULL OR one.answered_at > p_at - interval '30 days')
        ORDER BY one.answer IS NOT NULL, one.answer_by, one.id;
END $$;

CREATE FUNCTION lists.corrections_of(p_token text, p_reference text, p_at timestamptz)
RETURNS TABLE (match_id bigint, says text, asked_at timestamptz, answer_by timestamptz, answer text, note text) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    allowed text[];
BEGIN
    SELECT found.held INTO allowed FROM lists.looked_lately(p_token, p_reference, p_at) AS found;
    RETURN QUERY
        SELECT one.match_id, one.says, one.asked_at, one.answer_by, one.answer, one.note FROM lists.watch watch
        JOIN lists.match met ON met.person_digest = watch.person_digest AND met.list_code = ANY (allowed)
        JOIN lists.correction one ON one.match_id = met.id WHERE watch.reference = p_reference ORDER BY one.id;
END $$;

-- `ended`: the entry goes out at the end of today, by a delivery of one line like every other change of a list.
CREATE FUNCTION lists.answer_correction(p_token text, p_correction bigint, p_answer text, p_note text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    officer bigint := lists.acting_officer(p_token, p_at);
    asked lists.correction;
    entry lists.entry;
    sent bigint;
BEGIN
    SELECT * INTO asked FROM lists.correction WHERE id = p_correction;
    IF asked.id IS NULL OR NOT asked.list_code = ANY (lists.held_by(officer, p_at)) THEN
        PERFORM lists.fail('details_belong_to_the_holders_of_a_list', 'who answers does not hold the list');
    END IF;
    IF p_answer = 'ended' AND asked.answer IS NULL THEN
        SELECT one.* INTO entry FROM lists.match met JOIN lists.entry one ON one.id = met.entry_id WHERE met.id = asked.match_id;
        sent := lists.one_line_delivery('desk', asked.list_code, 'correction ' || p_correction, ARRAY[
            entry.entry_id, entry.name, array_to_string(entry.aliases, ';'), entry.birth_date, entry.id_number, entry.doc_number,
            entry.nationality, entry.sex, entry.ground, coalesce(least(entry.valid_from, lists.day_of(p_at))::text, ''),
            lists.day_of(p_at)::text, entry.owner], p_at);
    END IF;
    UPDATE lists.correction SET answer = p_answer, answered_by = officer, answered_at = p_at, note = p_note, delivery_id = sent
        WHERE id = p_correction;
    PERFORM public.audit_record_act(p_token, 'list_correction:' || p_correction, 'correction_answered', p_at);
END $$;
"""

INNER = (
    "lists.review_goes_on()",
    "lists.correction_goes_on()",
    "lists.numbers_of(jsonb)",
    "lists.redress_of(bigint)",
)
PAGES = (
    "lists.object(text, text, text, text, timestamptz)",
    "lists.objections_of(text)",
    "lists.reviews_for(text, timestamptz)",
    "lists.reviews_of(text, text, timestamptz)",
    "lists.review_done(text, bigint, boolean, text, timestamptz)",
    "lists.ask_correction(text, bigint, text, timestamptz)",
    "lists.corrections_for(text, timestamptz)",
    "lists.corrections_of(text, text, timestamptz)",
    "lists.answer_correction(text, bigint, text, text, timestamptz)",
)

GRANT = f"""
REVOKE ALL ON FUNCTION {", ".join((*INNER, *PAGES))} FROM PUBLIC;
DO $$
DECLARE
    login name;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_web' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION {", ".join(PAGES)} TO %I', login);
    END LOOP;
END $$;
"""  # noqa: S608  # the names stand in this file

DROP = (
    "\n".join(f"DROP FUNCTION {name};" for name in (*PAGES, *reversed(INNER[2:])))
    + """
DROP TABLE lists.correction, lists.review, lists.redress_bearer, lists.redress;
DROP FUNCTION lists.correction_goes_on();
DROP FUNCTION lists.review_goes_on();
"""
)


class Migration(migrations.Migration):
    dependencies = [("clearance", "0013_matches_are_decided_in_time")]
    operations = [migrations.RunSQL(TABLES + DOORS + GRANT, DROP)]
