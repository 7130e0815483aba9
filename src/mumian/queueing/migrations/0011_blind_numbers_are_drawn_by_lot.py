"""Blind numbers of the survey are kept as they went out, beside no ticket, and the secret that could find it goes.

Until now they were reckoned anew from the visits of the days, which change. And two appointments that change places lock their
half hours in one order.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any

from django.db import migrations, models
from django.db.models import deletion

SQL = Path(__file__).resolve().parents[1] / "sql"


def keep_what_went_out(apps: Any, _editor: object) -> None:
    """The numbers of samples that wait for their results, reckoned as before once more; of others those that answered."""
    sample, ticket, asked, answer = (
        apps.get_model("queueing", name) for name in ("Sample", "Ticket", "SurveyAsked", "SurveyAnswer")
    )
    rows = [asked(sample_id=one.sample_id, blind=one.blind, hall_id=one.hall_id) for one in answer.objects.all()]
    for drawn in sample.objects.filter(closed_at=None):
        visits = ticket.objects.filter(day__gte=drawn.first_on, day__lte=drawn.last_on, state="done").exclude(contact="")
        halls = dict(visits.values_list("pk", "hall_id"))
        lots = sorted(halls, key=lambda one: hashlib.sha256(f"{drawn.seed}:{one}".encode()).digest())[
            : drawn.size
        ]  # used at once
        secret = bytes(drawn.secret)
        rows += [
            asked(sample=drawn, blind=hmac.new(secret, str(one).encode(), hashlib.sha256).hexdigest()[:32], hall_id=halls[one])
            for one in lots
        ]
    asked.objects.bulk_create(sorted(rows, key=lambda one: one.blind))


OF_THE_ASKED = """
-- squawk-ignore adding-foreign-key-constraint
ALTER TABLE queueing_surveyanswer ADD CONSTRAINT who_answers_was_asked FOREIGN KEY (sample_id, blind, hall_id)
    REFERENCES queueing_surveyasked (sample_id, blind, hall_id) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE queueing_surveyanswer VALIDATE CONSTRAINT who_answers_was_asked;
CREATE TRIGGER who_was_asked_is_never_changed BEFORE UPDATE OR DELETE ON queueing_surveyasked
    FOR EACH ROW EXECUTE FUNCTION queueing_refuse('who_was_asked_is_never_changed');
-- squawk-ignore ban-drop-column
ALTER TABLE queueing_sample DROP COLUMN secret;
"""
BACK = """
ALTER TABLE queueing_sample ADD COLUMN secret bytea NOT NULL DEFAULT '';
DROP TRIGGER who_was_asked_is_never_changed ON queueing_surveyasked;
ALTER TABLE queueing_surveyanswer DROP CONSTRAINT who_answers_was_asked;
"""


class Migration(migrations.Migration):
    dependencies = [("queueing", "0010_an_end_is_told_with_its_window"), ("offices", "0007_duty_is_only_carried_forward")]
    operations = [
        migrations.CreateModel(
            name="SurveyAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("blind", models.CharField(max_length=32)),
                ("hall", models.ForeignKey("offices.Hall", db_index=False, on_delete=deletion.PROTECT, related_name="+")),
                (
                    "sample",
                    models.ForeignKey("queueing.Sample", db_index=False, on_delete=deletion.PROTECT, related_name="asked"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["sample", "blind", "hall"], name="a_blind_number_goes_out_once"),
                ],
            },
        ),
        migrations.RunPython(keep_what_went_out, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE;", migrations.RunSQL.noop),
        migrations.RunSQL(OF_THE_ASKED, BACK, state_operations=[migrations.RemoveField("sample", "secret")]),
        migrations.RunSQL((SQL / "changed_slots.sql").read_text(), migrations.RunSQL.noop),
    ]
