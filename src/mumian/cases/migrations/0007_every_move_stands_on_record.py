"""A move is kept only with its act on the record of audit: whoever forgets the one loses the other.

Asked when the transaction ends, so that move and act may be written in either order.
"""

from __future__ import annotations

from django.db import migrations

ON_RECORD = """
CREATE FUNCTION cases_move_is_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM audit_act WHERE thing = 'case:' || NEW.case_id AND act = NEW.command AND at = NEW.at) THEN
        PERFORM cases_refuse('every_move_stands_on_record');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER every_move_stands_on_record AFTER INSERT ON cases_move
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_move_is_on_record();
"""
UNDO = """
DROP TRIGGER every_move_stands_on_record ON cases_move;
DROP FUNCTION cases_move_is_on_record();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_what_is_asked_of_superiors"),
        ("audit", "0004_acts_are_recorded_by_functions"),
    ]
    operations = [migrations.RunSQL(ON_RECORD, UNDO)]
