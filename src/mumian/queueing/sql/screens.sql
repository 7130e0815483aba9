-- What happens in a hall is told the moment it is committed, to whoever listens: the live process has no question to ask for it and
-- waits for no dispatcher. Only the announcement is early: the outbox keeps the event and hands it on as any other.
CREATE FUNCTION queueing_tell_screens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('mumian_halls', NEW.payload::text);
    RETURN NULL;
END $$;
CREATE TRIGGER screens_hear_what_happens_in_a_hall AFTER INSERT ON outbox_event FOR EACH ROW
    WHEN (starts_with(NEW.topic, 'queueing.') AND NEW.payload ? 'hall') EXECUTE FUNCTION queueing_tell_screens();
