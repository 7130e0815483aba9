from django.db import migrations

FORBID = """
CREATE FUNCTION outbox_event_is_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'event % has happened and cannot be rewritten', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'event_is_never_rewritten';
END $$;
CREATE TRIGGER event_is_never_rewritten BEFORE UPDATE OF id, topic, key, payload, occurred_at, written_at ON outbox_event
    FOR EACH ROW EXECUTE FUNCTION outbox_event_is_never_rewritten();
"""

ALLOW = """
DROP TRIGGER event_is_never_rewritten ON outbox_event;
DROP FUNCTION outbox_event_is_never_rewritten();
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_command_table")]

    operations = [migrations.RunSQL(FORBID, ALLOW)]
