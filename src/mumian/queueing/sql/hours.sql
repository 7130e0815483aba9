-- What happens in a hall over a while, act by act in its order: numbers are taken and given back, windows call, begin and end.
-- Each act goes the way it goes alone (queueing_take, queueing_call_next, queueing_begin, queueing_end), so that the same
-- triggers and constraints judge it; only the way between program and database is gone once for all of them.
-- Who is in p_gone has left without a word: the window that calls him waits in vain and calls the next.
CREATE FUNCTION queueing_follow(p_hall bigint, p_acts jsonb, p_gone text[])
RETURNS TABLE (place integer, code text, ticket bigint, absent integer, servers integer, busy integer, work_s double precision,
    variance double precision, own_s double precision) LANGUAGE plpgsql AS $$
DECLARE
    act jsonb;
    happens timestamptz;
    came queueing_ticket;
    call bigint;
    services text[];
BEGIN
    FOR act, place IN SELECT one.value, one.ordinality - 1 FROM jsonb_array_elements(p_acts) WITH ORDINALITY AS one LOOP
        happens := (act ->> 'at')::timestamptz;
        code := act ->> 'code';
        absent := 0;
        ticket := NULL;
        servers := NULL;
        IF act ->> 'does' = 'take' THEN
            services := ARRAY(SELECT jsonb_array_elements_text(act -> 'services'));
            SELECT taken.ticket, taken.rank INTO ticket, came.rank
            FROM queueing_take(p_hall, services, array_fill(''::text, ARRAY[cardinality(services)]), 1, act ->> 'priority',
                (act ->> 'places')::integer, false, false, '', 'machine', code, (act ->> 'day')::date, happens, '', NULL, NULL)
                AS taken;
            SELECT seen.servers, seen.busy, seen.work_s, seen.variance, seen.own_s INTO servers, busy, work_s, variance, own_s
            FROM queueing_outlook(p_hall, services[1], came.rank, false, false) AS seen;
            RETURN NEXT;
        ELSIF act ->> 'does' = 'call' THEN
            code := NULL;
            LOOP
                call := queueing_call_next((act ->> 'window')::bigint, (act ->> 'officer')::bigint, happens, '');
                EXIT WHEN call IS NULL;
                SELECT one.* INTO came FROM queueing_call AS made JOIN queueing_ticket AS one ON one.id = made.ticket_id
                WHERE made.id = call;
                EXIT WHEN came.code <> ALL(p_gone);
                PERFORM queueing_miss(call, came, happens);
                absent := absent + 1;
            END LOOP;
            IF call IS NOT NULL THEN
                code := came.code;
                ticket := came.id;
            END IF;
            RETURN NEXT;
        ELSIF act ->> 'does' = 'begin' THEN
            IF queueing_begin((act ->> 'window')::bigint, (act ->> 'officer')::bigint, happens, NULL) IS NULL THEN
                PERFORM queueing_say_no('a_service_begins_with_a_call');
            END IF;
        ELSIF act ->> 'does' = 'end' THEN
            SELECT ended.ticket INTO ticket
            FROM queueing_end((act ->> 'window')::bigint, (act ->> 'officer')::bigint, happens, NULL) AS ended;
            IF ticket IS NULL THEN
                PERFORM queueing_say_no('a_service_begins_with_a_call');
            END IF;
        ELSE
            UPDATE queueing_ticket AS one SET state = 'left', moved_at = happens, because = 'visitor'
            WHERE one.code = act ->> 'code' AND one.hall_id = p_hall AND one.state = 'waiting' RETURNING one.* INTO came;
            IF NOT FOUND THEN
                PERFORM queueing_say_no('only_who_waits_leaves');
            END IF;
            PERFORM queueing_tell_end(came, happens);
        END IF;
    END LOOP;
END $$;

-- Nobody came to this call: the ticket waits ten places later, and ends the second time.
CREATE FUNCTION queueing_miss(p_call bigint, p_ticket queueing_ticket, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    moved queueing_ticket;
BEGIN
    UPDATE queueing_call SET ended_at = greatest(p_at, called_at), outcome = 'no_show' WHERE id = p_call;
    UPDATE queueing_ticket AS one
    SET state = CASE WHEN one.missed > 0 THEN 'no_show' ELSE 'waiting' END,
        because = CASE WHEN one.missed > 0 THEN 'did not come twice' ELSE 'did not come' END,
        rank = one.rank + CASE WHEN one.missed > 0 THEN 0 ELSE 10 END,
        missed = one.missed + CASE WHEN one.missed > 0 THEN 0 ELSE 1 END, moved_at = p_at
    WHERE one.id = p_ticket.id RETURNING one.* INTO moved;
    PERFORM queueing_tell_end(moved, p_at);
END $$;

CREATE FUNCTION queueing_tell_end(p_ticket queueing_ticket, p_at timestamptz) RETURNS void LANGUAGE sql AS $$
    INSERT INTO outbox_event (topic, key, payload, occurred_at)
    SELECT 'queueing.ticket_ended', 'ticket:' || p_ticket.id,
        jsonb_build_object('at', queueing_said(p_at), 'ticket_id', p_ticket.id, 'hall', hall.code, 'number', p_ticket.label,
            'service', p_ticket.service_id, 'state', p_ticket.state), p_at
    FROM offices_hall AS hall WHERE hall.id = p_ticket.hall_id
$$;
