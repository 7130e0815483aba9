-- Tables and acts of equal form: the same columns, indexes and chain as the real ones, and no rule looked at.
CREATE TABLE bench_case (LIKE cases_case INCLUDING ALL);
INSERT INTO bench_case SELECT * FROM cases_case LIMIT 100000;
CREATE TABLE bench_move (LIKE cases_move INCLUDING ALL);
CREATE TABLE bench_outbox (LIKE outbox_event INCLUDING ALL);
CREATE TABLE bench_command (LIKE command INCLUDING ALL);
CREATE SEQUENCE bench_number;
CREATE FUNCTION bench_act(p_case bigint, p_token text, p_at timestamptz, p_key text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    number bigint := nextval('bench_number');
BEGIN
    PERFORM FROM bench_case WHERE id = p_case FOR UPDATE;
    INSERT INTO bench_command (actor, key, command, request_hash, answer, asked_at)
        VALUES ('officer:1', p_key || number, 'bench.act', sha256(p_key::bytea), to_jsonb(p_case), p_at) ON CONFLICT DO NOTHING;
    UPDATE bench_case SET stage = CASE stage WHEN 'approved' THEN 'in_production' ELSE 'approved' END,
                          moves = moves + 1, moved_at = p_at WHERE id = p_case;
    INSERT INTO bench_move (case_id, number, round, command, from_stage, to_stage, hand, mover, officer_id, department_id,
                            rule, proof, reason, at)
        VALUES (p_case, number, 1, 'start_production', 'approved', 'in_production',
                CASE WHEN number % 8 < 3 THEN 'produce' ELSE '' END, 'officer', 1 + number % 40, 1 + number % 5, '', '', '', p_at);
    PERFORM audit_record_act(p_token, 'case:' || p_case, 'start_production', p_at, '{"stage": "in_production"}', '{}', 'either');
    INSERT INTO bench_outbox (topic, key, payload, occurred_at) VALUES (
        'cases.case_moved', 'case:' || p_case,
        jsonb_build_object('at', p_at, 'case_id', p_case, 'command', 'start', 'start', 'approved', 'end', 'in_production'), p_at);
END $$;
CREATE FUNCTION bench_acts(p_first bigint, p_many int, p_token text, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    mine bigint[] := ARRAY(SELECT id FROM bench_place WHERE place BETWEEN p_first AND p_first + p_many - 1 ORDER BY id);
BEGIN
    PERFORM FROM bench_case WHERE id = ANY (mine) ORDER BY id FOR UPDATE;
    UPDATE bench_case SET stage = CASE stage WHEN 'approved' THEN 'in_production' ELSE 'approved' END,
                          moves = moves + 1, moved_at = p_at WHERE id = ANY (mine);
    INSERT INTO bench_move (case_id, number, round, command, from_stage, to_stage, hand, mover, officer_id, department_id,
                            rule, proof, reason, at)
        SELECT one, nextval('bench_number'), 1, 'start_production', 'approved', 'in_production', 'produce', 'officer', 1, 1,
               '', '', '', p_at FROM unnest(mine) AS one;
    PERFORM audit_record_acts(p_token, ARRAY(SELECT 'case:' || one FROM unnest(mine) AS one), 'start_production', p_at,
        array_fill('{"stage": "in_production"}'::jsonb, ARRAY[cardinality(mine)]),
        array_fill('{}'::jsonb, ARRAY[cardinality(mine)]), 'either');
    INSERT INTO bench_outbox (topic, key, payload, occurred_at)
        SELECT 'cases.case_moved', 'case:' || one, jsonb_build_object('at', p_at, 'case_id', one, 'command', 'start',
               'start', 'approved', 'end', 'in_production'), p_at FROM unnest(mine) AS one;
END $$;
GRANT SELECT, INSERT, UPDATE ON bench_case, bench_move, bench_outbox, bench_command TO mumian_web;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO mumian_web;
