-- A hall gives numbers for what it does, on the days on which it is there: for the services of its windows' kinds and those that its
-- windows were taught; a service day for the services of the day, from its first date to its last.
CREATE FUNCTION queueing_check_offered(p_hall bigint, p_services varchar[], p_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    dated queueing_serviceday;
BEGIN
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

-- The agent of a hall looks by itself: what it gave while the link was cut stands, whatever the centre taught the windows meanwhile.
CREATE FUNCTION queueing_ticket_is_offered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM queueing_check_offered(NEW.hall_id,
            ARRAY(SELECT unnest(NEW.services) EXCEPT SELECT unnest(OLD.services)), NEW.day);
    ELSIF NEW.numbered_by = 'centre' THEN
        PERFORM queueing_check_offered(NEW.hall_id, NEW.services, NEW.day);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_hall_gives_numbers_for_what_it_does BEFORE INSERT ON queueing_ticket
    FOR EACH ROW EXECUTE FUNCTION queueing_ticket_is_offered();
CREATE TRIGGER a_hall_goes_on_with_what_it_does BEFORE UPDATE OF services ON queueing_ticket
    FOR EACH ROW WHEN (NOT OLD.services @> NEW.services) EXECUTE FUNCTION queueing_ticket_is_offered();

CREATE FUNCTION queueing_window_has_its_dates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM queueing_serviceday AS dated WHERE dated.hall_id = NEW.hall_id
            AND (NEW.since AT TIME ZONE 'Asia/Shanghai')::date NOT BETWEEN dated.first_on AND dated.last_on) THEN
        PERFORM queueing_say_no('a_service_day_has_its_dates');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_service_day_has_its_dates BEFORE INSERT OR UPDATE ON queueing_windowpost
    FOR EACH ROW WHEN (NEW.mode <> 'closed') EXECUTE FUNCTION queueing_window_has_its_dates();
