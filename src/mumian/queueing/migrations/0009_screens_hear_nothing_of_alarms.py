"""Screens, telephones and whoever else follows a hall without signing in hear of tickets, windows and notices, and of nothing else.

An alarm and an answer that was not satisfied also name their hall, and are for those who work there: officers hear of them through
the outbox.
"""

from __future__ import annotations

from django.db import migrations

TOLD = """
CREATE OR REPLACE TRIGGER screens_hear_what_happens_in_a_hall AFTER INSERT ON outbox_event FOR EACH ROW
    WHEN (NEW.topic IN ('queueing.ticket_taken', 'queueing.ticket_called', 'queueing.ticket_ended', 'queueing.window_changed',
                        'queueing.notice_changed') AND NEW.payload ? 'hall') EXECUTE FUNCTION queueing_tell_screens();
"""
BEFORE = """
CREATE OR REPLACE TRIGGER screens_hear_what_happens_in_a_hall AFTER INSERT ON outbox_event FOR EACH ROW
    WHEN (starts_with(NEW.topic, 'queueing.') AND NEW.payload ? 'hall') EXECUTE FUNCTION queueing_tell_screens();
"""


class Migration(migrations.Migration):
    dependencies = [("queueing", "0008_what_lies_ahead_and_what_has_ended")]
    operations = [migrations.RunSQL(TOLD, BEFORE)]
