-- Who needs a low counter or a seat is called to windows that have it, as long as somebody sits at one that does the service (on a
-- break too: he comes back). Where nobody does any more, every window that does the service may call: nobody waits for a window
-- that stays closed.
CREATE OR REPLACE FUNCTION queueing_call_next(p_window bigint, p_officer bigint, p_at timestamptz, p_agent text) RETURNS bigint
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
    SELECT ticket.id INTO chosen FROM queueing_ticket AS ticket
    WHERE ticket.hall_id = post.hall_id AND ticket.state = 'waiting' AND ticket.service_id = ANY(post.skills)
        AND ((NOT ticket.needs_low OR post.low) AND (NOT ticket.needs_seat OR post.seated)
            OR NOT EXISTS (SELECT FROM queueing_windowpost AS other
                WHERE other.hall_id = post.hall_id AND other.mode <> 'closed' AND ticket.service_id = ANY(other.skills)
                    AND (NOT ticket.needs_low OR other.low) AND (NOT ticket.needs_seat OR other.seated)))
    ORDER BY ticket.rank, ticket.id LIMIT 1 FOR UPDATE OF ticket SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    RETURN queueing_put(chosen, post, p_at);
END $$;

-- As before; and windows that may call somebody are told by the same rule as above.
CREATE OR REPLACE FUNCTION queueing_outlook(p_hall bigint, p_service text, p_rank bigint, p_low boolean, p_seat boolean,
    OUT ahead integer, OUT servers integer, OUT busy integer, OUT work_s double precision, OUT variance double precision,
    OUT own_s double precision) LANGUAGE sql STABLE AS $$
    WITH staffed AS MATERIALIZED (
        SELECT window_id, skills, low, seated, mode = 'open' AS is_open
        FROM queueing_windowpost WHERE hall_id = p_hall AND mode <> 'closed'
    ), post AS MATERIALIZED (
        SELECT window_id, skills, low, seated, is_open,
            p_service = ANY(skills) AND ((NOT p_low OR low) AND (NOT p_seat OR seated)
                OR NOT bool_or(p_service = ANY(skills) AND (NOT p_low OR low) AND (NOT p_seat OR seated)) OVER ()) AS mine
        FROM staffed
    ), mine AS MATERIALIZED (
        SELECT count(*) FILTER (WHERE is_open) AS open, count(*) AS staffed FROM post WHERE mine
    ), before AS (
        SELECT service_id, needs_low, needs_seat, count(*) AS number, NOT (needs_low OR needs_seat) OR EXISTS (
                SELECT FROM staffed
                WHERE service_id = ANY(skills) AND (NOT needs_low OR low) AND (NOT needs_seat OR seated)) AS is_met
        FROM queueing_ticket
        WHERE hall_id = p_hall AND state = 'waiting' AND rank < p_rank GROUP BY service_id, needs_low, needs_seat
    ), pace AS (
        SELECT service.code, coalesce(seen.mean_s, service.usual_s) AS mean_s, coalesce(seen.spread_s, service.spread_s) AS spread_s
        FROM queueing_service AS service
        LEFT JOIN queueing_pace AS seen ON seen.hall_id = p_hall AND seen.service_id = service.code
    ), load AS (
        SELECT before.number, pace.mean_s, pace.spread_s, able.share,
            CASE WHEN mine.open > 0 THEN able.share > 0 WHEN mine.staffed > 0 THEN able.on_break
                ELSE before.service_id = p_service END AS counts
        FROM mine, before JOIN pace ON pace.code = before.service_id
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE is_open AND mine)::float / nullif(count(*) FILTER (WHERE is_open), 0) AS share,
                count(*) FILTER (WHERE mine) > 0 AS on_break
            FROM post WHERE before.service_id = ANY(skills)
                AND (NOT before.is_met OR (NOT before.needs_low OR low) AND (NOT before.needs_seat OR seated))
        ) AS able
    )
    SELECT coalesce(sum(number) FILTER (WHERE counts), 0)::integer, (SELECT open::integer FROM mine),
        (SELECT count(*)::integer FROM post JOIN queueing_call AS call USING (window_id)
         WHERE mine AND is_open AND call.ended_at IS NULL),
        coalesce(sum(number * mean_s * share), 0), coalesce(sum(number * spread_s * spread_s * share), 0),
        (SELECT mean_s FROM pace WHERE code = p_service)
    FROM load
$$;
