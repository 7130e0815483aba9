"""What says by when: limits, stops of the clock, the share of each stage, urgent handling."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mumian.cases.models.life import Case
from mumian.cases.models.naming import choices, one_of, written
from mumian.cases.terms import LimitKind, StopGround
from mumian.catalogue.terms import LimitUnit, Stage
from mumian.offices.models import Officer


class CaseLimit(models.Model):
    """A limit of one round of a case, with the due day by the calendar of `calendar_version`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="limits", db_index=False)
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=choices(LimitKind))
    value = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=choices(LimitUnit))
    extended_by = models.PositiveSmallIntegerField(default=0)
    extendable_to = models.PositiveSmallIntegerField(null=True)
    counted_from = models.DateField()
    due_on = models.DateField()
    due_before = models.DateTimeField()
    calendar_version = models.CharField(max_length=16)
    met_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "round", "kind"], name="a_round_has_one_limit_of_a_kind"),
            models.CheckConstraint(condition=one_of("kind", LimitKind), name="limit_of_a_case_is_of_a_known_kind"),
            models.CheckConstraint(condition=one_of("unit", LimitUnit), name="limit_of_a_case_has_a_known_unit"),
            models.CheckConstraint(
                condition=Q(extended_by=0)
                | (
                    Q(kind=LimitKind.STATUTORY.value, extendable_to__isnull=False)
                    & Q(extendable_to__gte=F("value") + F("extended_by"))
                ),
                name="a_limit_is_extended_only_as_far_as_the_law_lets_it",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("calendar_version", condition=Q(met_at__isnull=True), name="open_limits_by_calendar"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} {self.kind}: {self.due_on}"


class ClockStop(models.Model):
    """Days on which the clock of a case stands still, both ends included; open while `last` is empty."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stops")
    round = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=16, choices=choices(StopGround))
    reason = models.TextField()
    first = models.DateField()
    last = models.DateField(null=True)
    stopped_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    stopped_at = models.DateTimeField()
    resumed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], condition=Q(last__isnull=True), name="the_clock_is_stopped_once_at_a_time"),
            models.CheckConstraint(condition=one_of("ground", StopGround), name="the_clock_stops_on_a_ground_of_the_law"),
            models.CheckConstraint(condition=written("reason"), name="a_stop_says_why"),
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="a_stop_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(last__isnull=True, resumed_at__isnull=True)
                | (
                    Q(last__isnull=False, resumed_at__isnull=False)
                    & (Q(resumed_by__isnull=False) | Q(ground=StopGround.CONSENT.value))
                ),
                name="who_starts_the_clock_again_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} {self.first} – {self.last}"


class StageShare(models.Model):
    """The last day of a stage's share in the promised days."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shares", db_index=False)
    round = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=choices(Stage))
    days = models.PositiveSmallIntegerField()
    until = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "round", "stage"], name="a_stage_has_one_share"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} {self.stage}: {self.until}"


class Urgency(models.Model):
    """Urgent handling: asked by one officer on a ground, approved by another."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="urgency")
    ground = models.TextField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=written("ground"), name="urgent_handling_has_a_ground"),
            models.CheckConstraint(condition=~Q(asked_by=F("approved_by")), name="nobody_approves_his_own_urgency"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id}"
