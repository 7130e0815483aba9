"""Shelves with their positions, what lay where, and to whom it was handed out.

That a lying is written once and only ends, and that a hand-out is never changed, is said by the triggers of migration 0002.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mumian.delivery.terms import Arrival, Collector, Departure, IdentityCheck
from mumian.offices.models import Department, Hall, Officer

POSITION = r"^[A-Z0-9]+(-[A-Z0-9]+)*$"


def _choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


def _one_of(column: str, words: type[StrEnum]) -> Q:
    return Q(**{f"{column}__in": [word.value for word in words]})


class ShelfPosition(models.Model):
    """One place on the shelf of a hall, such as A-03-12; it takes one document."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16)
    set_up_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hall", "code"], name="a_position_is_named_once_in_a_hall"),
            models.CheckConstraint(condition=Q(code__regex=POSITION), name="position_is_capitals_digits_and_hyphens"),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id}: {self.code}"


class Lying(models.Model):
    """One document on one position, from a moment until it was taken off."""

    document_key = models.CharField(max_length=64)
    case_key = models.CharField(max_length=64)
    position = models.ForeignKey(ShelfPosition, on_delete=models.PROTECT, related_name="lyings")
    arrival = models.CharField(max_length=12, choices=_choices(Arrival))
    ready_at = models.DateTimeField()
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    put_department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    departure = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["position"], condition=Q(taken_at__isnull=True), name="a_position_holds_one_document"
            ),
            models.UniqueConstraint(
                fields=["document_key"], condition=Q(taken_at__isnull=True), name="a_document_lies_in_one_place"
            ),
            models.CheckConstraint(condition=~Q(document_key="") & ~Q(case_key=""), name="what_lies_on_a_shelf_has_a_name"),
            models.CheckConstraint(condition=_one_of("arrival", Arrival), name="a_document_arrives_for_a_known_reason"),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True, departure="")
                | Q(taken_at__gte=F("put_at"), taken_by__isnull=False, departure__in=[word.value for word in Departure]),
                name="who_takes_a_document_off_the_shelf_says_when_and_why",
            ),
            models.CheckConstraint(condition=Q(put_at__gte=F("ready_at")), name="a_document_is_ready_before_it_is_shelved"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("case_key", name="lyings_of_a_case"),
            models.Index("ready_at", condition=Q(taken_at__isnull=True), name="uncollected_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.document_key}: {self.position_id}"


class HandOut(models.Model):
    """A document in the hand: from which lying, to whom, and how his identity was checked."""

    document_key = models.CharField(max_length=64, unique=True)
    case_key = models.CharField(max_length=64)
    lying = models.OneToOneField(Lying, on_delete=models.PROTECT, related_name="hand_out")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    handed_out_at = models.DateTimeField()
    collector = models.CharField(max_length=12, choices=_choices(Collector))
    check_made = models.CharField(max_length=12, choices=_choices(IdentityCheck))
    document_shown = models.CharField(max_length=40)
    number_ends = models.CharField(max_length=4)
    authority = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_one_of("collector", Collector), name="a_document_is_collected_by_somebody_known"),
            models.CheckConstraint(condition=_one_of("check_made", IdentityCheck), name="identity_is_checked_in_a_known_way"),
            models.CheckConstraint(
                condition=Q(number_ends__regex=r"^[A-Z0-9]{4}$") & ~Q(document_shown=""), name="nobody_collects_unidentified"
            ),
            models.CheckConstraint(
                condition=Q(collector=Collector.HOLDER.value) | ~Q(authority=""), name="who_collects_for_another_shows_a_paper"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index("case_key", name="hand_outs_of_a_case")]

    def __str__(self) -> str:
        return f"{self.document_key}: {self.collector}"
