-- Claim the key of a command with the answer that it will have; false when the key was used before. No key: nothing to claim.
-- A second request with the same key waits here until the first has committed or been rolled back.
CREATE FUNCTION cases_claim(p_asker text, p_key text, p_service text, p_request bytea, p_case bigint, p_at timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF p_key = '' THEN
        RETURN true;
    END IF;
    INSERT INTO command (actor, key, command, request_hash, answer, asked_at)
        VALUES (p_asker, p_key, p_service, p_request, to_jsonb(p_case), p_at)
        ON CONFLICT (actor, key) DO NOTHING;
    RETURN FOUND;
END $$;
