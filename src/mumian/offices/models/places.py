"""Bureaus, halls with their dated hours and districts, floors, windows and self-service points.

What a rulebook no longer states is never deleted: places get a day on which they closed, dated statements a moment of withdrawal,
so that "what was on the board on 3 May?" can still be answered.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from mumian.foundation.words import Text
from mumian.offices.models.naming import Named, choices, days, one_of
from mumian.offices.terms import BureauKind, HallKind, PointHost, PointKind, WindowKind


class Bureau(Named):
    """An office of the city, a district or a county; its code is the division it answers for."""

    code = models.CharField(max_length=6, unique=True)
    kind = models.CharField(max_length=8, choices=choices(BureauKind))
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="city", parent__isnull=True) | (~Q(kind="city") & Q(parent__isnull=False)),
                name="every_bureau_but_the_city_has_a_superior",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="no_bureau_is_its_own_superior"),
            models.CheckConstraint(condition=one_of("kind", BureauKind), name="bureau_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return self.code


class Amenity(Named):
    """Something a floor may offer besides its windows."""

    code = models.CharField(max_length=32, unique=True)
    accessible = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.code


class Hall(Named):
    """A hall that the public enters."""

    code = models.CharField(max_length=16, unique=True)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="halls")
    kind = models.CharField(max_length=12, choices=choices(HallKind))
    address_zh = models.CharField(max_length=200)
    address_en = models.CharField(max_length=200)
    phone = models.CharField(max_length=24)
    how_to_get_zh = models.TextField(blank=True, default="")
    how_to_get_en = models.TextField(blank=True, default="")
    services: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=40), default=list)
    daily_share = models.DecimalField(max_digits=5, decimal_places=4)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(daily_share__gte=0) & Q(daily_share__lte=1), name="share_of_a_hall_is_a_part_of_all_visitors"
            ),
            models.CheckConstraint(condition=one_of("kind", HallKind), name="hall_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def address(self) -> Text:
        return Text(zh=self.address_zh, en=self.address_en)

    @property
    def how_to_get(self) -> Text:
        return Text(zh=self.how_to_get_zh, en=self.how_to_get_en)


class Stated(models.Model):
    """A dated statement about a hall; one that is withdrawn stays on record and counts no more."""

    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    stated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def _in_force_once(name: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[("hall", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
        condition=Q(withdrawn_at__isnull=True),
    )


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name
    )


def _interval_list() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=11), default=list)


class HallHours(Stated):
    """Opening hours of a hall while they hold, as intervals "09:00-12:00" for each group of days."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="hours")
    mon_fri = _interval_list()
    sat = _interval_list()
    sun = _interval_list()
    holidays = _interval_list()
    make_up: ArrayField[list[str] | None, list[str] | None] = ArrayField(models.CharField(max_length=11), null=True)
    note_zh = models.CharField(max_length=300, blank=True, default="")
    note_en = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _in_force_once("a_hall_has_one_set_of_hours_on_a_day"),
            _ends_after_it_begins("hours_end_after_they_begin"),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id}: {self.valid_from} – {self.valid_to}"


class HallDistrict(Stated):
    """The division a hall lies in; borders move, halls do not."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="districts")
    code = models.CharField(max_length=6)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _in_force_once("a_hall_lies_in_one_district_on_a_day"),
            _ends_after_it_begins("district_of_a_hall_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id}: {self.code}"


class Floor(models.Model):
    """One floor of a hall: what it holds, and what it offers."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="floors")
    floor = models.SmallIntegerField()
    holds_zh = models.CharField(max_length=300)
    holds_en = models.CharField(max_length=300)
    amenities: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=32), default=list)
    stated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["hall", "floor"], condition=Q(withdrawn_at__isnull=True), name="a_floor_of_a_hall_is_stated_once"
            ),
            models.CheckConstraint(condition=~Q(floor=0), name="no_floor_is_numbered_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id}: {self.floor}"

    @property
    def holds(self) -> Text:
        return Text(zh=self.holds_zh, en=self.holds_en)


class Window(models.Model):
    """A window of a hall."""

    code = models.CharField(max_length=16, unique=True)
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField()
    floor = models.SmallIntegerField()
    kind = models.CharField(max_length=20, choices=choices(WindowKind))
    rating_device = models.BooleanField(default=True)
    priority = models.BooleanField(default=False)
    low_counter = models.BooleanField(default=False)
    seated = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["hall", "number"], condition=Q(closed_on__isnull=True), name="a_window_number_is_used_once_in_a_hall"
            ),
            models.UniqueConstraint(fields=["id", "hall"], name="window_and_its_hall"),
            models.CheckConstraint(condition=Q(number__gte=1), name="windows_are_numbered_from_one"),
            models.CheckConstraint(condition=one_of("kind", WindowKind), name="window_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return self.code


class ServicePoint(Named):
    """A self-service point, in a hall or in a police station near one."""

    code = models.CharField(max_length=16, unique=True)
    host = models.CharField(max_length=16, choices=choices(PointHost))
    kind = models.CharField(max_length=12, choices=choices(PointKind))
    district = models.CharField(max_length=6)
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="points")
    nearest_hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="points_nearby")
    services: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=40), default=list)
    location_zh = models.CharField(max_length=120, blank=True, default="")
    location_en = models.CharField(max_length=120, blank=True, default="")
    address_zh = models.CharField(max_length=200, blank=True, default="")
    address_en = models.CharField(max_length=200, blank=True, default="")
    open_when_zh = models.CharField(max_length=120, blank=True, default="")
    open_when_en = models.CharField(max_length=120, blank=True, default="")
    closed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(host="hall", hall__isnull=False)
                | (~Q(host="hall") & Q(hall__isnull=True, nearest_hall__isnull=False)),
                name="a_point_stands_in_a_hall_or_near_one",
            ),
            models.CheckConstraint(condition=one_of("host", PointHost), name="point_has_a_known_host"),
        ]

    def __str__(self) -> str:
        return self.code
