-- Tells that a ticket left a window or the queue, with the window that it left: whoever gives a number back leaves none.
CREATE OR REPLACE FUNCTION queueing_tell_end(p_ticket queueing_ticket, p_at timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO outbox_event (topic, key, payload, occurred_at)
    SELECT 'queueing.ticket_ended', 'ticket:' || p_ticket.id,
        jsonb_build_object('at', queueing_said(p_at), 'ticket_id', p_ticket.id, 'hall', hall.code, 'number', p_ticket.label,
            'service', p_ticket.service_id, 'state', p_ticket.state,
            'window', CASE WHEN p_ticket.state = 'left' THEN '' ELSE coalesce(place.code, '') END), p_at
    FROM offices_hall AS hall LEFT JOIN offices_window AS place ON place.id = p_ticket.window_id WHERE hall.id = p_ticket.hall_id
$$;
