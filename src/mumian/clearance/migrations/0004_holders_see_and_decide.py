"""What holders of a list may see and decide. Who acts is found by the token of his session, as in the audit record.

Every look is written down with its reason, also one that finds nothing; the record of acts says that a look was taken, and not at whom,
for it can be read by those who must not know of a match.
"""

from __future__ import annotations

from django.db import migrations

HOLDERS = """
CREATE FUNCTION lists.acting_officer(p_token text, p_at timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    session record;
    officer bigint;
BEGIN
    SELECT * INTO session FROM public.audit_acting(p_token, p_at);
    SELECT id INTO officer FROM public.offices_officer
        WHERE session.actor_kind = 'officer' AND badge_number = session.actor_id AND status = 'police'
          AND joined_on <= lists.day_of(p_at) AND coalesce(left_on >= lists.day_of(p_at), true);
    IF officer IS NULL THEN
        PERFORM lists.fail('details_belong_to_the_holders_of_a_list', 'who acts is no police officer in service');
    END IF;
    RETURN officer;
END $$;

CREATE FUNCTION lists.held_by(p_officer bigint, p_at timestamptz) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(list_code ORDER BY list_code), '{}') FROM lists.holder
    WHERE officer_id = p_officer AND valid_from <= lists.day_of(p_at) AND coalesce(valid_to >= lists.day_of(p_at), true)
$$;

CREATE FUNCTION lists.matches_of(p_token text, p_reference text, p_reason text, p_at timestamptz)
RETURNS TABLE (match_id bigint, list_code text, entry jsonb, keys_met text[], found_at timestamptz, version text, person jsonb,
               decision jsonb, condition jsonb) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    officer bigint := lists.acting_officer(p_token, p_at);
    held text[] := lists.held_by(officer, p_at);
    look bigint;
BEGIN
    IF held = '{}' THEN
        PERFORM lists.fail('details_belong_to_the_holders_of_a_list', 'who looks holds no list');
    END IF;
    INSERT INTO lists.look (officer_id, reference, lists, reason, looked_at) VALUES (officer, p_reference, held, p_reason, p_at)
        RETURNING id INTO look;
    PERFORM public.audit_record_act(p_token, 'list_look:' || look, 'list_details_looked_at', p_at, p_expects => 'new');
    RETURN QUERY
        SELECT met.id, met.list_code,
               to_jsonb(entry) - ARRAY['digest', 'normaliser', 'first_version', 'ended_version', 'name_form', 'id', 'list_code'],
               met.keys_met, met.found_at, version.version, watch.person,
               lists.decision_said(made), lists.decision_said(held_condition)
        FROM lists.watch watch
        JOIN lists.watch_list asked ON asked.watch_id = watch.id AND asked.list_code = ANY (held)
        JOIN lists.match met ON met.person_digest = watch.person_digest AND met.list_code = asked.list_code
        JOIN lists.entry entry ON entry.id = met.entry_id AND entry.ended_version IS NULL
        JOIN lists.list_version version ON version.id = met.list_version
        LEFT JOIN lists.decision made ON made.match_id = met.id AND made.watch_id IS NULL AND made.withdrawn_at IS NULL
        LEFT JOIN lists.decision held_condition
             ON held_condition.match_id = met.id AND held_condition.watch_id = watch.id AND held_condition.withdrawn_at IS NULL
        WHERE watch.reference = p_reference ORDER BY met.list_code, met.id;
END $$;

CREATE FUNCTION lists.decision_said(p_decision lists.decision) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'decision_id', p_decision.id, 'judgement', p_decision.judgement, 'note', p_decision.note,
        'decided_at', p_decision.decided_at, 'is_settled', p_decision.is_settled,
        'decided_by', (SELECT badge_number FROM public.offices_officer WHERE id = p_decision.decided_by),
        'confirmed_by', (SELECT badge_number FROM public.offices_officer WHERE id = p_decision.confirmed_by))
    WHERE p_decision.id IS NOT NULL
$$;

-- What waits for a holder: references with matches that nobody has decided, or that wait for a second person.
CREATE FUNCTION lists.waiting_for(p_token text, p_at timestamptz)
RETURNS TABLE (reference text, list_code text, since timestamptz) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    held text[] := lists.held_by(lists.acting_officer(p_token, p_at), p_at);
BEGIN
    RETURN QUERY
        SELECT watch.reference, last.list_code, last.recorded_at FROM lists.watch watch
        JOIN lists.watch_list asked ON asked.watch_id = watch.id AND asked.list_code = ANY (held)
        JOIN LATERAL (
            SELECT * FROM lists.answer answer WHERE answer.watch_id = watch.id AND answer.list_code = asked.list_code
            ORDER BY answer.id DESC LIMIT 1
        ) AS last ON last.kind IN ('open_match', 'true_match', 'differs')
        WHERE watch.closed_at IS NULL ORDER BY last.recorded_at, watch.id, last.list_code;
END $$;
"""

DECISIONS = """
CREATE FUNCTION lists.answers_after(p_match bigint, p_at timestamptz) RETURNS TABLE (reference text, list_code text)
LANGUAGE sql AS $$
    SELECT changed.reference, changed.list_code FROM lists.record_answers(ARRAY(
        SELECT watch.id FROM lists.watch watch JOIN lists.match met ON met.person_digest = watch.person_digest
        WHERE met.id = p_match AND watch.closed_at IS NULL), p_at) AS changed
$$;

-- Takes the list's row of the match for the officer, or refuses; whoever else decides about this match waits.
CREATE FUNCTION lists.match_for(p_token text, p_match bigint, p_at timestamptz, OUT officer bigint, OUT list_code text)
LANGUAGE plpgsql AS $$
BEGIN
    officer := lists.acting_officer(p_token, p_at);
    SELECT met.list_code INTO list_code FROM lists.match met WHERE met.id = p_match;
    IF list_code IS NULL OR NOT list_code = ANY (lists.held_by(officer, p_at)) THEN
        PERFORM lists.fail('details_belong_to_the_holders_of_a_list', 'who acts does not hold the list');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('mumian match ' || p_match, 0));
END $$;

CREATE FUNCTION lists.decide(p_token text, p_match bigint, p_judgement text, p_reference text, p_note text, p_at timestamptz,
                             OUT decision_id bigint, OUT changed jsonb) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    officer bigint;
    list_code text;
    watch bigint;
BEGIN
    SELECT found.officer, found.list_code INTO officer, list_code FROM lists.match_for(p_token, p_match, p_at) AS found;
    IF p_reference IS NOT NULL THEN
        SELECT one.id INTO watch FROM lists.watch one JOIN lists.match met ON met.person_digest = one.person_digest
            WHERE one.reference = p_reference AND met.id = p_match;
        IF watch IS NULL THEN
            PERFORM lists.fail('a_match_is_on_record', 'the reference does not meet this entry');
        END IF;
    END IF;
    UPDATE lists.decision d SET withdrawn_by = officer, withdrawn_at = p_at
        WHERE d.match_id = p_match AND d.withdrawn_at IS NULL
          AND (d.watch_id IS NOT DISTINCT FROM watch OR (watch IS NULL AND p_judgement <> 'same_person'));
    INSERT INTO lists.decision AS d (match_id, watch_id, list_code, judgement, two_people, decided_by, decided_at, note)
        SELECT p_match, watch, list_code, p_judgement, list.two_people, officer, p_at, p_note
        FROM lists.reference_list list WHERE list.code = list_code
        RETURNING d.id INTO decision_id;
    PERFORM public.audit_record_act(p_token, 'list_decision:' || decision_id, 'match_decided', p_at, p_expects => 'new');
    SELECT coalesce(jsonb_agg(to_jsonb(one)), '[]') INTO changed FROM lists.answers_after(p_match, p_at) AS one;
END $$;

CREATE FUNCTION lists.confirm(p_token text, p_decision bigint, p_at timestamptz, OUT changed jsonb) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    met bigint;
    officer bigint;
BEGIN
    SELECT match_id INTO met FROM lists.decision WHERE id = p_decision;
    SELECT found.officer INTO officer FROM lists.match_for(p_token, met, p_at) AS found;
    UPDATE lists.decision SET confirmed_by = officer, confirmed_at = p_at
        WHERE id = p_decision AND confirmed_by IS NULL AND withdrawn_at IS NULL AND two_people;
    IF NOT FOUND THEN
        PERFORM lists.fail('a_decision_waits_for_confirmation', 'the decision does not wait for a second person');
    END IF;
    PERFORM public.audit_record_act(p_token, 'list_decision:' || p_decision, 'match_confirmed', p_at);
    SELECT coalesce(jsonb_agg(to_jsonb(one)), '[]') INTO changed FROM lists.answers_after(met, p_at) AS one;
END $$;

CREATE FUNCTION lists.withdraw(p_token text, p_decision bigint, p_at timestamptz, OUT changed jsonb) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    met bigint;
    officer bigint;
BEGIN
    SELECT match_id INTO met FROM lists.decision WHERE id = p_decision;
    SELECT found.officer INTO officer FROM lists.match_for(p_token, met, p_at) AS found;
    UPDATE lists.decision SET withdrawn_by = officer, withdrawn_at = p_at
        WHERE withdrawn_at IS NULL AND match_id = met AND (id = p_decision OR (
            watch_id IS NOT NULL AND EXISTS (SELECT FROM lists.decision d WHERE d.id = p_decision AND d.watch_id IS NULL)));
    IF NOT FOUND THEN
        PERFORM lists.fail('a_decision_waits_for_confirmation', 'the decision stands no longer');
    END IF;
    PERFORM public.audit_record_act(p_token, 'list_decision:' || p_decision, 'match_decision_withdrawn', p_at);
    SELECT coalesce(jsonb_agg(to_jsonb(one)), '[]') INTO changed FROM lists.answers_after(met, p_at) AS one;
END $$;
"""

DROP = """
DROP FUNCTION lists.withdraw(text, bigint, timestamptz);
DROP FUNCTION lists.confirm(text, bigint, timestamptz);
DROP FUNCTION lists.decide(text, bigint, text, text, text, timestamptz);
DROP FUNCTION lists.match_for(text, bigint, timestamptz);
DROP FUNCTION lists.answers_after(bigint, timestamptz);
DROP FUNCTION lists.waiting_for(text, timestamptz);
DROP FUNCTION lists.matches_of(text, text, text, timestamptz);
DROP FUNCTION lists.decision_said(lists.decision);
DROP FUNCTION lists.held_by(bigint, timestamptz);
DROP FUNCTION lists.acting_officer(text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0003_asking_and_answering"),
        ("audit", "0005_each_login_has_its_own_doors"),
    ]
    operations = [migrations.RunSQL(HOLDERS + DECISIONS, DROP)]
