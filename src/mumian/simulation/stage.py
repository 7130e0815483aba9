"""What the town stands on: rulebook, halls, staff, volumes and seed, read once from the database before the first day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.foundation.calendar import DayOutsideCalendar, WorkingCalendar
from mumian.offices.queries import HallSheet, OfficerSheet, halls_with_floors, officers_holding
from mumian.offices.rules.opening import opening_intervals
from mumian.offices.terms import Role
from mumian.people.models import Person
from mumian.simulation.city.founding import NoGround, volumes_file
from mumian.simulation.town.demand import Place
from mumian.simulation.volumes import Volumes, read_volumes

ROLES = (
    Role.ACCEPTANCE_OFFICER,
    Role.COUNTER_APPROVER,
    Role.HAND_OVER_OFFICER,
    Role.HALL_GUIDE,
    Role.APPROVAL_OFFICER,
    Role.COUNTERSIGNER,
    Role.PRODUCTION_OFFICER,
    Role.QUALITY_CHECKER,
    Role.LIST_CUSTODIAN,
)


@dataclass(frozen=True)
class Stage:
    """The ground of a run that begins on day `on`.

    `people_before` is the highest person on record: invented people are numbered from there.
    """

    seed: int
    on: date
    book: Rulebook
    calendar: WorkingCalendar
    volumes: Volumes
    halls: tuple[HallSheet, ...]
    staff: Mapping[Role, tuple[OfficerSheet, ...]]
    people_before: int

    @classmethod
    def stands(cls, *, seed: int, on: date) -> Stage:
        """Read what stands on this day. Raises NoGround where the rulebook has no halls or no calendar."""
        book = current_rulebook()
        halls = halls_with_floors(on=on)
        if not halls or book.working_calendar is None:
            raise NoGround
        last = Person.objects.order_by("-pk").values_list("pk", flat=True).first()
        return cls(
            seed=seed,
            on=on,
            book=book,
            calendar=book.working_calendar,
            volumes=read_volumes(volumes_file()),
            halls=halls,
            staff={role: officers_holding(role, on=on) for role in ROLES},
            people_before=last or 0,
        )

    @cached_property
    def officers(self) -> dict[str, OfficerSheet]:
        """Everybody on the staff by badge."""
        return {one.badge_number: one for there in self.staff.values() for one in there}

    @cached_property
    def hall_of(self) -> dict[str, HallSheet]:
        """The halls by code."""
        return {hall.code: hall for hall in self.halls}

    @cached_property
    def families(self) -> dict[str, str]:
        """The family of each service."""
        return {code: service.family for code, service in self.book.service_of.items()}

    def in_hall(self, role: Role, hall: str) -> list[tuple[str, str]]:
        """Who holds a role in a hall: badge and window (empty where he has none), by window."""
        there = [
            (duty.window or "", one.badge_number)
            for one in self.staff[role]
            for duty in one.duties
            if duty.role is role and duty.hall == hall
        ]
        return [(badge, window) for window, badge in sorted(there)]

    def badges(self, role: Role) -> list[str]:
        """Who holds a role anywhere, by badge."""
        return sorted(one.badge_number for one in self.staff[role])

    def places(self, day: date) -> list[Place]:
        """The halls as demand sees them on a day."""
        return [
            Place(hall.code, float(hall.daily_share), frozenset(hall.services), self.open_at(hall, day)) for hall in self.halls
        ]

    def open_at(self, hall: HallSheet, day: date) -> tuple[tuple[int, int], ...]:
        """When a hall is open, in seconds of the day."""
        try:
            found = opening_intervals(hall.hours, day, self.calendar)
        except DayOutsideCalendar:
            return ()
        return tuple((_seconds(one.opens_at), _seconds(one.closes_at)) for one in found)


def _seconds(at: object) -> int:
    return int(at.hour * 3600 + at.minute * 60)  # type: ignore[attr-defined]  # a time of the day
