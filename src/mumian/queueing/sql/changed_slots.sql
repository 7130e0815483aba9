-- An appointment counts in its half hour. Two that change places take both rows in one order, so that neither waits for the other.
CREATE OR REPLACE FUNCTION queueing_appointment_counts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    had bigint := CASE WHEN TG_OP = 'UPDATE' AND OLD.state IN ('held', 'confirmed', 'came', 'no_show') THEN OLD.slot_id END;
    has bigint := CASE WHEN NEW.state IN ('held', 'confirmed', 'came', 'no_show') THEN NEW.slot_id END;
BEGIN
    IF TG_OP = 'INSERT' AND NEW.state <> 'held' THEN
        PERFORM queueing_say_no('an_appointment_begins_held');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND NOT (CASE OLD.state
            WHEN 'held' THEN NEW.state IN ('confirmed', 'cancelled', 'lapsed')
            WHEN 'confirmed' THEN NEW.state IN ('came', 'cancelled', 'no_show')
            ELSE false END) THEN
        PERFORM queueing_say_no('an_appointment_goes_only_legal_ways');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.slot_id <> OLD.slot_id AND NEW.state <> 'confirmed' THEN
        PERFORM queueing_say_no('an_appointment_goes_only_legal_ways');
    END IF;
    IF had IS NOT DISTINCT FROM has THEN
        RETURN NEW;
    END IF;
    IF had IS NOT NULL AND has IS NOT NULL THEN
        PERFORM FROM queueing_slot WHERE id IN (had, has) ORDER BY id FOR UPDATE;
    END IF;
    IF had IS NOT NULL THEN
        UPDATE queueing_slot SET taken = taken - 1 WHERE id = had;
    END IF;
    IF has IS NOT NULL THEN
        UPDATE queueing_slot SET taken = taken + 1 WHERE id = has AND taken < capacity;
        IF NOT FOUND THEN
            PERFORM queueing_say_no('a_half_hour_is_never_overbooked');
        END IF;
    END IF;
    RETURN NEW;
END $$;
