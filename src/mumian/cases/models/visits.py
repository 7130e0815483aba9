"""Visits at home: asked for, approved, made by two officers with numbers that were reserved for them beforehand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mumian.cases.models.asking import decided
from mumian.cases.models.life import Case
from mumian.cases.models.naming import CODE, choices, one_of, written
from mumian.cases.terms import VisitGround
from mumian.offices.models import Bureau, Hall, Officer
from mumian.people.models import Person


class Visit(models.Model):
    """A visit to somebody who cannot come. Approved, it names its day and two officers."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=16, choices=choices(VisitGround))
    reason = models.TextField()
    address = models.CharField(max_length=200)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    on = models.DateField(null=True)
    first_officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    second_officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=one_of("ground", VisitGround), name="a_visit_has_a_known_ground"),
            models.CheckConstraint(condition=written("reason", "address"), name="a_visit_says_why_and_where"),
            decided("a_visit_is_decided_by_somebody"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="nobody_approves_his_own_visit"
            ),
            models.CheckConstraint(
                condition=Q(approved=True, on__isnull=False, first_officer__isnull=False, second_officer__isnull=False)
                | (
                    (Q(approved=False) | Q(approved__isnull=True))
                    & Q(on__isnull=True, first_officer__isnull=True, second_officer__isnull=True)
                ),
                name="an_approved_visit_has_its_day_and_two_officers",
            ),
            models.CheckConstraint(
                condition=Q(first_officer__isnull=True) | ~Q(first_officer=F("second_officer")),
                name="two_different_officers_make_a_visit",
            ),
        ]

    def __str__(self) -> str:
        return f"visit:{self.pk}"


class ReservedNumber(models.Model):
    """A receipt number that was given out before a visit; it works without a network and is used once."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="numbers", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=10, unique=True)
    case = models.OneToOneField(Case, null=True, on_delete=models.PROTECT, related_name="reserved_number")
    used_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["visit", "ordinal"], name="numbers_of_a_visit_are_counted"),
            models.CheckConstraint(condition=Q(number__regex=CODE), name="reserved_number_is_ten_signs"),
            models.CheckConstraint(
                condition=Q(case__isnull=True, used_by__isnull=True, used_at__isnull=True)
                | Q(case__isnull=False, used_by__isnull=False, used_at__isnull=False),
                name="a_used_number_says_for_what_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.number
