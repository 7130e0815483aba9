-- An ended call stays what it was in every part, also in what it was about: a rating comes after the end and names that.
CREATE OR REPLACE FUNCTION queueing_call_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.ticket_id, NEW.turn, NEW.hall_id, NEW.window_id, NEW.called_at, NEW.waited_s) IS DISTINCT FROM
       (OLD.ticket_id, OLD.turn, OLD.hall_id, OLD.window_id, OLD.called_at, OLD.waited_s)
            OR OLD.began_at IS NOT NULL AND NEW.began_at IS DISTINCT FROM OLD.began_at
            OR OLD.ended_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
        PERFORM queueing_say_no('a_call_is_never_rewritten');
    END IF;
    RETURN NEW;
END $$;

-- Ends the service at a window; the ticket is done, or waits again at its old place for its next errand. The event names the
-- window, whose tablet asks the visitor at once.
CREATE OR REPLACE FUNCTION queueing_end(p_window bigint, p_officer bigint, p_at timestamptz, p_rating_key text,
    OUT ticket bigint, OUT label text, OUT next_service text, OUT may_rate boolean) LANGUAGE plpgsql AS $$
DECLARE
    served queueing_call;
    came queueing_ticket;
    place offices_window;
BEGIN
    SELECT * INTO served FROM queueing_call AS call WHERE call.window_id = p_window AND call.officer_id = p_officer
        AND call.ended_at IS NULL AND call.began_at IS NOT NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO came FROM queueing_ticket WHERE id = served.ticket_id FOR UPDATE;
    SELECT * INTO place FROM offices_window WHERE id = p_window;
    ticket := came.id;
    label := came.label;
    next_service := came.services[came.errand + 1];
    may_rate := next_service IS NULL AND place.rating_device;
    UPDATE queueing_ticket SET state = CASE WHEN next_service IS NULL THEN 'done' ELSE 'waiting' END,
        errand = errand + CASE WHEN next_service IS NULL THEN 0 ELSE 1 END, service_id = coalesce(next_service, service_id),
        ready_at = CASE WHEN next_service IS NULL THEN ready_at ELSE p_at END, moved_at = p_at, because = ''
    WHERE id = came.id;
    UPDATE queueing_call SET ended_at = greatest(p_at, began_at), outcome = CASE WHEN next_service IS NULL THEN 'done' ELSE 'served' END,
        rating_key = CASE WHEN queueing_end.may_rate THEN p_rating_key END
    WHERE id = served.id;
    INSERT INTO outbox_event (topic, key, payload, occurred_at)
    SELECT 'queueing.ticket_ended', 'ticket:' || came.id,
        jsonb_build_object('at', queueing_said(p_at), 'ticket_id', came.id, 'hall', hall.code, 'number', came.label,
            'service', came.service_id, 'state', CASE WHEN next_service IS NULL THEN 'done' ELSE 'waiting' END,
            'window', place.code), p_at
    FROM offices_hall AS hall WHERE hall.id = came.hall_id;
END $$;
