-- The limits of these kinds are met, and the case repeats the nearer one that is left.
CREATE FUNCTION cases_meet_limits(p_case bigint, p_kinds text[], p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    stood cases_case;
    nearest cases_caselimit;
    stopped boolean;
BEGIN
    SELECT * INTO stood FROM cases_case WHERE id = p_case;
    UPDATE cases_caselimit SET met_at = p_at
        WHERE case_id = p_case AND round = stood.round AND kind = ANY (p_kinds) AND met_at IS NULL;
    SELECT * INTO nearest FROM cases_caselimit
        WHERE case_id = p_case AND round = stood.round AND met_at IS NULL ORDER BY due_before, kind LIMIT 1;
    stopped := EXISTS (SELECT FROM cases_clockstop WHERE case_id = p_case AND last IS NULL);
    IF (stood.due_on, stood.due_before, stood.clock_stopped)
       IS DISTINCT FROM (nearest.due_on, nearest.due_before, stopped) THEN
        UPDATE cases_case SET due_on = nearest.due_on, due_before = nearest.due_before, clock_stopped = stopped WHERE id = p_case;
    END IF;
END $$;
