-- Tick what was handed in, as an act of whoever took it.
CREATE OR REPLACE FUNCTION cases_take_in_on_record(
    p_case bigint, p_materials text[], p_officer bigint, p_token text, p_at timestamptz, p_asker text, p_key text, p_request bytea
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF NOT cases_take_in(p_case, p_materials, p_officer, p_at, p_asker, p_key, p_request) THEN
        RETURN false;
    END IF;
    PERFORM audit_record_act(
        p_token, 'case:' || p_case, 'materials_taken_in', p_at,
        (SELECT jsonb_build_object('stage', stage) FROM cases_case WHERE id = p_case), '{}', 'either');
    RETURN true;
END $$;
