"""Visits at home: request, approval with two officers and a block of numbers, and the use of a number."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from mumian.audit.services import record_act
from mumian.audit.terms import Thing
from mumian.cases.errors import ApplicationRefusedAtTheDoor, StepRefused
from mumian.cases.events import VisitChanged
from mumian.cases.models import Case, ReservedNumber, Visit
from mumian.cases.rules.transitions import AT_ACCEPTANCE
from mumian.cases.rules.visits import DECIDED, NO_WORDS, NOT_ABOVE, NOT_RESERVED, may_make, may_use
from mumian.cases.services.movers import Mover, held
from mumian.cases.services.numbers import unused
from mumian.cases.services.questions import is_above
from mumian.cases.terms import VisitGround, VisitId, visit_key
from mumian.foundation import outbox
from mumian.foundation.clock import local_date
from mumian.foundation.commands import once
from mumian.foundation.identifiers.codes import LETTERS
from mumian.offices.models import Bureau, Hall
from mumian.offices.queries import OfficerSheet, officer_by_id, officers_holding
from mumian.offices.terms import OfficerId
from mumian.people.terms import PersonId


@transaction.atomic
def request_visit(
    *, person: PersonId, ground: VisitGround, reason: str, address: str, by: Mover, at: datetime, key: str = ""
) -> VisitId:
    """Ask for a visit to somebody who cannot come. Raises StepRefused without reason and address."""

    def act() -> int:
        if not reason.strip() or not address.strip():
            raise StepRefused(NO_WORDS)
        duty = next(iter(sorted(by.on_staff.duties, key=lambda one: one.role not in AT_ACCEPTANCE)))
        visit = Visit.objects.create(
            person_id=person,
            ground=ground.value,
            reason=reason.strip(),
            address=address.strip(),
            bureau=Bureau.objects.get(code=duty.bureau),
            hall=Hall.objects.get(code=duty.hall) if duty.hall else None,
            asked_by_id=by.on_staff.officer_id,
            asked_at=at,
        )
        _told(visit, "visit_asked", by, at)
        return int(visit.pk)

    content = {"person": int(person), "ground": ground.value, "reason": reason, "address": address}
    if not key:
        return VisitId(act())
    return VisitId(once(key=key, actor=by.said, command="cases.request_visit", content=content, at=at, act=act, answer=int))


@transaction.atomic
def approve_visit(
    *, visit_id: VisitId, first: OfficerSheet, second: OfficerSheet, on: date, numbers: int, by: Mover, at: datetime
) -> VisitId:
    """A superior of who asked sends these two on that day, with a block of so many receipt numbers that nobody can guess.

    Raises StepRefused with the sentence.
    """
    visit = _undecided(visit_id, by)
    officers = (first.officer_id, second.officer_id)
    known = {sheet.officer_id for role in AT_ACCEPTANCE for sheet in officers_holding(role, on=on)}
    held(may_make(officers=officers, at_acceptance=known, on=on, today=local_date(at), numbers=numbers), StepRefused)
    visit.approved, visit.decided_by_id, visit.decided_at = True, by.on_staff.officer_id, at
    visit.on, visit.first_officer_id, visit.second_officer_id = on, *officers
    visit.save(update_fields=["approved", "decided_by_id", "decided_at", "on", "first_officer_id", "second_officer_id"])
    for ordinal in range(1, numbers + 1):
        ReservedNumber.objects.create(visit=visit, ordinal=ordinal, number=_unguessable())
    _told(visit, "visit_approved", by, at)
    return visit_id


@transaction.atomic
def refuse_visit(*, visit_id: VisitId, by: Mover, at: datetime) -> VisitId:
    """A superior of who asked does not approve the visit."""
    visit = _undecided(visit_id, by)
    visit.approved, visit.decided_by_id, visit.decided_at = False, by.on_staff.officer_id, at
    visit.save(update_fields=["approved", "decided_by_id", "decided_at"])
    _told(visit, "visit_not_approved", by, at)
    return visit_id


def use_reserved(case: Case, written: str, *, by: Mover, at: datetime) -> str:
    """Bind a reserved number to the case, within its acceptance; answers it.

    Raises NumberRefused for a mistyped one, ApplicationRefusedAtTheDoor when it is another visit's, used, or too old.
    """
    number = LETTERS.parse(written)
    row = ReservedNumber.objects.select_for_update(of=("self",)).select_related("visit").filter(number=number).first()
    if row is None or row.visit.on is None:
        raise ApplicationRefusedAtTheDoor(NOT_RESERVED)
    makers = [OfficerId(one) for one in (row.visit.first_officer_id, row.visit.second_officer_id) if one]
    officer = by.on_staff.officer_id
    verdict = may_use(officer=officer, makers=makers, is_used=row.case_id is not None, on=row.visit.on, today=local_date(at))
    held(verdict, ApplicationRefusedAtTheDoor)
    row.case, row.used_by_id, row.used_at = case, officer, at
    row.save(update_fields=["case", "used_by_id", "used_at"])
    return number


def _undecided(visit_id: VisitId, by: Mover) -> Visit:
    visit = Visit.objects.select_for_update(of=("self",)).filter(pk=visit_id).first()
    if visit is None or visit.decided_at is not None:
        raise StepRefused(DECIDED)
    asker = officer_by_id(OfficerId(visit.asked_by_id), on=local_date(visit.asked_at))
    if asker is None or not is_above(by.on_staff, asker=asker):
        raise StepRefused(NOT_ABOVE)
    return visit


def _unguessable() -> str:
    """A number that neither a case nor another visit has."""
    while ReservedNumber.objects.filter(number=(number := unused(Case, "receipt_number"))).exists():
        continue
    return number


def _told(visit: Visit, act: str, by: Mover, at: datetime) -> None:
    record_act(thing=Thing(visit_key(visit.pk)), act=act, actor=by.acting, at=at, detail={}, expects="either")
    outbox.publish(VisitChanged(visit_id=VisitId(visit.pk), at=at))
