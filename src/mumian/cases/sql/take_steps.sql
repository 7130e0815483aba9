-- The same step for many cases that are locked and fit for it (`cases_fit`): a move, a row of audit and an event for each. The
-- trigger and the constraints look at every move as they do at a single one; one that is refused stops all.
CREATE OR REPLACE FUNCTION cases_take_steps(
    p_cases bigint[], p_departments bigint[], p_command text, p_officer bigint, p_token text, p_at timestamptz, p_said_at text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    taken bigint;
BEGIN
    INSERT INTO cases_move (case_id, number, round, command, from_stage, to_stage, hand, mover, officer_id, department_id,
                            rule, proof, reason, at)
        SELECT stood.id, 0, 0, p_command, step.from_stage, step.to_stage, '', 'officer', p_officer, wanted.department,
               '', '', '', p_at
        FROM unnest(p_cases, p_departments) AS wanted(id, department)
        JOIN cases_case AS stood ON stood.id = wanted.id
        JOIN cases_transition AS step ON step.path = stood.path AND step.command = p_command AND step.from_stage = stood.stage
        ORDER BY stood.id;
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF taken <> cardinality(p_cases) THEN
        PERFORM cases_refuse('a_move_starts_where_the_case_stands');
    END IF;
    IF p_command IN ('approve_case', 'approve_at_counter', 'pass_quality') THEN
        UPDATE cases_caselimit AS span SET met_at = p_at FROM cases_case AS stood
            WHERE stood.id = ANY (p_cases) AND span.case_id = stood.id AND span.round = stood.round AND span.met_at IS NULL
              AND (span.kind = CASE p_command WHEN 'pass_quality' THEN 'promised' ELSE 'statutory' END
                   OR p_command <> 'pass_quality' AND stood.path <> 'full');
        UPDATE cases_case AS stood SET due_on = nearest.due_on, due_before = nearest.due_before
            FROM cases_case AS same LEFT JOIN LATERAL (
                SELECT span.due_on, span.due_before FROM cases_caselimit AS span
                WHERE span.case_id = same.id AND span.round = same.round AND span.met_at IS NULL
                ORDER BY span.due_before, span.kind LIMIT 1
            ) AS nearest ON true
            WHERE same.id = stood.id AND stood.id = ANY (p_cases)
              AND (stood.due_on, stood.due_before) IS DISTINCT FROM (nearest.due_on, nearest.due_before);
    END IF;
    PERFORM audit_record_acts(
        p_token,
        ARRAY(SELECT 'case:' || one FROM unnest(p_cases) WITH ORDINALITY AS each(one, place) ORDER BY place),
        p_command, p_at,
        ARRAY(SELECT jsonb_build_object('stage', stood.stage) FROM unnest(p_cases) WITH ORDINALITY AS each(one, place)
              JOIN cases_case AS stood ON stood.id = one ORDER BY place),
        array_fill('{}'::jsonb, ARRAY[cardinality(p_cases)]), 'either');
    INSERT INTO outbox_event (topic, key, payload, occurred_at)
        SELECT 'cases.case_moved', 'case:' || made.case_id,
               jsonb_build_object('at', p_said_at, 'case_id', made.case_id, 'command', p_command,
                                  'start', made.from_stage, 'end', made.to_stage), p_at
        FROM cases_case AS stood JOIN cases_move AS made ON made.case_id = stood.id AND made.number = stood.moves
        WHERE stood.id = ANY (p_cases) ORDER BY made.case_id;
    RETURN taken;
END $$;
