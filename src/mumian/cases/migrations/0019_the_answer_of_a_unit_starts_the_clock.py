"""A stop for an employer's consent may end by the employer's own answer, with no officer who starts the clock again."""

from __future__ import annotations

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q

NAME = "who_starts_the_clock_again_is_known"


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_who_moves_a_case_is_posted_over_it")]
    operations = [
        migrations.RemoveConstraint("clockstop", NAME),
        AddConstraintNotValid(
            "clockstop",
            models.CheckConstraint(
                condition=Q(last__isnull=True, resumed_at__isnull=True)
                | (Q(last__isnull=False, resumed_at__isnull=False) & (Q(resumed_by__isnull=False) | Q(ground="consent"))),
                name=NAME,
            ),
        ),
        ValidateConstraint("clockstop", NAME),
    ]
