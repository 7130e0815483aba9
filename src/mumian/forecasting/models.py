"""The tables of this package."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mumian.forecasting.rules.figures import LONGEST_WAIT
from mumian.offices.models import Hall


class HallMonth(models.Model):
    """What one hall did in one month; a correction replaces the figures and says when."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    visitors = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    issued = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    median_wait_minutes = models.PositiveSmallIntegerField()
    satisfied = models.PositiveIntegerField()
    fair = models.PositiveIntegerField()
    unsatisfied = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hall", "month"], name="a_hall_has_one_set_of_figures_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_given_by_its_first_day"),
            models.CheckConstraint(condition=Q(issued=F("on_time") + F("overdue")), name="what_is_issued_is_on_time_or_overdue"),
            models.CheckConstraint(condition=Q(median_wait_minutes__lte=LONGEST_WAIT), name="nobody_waits_longer_than_a_day"),
            models.CheckConstraint(
                condition=Q(visitors__gte=F("satisfied") + F("fair") + F("unsatisfied")), name="only_visitors_rate_their_visit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id}: {self.month:%Y-%m}"
