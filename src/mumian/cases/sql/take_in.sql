-- Tick what was handed in; what is ticked already stays. False, and nothing done: there is no such case, or the key was used.
CREATE FUNCTION cases_take_in(
    p_case bigint, p_materials text[], p_officer bigint, p_at timestamptz, p_asker text, p_key text, p_request bytea
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM cases_case WHERE id = p_case FOR UPDATE;
    IF NOT FOUND OR NOT cases_claim(p_asker, p_key, 'cases.take_in_materials', p_request, p_case, p_at) THEN
        RETURN false;
    END IF;
    INSERT INTO cases_handedin (case_id, material_id, officer_id, at)
        SELECT p_case, code, p_officer, p_at FROM unnest(p_materials) AS code ON CONFLICT DO NOTHING;
    RETURN true;
END $$;
