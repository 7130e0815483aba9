-- The blank for a document that is begun now, locked: the producer's own issued ones first, then stock. No row: it is not for the
-- quick way (something is in work, no kind is in use, none is left, or the number is the holder's).
CREATE FUNCTION production_draw(p_case text, p_document text, p_day date, p_officer bigint)
RETURNS TABLE (attempt integer, kind text, mrz_code text, blank bigint, number text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    earlier record;
    used production_blankkind;
    drawn production_blank;
BEGIN
    SELECT max(attempt) AS attempt, coalesce(bool_or(state IN ('in_work', 'passed')), false) AS live INTO earlier
        FROM production_productionorder WHERE case_key = p_case;
    IF earlier.live THEN
        RETURN;
    END IF;
    SELECT * INTO STRICT used FROM production_blankkind
        WHERE document_type_id = p_document AND coalesce(valid_from <= p_day, true) AND coalesce(valid_to >= p_day, true);
    IF used.numbering = 'holders' THEN
        RETURN;
    END IF;
    SELECT * INTO drawn FROM production_blank WHERE kind_id = used.code AND state = 'issued' AND holder_id = p_officer
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        SELECT * INTO drawn FROM production_blank WHERE kind_id = used.code AND state = 'in_stock'
            ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    IF drawn.id IS NULL OR drawn.document_number IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT coalesce(earlier.attempt, 0)::integer + 1, used.code::text, used.mrz_code::text, drawn.id,
                        drawn.document_number::text;
EXCEPTION WHEN no_data_found OR too_many_rows THEN
    RETURN;
END $$;
