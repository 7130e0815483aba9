-- Put a document on a free position of the shelf, in one statement with its event and its row of audit. False, and nothing done:
-- nobody on duty asks, the document lies somewhere already, the position is taken, closed or unknown, or a
-- constraint forbids a row.
CREATE OR REPLACE FUNCTION delivery_put(
    p_document text, p_case text, p_hall text, p_position text, p_arrival text, p_act text, p_ready_at timestamptz,
    p_officer bigint, p_department bigint, p_token text, p_at timestamptz, p_said_at text
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    place bigint;
BEGIN
    IF NOT delivery_is_on_duty(p_officer, p_department, p_at)
       OR EXISTS (SELECT FROM delivery_lying WHERE document_key = p_document AND taken_at IS NULL) THEN
        RETURN false;
    END IF;
    SELECT position.id INTO place FROM delivery_shelfposition AS position JOIN offices_hall AS hall ON hall.id = position.hall_id
        WHERE hall.code = p_hall AND position.code = p_position AND position.closed_at IS NULL FOR UPDATE OF position;
    IF NOT FOUND OR EXISTS (SELECT FROM delivery_lying WHERE position_id = place AND taken_at IS NULL) THEN
        RETURN false;
    END IF;
    INSERT INTO delivery_lying (document_key, case_key, position_id, arrival, ready_at, put_at, put_by_id, put_department_id, departure)
        VALUES (p_document, p_case, place, p_arrival, p_ready_at, p_at, p_officer, p_department, '');
    INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES (
        'delivery.shelved', p_case,
        jsonb_build_object('at', p_said_at, 'case', p_case, 'document', p_document, 'hall', p_hall, 'arrival', p_arrival), p_at);
    PERFORM audit_record_act(
        p_token, p_case, p_act, p_at,
        jsonb_build_object('document', p_document, 'hall', p_hall, 'position', p_position), '{}', 'either');
    RETURN true;
EXCEPTION WHEN integrity_constraint_violation THEN
    RETURN false;
END $$;
