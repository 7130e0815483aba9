"""Who works in the invented city: an officer for every window, and every role in the bureaus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from random import Random

from mumian.foundation.identifiers import Sex
from mumian.foundation.mrz import romanised
from mumian.offices.queries import HallSheet, WindowSheet
from mumian.offices.rules.authority import DEPARTMENT_OF, POLICE_ROLES
from mumian.offices.terms import Appointment, DepartmentKind, PostingFacts, Role, StaffStatus, WindowKind
from mumian.simulation.chance import day_between, years_after
from mumian.simulation.names import chinese_name

FIRST_BADGE = "900001"
"""Badge numbers of invented police begin with 9, those of invented employees with F9."""

POLICE_AMONG_OTHERS = 0.4
"""The part of police in roles that employees may hold as well."""

WINDOWS_A_SECOND_OFFICER = 4
LONGEST_SERVICE = 25

ROLE_AT: dict[WindowKind, Role] = {
    WindowKind.ACCEPT_CITIZEN: Role.ACCEPTANCE_OFFICER,
    WindowKind.ACCEPT_FOREIGNER: Role.ACCEPTANCE_OFFICER,
    WindowKind.COLLECT: Role.HAND_OVER_OFFICER,
    WindowKind.CONSULT: Role.HALL_GUIDE,
}

IN_THE_CITY: dict[Role, int] = {
    Role.APPROVAL_OFFICER: 24,
    Role.COUNTERSIGNER: 6,
    Role.PRODUCTION_OFFICER: 18,
    Role.QUALITY_CHECKER: 5,
    Role.LIST_CUSTODIAN: 6,
    Role.FOREIGNERS_OFFICER: 10,
    Role.HOTLINE_AGENT: 16,
    Role.SUPERVISOR: 5,
    Role.ANALYST: 3,
    Role.LEADER: 3,
    Role.SYSTEM_ADMINISTRATOR: 1,
    Role.SECURITY_ADMINISTRATOR: 1,
    Role.AUDIT_ADMINISTRATOR: 1,
}
IN_A_DISTRICT: dict[Role, int] = {
    Role.APPROVAL_OFFICER: 4,
    Role.COUNTERSIGNER: 1,
    Role.FOREIGNERS_OFFICER: 2,
    Role.SUPERVISOR: 1,
    Role.LEADER: 1,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place to be filled."""

    role: Role
    bureau: str
    hall: str | None = None
    window: str | None = None

    @property
    def department(self) -> DepartmentKind:
        """The department the role sits in."""
        return DEPARTMENT_OF[self.role]


def places(halls: Sequence[HallSheet], *, city: str) -> Iterator[Place]:
    """Every place to be filled: at each window, in each hall, in each bureau."""
    for hall in halls:
        yield Place(Role.HALL_MANAGER, hall.bureau_code, hall.code)
        accepting = [window for window in hall.windows if ROLE_AT[window.kind] is Role.ACCEPTANCE_OFFICER]
        for _ in range(-(-len(accepting) // WINDOWS_A_SECOND_OFFICER)):
            yield Place(Role.COUNTER_APPROVER, hall.bureau_code, hall.code)
        yield from (_at(hall, window) for window in hall.windows)
    bureaus = sorted({hall.bureau_code for hall in halls} | {city})
    for bureau in bureaus:
        for role, number in (IN_THE_CITY if bureau == city else IN_A_DISTRICT).items():
            yield from (Place(role, bureau) for _ in range(number))


def departments(wanted: Sequence[Place]) -> dict[str, list[DepartmentKind]]:
    """The departments these places need, by bureau."""
    needed: dict[str, set[DepartmentKind]] = {}
    for place in wanted:
        needed.setdefault(place.bureau, set()).add(place.department)
    return {bureau: sorted(kinds) for bureau, kinds in sorted(needed.items())}


def appointments(wanted: Sequence[Place], *, chance: Random, on: date) -> Iterator[Appointment]:
    """Somebody invented for every place, on the staff since before the figures of the last year begin."""
    police, employees = count(int(FIRST_BADGE)), count(90001)
    since = date(on.year - 2, 1, 1)
    for place in wanted:
        is_police = place.role in POLICE_ROLES or chance.random() < POLICE_AMONG_OTHERS
        sex = chance.choice((Sex.MALE, Sex.FEMALE))
        name = chinese_name(chance, sex=sex)
        joined_on = day_between(chance, years_after(since, -LONGEST_SERVICE), since)
        yield Appointment(
            badge_number=str(next(police)) if is_police else f"F{next(employees)}",
            name=name.written,
            latin=f"{romanised(name.surname_pinyin, on=on)} {romanised(name.given_pinyin, on=on)}",
            status=StaffStatus.POLICE if is_police else StaffStatus.EMPLOYEE,
            joined_on=joined_on,
            postings=(
                PostingFacts(
                    role=place.role,
                    bureau=place.bureau,
                    department=place.department,
                    valid_from=since,
                    hall=place.hall,
                    window=place.window,
                ),
            ),
        )


def _at(hall: HallSheet, window: WindowSheet) -> Place:
    return Place(ROLE_AT[window.kind], hall.bureau_code, hall.code, window.code)
