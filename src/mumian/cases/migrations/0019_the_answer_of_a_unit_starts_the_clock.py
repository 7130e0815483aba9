"""A stop for an employer's consent may end by the employer's own answer, with no officer who starts the clock again."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q

NAME = "who_starts_the_clock_again_is_known"
CONDITION = Q(last__isnull=True, resumed_at__isnull=True) | (
    Q(last__isnull=False, resumed_at__isnull=False) & (Q(resumed_by__isnull=False) | Q(ground="consent"))
)

# Every row that the narrower constraint let in meets the wider one, so nothing is lost; stops of the clock are few enough to be
# looked through while nobody writes one.
WIDER = """
-- squawk-ignore ban-drop-constraint
ALTER TABLE cases_clockstop DROP CONSTRAINT who_starts_the_clock_again_is_known;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE cases_clockstop ADD CONSTRAINT who_starts_the_clock_again_is_known CHECK (
    (last IS NULL AND resumed_at IS NULL)
    OR (last IS NOT NULL AND resumed_at IS NOT NULL AND (resumed_by_id IS NOT NULL OR ground = 'consent')));
"""
NARROWER = """
ALTER TABLE cases_clockstop DROP CONSTRAINT who_starts_the_clock_again_is_known;
ALTER TABLE cases_clockstop ADD CONSTRAINT who_starts_the_clock_again_is_known CHECK (
    (last IS NULL AND resumed_at IS NULL)
    OR (last IS NOT NULL AND resumed_at IS NOT NULL AND resumed_by_id IS NOT NULL));
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_who_moves_a_case_is_posted_over_it")]
    operations = [
        migrations.RunSQL(
            WIDER,
            NARROWER,
            state_operations=[
                migrations.RemoveConstraint("clockstop", NAME),
                migrations.AddConstraint("clockstop", models.CheckConstraint(condition=CONDITION, name=NAME)),
            ],
        )
    ]
