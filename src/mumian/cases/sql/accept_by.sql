-- Take an application in: number, limits, shares and the move, which freezes the lists. Answers the lists to be asked, in order.
--
-- `p_rule` names the rule of a machine, which then accepts in the first department; empty: the officer does. What the rulebook
-- says was asked before, with the case locked. Null, and nothing done: the case waits for acceptance no longer,
-- the hall is unknown, or the key was used before.
CREATE FUNCTION cases_accept(
    p_case bigint, p_command text, p_officer bigint, p_departments bigint[], p_bureaus text[], p_hall text, p_receipt text,
    p_folder text, p_load bigint, p_counter boolean, p_fee integer, p_facts jsonb, p_limits jsonb, p_shares jsonb,
    p_token text, p_at timestamptz, p_said_at text, p_asker text, p_key text, p_request bytea,
    p_rule text
) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    stood cases_case;
    step cases_transition;
    place offices_hall;
    nearest record;
BEGIN
    SELECT * INTO stood FROM cases_case WHERE id = p_case FOR UPDATE;
    SELECT * INTO step FROM cases_transition WHERE path = stood.path AND command = p_command AND from_stage = stood.stage;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF p_hall IS NOT NULL THEN
        SELECT * INTO place FROM offices_hall WHERE code = p_hall;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
    IF NOT cases_claim(p_asker, p_key, 'cases.accept_application', p_request, p_case, p_at) THEN
        RETURN NULL;
    END IF;

    INSERT INTO cases_caselimit (case_id, round, kind, value, unit, extended_by, extendable_to, counted_from, due_on, due_before,
                                 calendar_version)
        SELECT p_case, stood.round, kind, value, unit, 0, extendable_to, counted_from, due_on, due_before, calendar_version
        FROM jsonb_to_recordset(p_limits) AS one(kind text, value smallint, unit text, extendable_to smallint, counted_from date,
                                                 due_on date, due_before timestamptz, calendar_version text);
    SELECT due_on, due_before INTO nearest FROM cases_caselimit
        WHERE case_id = p_case AND round = stood.round ORDER BY due_before, kind LIMIT 1;
    UPDATE cases_case SET
        receipt_number = p_receipt, accepted_at = p_at, hall_id = place.id, bureau_id = place.bureau_id, rulebook_load_id = p_load,
        counter_approval = p_counter, fee = p_fee, facts = p_facts, folder_barcode = coalesce(p_folder, folder_barcode),
        contact_officer_id = coalesce(contact_officer_id, p_officer), due_on = nearest.due_on, due_before = nearest.due_before
        WHERE id = p_case;
    INSERT INTO cases_move (case_id, number, round, command, from_stage, to_stage, hand, mover, officer_id, department_id,
                            rule, proof, reason, at)
        VALUES (p_case, 0, 0, p_command, step.from_stage, step.to_stage, '',
                CASE p_rule WHEN '' THEN 'officer' ELSE 'rule' END, p_officer,
                cases_department(p_departments, p_bureaus, place.bureau_id), p_rule, '', '', p_at);
    INSERT INTO cases_stageshare (case_id, round, stage, days, until)
        SELECT p_case, stood.round, stage, days, until
        FROM jsonb_to_recordset(p_shares) AS one(stage text, days smallint, until date);
    IF step.to_stage = 'registered' THEN
        PERFORM cases_meet_limits(p_case, ARRAY['promised', 'statutory'], p_at);
    END IF;
    PERFORM cases_tell(p_case, p_command, step.from_stage, step.to_stage, p_token, p_at, p_said_at);
    RETURN ARRAY(SELECT list_id::text FROM cases_frozenlist WHERE case_id = p_case AND round = stood.round ORDER BY list_id);
END $$;
