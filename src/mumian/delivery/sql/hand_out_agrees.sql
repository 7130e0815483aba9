-- Whoever is handed a document takes it from the shelf, and both say the same of it. The same question as before; the row is named
-- before it is looked for, as it was worked out anew for every row of the shelf.
CREATE OR REPLACE FUNCTION delivery_hand_out_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    handed_out delivery_handout;
    lay delivery_lying;
    wanted bigint;
BEGIN
    IF TG_TABLE_NAME = 'delivery_handout' THEN
        wanted := NEW.lying_id;
    ELSE
        wanted := NEW.id;
    END IF;
    SELECT * INTO lay FROM delivery_lying WHERE id = wanted;
    SELECT * INTO handed_out FROM delivery_handout WHERE lying_id = wanted;
    IF (handed_out.id IS NULL) <> (lay.departure <> 'handed_out') OR (handed_out.id IS NOT NULL AND
            (handed_out.document_key, handed_out.case_key, handed_out.handed_out_at, handed_out.officer_id)
            IS DISTINCT FROM (lay.document_key, lay.case_key, lay.taken_at, lay.taken_by_id)) THEN
        RAISE EXCEPTION 'a_hand_out_and_the_shelf_agree'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_hand_out_and_the_shelf_agree';
    END IF;
    RETURN NULL;
END $$;
