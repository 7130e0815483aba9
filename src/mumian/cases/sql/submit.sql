-- Hand a draft in, with what the applicant adds and declares. False, and nothing done: it is a draft no longer, or the key was used.
CREATE FUNCTION cases_submit(
    p_case bigint, p_facts jsonb, p_declared jsonb, p_mover text, p_officer bigint, p_departments bigint[],
    p_token text, p_at timestamptz, p_said_at text, p_asker text, p_key text, p_request bytea
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM cases_case WHERE id = p_case AND stage = 'draft' FOR UPDATE;
    IF NOT FOUND OR NOT cases_claim(p_asker, p_key, 'cases.submit_application', p_request, p_case, p_at) THEN
        RETURN false;
    END IF;
    UPDATE cases_case SET facts = facts || p_facts, submitted_at = p_at,
                          contact_officer_id = coalesce(contact_officer_id, p_officer)
        WHERE id = p_case;
    INSERT INTO cases_declaration (case_id, subject, yes, at)
        SELECT p_case, subject, yes::boolean, p_at FROM jsonb_each_text(p_declared) AS said(subject, yes);
    RETURN cases_take_step(p_case, 'submit_application', p_mover, p_officer, p_departments, '{}',
                           p_token, p_at, p_said_at, '', '', '', '');
END $$;
