-- A draft in one statement, with its row of audit, its event and the answer to the key. Null: the key was used before.
CREATE FUNCTION cases_open_draft(
    p_code text, p_service text, p_family text, p_path text, p_document text, p_variant text, p_channel text, p_applicant bigint,
    p_applied_with text, p_facts jsonb, p_group bigint, p_batch bigint, p_officer bigint,
    p_token text, p_at timestamptz, p_said_at text, p_asker text, p_key text, p_request bytea
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    opened bigint := nextval(pg_get_serial_sequence('cases_case', 'id'));
BEGIN
    IF NOT cases_claim(p_asker, p_key, 'cases.open_draft', p_request, opened, p_at) THEN
        RETURN NULL;
    END IF;
    INSERT INTO cases_case (id, draft_code, service_id, family, path, document, variant, channel, applicant_id, applied_with, facts,
                            group_id, batch_id, contact_officer_id, opened_at, moved_at,
                            counter_approval, clock_stopped, stage, round, moves)
        VALUES (opened, p_code, p_service, p_family, p_path, p_document, p_variant, p_channel, p_applicant, p_applied_with, p_facts,
                p_group, p_batch, p_officer, p_at, p_at, false, false, 'draft', 1, 0);
    IF p_token IS NOT NULL THEN
        PERFORM audit_record_act(
            p_token, 'case:' || opened, 'opened', p_at, jsonb_build_object('stage', 'draft'), '{}', 'either');
    END IF;
    INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES (
        'cases.case_touched', 'case:' || opened, jsonb_build_object('at', p_said_at, 'case_id', opened), p_at);
    RETURN opened;
END $$;
