"""Shifts, calls to people on stand-by, and hand-overs of duty."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from mumian.foundation.words import Text
from mumian.offices.models.naming import choices, one_of
from mumian.offices.models.places import Hall, Window
from mumian.offices.models.staff import Department, Officer
from mumian.offices.terms import CallAnswer, ShiftKind


def _moments(first: str, last: str) -> Func:
    """The time from one column to another, its end not included."""
    return Func(F(first), F(last), function="tstzrange", output_field=DateTimeRangeField())


class Shift(models.Model):
    """One line of the duty roster. A line that is changed is withdrawn and planned anew."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="shifts")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="shifts")
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="shifts")
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="shifts")
    kind = models.CharField(max_length=8, choices=choices(ShiftKind))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="shifts_planned")
    planned_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_shift_ends_after_it_begins"),
            models.CheckConstraint(condition=one_of("kind", ShiftKind), name="a_shift_is_duty_or_stand_by"),
            models.CheckConstraint(
                condition=Q(window__isnull=True) | Q(hall__isnull=False), name="a_shift_at_a_window_names_its_hall"
            ),
            models.CheckConstraint(
                condition=Q(window__isnull=True) | Q(kind=ShiftKind.DUTY.value), name="nobody_stands_by_at_a_window"
            ),
            models.UniqueConstraint(fields=["id", "kind"], name="shift_and_its_kind"),
            models.UniqueConstraint(fields=["id", "officer"], name="shift_and_its_officer"),
            ExclusionConstraint(
                name="nobody_has_two_shifts_at_once",
                expressions=[("officer", RangeOperators.EQUAL), (_moments("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
                condition=Q(withdrawn_at__isnull=True),
            ),
            ExclusionConstraint(
                name="one_officer_is_on_duty_at_a_window",
                expressions=[("window", RangeOperators.EQUAL), (_moments("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
                condition=Q(withdrawn_at__isnull=True, window__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["hall", "starts_at"], name="shifts_of_a_hall")]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.starts_at:%Y-%m-%d %H:%M}"


class StandByCall(models.Model):
    """A call to somebody on stand-by. That nobody answered in time is not written down: it follows from the time."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="calls")
    shift_kind = models.CharField(max_length=8, default=ShiftKind.STAND_BY.value)
    called_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="calls_made")
    called_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    reason = models.CharField(max_length=200)
    answer = models.CharField(max_length=12, null=True, choices=choices(CallAnswer))  # noqa: DJ001  # no answer is not an empty one
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(shift_kind=ShiftKind.STAND_BY.value), name="only_who_stands_by_is_called_up"),
            models.CheckConstraint(condition=Q(answer_by__gt=F("called_at")), name="a_call_leaves_time_to_answer"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_call_says_why"),
            models.CheckConstraint(
                condition=Q(answer__isnull=True, answered_at__isnull=True)
                | (
                    one_of("answer", CallAnswer)
                    & Q(answer__isnull=False, answered_at__isnull=False)
                    & Q(answered_at__gte=F("called_at"), answered_at__lt=F("answer_by"))
                ),
                name="a_call_is_answered_in_its_time",
            ),
            models.UniqueConstraint(
                fields=["shift"], condition=Q(answer=CallAnswer.ACKNOWLEDGED.value), name="a_call_is_acknowledged_once_in_a_shift"
            ),
            ExclusionConstraint(
                name="nobody_is_called_while_he_is_called",
                expressions=[("shift", RangeOperators.EQUAL), (_moments("called_at", "answer_by"), RangeOperators.OVERLAPS)],
                condition=Q(answer__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id}: {self.called_at:%Y-%m-%d %H:%M}"


class Relief(models.Model):
    """The hand-over of a shift to a successor, who acknowledges the matters that are listed."""

    shift = models.OneToOneField(Shift, on_delete=models.PROTECT, related_name="relief")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="reliefs_given")
    successor = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="reliefs_taken")
    handed_over_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(officer=F("successor")), name="nobody_relieves_himself"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(acknowledged_at__gte=F("handed_over_at")),
                name="duty_is_acknowledged_after_it_is_handed_over",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["successor"], condition=Q(acknowledged_at__isnull=True), name="reliefs_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} → {self.successor_id}"


class ReliefMatter(models.Model):
    """One open matter on the list of a hand-over, as it stood then."""

    relief = models.ForeignKey(Relief, on_delete=models.PROTECT, related_name="matters")
    key = models.CharField(max_length=80)
    says_zh = models.CharField(max_length=200)
    says_en = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relief", "key"], name="a_matter_is_listed_once_in_a_hand_over"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def says(self) -> Text:
        return Text(zh=self.says_zh, en=self.says_en)
