"""A hall with three open windows: two accept (one of them low, with a seat), one answers questions; a manager."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from mumian.audit.terms import Acting, Actor, ActorKind
from mumian.offices.models import Officer
from mumian.offices.services import appoint_officers, keep_windows, open_departments
from mumian.offices.terms import DepartmentKind, OfficerId, Role, WindowFacts, WindowKind
from mumian.queueing.services import open_window, take_ticket
from mumian.queueing.terms import Slip
from tests.factories.audit import signed_in
from tests.factories.offices import CITY, appointment, posting, small_office

AT = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
HALL, FIRST, LOW, ASKING = "H01", "H01-Q1", "H01-Q2", "H01-Q3"


@dataclass(frozen=True)
class AtWork:
    """Who works in the hall."""

    first: OfficerId
    low: OfficerId
    asking: OfficerId
    spare: OfficerId
    manager: OfficerId
    acting: Acting
    surveying: Acting
    """The supervisor's session, for the outside survey."""


def hall_at_work() -> AtWork:
    """The hall, with its windows open and nobody waiting."""
    small_office()
    facts = WindowFacts(FIRST, HALL, 11, 1, WindowKind.ACCEPT_CITIZEN)
    keep_windows(
        windows=[
            facts,
            replace(facts, code=LOW, number=12, low_counter=True, seated=True),
            replace(facts, code=ASKING, number=13, floor=2, kind=WindowKind.CONSULT),
        ],
        at=AT,
    )
    open_departments(wanted={CITY: [DepartmentKind.ACCEPTANCE]})
    roles = {f"80000{number}": Role.ACCEPTANCE_OFFICER for number in range(1, 5)} | {"800005": Role.HALL_MANAGER}
    appoint_officers(appointments=[appointment(badge, replace(posting(role), hall=HALL)) for badge, role in roles.items()])
    appoint_officers(appointments=[appointment("800006", posting(Role.SUPERVISOR))])
    ids = dict(Officer.objects.values_list("badge_number", "pk"))
    first, low, asking, spare, manager = (OfficerId(ids[f"80000{number}"]) for number in range(1, 6))
    for window, officer in ((FIRST, first), (LOW, low), (ASKING, asking)):
        open_window(window=window, officer=officer, at=AT - timedelta(minutes=30))
    acting, surveying = (
        signed_in(Actor(ActorKind.OFFICER, badge, department))
        for badge, department in (("800005", "acceptance"), ("800006", "supervision"))
    )
    return AtWork(first, low, asking, spare, manager, acting, surveying)


def take(*services: str, after: int = 0, **more: object) -> Slip:
    """A number, taken so many seconds after nine thirty."""
    return take_ticket(hall=HALL, services=services or ("NEW",), at=at(after), **more)  # type: ignore[arg-type]  # the arguments of take_ticket


def at(seconds: int) -> datetime:
    return AT + timedelta(seconds=seconds)
