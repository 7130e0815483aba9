"""Departments, officers and their postings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from mumian.offices.models.naming import Named, choices, days, one_of
from mumian.offices.models.places import Bureau, Hall, Window
from mumian.offices.rules.authority import POLICE_ROLES, THREE_ADMINISTRATORS, THREE_DEPARTMENTS, roles_of
from mumian.offices.terms import DepartmentKind, Role, StaffStatus


def _sorted(words: frozenset[Role] | frozenset[DepartmentKind]) -> list[str]:
    """Plain strings in a fixed order, so that the migration does not change from run to run."""
    return sorted(word.value for word in words)


def _role_sits_in_its_department() -> Q:
    condition = Q()
    for kind in DepartmentKind:
        condition |= Q(department_kind=kind.value, role__in=[role.value for role in roles_of(kind)])
    return condition


class Department(Named):
    """A department of a bureau, one of each kind."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="departments")
    kind = models.CharField(max_length=16, choices=choices(DepartmentKind))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["bureau", "kind"], name="a_bureau_has_one_department_of_a_kind"),
            models.UniqueConstraint(fields=["id", "kind"], name="department_and_its_kind"),
            models.CheckConstraint(condition=one_of("kind", DepartmentKind), name="department_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}/{self.kind}"


class Officer(models.Model):
    """Somebody on the staff. The badge number stands on window and receipt.

    A record is one appointment: who changes from employee to police gets a new badge number and a new record, so that what
    he did before stays done by an employee.
    """

    account = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="officer")
    badge_number = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=60)
    latin = models.CharField(max_length=80)
    status = models.CharField(max_length=8, choices=choices(StaffStatus))
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["id", "status"], name="officer_and_his_standing"),
            models.CheckConstraint(
                condition=Q(badge_number__regex=r"^[A-Z0-9]{4,10}$"), name="badge_number_is_letters_and_digits"
            ),
            models.CheckConstraint(condition=one_of("status", StaffStatus), name="staff_are_police_or_employees"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="nobody_leaves_before_he_joins"
            ),
        ]

    def __str__(self) -> str:
        return self.badge_number


class Posting(models.Model):
    """A role somebody holds in a department, from a day to a day (inclusive), perhaps in one hall and at one usual window.

    `officer_status` and `department_kind` repeat what the officer and the department say; foreign keys over both columns hold
    them together, so that the constraints below can speak of them.
    """

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="postings")
    officer_status = models.CharField(max_length=8, choices=choices(StaffStatus))
    role = models.CharField(max_length=24, choices=choices(Role))
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="postings")
    department_kind = models.CharField(max_length=16, choices=choices(DepartmentKind))
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="postings")
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="postings")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(role__in=_sorted(POLICE_ROLES)) | Q(officer_status=StaffStatus.POLICE.value),
                name="decisions_are_made_only_by_police",
            ),
            models.CheckConstraint(condition=_role_sits_in_its_department(), name="a_role_sits_in_its_department"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="a_posting_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(window__isnull=True) | Q(hall__isnull=False), name="a_posting_at_a_window_names_its_hall"
            ),
            ExclusionConstraint(
                name="nobody_holds_two_administrator_roles_at_once",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("role", RangeOperators.NOT_EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=_sorted(THREE_ADMINISTRATORS)),
            ),
            ExclusionConstraint(
                name="nobody_serves_in_two_of_the_three_departments_at_once",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("department_kind", RangeOperators.NOT_EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(department_kind__in=_sorted(THREE_DEPARTMENTS)),
            ),
            ExclusionConstraint(
                name="nobody_is_posted_twice_to_the_same_place",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("department", RangeOperators.EQUAL),
                    (Coalesce(F("hall"), 0), RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["role", "hall"], name="posting_by_role_and_hall"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id}: {self.role}"
