"""A lying only ends, once; a hand-out belongs to the lying that ended with it and is never changed; nothing is deleted."""

from __future__ import annotations

from django.db import migrations

FORBID = """
CREATE FUNCTION delivery_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
END $$;

CREATE FUNCTION delivery_lying_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.taken_at IS NULL AND NEW.taken_at IS NOT NULL
        AND (OLD.id, OLD.document_key, OLD.case_key, OLD.position_id, OLD.arrival, OLD.ready_at, OLD.put_at, OLD.put_by_id,
             OLD.put_department_id)
          = (NEW.id, NEW.document_key, NEW.case_key, NEW.position_id, NEW.arrival, NEW.ready_at, NEW.put_at, NEW.put_by_id,
             NEW.put_department_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a_lying_only_ends' USING ERRCODE = 'check_violation', CONSTRAINT = 'a_lying_only_ends';
END $$;
CREATE TRIGGER a_lying_only_ends BEFORE UPDATE ON delivery_lying
    FOR EACH ROW EXECUTE FUNCTION delivery_lying_only_ends();
CREATE TRIGGER a_lying_is_never_deleted BEFORE DELETE ON delivery_lying
    FOR EACH ROW EXECUTE FUNCTION delivery_refuse('a_lying_is_never_deleted');
CREATE TRIGGER a_hand_out_is_never_changed BEFORE UPDATE OR DELETE ON delivery_handout
    FOR EACH ROW EXECUTE FUNCTION delivery_refuse('a_hand_out_is_never_changed');

CREATE FUNCTION delivery_lying_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM delivery_handout WHERE document_key = NEW.document_key) THEN
        RAISE EXCEPTION 'what_was_handed_out_does_not_lie_on_a_shelf'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'what_was_handed_out_does_not_lie_on_a_shelf';
    END IF;
    IF EXISTS (SELECT FROM delivery_shelfposition WHERE id = NEW.position_id AND closed_at <= NEW.put_at) THEN
        RAISE EXCEPTION 'nothing_lies_on_a_closed_position'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nothing_lies_on_a_closed_position';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER what_was_handed_out_does_not_lie_on_a_shelf BEFORE INSERT ON delivery_lying
    FOR EACH ROW EXECUTE FUNCTION delivery_lying_begins();

CREATE FUNCTION delivery_hand_out_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    handed_out delivery_handout;
    lay delivery_lying;
BEGIN
    IF TG_TABLE_NAME = 'delivery_handout' THEN
        SELECT * INTO lay FROM delivery_lying WHERE id = (to_jsonb(NEW) ->> 'lying_id')::bigint;
    ELSE
        SELECT * INTO lay FROM delivery_lying WHERE id = (to_jsonb(NEW) ->> 'id')::bigint;
    END IF;
    SELECT * INTO handed_out FROM delivery_handout WHERE lying_id = lay.id;
    IF (handed_out.id IS NULL) <> (lay.departure <> 'handed_out') OR (handed_out.id IS NOT NULL AND
            (handed_out.document_key, handed_out.case_key, handed_out.handed_out_at, handed_out.officer_id)
            IS DISTINCT FROM (lay.document_key, lay.case_key, lay.taken_at, lay.taken_by_id)) THEN
        RAISE EXCEPTION 'a_hand_out_and_the_shelf_agree'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_hand_out_and_the_shelf_agree';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_hand_out_and_the_shelf_agree AFTER INSERT ON delivery_handout
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_hand_out_agrees();
CREATE CONSTRAINT TRIGGER the_shelf_and_a_hand_out_agree AFTER UPDATE ON delivery_lying
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_hand_out_agrees();
"""

ALLOW = """
DROP TRIGGER the_shelf_and_a_hand_out_agree ON delivery_lying;
DROP TRIGGER a_hand_out_and_the_shelf_agree ON delivery_handout;
DROP FUNCTION delivery_hand_out_agrees();
DROP TRIGGER what_was_handed_out_does_not_lie_on_a_shelf ON delivery_lying;
DROP FUNCTION delivery_lying_begins();
DROP TRIGGER a_hand_out_is_never_changed ON delivery_handout;
DROP TRIGGER a_lying_is_never_deleted ON delivery_lying;
DROP TRIGGER a_lying_only_ends ON delivery_lying;
DROP FUNCTION delivery_lying_only_ends();
DROP FUNCTION delivery_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_shelves_and_hand_outs")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
