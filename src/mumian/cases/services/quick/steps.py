"""Steps that are a move and what follows from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mumian.cases.services.movers import Mover
from mumian.cases.services.places import is_open_for
from mumian.cases.services.quick.attempting import Claim, NotDone, moment, postings, token
from mumian.cases.services.quick.sets import fitting, granted, take
from mumian.cases.services.sockets import sockets
from mumian.cases.terms import CaseId, Command, Declared, MoverKind, case_key
from mumian.catalogue.rules.book.values import FactValue
from mumian.delivery.terms import Identity
from mumian.foundation.errors import Refusal
from mumian.foundation.statements import one_row
from mumian.people.terms import PersonId

STEP = "SELECT cases_take_step(%s, %s, 'officer', %s, %s::bigint[], %s::text[], %s, %s, %s, %s, %s, %s, %s)"
SUBMIT = "SELECT cases_submit(%s, %s::jsonb, %s::jsonb, %s, %s, %s::bigint[], %s, %s, %s, %s, %s, %s)"
TAKE_IN = "SELECT cases_take_in_on_record(%s, %s::text[], %s, %s, %s, %s, %s, %s)"
LOCK = """
    SELECT stood.applicant_id, bureau.code, hall.code
    FROM cases_case stood LEFT JOIN offices_bureau bureau ON bureau.id = stood.bureau_id
    LEFT JOIN offices_hall hall ON hall.id = stood.hall_id
    WHERE stood.id = %s FOR UPDATE OF stood
"""


def submit(
    claim: Claim,
    *,
    case_id: CaseId,
    facts: Mapping[str, FactValue] | None = None,
    declared: Mapping[Declared, bool] | None = None,
    by: Mover,
    at: datetime,
    key: str = "",
) -> CaseId | None:
    """Hand an application in, by an officer or the applicant himself."""
    if by.kind is MoverKind.OFFICER:
        departments = postings(by, Command.SUBMIT_APPLICATION)[0][:1]
    elif by.kind is MoverKind.APPLICANT:
        departments = []
    else:
        return None
    yes = {subject.value: answer for subject, answer in (declared or {}).items()}
    values = [case_id, json.dumps(facts or {}), json.dumps(yes), by.kind.value, by.officer_id, departments]
    row = one_row(SUBMIT, [*values, token(by), at, moment(at), claim.asker, claim.key, claim.request])
    return case_id if row and row[0] else None


def take_in(claim: Claim, *, case_id: CaseId, materials: Sequence[str], by: Mover, at: datetime, key: str = "") -> CaseId | None:
    """Tick materials."""
    said = (claim.asker, claim.key, claim.request)
    row = one_row(TAKE_IN, [case_id, list(materials), by.officer_id, token(by), at, *said])
    return case_id if row and row[0] else None


def approve(claim: Claim, *, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId | None:
    """Approve an accepted case."""
    return _step(claim, Command.APPROVE_CASE, case_id, by, at, postings(by, Command.APPROVE_CASE))


def approve_at_counter(claim: Claim, *, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId | None:
    """Approve at the counter, as a set of one; a command with a key goes the ordinary way, where keys are claimed."""
    if claim.key:
        return None
    with transaction.atomic():
        fit = fitting(Command.APPROVE_AT_COUNTER, [case_id], by, at)
        if not granted(fit, at):
            raise NotDone
        take(Command.APPROVE_AT_COUNTER, fit, by, at)
    return case_id


def start_production(claim: Claim, *, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId | None:
    """Begin the document."""
    with transaction.atomic():
        stood = _locked(case_id, by, Command.START_PRODUCTION)
        person, department = stood.person, stood.department
        officer = by.on_staff.officer_id
        try:
            sockets.making.start(case=case_key(case_id), person=person, officer=officer, department=department, at=at)
        except Refusal as refusal:
            raise NotDone from refusal  # the ordinary way says first what is wrong with the case
        return _surely(claim, Command.START_PRODUCTION, case_id, by, at, department)


def pass_quality(
    claim: Claim, *, case_id: CaseId, read: Sequence[str] = (), by: Mover, at: datetime, key: str = ""
) -> CaseId | None:
    """Pass the document that was read back."""
    with transaction.atomic():
        department = _locked(case_id, by, Command.PASS_QUALITY).department
        officer = by.on_staff.officer_id
        try:
            sockets.making.passed(case=case_key(case_id), read=read, officer=officer, department=department, at=at)
        except Refusal as refusal:
            raise NotDone from refusal
        return _surely(claim, Command.PASS_QUALITY, case_id, by, at, department)


def hand_out(
    claim: Claim,
    *,
    case_id: CaseId,
    identity_checked: bool,
    identity: Identity | None = None,
    hall: str = "",
    by: Mover,
    at: datetime,
    key: str = "",
) -> CaseId | None:
    """Hand the document out and close the case."""
    if not identity_checked:
        return None
    with transaction.atomic():
        stood = _locked(case_id, by, Command.HAND_OUT_DOCUMENT)
        if hall not in {"", stood.hall} or not is_open_for((), stood.hall or None, at=at):
            raise NotDone  # it lies elsewhere, and so does the post that is asked for; or a leader's consent is wanted
        try:
            sockets.handing.hand_out(
                case=case_key(case_id),
                person=stood.person,
                hall=hall or stood.hall,
                identity=identity,
                officer=by.on_staff.officer_id,
                department=stood.department,
                at=at,
            )
        except Refusal as refusal:
            raise NotDone from refusal
        _surely(claim, Command.HAND_OUT_DOCUMENT, case_id, by, at, stood.department)
        sockets.clearing.end(case=case_key(case_id), at=at)
        return case_id


@dataclass(frozen=True, slots=True)
class _Stood:
    """The applicant, the department in which the officer takes the step, and the hall of the case."""

    person: PersonId
    department: int
    hall: str


def _locked(case_id: CaseId, by: Mover, command: Command) -> _Stood:
    """How the case stands; it stays locked."""
    departments, bureaus = postings(by, command)
    row = one_row(LOCK, [case_id])
    if row is None:
        raise NotDone
    person, bureau, hall = row
    own = departments[bureaus.index(bureau)] if bureau in bureaus else departments[0]
    return _Stood(PersonId(person), own, hall or "")


def _surely(  # noqa: PLR0917  # private; all callers read alike
    claim: Claim, command: Command, case_id: CaseId, by: Mover, at: datetime, department: int
) -> CaseId:
    """The step, or nothing of what was done for it before."""
    if _step(claim, command, case_id, by, at, ([department], [""])) is None:
        raise NotDone
    return case_id


def _step(  # noqa: PLR0917  # as above
    claim: Claim, command: Command, case_id: CaseId, by: Mover, at: datetime, places: tuple[list[int], list[str]]
) -> CaseId | None:
    said = [claim.asker, claim.key, claim.command, claim.request]
    values = [case_id, command.value, by.on_staff.officer_id, *places, token(by), at, moment(at)]
    row = one_row(STEP, [*values, *said])
    return case_id if row and row[0] else None
