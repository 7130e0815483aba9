"""A production department with producers and a checker, and blanks in stock. Needs the rulebook in the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from mumian.audit.terms import Acting
from mumian.foundation.identifiers import Sex
from mumian.offices.models import Department
from mumian.offices.queries import officer_by_badge
from mumian.offices.services import appoint_officers, open_departments
from mumian.offices.terms import DepartmentKind, OfficerId, Role
from mumian.production.rules.kinds import USUAL_KINDS
from mumian.production.services import enter_kinds, receive_batch, start_order
from mumian.production.terms import Holder, OrderRequest, Started
from tests.factories.audit import signed_in
from tests.factories.offices import CITY, appointment, posting

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
PASSPORT, HKMO_CARD, HRP = "PASSPORT-E", "EEP_HKMO-2014", "HRP-2012"


@dataclass(frozen=True)
class Workshop:
    """Who works in production, and where."""

    department: int
    producer: OfficerId
    other_producer: OfficerId
    checker: OfficerId
    acting: Acting


def workshop() -> Workshop:
    """Two producers, a checker, and every usual kind of blank on record; no blank in stock."""
    open_departments(wanted={CITY: [DepartmentKind.PRODUCTION, DepartmentKind.HAND_OVER]})
    roles = {"700001": Role.PRODUCTION_OFFICER, "700002": Role.PRODUCTION_OFFICER, "700003": Role.QUALITY_CHECKER}
    appoint_officers(appointments=[appointment(badge, posting(role)) for badge, role in roles.items()])
    enter_kinds(kinds=USUAL_KINDS, at=AT)
    department = Department.objects.get(bureau__code=CITY, kind=DepartmentKind.PRODUCTION.value)
    producer, other_producer, checker = (officer_id(badge) for badge in roles)
    return Workshop(department.pk, producer, other_producer, checker, signed_in(at=AT))


def officer_id(badge_number: str) -> OfficerId:
    """The officer of this badge number on the day of the tests."""
    officer = officer_by_badge(badge_number, on=date(2026, 9, 1))
    assert officer is not None
    return officer.officer_id


def stock(
    at_work: Workshop, *, kind: str = PASSPORT, first: str = "EA0000001", last: str = "EA0000005", numbers_from: str = ""
) -> int:
    """Receive a batch of blanks; five passports unless told otherwise."""
    return receive_batch(
        kind=kind,
        note=f"NOTE-{kind}-{first}",
        first=first,
        last=last,
        numbers_from=numbers_from,
        officer=at_work.producer,
        department=at_work.department,
        acting=at_work.acting,
        key=f"receive {kind} {first}",
        at=AT,
    )


def holder(**changes: object) -> Holder:
    """Somebody invented; say what shall be otherwise."""
    facts = Holder(
        name="木棉一",
        surname="MU",
        given="MIANYI",
        sex=Sex.MALE,
        born_on=date(1990, 1, 1),
        nationality="CHN",
        expires_on=date(2036, 8, 31),
        birth_place="广东",
        issue_place="广东",
    )
    return replace(facts, **changes)  # type: ignore[arg-type]  # the names of fields, given by the test


def request(case: str = "case:1", *, kind: str = PASSPORT, number: str | None = None, **changes: object) -> OrderRequest:
    """A passport for somebody invented."""
    return OrderRequest(case=case, kind=kind, holder=holder(**changes), number=number)


def start(at_work: Workshop, case: str = "case:1", *, kind: str = PASSPORT, number: str | None = None) -> Started:
    """Put one document to work."""
    return start_order(
        request=request(case, kind=kind, number=number), officer=at_work.producer, department=at_work.department, at=AT
    )
