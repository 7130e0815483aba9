-- Put a step on record, where somebody has signed in, and leave the event of it.
CREATE FUNCTION cases_tell(
    p_case bigint, p_command text, p_start text, p_end text, p_token text, p_at timestamptz, p_said_at text
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF p_token IS NOT NULL THEN
        PERFORM audit_record_act(
            p_token, 'case:' || p_case, p_command, p_at, jsonb_build_object('stage', p_end), '{}', 'either');
    END IF;
    INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES (
        'cases.case_moved', 'case:' || p_case,
        jsonb_build_object('at', p_said_at, 'case_id', p_case, 'command', p_command, 'start', p_start, 'end', p_end), p_at);
END $$;
