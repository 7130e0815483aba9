-- How much lies before somebody who waits for this service at this rank: tickets ahead, windows that serve it, seconds of work
-- ahead with their variance, and how many of these windows are busy. Work that other windows may take over counts by its share.
-- Ahead is whoever a window could call before him: a window that is open; where none of these is, one on a break; where nobody sits
-- at all, everybody who waits for the same.
CREATE OR REPLACE FUNCTION queueing_outlook(p_hall bigint, p_service text, p_rank bigint, p_low boolean, p_seat boolean,
    OUT ahead integer, OUT servers integer, OUT busy integer, OUT work_s double precision, OUT variance double precision,
    OUT own_s double precision) LANGUAGE sql STABLE AS $$
    WITH post AS MATERIALIZED (
        SELECT window_id, skills, low, seated, mode = 'open' AS is_open,
            p_service = ANY(skills) AND (NOT p_low OR low) AND (NOT p_seat OR seated) AS mine
        FROM queueing_windowpost WHERE hall_id = p_hall AND mode <> 'closed'
    ), mine AS MATERIALIZED (
        SELECT count(*) FILTER (WHERE is_open) AS open, count(*) AS staffed FROM post WHERE mine
    ), before AS (
        SELECT service_id, needs_low, needs_seat, count(*) AS number FROM queueing_ticket
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
            FROM post WHERE before.service_id = ANY(skills) AND (NOT before.needs_low OR low) AND (NOT before.needs_seat OR seated)
        ) AS able
    )
    SELECT coalesce(sum(number) FILTER (WHERE counts), 0)::integer, (SELECT open::integer FROM mine),
        (SELECT count(*)::integer FROM post JOIN queueing_call AS call USING (window_id)
         WHERE mine AND is_open AND call.ended_at IS NULL),
        coalesce(sum(number * mean_s * share), 0), coalesce(sum(number * spread_s * spread_s * share), 0),
        (SELECT mean_s FROM pace WHERE code = p_service)
    FROM load
$$;
