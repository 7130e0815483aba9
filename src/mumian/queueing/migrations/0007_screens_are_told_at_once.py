"""Events of a hall are announced when they are committed, so that a call is on the screens before the dispatcher looks."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"
UNDO = "DROP TRIGGER screens_hear_what_happens_in_a_hall ON outbox_event; DROP FUNCTION queueing_tell_screens();"


class Migration(migrations.Migration):
    dependencies = [("queueing", "0006_agents_of_halls"), ("foundation", "0001_outbox")]
    operations = [migrations.RunSQL((SQL / "screens.sql").read_text(), UNDO)]
