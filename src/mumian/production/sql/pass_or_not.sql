-- Pass the document of a case that reads as it was ordered. False, and nothing done: nothing is in work, who checks has made it,
-- the zone differs, or a constraint forbids a row; the ordinary way says which.
CREATE OR REPLACE FUNCTION production_pass(
    p_case text, p_read text[], p_officer bigint, p_department bigint, p_at timestamptz, p_said_at text
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    made production_productionorder;
BEGIN
    SELECT * INTO made FROM production_productionorder WHERE case_key = p_case AND state = 'in_work' FOR UPDATE;
    IF NOT FOUND OR made.produced_by_id = p_officer OR made.mrz::text[] IS DISTINCT FROM p_read THEN
        RETURN false;
    END IF;
    INSERT INTO production_qualityrecord (order_id, produced_by_id, checked_by_id, department_id, checked_at, passed, read,
                                          differences, cause)
        VALUES (made.id, made.produced_by_id, p_officer, p_department, p_at, true, p_read, '[]', '');
    UPDATE production_productionorder SET state = 'passed', ended_at = p_at WHERE id = made.id;
    UPDATE production_blank
        SET state = 'used', holder_id = NULL, officer_id = p_officer, department_id = p_department, moved_at = p_at, because = ''
        WHERE id = made.blank_id;
    INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES (
        'production.quality_passed', p_case,
        jsonb_build_object('at', p_said_at, 'order_id', made.id, 'case', p_case), p_at);
    RETURN true;
EXCEPTION WHEN integrity_constraint_violation THEN
    RETURN false;
END $$;
