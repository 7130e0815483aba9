-- A moment as events write it.
CREATE FUNCTION queueing_said(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- How much lies before somebody who waits for this service at this rank: tickets ahead, windows that serve it, seconds of work
-- ahead with their variance, and how many of these windows are busy. Work that other windows may take over counts by its share.
CREATE FUNCTION queueing_outlook(p_hall bigint, p_service text, p_rank bigint, p_low boolean, p_seat boolean,
    OUT ahead integer, OUT servers integer, OUT busy integer, OUT work_s double precision, OUT variance double precision,
    OUT own_s double precision) LANGUAGE sql STABLE AS $$
    WITH open_post AS MATERIALIZED (
        SELECT window_id, skills, low, seated, p_service = ANY(skills) AND (NOT p_low OR low) AND (NOT p_seat OR seated) AS mine
        FROM queueing_windowpost WHERE hall_id = p_hall AND mode = 'open'
    ), before AS (
        SELECT service_id, needs_low, needs_seat, count(*) AS number FROM queueing_ticket
        WHERE hall_id = p_hall AND state = 'waiting' AND rank < p_rank GROUP BY service_id, needs_low, needs_seat
    ), pace AS (
        SELECT service.code, coalesce(seen.mean_s, service.usual_s) AS mean_s, coalesce(seen.spread_s, service.spread_s) AS spread_s
        FROM queueing_service AS service
        LEFT JOIN queueing_pace AS seen ON seen.hall_id = p_hall AND seen.service_id = service.code
    ), load AS (
        SELECT before.number, pace.mean_s, pace.spread_s,
            (SELECT count(*) FILTER (WHERE mine)::float / nullif(count(*), 0) FROM open_post
             WHERE before.service_id = ANY(skills) AND (NOT before.needs_low OR low) AND (NOT before.needs_seat OR seated)) AS share
        FROM before JOIN pace ON pace.code = before.service_id
    )
    SELECT coalesce(sum(number) FILTER (WHERE share > 0), 0)::integer,
        (SELECT count(*)::integer FROM open_post WHERE mine),
        (SELECT count(*)::integer FROM open_post JOIN queueing_call AS call USING (window_id) WHERE mine AND call.ended_at IS NULL),
        coalesce(sum(number * mean_s * share), 0), coalesce(sum(number * spread_s * spread_s * share), 0),
        (SELECT mean_s FROM pace WHERE code = p_service)
    FROM load
$$;

-- Gives a party its number, from the centre's block of the hall (a new block of 500 is drawn when it is used up).
CREATE FUNCTION queueing_take(p_hall bigint, p_services text[], p_refs text[], p_people integer, p_priority text, p_places integer,
    p_low boolean, p_seat boolean, p_contact text, p_channel text, p_code text, p_day date, p_at timestamptz, p_agent text,
    p_parent bigint, p_number bigint,
    OUT ticket bigint, OUT label text, OUT number bigint, OUT rank bigint) LANGUAGE plpgsql AS $$
DECLARE
    counted queueing_hallqueue;
    stands bigint;
BEGIN
    LOOP
        UPDATE queueing_hallqueue AS queue
        SET last_number = queue.last_number + CASE WHEN p_number IS NULL AND queue.last_number < queue.block_last THEN 1 ELSE 0 END,
            last_position = queue.last_position + CASE WHEN p_parent IS NULL THEN 1 ELSE 0 END
        WHERE queue.hall_id = p_hall AND (p_number IS NOT NULL OR queue.last_number < queue.block_last)
        RETURNING * INTO counted;
        EXIT WHEN FOUND;
        PERFORM queueing_draw_block(p_hall, 'centre', 500, p_at);
    END LOOP;
    IF counted.agent <> p_agent AND counted.agent <> '' THEN
        PERFORM queueing_say_no('a_hall_is_run_by_its_agent');
    END IF;
    number := coalesce(p_number, counted.last_number);
    label := queueing_label(number);
    IF p_parent IS NULL THEN
        stands := counted.last_position;
        rank := stands - p_places;
    ELSE
        SELECT parent.position, parent.rank INTO stands, rank FROM queueing_ticket AS parent WHERE parent.id = p_parent;
        rank := least(rank, stands);
    END IF;
    INSERT INTO queueing_ticket (hall_id, number, numbered_by, label, code, day, channel, priority, people, needs_low, needs_seat,
        contact, services, refs, errand, service_id, position, rank, missed, state, parent_id, turns, taken_at, ready_at, moved_at,
        because)
    VALUES (p_hall, number, CASE WHEN p_number IS NULL THEN 'centre' ELSE p_agent END, label, p_code, p_day, p_channel, p_priority,
        p_people, p_low, p_seat, p_contact, p_services, p_refs, 1, p_services[1], stands, rank, 0, 'waiting', p_parent, 0, p_at,
        p_at, p_at, '')
    RETURNING id INTO ticket;
    INSERT INTO outbox_event (topic, key, payload, occurred_at)
    SELECT 'queueing.ticket_taken', 'ticket:' || ticket,
        jsonb_build_object('at', queueing_said(p_at), 'ticket_id', ticket, 'hall', hall.code, 'number', label,
            'service', p_services[1]), p_at
    FROM offices_hall AS hall WHERE hall.id = p_hall;
END $$;

CREATE FUNCTION queueing_draw_block(p_hall bigint, p_holder text, p_size integer, p_at timestamptz, OUT first bigint, OUT last bigint)
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO queueing_hallqueue (hall_id, last_number, block_last, last_position, agent, epoch)
    VALUES (p_hall, 0, 0, 0, '', 0) ON CONFLICT DO NOTHING;
    PERFORM FROM queueing_hallqueue AS queue WHERE queue.hall_id = p_hall FOR UPDATE;
    SELECT coalesce(max(block.last), 0) + 1 INTO first FROM queueing_numberblock AS block WHERE block.hall_id = p_hall;
    last := first + p_size - 1;
    INSERT INTO queueing_numberblock (hall_id, first, last, holder, given_at) VALUES (p_hall, first, last, p_holder, p_at);
    IF p_holder = 'centre' THEN
        UPDATE queueing_hallqueue AS queue SET last_number = queueing_draw_block.first - 1, block_last = queueing_draw_block.last
        WHERE queue.hall_id = p_hall;
    END IF;
END $$;

-- Puts one ticket at one window; the unique constraints of calls and tickets judge it.
CREATE FUNCTION queueing_put(p_ticket bigint, p_post queueing_windowpost, p_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    called queueing_ticket;
    numbered bigint;
BEGIN
    UPDATE queueing_ticket AS ticket
    SET state = 'called', window_id = p_post.window_id, officer_id = p_post.officer_id, turns = turns + 1, moved_at = p_at,
        because = '', first_wait_s = coalesce(first_wait_s, greatest(extract(epoch FROM p_at - ready_at), 0)::integer)
    WHERE ticket.id = p_ticket RETURNING * INTO called;
    INSERT INTO queueing_call (hall_id, ticket_id, turn, window_id, officer_id, service_id, reference, waited_s, called_at, recalls,
        outcome)
    VALUES (called.hall_id, called.id, called.turns, p_post.window_id, p_post.officer_id, called.service_id,
        called.refs[called.errand], greatest(extract(epoch FROM p_at - called.ready_at), 0)::integer, p_at, 0, '')
    RETURNING id INTO numbered;
    INSERT INTO outbox_event (topic, key, payload, occurred_at)
    SELECT 'queueing.ticket_called', 'ticket:' || called.id,
        jsonb_build_object('at', queueing_said(p_at), 'ticket_id', called.id, 'hall', hall.code, 'number', called.label,
            'window', place.code, 'window_number', place.number, 'floor', place.floor, 'service', called.service_id, 'again', false,
            'kind', 'called'), p_at
    FROM offices_window AS place JOIN offices_hall AS hall ON hall.id = place.hall_id WHERE place.id = p_post.window_id;
    RETURN numbered;
END $$;

-- The next ticket for a window: the first by rank that it may serve and nobody else is just taking. NULL when nobody waits.
CREATE FUNCTION queueing_call_next(p_window bigint, p_officer bigint, p_at timestamptz, p_agent text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    post queueing_windowpost;
    chosen bigint;
BEGIN
    SELECT * INTO post FROM queueing_windowpost WHERE window_id = p_window FOR UPDATE;
    IF NOT FOUND OR post.mode <> 'open' OR post.officer_id <> p_officer THEN
        PERFORM queueing_say_no('only_an_open_window_calls');
    END IF;
    IF EXISTS (SELECT FROM queueing_hallqueue WHERE hall_id = post.hall_id AND agent <> '' AND agent <> p_agent) THEN
        PERFORM queueing_say_no('a_hall_is_run_by_its_agent');
    END IF;
    SELECT id INTO chosen FROM queueing_ticket
    WHERE hall_id = post.hall_id AND state = 'waiting' AND service_id = ANY(post.skills)
        AND (NOT needs_low OR post.low) AND (NOT needs_seat OR post.seated)
    ORDER BY rank, id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    RETURN queueing_put(chosen, post, p_at);
END $$;

CREATE FUNCTION queueing_begin(p_window bigint, p_officer bigint, p_at timestamptz, p_reference text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    begun queueing_call;
BEGIN
    UPDATE queueing_call SET began_at = greatest(p_at, called_at), reference = coalesce(p_reference, reference)
    WHERE window_id = p_window AND officer_id = p_officer AND ended_at IS NULL AND began_at IS NULL RETURNING * INTO begun;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    UPDATE queueing_ticket SET state = 'serving', moved_at = p_at, because = '',
        refs[errand] = coalesce(p_reference, refs[errand])
    WHERE id = begun.ticket_id;
    RETURN begun.id;
END $$;

-- Ends the service at a window; the ticket is done, or waits again at its old place for its next errand.
CREATE FUNCTION queueing_end(p_window bigint, p_officer bigint, p_at timestamptz, p_rating_key text,
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
            'service', came.service_id, 'state', CASE WHEN next_service IS NULL THEN 'done' ELSE 'waiting' END), p_at
    FROM offices_hall AS hall WHERE hall.id = came.hall_id;
END $$;
