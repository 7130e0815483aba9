-- Place an order under the number that was drawn for it and take all of it at a window, with receipt, events and the claim of the
-- command's key. Null, and nothing done: an order stands, the window is unknown, or a constraint forbids a row.
CREATE FUNCTION payments_settle(
    p_order bigint, p_reference text, p_purpose text, p_lines jsonb, p_amount bigint, p_method text, p_trace text, p_number text,
    p_officer bigint, p_window text, p_at timestamptz, p_taken jsonb, p_settled jsonb, p_asker text, p_key text, p_request bytea
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    place bigint;
    receipt bigint;
BEGIN
    SELECT id INTO place FROM offices_window WHERE code = p_window;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO payments_order (id, reference, purpose, amount, placed_by_id, placed_at)
        VALUES (p_order, p_reference, p_purpose, p_amount, p_officer, p_at);
    INSERT INTO payments_orderline (order_id, place, code, name_zh, name_en, amount)
        SELECT p_order, line.place, said ->> 'code', said ->> 'zh', said ->> 'en', (said ->> 'amount')::bigint
        FROM jsonb_array_elements(p_lines) WITH ORDINALITY AS line(said, place);
    INSERT INTO payments_receipt (number, order_id, amount, method, trace, taken_by_id, window_id, taken_at)
        VALUES (p_number, p_order, p_amount, p_method, p_trace, p_officer, place, p_at) RETURNING id INTO receipt;
    INSERT INTO command (actor, key, command, request_hash, answer, asked_at)
        VALUES (p_asker, p_key, 'payments.take_payment', p_request, to_jsonb(receipt), p_at);
    INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES
        ('payments.receipt_taken', p_reference, p_taken || jsonb_build_object('receipt_id', receipt), p_at),
        ('payments.order_settled', p_reference, p_settled, p_at);
    RETURN receipt;
EXCEPTION
    WHEN unique_violation OR check_violation THEN
        RETURN NULL;
END $$;
