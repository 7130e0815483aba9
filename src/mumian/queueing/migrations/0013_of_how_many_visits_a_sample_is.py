"""A sample says of how many finished visits it was drawn: how many of them can be reached at all belongs to its figures."""

from django.db import migrations, models

ONLY_VISITORS = """
ALTER TABLE queueing_sample ADD CONSTRAINT only_visitors_are_reached CHECK (eligible <= visits) NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE queueing_sample VALIDATE CONSTRAINT only_visitors_are_reached;
"""


class Migration(migrations.Migration):
    dependencies = [("queueing", "0012_halls_do_what_they_offer")]
    operations = [
        migrations.AddField("sample", "visits", models.PositiveIntegerField(null=True)),
        migrations.RunSQL(
            ONLY_VISITORS,
            "ALTER TABLE queueing_sample DROP CONSTRAINT only_visitors_are_reached;",
            state_operations=[
                migrations.AddConstraint(
                    "sample",
                    models.CheckConstraint(
                        condition=models.Q(eligible__lte=models.F("visits")), name="only_visitors_are_reached"
                    ),
                )
            ],
        ),
    ]
