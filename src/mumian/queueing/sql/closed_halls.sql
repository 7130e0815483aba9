-- A hall gives numbers for what it does, on the days on which it is there, and none once it is closed for good: for the services of
-- its windows' kinds and those that its windows were taught; a service day for the services of the day, from its first date to its last.
CREATE OR REPLACE FUNCTION queueing_check_offered(p_hall bigint, p_services varchar[], p_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    dated queueing_serviceday;
BEGIN
    IF EXISTS (SELECT FROM offices_hall WHERE id = p_hall AND closed_on <= p_day) THEN
        PERFORM queueing_say_no('a_closed_hall_gives_no_numbers');
    END IF;
    SELECT * INTO dated FROM queueing_serviceday WHERE hall_id = p_hall;
    IF FOUND THEN
        IF p_day NOT BETWEEN dated.first_on AND dated.last_on THEN
            PERFORM queueing_say_no('a_service_day_has_its_dates');
        ELSIF NOT dated.services @> p_services THEN
            PERFORM queueing_say_no('a_hall_gives_numbers_for_what_it_does');
        END IF;
    ELSIF EXISTS (SELECT FROM unnest(p_services) AS wanted WHERE NOT EXISTS (
            SELECT FROM offices_window AS place LEFT JOIN queueing_windowpost AS post ON post.window_id = place.id
            WHERE place.hall_id = p_hall AND place.closed_on IS NULL AND (wanted = ANY(post.skills) OR post.window_id IS NULL
                AND place.kind = (SELECT service.window_kind FROM queueing_service AS service WHERE service.code = wanted)))) THEN
        PERFORM queueing_say_no('a_hall_gives_numbers_for_what_it_does');
    END IF;
END $$;
