"""A hand-over officer and shelves in the two halls of the small office."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from mumian.audit.terms import Acting
from mumian.delivery.services import hand_out, put_on_shelf, set_up_shelf
from mumian.delivery.terms import Collector, Identity, IdentityCheck, Place
from mumian.offices.models import Department
from mumian.offices.queries import officer_by_badge
from mumian.offices.services import appoint_officers
from mumian.offices.terms import DepartmentKind, OfficerId, Role
from tests.factories.audit import signed_in
from tests.factories.offices import CITY, appointment, posting, small_office

READY = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
AT = READY + timedelta(hours=2)
A1, A2, SOUTH_A1 = Place("H01", "A-01"), Place("H01", "A-02"), Place("H02", "A-01")


@dataclass(frozen=True)
class Counter:
    """Who hands over, and where."""

    department: int
    officer: OfficerId
    acting: Acting


def counter() -> Counter:
    """The small office with two positions in the first hall, one in the second, and a hand-over officer."""
    small_office()
    appoint_officers(appointments=[appointment("800001", posting(Role.HAND_OVER_OFFICER))])
    set_up_shelf(hall="H01", positions=["A-01", "A-02"], at=READY)
    set_up_shelf(hall="H02", positions=["A-01"], at=READY)
    officer = officer_by_badge("800001", on=date(2026, 9, 1))
    assert officer is not None
    department = Department.objects.get(bureau__code=CITY, kind=DepartmentKind.HAND_OVER.value)
    return Counter(department.pk, officer.officer_id, signed_in(at=READY))


def shelve(at_counter: Counter, document: str = "order:1", *, place: Place = A1, ready_at: datetime = READY) -> None:
    """Put a document of a case of the same number on the shelf."""
    put_on_shelf(
        document=document,
        case=document.replace("order", "case"),
        place=place,
        ready_at=ready_at,
        officer=at_counter.officer,
        department=at_counter.department,
        acting=at_counter.acting,
        at=AT,
    )


def identity(**changes: object) -> Identity:
    """The holder with his identity card on the reader."""
    facts = Identity(Collector.HOLDER, IdentityCheck.READER, "ID_CARD", "0017")
    return replace(facts, **changes)  # type: ignore[arg-type]  # the names of fields, given by the test


def give(at_counter: Counter, document: str = "order:1", *, hall: str = "H01", **changes: object) -> str:
    """Hand a document out in the first hall to its holder; answers the case."""
    return hand_out(
        document=document,
        hall=hall,
        identity=identity(**changes),
        officer=at_counter.officer,
        department=at_counter.department,
        at=AT,
    )
