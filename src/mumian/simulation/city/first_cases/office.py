"""Who takes the steps of the first cases: the officers of the city, in turn, each in a session of his own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mumian.audit.services import acting_as
from mumian.audit.terms import Actor, ActorKind
from mumian.cases.services import Mover, by_officer
from mumian.offices.queries import Duty, HallSheet, OfficerSheet, halls_with_floors, officers_holding
from mumian.offices.terms import Role
from mumian.simulation.city.founding import NoGround

PLACE = "simulation"
OF_THE_OFFICE = (
    Role.APPROVAL_OFFICER,
    Role.COUNTERSIGNER,
    Role.PRODUCTION_OFFICER,
    Role.QUALITY_CHECKER,
    Role.SUPERVISOR,
    Role.LEADER,
)
OF_A_HALL = (Role.ACCEPTANCE_OFFICER, Role.COUNTER_APPROVER, Role.HAND_OVER_OFFICER)
FAMILIES = frozenset({"passport", "hk_macao", "hk_macao_endorsement", "taiwan", "query"})
"""What a hall must serve to take in any of the first cases."""
MOST_HALLS = 4
IN_TURN = 4
"""So many of each role take turns: those who have an account of the demonstration are among the first."""


@dataclass(frozen=True, slots=True)
class Office:
    """The halls that take cases in, and who works there and behind them."""

    halls: tuple[HallSheet, ...]
    behind: Mapping[Role, tuple[OfficerSheet, ...]]
    in_hall: Mapping[tuple[Role, str], tuple[OfficerSheet, ...]]

    @classmethod
    def of_the_city(cls, *, on: date) -> Office:
        """The first halls that have an officer for everything, and the officers of the first bureau behind them."""
        behind = {role: officers_holding(role, on=on) for role in OF_THE_OFFICE}
        in_hall: dict[tuple[Role, str], tuple[OfficerSheet, ...]] = {}
        for role in OF_A_HALL:
            for officer in sorted(officers_holding(role, on=on), key=lambda one: duty_of(one, role).window or ""):
                place = (role, duty_of(officer, role).hall or "")
                in_hall[place] = (*in_hall.get(place, ()), officer)
        halls = tuple(hall for hall in halls_with_floors(on=on) if set(hall.services) >= FAMILIES and _is_staffed(hall, in_hall))
        if not halls or not all(behind.values()):
            raise NoGround
        centre = {role: _of_one_bureau(officers, role, halls[0].bureau_code) for role, officers in behind.items()}
        return cls(halls[:MOST_HALLS], centre, in_hall)

    def officer(self, role: Role, place: int, *, hall: str = "") -> OfficerSheet:
        """Somebody for the case at this place in the table, in turn. One who has a window sits in the lowest first."""
        officers = self.in_hall[role, hall] if role in OF_A_HALL else self.behind[role]
        return officers[place % min(len(officers), IN_TURN)]

    def mover(self, role: Role, place: int, at: datetime, *, hall: str = "") -> Mover:
        """The same, signed in at this moment."""
        officer = self.officer(role, place, hall=hall)
        duty = duty_of(officer, role)
        actor = Actor(ActorKind.OFFICER, officer.badge_number, duty.department.value)
        return by_officer(officer, acting_as(actor, place=" ".join(filter(None, (PLACE, duty.window or duty.hall))), at=at))


def duty_of(officer: OfficerSheet, role: Role) -> Duty:
    """The posting by which he holds this role."""
    return next(duty for duty in officer.duties if duty.role is role)


def _is_staffed(hall: HallSheet, in_hall: Mapping[tuple[Role, str], object]) -> bool:
    return all((role, hall.code) in in_hall for role in OF_A_HALL)


def _of_one_bureau(officers: tuple[OfficerSheet, ...], role: Role, bureau: str) -> tuple[OfficerSheet, ...]:
    """Those of this bureau, or everybody where it has none."""
    return tuple(one for one in officers if duty_of(one, role).bureau == bureau) or officers
