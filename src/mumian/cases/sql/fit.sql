-- Of these cases those that may take this step by this officer, locked in the order of their ids, with applicant and department.
-- Who is left out is asked for again one by one, and gets his sentence there.
CREATE OR REPLACE FUNCTION cases_fit(
    p_cases bigint[], p_command text, p_officer bigint, p_departments bigint[], p_bureaus text[], p_at timestamptz
) RETURNS TABLE (case_id bigint, applicant_id bigint, department_id bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    hands text[] := CASE p_command WHEN 'approve_case' THEN ARRAY['accept']
                                   WHEN 'approve_at_counter' THEN ARRAY['accept']
                                   WHEN 'start_production' THEN ARRAY['accept', 'decide']
                                   WHEN 'pass_quality' THEN ARRAY['produce'] ELSE '{}' END;
    decides boolean := p_command IN ('approve_case', 'approve_at_counter');
    uncleared bigint[] := '{}';
BEGIN
    PERFORM FROM cases_case WHERE id = ANY (p_cases) ORDER BY id FOR UPDATE;
    IF decides THEN
        uncleared := ARRAY(
            SELECT frozen.case_id FROM cases_frozenlist AS frozen
            JOIN cases_case AS stood ON stood.id = frozen.case_id AND stood.round = frozen.round
            LEFT JOIN lists.released(ARRAY(SELECT 'case:' || one FROM unnest(p_cases) AS one), p_at) AS released
                   ON released.reference = 'case:' || frozen.case_id AND released.list_code = frozen.list_id
            LEFT JOIN LATERAL (
                SELECT answer FROM cases_listanswer AS said
                WHERE said.case_id = frozen.case_id AND said.round = frozen.round AND said.list_id = frozen.list_id
                ORDER BY said.id DESC LIMIT 1
            ) AS last ON released.is_cleared IS NULL
            WHERE frozen.case_id = ANY (p_cases)
              AND NOT coalesce(
                  released.is_cleared, last.answer IN ('no_match', 'other_person', 'condition_met', 'agrees'), false));
    END IF;
    RETURN QUERY
        WITH place AS MATERIALIZED (  -- of many cases a few places: each is asked for once, not once for each case
            SELECT DISTINCT bureau_id, hall_id FROM cases_case WHERE id = ANY (p_cases)
        ), reached AS MATERIALIZED (
            SELECT place.bureau_id, place.hall_id FROM place
            WHERE cases_reaches(
                p_officer, cases_department(p_departments, p_bureaus, place.bureau_id),
                (SELECT roles FROM cases_transition WHERE command = p_command LIMIT 1), place.bureau_id, place.hall_id, p_at)
        )
        SELECT stood.id, stood.applicant_id, cases_department(p_departments, p_bureaus, stood.bureau_id)
        FROM cases_case AS stood
        JOIN cases_transition AS step ON step.path = stood.path AND step.command = p_command AND step.from_stage = stood.stage
        JOIN reached ON reached.bureau_id = stood.bureau_id AND reached.hall_id IS NOT DISTINCT FROM stood.hall_id
        WHERE stood.id = ANY (p_cases) AND NOT stood.id = ANY (uncleared)
          AND (p_command <> 'approve_at_counter' OR stood.counter_approval AND EXISTS (
              SELECT FROM cases_move AS taken
              WHERE taken.case_id = stood.id AND taken.round = stood.round AND taken.hand = 'accept'
                AND taken.department_id = cases_department(p_departments, p_bureaus, stood.bureau_id)))
          AND NOT (decides AND (
              EXISTS (SELECT FROM cases_clockstop AS held WHERE held.case_id = stood.id AND held.last IS NULL)
              OR EXISTS (SELECT FROM cases_refusalproposal AS proposed
                         WHERE proposed.case_id = stood.id AND proposed.decided_at IS NULL AND proposed.ended_at IS NULL)))
          AND NOT EXISTS (
              SELECT FROM cases_move AS made
              WHERE made.case_id = stood.id AND made.round = stood.round AND made.officer_id = p_officer AND made.hand = ANY (hands))
        ORDER BY stood.id;
END $$;
