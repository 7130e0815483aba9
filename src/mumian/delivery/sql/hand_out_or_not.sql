-- Hand a document out that lies on the shelf of this hall, in one statement with its event; the case's own act goes on record
-- upstairs. Whether what was shown suffices was decided before. Null, and nothing done: nobody on duty asks, the document was handed
-- out before, it does not lie here, or a constraint forbids a row.
CREATE OR REPLACE FUNCTION delivery_hand_out(
    p_document text, p_hall text, p_collector text, p_check text, p_shown text, p_ends text, p_authority text,
    p_officer bigint, p_department bigint, p_at timestamptz, p_said_at text
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    lies delivery_lying;
BEGIN
    SELECT lying.* INTO lies FROM delivery_lying AS lying
        JOIN delivery_shelfposition AS position ON position.id = lying.position_id
        JOIN offices_hall AS hall ON hall.id = position.hall_id
        WHERE lying.document_key = p_document AND lying.taken_at IS NULL AND hall.code = p_hall FOR UPDATE OF lying;
    IF NOT FOUND OR NOT delivery_is_on_duty(p_officer, p_department, p_at)
       OR EXISTS (SELECT FROM delivery_handout WHERE document_key = p_document) THEN
        RETURN NULL;
    END IF;
    UPDATE delivery_lying SET taken_at = p_at, departure = 'handed_out', taken_by_id = p_officer WHERE id = lies.id;
    INSERT INTO delivery_handout (document_key, case_key, lying_id, officer_id, department_id, handed_out_at, collector, check_made,
                                  document_shown, number_ends, authority)
        VALUES (p_document, lies.case_key, lies.id, p_officer, p_department, p_at, p_collector, p_check, p_shown, p_ends, p_authority);
    INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES (
        'delivery.handed_out', lies.case_key,
        jsonb_build_object('at', p_said_at, 'case', lies.case_key, 'document', p_document), p_at);
    RETURN lies.case_key;
EXCEPTION WHEN integrity_constraint_violation THEN
    RETURN NULL;
END $$;
