CREATE FUNCTION queueing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
END $$;

CREATE FUNCTION queueing_say_no(said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', said USING ERRCODE = 'check_violation', CONSTRAINT = said;
END $$;

-- A letter and three digits; the same again after 23,000 tickets of a hall.
CREATE FUNCTION queueing_label(number bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT substr('ABCDEFGHJKLMNPQRSTUVWXY', (number / 1000 % 23)::int + 1, 1) || lpad((number % 1000)::text, 3, '0')
$$;

CREATE FUNCTION queueing_ticket_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'waiting' OR NEW.turns <> 0 OR NEW.missed <> 0 THEN
        PERFORM queueing_say_no('a_ticket_begins_with_waiting');
    END IF;
    IF NEW.label <> queueing_label(NEW.number) THEN
        PERFORM queueing_say_no('a_label_is_made_of_its_number');
    END IF;
    IF NEW.service_id IS DISTINCT FROM NEW.services[NEW.errand] THEN
        PERFORM queueing_say_no('a_ticket_waits_for_what_it_came_for');
    END IF;
    IF NOT EXISTS (SELECT FROM queueing_numberblock AS block WHERE block.hall_id = NEW.hall_id
            AND block.holder = NEW.numbered_by AND NEW.number BETWEEN block.first AND block.last) THEN
        PERFORM queueing_say_no('a_number_comes_from_the_block_of_who_gives_it');
    END IF;
    IF NEW.position IS DISTINCT FROM (CASE
            WHEN NEW.parent_id IS NULL THEN (SELECT last_position FROM queueing_hallqueue WHERE hall_id = NEW.hall_id)
            ELSE (SELECT position FROM queueing_ticket WHERE id = NEW.parent_id AND hall_id = NEW.hall_id) END) THEN
        PERFORM queueing_say_no('a_ticket_stands_behind_all_before_it');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_ticket_begins_with_waiting BEFORE INSERT ON queueing_ticket
    FOR EACH ROW EXECUTE FUNCTION queueing_ticket_begins();

CREATE FUNCTION queueing_ticket_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.hall_id, NEW.number, NEW.numbered_by, NEW.label, NEW.code, NEW.day, NEW.channel, NEW.position, NEW.taken_at)
            IS DISTINCT FROM
       (OLD.hall_id, OLD.number, OLD.numbered_by, OLD.label, OLD.code, OLD.day, OLD.channel, OLD.position, OLD.taken_at)
            OR NEW.parent_id IS DISTINCT FROM OLD.parent_id OR NEW.priority <> OLD.priority THEN
        PERFORM queueing_say_no('a_ticket_stays_what_was_printed');
    END IF;
    IF NEW.rank <> OLD.rank AND NOT (NEW.rank > OLD.rank AND NEW.missed = OLD.missed + 1)
            OR NEW.missed <> OLD.missed AND NEW.missed <> OLD.missed + 1 THEN
        PERFORM queueing_say_no('a_ticket_keeps_its_place');
    END IF;
    IF NEW.low_s IS DISTINCT FROM OLD.low_s AND OLD.low_s IS NOT NULL
            OR NEW.high_s IS DISTINCT FROM OLD.high_s AND OLD.high_s IS NOT NULL
            OR NEW.first_wait_s IS DISTINCT FROM OLD.first_wait_s AND OLD.first_wait_s IS NOT NULL THEN
        PERFORM queueing_say_no('an_estimate_is_never_corrected_afterwards');
    END IF;
    IF NEW.service_id IS DISTINCT FROM NEW.services[NEW.errand] THEN
        PERFORM queueing_say_no('a_ticket_waits_for_what_it_came_for');
    END IF;
    IF NEW.turns <> OLD.turns + (NEW.state = 'called' AND OLD.state <> 'called')::int THEN
        PERFORM queueing_say_no('every_call_counts_as_a_turn');
    END IF;
    IF NEW.state <> OLD.state AND NOT (CASE OLD.state
            WHEN 'waiting' THEN NEW.state IN ('called', 'left', 'joined')
            WHEN 'called' THEN NEW.state IN ('serving', 'waiting', 'parked', 'no_show')
            WHEN 'serving' THEN NEW.state IN ('done', 'waiting', 'parked')
            WHEN 'parked' THEN NEW.state IN ('waiting', 'called', 'left', 'joined')
            ELSE false END) THEN
        PERFORM queueing_say_no('a_ticket_goes_only_legal_ways');
    END IF;
    IF NEW.state = OLD.state AND NEW.state IN ('called', 'serving')
            AND (SELECT count(*) FROM queueing_call WHERE ticket_id = NEW.id AND ended_at IS NULL
                    AND window_id = NEW.window_id AND officer_id = NEW.officer_id) = 0
            AND (NEW.window_id, NEW.officer_id) IS DISTINCT FROM (OLD.window_id, OLD.officer_id) THEN
        PERFORM queueing_say_no('a_ticket_is_where_it_was_called');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_ticket_goes_only_legal_ways BEFORE UPDATE ON queueing_ticket
    FOR EACH ROW EXECUTE FUNCTION queueing_ticket_moves();

CREATE FUNCTION queueing_write_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO queueing_step (ticket_id, from_state, to_state, service, window_id, officer_id, at, because)
    VALUES (NEW.id, CASE TG_OP WHEN 'UPDATE' THEN OLD.state ELSE '' END, NEW.state, NEW.service_id, NEW.window_id, NEW.officer_id,
        NEW.moved_at, NEW.because);
    RETURN NULL;
END $$;
CREATE TRIGGER a_new_ticket_is_a_step AFTER INSERT ON queueing_ticket FOR EACH ROW EXECUTE FUNCTION queueing_write_step();
CREATE TRIGGER every_move_is_a_step AFTER UPDATE ON queueing_ticket
    FOR EACH ROW WHEN (OLD.state <> NEW.state OR OLD.service_id <> NEW.service_id OR OLD.officer_id <> NEW.officer_id)
    EXECUTE FUNCTION queueing_write_step();

CREATE FUNCTION queueing_call_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM queueing_ticket AS ticket WHERE ticket.id = NEW.ticket_id AND ticket.state = 'called'
            AND ticket.hall_id = NEW.hall_id AND ticket.window_id = NEW.window_id AND ticket.officer_id = NEW.officer_id
            AND ticket.service_id = NEW.service_id AND ticket.turns = NEW.turn)
            OR NOT EXISTS (SELECT FROM queueing_windowpost AS post WHERE post.window_id = NEW.window_id
                AND post.hall_id = NEW.hall_id AND post.officer_id = NEW.officer_id) THEN
        PERFORM queueing_say_no('a_call_is_of_its_ticket');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_call_is_of_its_ticket BEFORE INSERT ON queueing_call FOR EACH ROW EXECUTE FUNCTION queueing_call_begins();

CREATE FUNCTION queueing_call_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.ticket_id, NEW.turn, NEW.hall_id, NEW.window_id, NEW.called_at, NEW.waited_s) IS DISTINCT FROM
       (OLD.ticket_id, OLD.turn, OLD.hall_id, OLD.window_id, OLD.called_at, OLD.waited_s)
            OR OLD.began_at IS NOT NULL AND NEW.began_at IS DISTINCT FROM OLD.began_at
            OR OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.outcome, NEW.officer_id, NEW.service_id, NEW.rating_key)
                IS DISTINCT FROM (OLD.ended_at, OLD.outcome, OLD.officer_id, OLD.service_id, OLD.rating_key) THEN
        PERFORM queueing_say_no('a_call_is_never_rewritten');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_call_is_never_rewritten BEFORE UPDATE ON queueing_call FOR EACH ROW EXECUTE FUNCTION queueing_call_moves();

CREATE FUNCTION queueing_hall_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.last_number < OLD.last_number OR NEW.last_position < OLD.last_position OR NEW.block_last < OLD.block_last
            OR NEW.epoch < OLD.epoch OR NEW.hall_id <> OLD.hall_id THEN
        PERFORM queueing_say_no('a_hall_never_counts_back');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_hall_never_counts_back BEFORE UPDATE ON queueing_hallqueue
    FOR EACH ROW EXECUTE FUNCTION queueing_hall_counts();
CREATE TRIGGER a_block_is_never_changed BEFORE UPDATE OR DELETE ON queueing_numberblock
    FOR EACH ROW EXECUTE FUNCTION queueing_refuse('a_block_is_never_changed');

CREATE FUNCTION queueing_write_windowstep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO queueing_windowstep (window_id, mode, officer_id, skills, break_reason, at)
    VALUES (NEW.window_id, NEW.mode, NEW.officer_id, NEW.skills, NEW.break_reason, NEW.since);
    RETURN NULL;
END $$;
CREATE TRIGGER every_change_of_a_window_is_a_step AFTER INSERT OR UPDATE ON queueing_windowpost
    FOR EACH ROW EXECUTE FUNCTION queueing_write_windowstep();

CREATE FUNCTION queueing_window_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM offices_window AS place WHERE place.id = NEW.window_id AND place.hall_id = NEW.hall_id
            AND place.low_counter = NEW.low AND place.seated = NEW.seated) THEN
        PERFORM queueing_say_no('a_window_stands_in_its_hall');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.officer_id IS DISTINCT FROM OLD.officer_id
            AND EXISTS (SELECT FROM queueing_call AS call WHERE call.window_id = NEW.window_id AND call.ended_at IS NULL
                AND call.officer_id IS DISTINCT FROM NEW.officer_id) THEN
        PERFORM queueing_say_no('nobody_leaves_a_window_with_a_ticket');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_window_stands_in_its_hall BEFORE INSERT OR UPDATE ON queueing_windowpost
    FOR EACH ROW EXECUTE FUNCTION queueing_window_moves();

CREATE FUNCTION queueing_rating_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM queueing_call AS call JOIN queueing_ticket AS ticket ON ticket.id = call.ticket_id
            WHERE call.id = NEW.call_id AND call.ticket_id = NEW.ticket_id AND call.window_id = NEW.window_id
            AND call.officer_id = NEW.officer_id AND call.reference = NEW.reference AND call.hall_id = NEW.hall_id
            AND call.service_id = NEW.service_id AND call.outcome = 'done' AND ticket.state = 'done') THEN
        PERFORM queueing_say_no('a_rating_belongs_to_its_call');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_rating_belongs_to_its_call BEFORE INSERT ON queueing_rating
    FOR EACH ROW EXECUTE FUNCTION queueing_rating_fits();

CREATE FUNCTION queueing_rating_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'seen_at' IS DISTINCT FROM to_jsonb(OLD) - 'seen_at' THEN
        PERFORM queueing_say_no('a_rating_is_never_changed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_rating_is_never_changed BEFORE UPDATE ON queueing_rating
    FOR EACH ROW EXECUTE FUNCTION queueing_rating_stays();

ALTER TABLE queueing_rating ADD CONSTRAINT a_rating_names_what_its_call_names
    FOREIGN KEY (call_id, ticket_id, window_id, officer_id, reference)
    REFERENCES queueing_call (id, ticket_id, window_id, officer_id, reference);

CREATE FUNCTION queueing_appointment_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER a_half_hour_is_never_overbooked BEFORE INSERT OR UPDATE ON queueing_appointment
    FOR EACH ROW EXECUTE FUNCTION queueing_appointment_counts();

CREATE TRIGGER an_answer_of_the_survey_is_never_changed BEFORE UPDATE OR DELETE ON queueing_surveyanswer
    FOR EACH ROW EXECUTE FUNCTION queueing_refuse('an_answer_of_the_survey_is_never_changed');
CREATE TRIGGER a_line_taken_over_is_never_changed BEFORE UPDATE OR DELETE ON queueing_agententry
    FOR EACH ROW EXECUTE FUNCTION queueing_refuse('a_line_taken_over_is_never_changed');

REVOKE INSERT, UPDATE ON queueing_step, queueing_windowstep FROM mumian_web, mumian_worker;
REVOKE UPDATE ON queueing_slot FROM mumian_web, mumian_worker;
GRANT UPDATE (capacity) ON queueing_slot TO mumian_web, mumian_worker;
