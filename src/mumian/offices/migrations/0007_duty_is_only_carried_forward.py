"""A shift's calls and hand-over belong to it, and what has been said stays said.

Django knows no foreign keys over two columns, hence SQL.
"""

from __future__ import annotations

from django.db import migrations

ADD = """
ALTER TABLE offices_shift
    ADD CONSTRAINT a_window_of_a_shift_is_in_its_hall
        FOREIGN KEY (window_id, hall_id) REFERENCES offices_window (id, hall_id);
ALTER TABLE offices_standbycall
    ADD CONSTRAINT a_call_goes_to_a_shift_of_stand_by
        FOREIGN KEY (shift_id, shift_kind) REFERENCES offices_shift (id, kind);
ALTER TABLE offices_relief
    ADD CONSTRAINT who_is_relieved_had_the_shift
        FOREIGN KEY (shift_id, officer_id) REFERENCES offices_shift (id, officer_id);

CREATE FUNCTION offices_shift_is_planned_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR to_jsonb(OLD) - 'withdrawn_at' <> to_jsonb(NEW) - 'withdrawn_at' THEN
        RAISE EXCEPTION 'a_shift_is_withdrawn_and_planned_anew' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_shift_is_withdrawn_and_planned_anew
    BEFORE UPDATE ON offices_shift FOR EACH ROW EXECUTE FUNCTION offices_shift_is_planned_anew();

CREATE FUNCTION offices_call_is_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answer IS NOT NULL
        OR to_jsonb(OLD) - 'answer' - 'answered_at' <> to_jsonb(NEW) - 'answer' - 'answered_at' THEN
        RAISE EXCEPTION 'a_call_is_answered_once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_call_is_answered_once
    BEFORE UPDATE ON offices_standbycall FOR EACH ROW EXECUTE FUNCTION offices_call_is_answered_once();

CREATE FUNCTION offices_relief_is_acknowledged_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.acknowledged_at IS NOT NULL OR to_jsonb(OLD) - 'acknowledged_at' <> to_jsonb(NEW) - 'acknowledged_at' THEN
        RAISE EXCEPTION 'a_hand_over_is_acknowledged_once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_hand_over_is_acknowledged_once
    BEFORE UPDATE ON offices_relief FOR EACH ROW EXECUTE FUNCTION offices_relief_is_acknowledged_once();

CREATE FUNCTION offices_matters_are_listed_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM offices_relief WHERE id = NEW.relief_id AND acknowledged_at IS NOT NULL) THEN
        RAISE EXCEPTION 'nothing_is_listed_after_it_was_acknowledged' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER nothing_is_listed_after_it_was_acknowledged
    BEFORE INSERT ON offices_reliefmatter FOR EACH ROW EXECUTE FUNCTION offices_matters_are_listed_before();

REVOKE UPDATE ON offices_reliefmatter FROM mumian_web, mumian_worker;
"""

DROP = """
GRANT UPDATE ON offices_reliefmatter TO mumian_web, mumian_worker;
DROP TRIGGER nothing_is_listed_after_it_was_acknowledged ON offices_reliefmatter;
DROP FUNCTION offices_matters_are_listed_before();
DROP TRIGGER a_hand_over_is_acknowledged_once ON offices_relief;
DROP FUNCTION offices_relief_is_acknowledged_once();
DROP TRIGGER a_call_is_answered_once ON offices_standbycall;
DROP FUNCTION offices_call_is_answered_once();
DROP TRIGGER a_shift_is_withdrawn_and_planned_anew ON offices_shift;
DROP FUNCTION offices_shift_is_planned_anew();
ALTER TABLE offices_relief DROP CONSTRAINT who_is_relieved_had_the_shift;
ALTER TABLE offices_standbycall DROP CONSTRAINT a_call_goes_to_a_shift_of_stand_by;
ALTER TABLE offices_shift DROP CONSTRAINT a_window_of_a_shift_is_in_its_hall;
"""


class Migration(migrations.Migration):
    dependencies = [("offices", "0006_duty")]
    operations = [migrations.RunSQL(ADD, DROP)]
