-- What the agent of a hall has called stands, though the centre closed the window or gave it to another meanwhile: the visitor was
-- served there. The officer must have sat at that window before.
CREATE OR REPLACE FUNCTION queueing_call_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM queueing_ticket AS ticket WHERE ticket.id = NEW.ticket_id AND ticket.state = 'called'
            AND ticket.hall_id = NEW.hall_id AND ticket.window_id = NEW.window_id AND ticket.officer_id = NEW.officer_id
            AND ticket.service_id = NEW.service_id AND ticket.turns = NEW.turn)
            OR NOT EXISTS (SELECT FROM queueing_windowpost AS post WHERE post.window_id = NEW.window_id
                AND post.hall_id = NEW.hall_id AND (post.officer_id = NEW.officer_id
                    OR EXISTS (SELECT FROM queueing_hallqueue AS queue WHERE queue.hall_id = NEW.hall_id AND queue.agent <> '')
                    AND EXISTS (SELECT FROM queueing_windowstep AS step
                        WHERE step.window_id = NEW.window_id AND step.officer_id = NEW.officer_id))) THEN
        PERFORM queueing_say_no('a_call_is_of_its_ticket');
    END IF;
    RETURN NEW;
END $$;
