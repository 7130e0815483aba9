-- Put a document to work on a blank that was drawn (`production_draw`), in one statement with its event. Null, and nothing done: a
-- constraint forbids a row.
CREATE OR REPLACE FUNCTION production_enter(
    p_case text, p_attempt integer, p_kind text, p_blank bigint, p_document text, p_number text, p_ordered jsonb, p_mrz text[],
    p_officer bigint, p_department bigint, p_at timestamptz, p_said_at text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    UPDATE production_blank
        SET state = 'in_work', holder_id = p_officer, officer_id = p_officer, department_id = p_department,
            moved_at = greatest(moved_at, p_at), because = ''
        WHERE id = p_blank;
    INSERT INTO production_productionorder (case_key, attempt, kind_id, blank_id, document_type_id, document_number, ordered, mrz,
                                            state, produced_by_id, department_id, started_at, cause)
        VALUES (p_case, p_attempt, p_kind, p_blank, p_document, p_number, p_ordered, p_mrz, 'in_work', p_officer, p_department,
                p_at, '')
        RETURNING id INTO made;
    INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES (
        'production.started', p_case,
        jsonb_build_object('at', p_said_at, 'order_id', made, 'case', p_case, 'attempt', p_attempt), p_at);
    RETURN made;
EXCEPTION WHEN integrity_constraint_violation THEN
    RETURN NULL;
END $$;
