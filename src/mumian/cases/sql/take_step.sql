-- One step of a case in one statement: the move, the limits that it meets, the row of audit, the event and the answer to the key.
--
-- It does everything or nothing. Whether the step is legal, who may take it, the three hands and the lists are asked by the
-- trigger and the constraints on cases_move, which stop it with an error; false means that nothing was done because no such step
-- leads on from here or the key was used before. Either way the service goes the slow way, which knows the sentence.
--
-- p_departments and p_bureaus are the postings by which the officer may take the step; that of the case's bureau comes first.
CREATE FUNCTION cases_take_step(
    p_case bigint, p_command text, p_mover text, p_officer bigint, p_departments bigint[], p_bureaus text[],
    p_token text, p_at timestamptz, p_said_at text, p_asker text, p_key text, p_service text, p_request bytea
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    stood cases_case;
    step cases_transition;
BEGIN
    SELECT * INTO stood FROM cases_case WHERE id = p_case FOR UPDATE;
    SELECT * INTO step FROM cases_transition
        WHERE path = stood.path AND command = p_command AND from_stage = stood.stage;
    IF NOT FOUND OR NOT cases_claim(p_asker, p_key, p_service, p_request, p_case, p_at) THEN
        RETURN false;
    END IF;
    INSERT INTO cases_move (case_id, number, round, command, from_stage, to_stage, hand, mover, officer_id, department_id,
                            rule, proof, reason, at)
        VALUES (p_case, 0, 0, p_command, step.from_stage, step.to_stage, '', p_mover, p_officer,
                cases_department(p_departments, p_bureaus, stood.bureau_id), '', '', '', p_at);
    IF p_command = 'pass_quality' THEN
        PERFORM cases_meet_limits(p_case, ARRAY['promised'], p_at);
    ELSIF p_command = 'approve_case' THEN
        PERFORM cases_meet_limits(
            p_case, CASE stood.path WHEN 'full' THEN ARRAY['statutory'] ELSE ARRAY['promised', 'statutory'] END, p_at);
    END IF;
    PERFORM cases_tell(p_case, p_command, step.from_stage, step.to_stage, p_token, p_at, p_said_at);
    RETURN true;
END $$;
