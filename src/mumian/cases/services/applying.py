"""From a draft to acceptance: what applicants and the acceptance department do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from mumian.cases.errors import NOT_OFFERED, ApplicationRefusedAtTheDoor
from mumian.cases.models import Case, Declaration, FrozenList, HandedIn
from mumian.cases.rules.places import AT_A_WINDOW
from mumian.cases.rules.sampling import is_sampled
from mumian.cases.rules.transitions import AT_ACCEPTANCE, Transition
from mumian.cases.services.acts import record
from mumian.cases.services.admitting import admitted
from mumian.cases.services.hastening import granted_urgency
from mumian.cases.services.movers import Mover, held, locked, move, posted_over, step_of, touched
from mumian.cases.services.numbers import unused
from mumian.cases.services.once import command
from mumian.cases.services.places import is_open_for
from mumian.cases.services.quick import accepting, opening, steps
from mumian.cases.services.quick.attempting import quickly
from mumian.cases.services.sockets import sockets
from mumian.cases.services.special import consents_to
from mumian.cases.services.timing import meet, set_limits
from mumian.cases.services.visits import use_reserved
from mumian.cases.terms import CaseId, Command, Declared, LimitKind, case_key
from mumian.catalogue.queries import current_load, current_rulebook
from mumian.catalogue.rules.answers import Answer, answer
from mumian.catalogue.rules.book.values import FactValue
from mumian.foundation.clock import local_date
from mumian.offices.models import Bureau, Hall
from mumian.offices.queries import OfficerSheet
from mumian.people.terms import PersonId

LAST = 4


@quickly(opening.open_draft)
@command
def open_draft(
    *,
    service: str,
    channel: str,
    applicant: PersonId,
    applied_with: str,
    facts: Mapping[str, FactValue] | None = None,
    group_id: int | None = None,
    batch_id: int | None = None,
    by: Mover,
    at: datetime,
    key: str = "",
) -> CaseId:
    """Begin an application. It can be taken up again by its draft code.

    `applied_with` is the identity or document number shown; its last four characters are kept for the status page. Raises
    ApplicationRefusedAtTheDoor when the service or the channel is closed on the day, UnknownService, FactsUnreadable.
    """
    said = answer(current_rulebook(), service, on=local_date(at), facts=facts, channel=channel)
    if not said.offer.is_offered:
        raise ApplicationRefusedAtTheDoor(NOT_OFFERED.filled(why=said.offer.sentence))
    if channel not in said.channels:
        raise ApplicationRefusedAtTheDoor(NOT_OFFERED.filled(why=said.sentence))
    case = Case.objects.create(
        draft_code=unused(Case, "draft_code"),
        service_id=service,
        family=said.family,
        path=said.path.value,
        document=said.document or "",
        variant=said.variant.code if said.variant else "",
        channel=channel,
        applicant_id=applicant,
        applied_with=applied_with[-LAST:],
        facts=dict(facts or {}),
        group_id=group_id,
        batch_id=batch_id,
        contact_officer_id=by.officer_id,
        opened_at=at,
        moved_at=at,
    )
    return touched(case, "opened", by, at=at)


@quickly(steps.submit)
@command
def submit_application(
    *,
    case_id: CaseId,
    facts: Mapping[str, FactValue] | None = None,
    declared: Mapping[Declared, bool] | None = None,
    by: Mover,
    at: datetime,
    key: str = "",
) -> CaseId:
    """Hand the application in, with what the applicant declares. Raises StepRefused when it is a draft no longer."""
    case = locked(case_id)
    step = step_of(case, Command.SUBMIT_APPLICATION, by, at=at)
    case.facts = {**case.facts, **(facts or {})}
    case.submitted_at = at
    if case.contact_officer_id is None:
        case.contact_officer_id = by.officer_id
    case.save(update_fields=["facts", "submitted_at", "contact_officer_id"])
    Declaration.objects.bulk_create(
        Declaration(case=case, subject=subject.value, yes=yes, at=at) for subject, yes in (declared or {}).items()
    )
    move(case, step, by, at=at)
    return case_id


@quickly(steps.take_in)
@command
def take_in_materials(*, case_id: CaseId, materials: Sequence[str], by: Mover, at: datetime, key: str = "") -> CaseId:
    """Tick what was handed in; what is ticked already stays as it was."""
    case = locked(case_id)
    HandedIn.objects.bulk_create(
        (HandedIn(case=case, material_id=code, officer_id=by.officer_id, at=at) for code in materials), ignore_conflicts=True
    )
    record(case, "materials_taken_in", by, at=at)
    return case_id


@quickly(accepting.accept)
@command
def accept_application(
    *,
    case_id: CaseId,
    hall: str | None,
    identity_checked: bool,
    reserved_number: str = "",
    by: Mover,
    at: datetime,
    key: str = "",
) -> CaseId:
    """Take the application in: receipt number, limits, frozen lists; clearance is asked. On the path of registrations it is
    registered at once.

    Needs the right place (a wrong one is answered with the right halls), identity checked, every material the rulebook names
    handed in (`take_in_materials`), eligibility, and the fee where it is a condition. A machine's rule (`by_rule`) has the same
    guards. Where a superior has approved urgency its promise counts; the hall and the day to which a leader has consented are
    free. `reserved_number` is one that was handed out for a visit at home; all guards are the same. Raises
    ApplicationRefusedAtTheDoor with the sentence.
    """
    case = locked(case_id)
    at_once = case.path == "registration"
    step = step_of(
        case, Command.REGISTER_AT_ONCE if at_once else Command.ACCEPT_APPLICATION, by, ApplicationRefusedAtTheDoor, at=at
    )
    consents = consents_to(case)
    if by.officer and case.channel in AT_A_WINDOW and not reserved_number:
        held(is_open_for(consents, hall, at=at), ApplicationRefusedAtTheDoor)
    anywhere = any(one.frees_the_place(hall, on=local_date(at)) for one in consents)
    said = admitted(case, hall=hall, identity_checked=identity_checked, anywhere=anywhere, at=at)
    number = use_reserved(case, reserved_number, by=by, at=at) if reserved_number else unused(Case, "receipt_number")
    _write_acceptance(case, said, number, hall=hall, by=by, at=at)
    department = None
    if by.officer:
        department = _department(case, by.officer, step, is_visit=bool(reserved_number), at=at)
    move(case, step, by, at=at, department_id=department)
    set_limits(case, said, at=at, urgent=granted_urgency(case, said, at=at))
    if at_once:
        meet(case, LimitKind.PROMISED, LimitKind.STATUTORY, at=at)
    else:
        ask_the_lists(case, at=at)
    return case_id


def ask_the_lists(case: Case, *, at: datetime) -> None:
    """Have the applicant compared with the lists that the database has frozen on this round."""
    lists = FrozenList.objects.filter(case=case, round=case.round).order_by("list_id").values_list("list_id", flat=True)
    if lists:
        sockets.clearing.ask(case=case_key(case.pk), person=PersonId(case.applicant_id), lists=tuple(lists), at=at)


def _department(case: Case, officer: OfficerSheet, step: Transition, *, is_visit: bool, at: datetime) -> int:
    """In which department he accepts: one over the place of acceptance. Who was sent to somebody's home has his own with him."""
    try:
        return posted_over(case, officer, step.roles, ApplicationRefusedAtTheDoor, at=at).department_id
    except ApplicationRefusedAtTheDoor:
        if not is_visit:
            raise
        return next(duty.department_id for duty in officer.duties if duty.role in step.roles)


def _bureau_of(by: Mover) -> Bureau:
    """The bureau of who accepts what is accepted without a hall."""
    if by.officer:
        code = next(duty.bureau for duty in by.officer.duties if duty.role in AT_ACCEPTANCE)
        return Bureau.objects.get(code=code)
    return Bureau.objects.get(departments=by.department_id)


def _write_acceptance(case: Case, said: Answer, number: str, *, hall: str | None, by: Mover, at: datetime) -> None:
    place = Hall.objects.select_related("bureau").get(code=hall) if hall else None
    book = current_rulebook()
    case.receipt_number = number
    case.accepted_at = at
    case.hall = place
    case.bureau = place.bureau if place else _bureau_of(by)
    case.rulebook_load_id = current_load().load_id
    allowed = said.counter_approval is not None and said.counter_approval.is_possible is not False
    case.counter_approval = allowed and not is_sampled(case.receipt_number)
    case.fee = said.fee.total if said.fee else None
    if book.channel_of[case.channel].paper_folder:
        case.folder_barcode = unused(Case, "folder_barcode")
    if case.contact_officer_id is None:
        case.contact_officer_id = by.officer_id
    case.save(
        update_fields=[
            "receipt_number",
            "accepted_at",
            "hall",
            "bureau",
            "rulebook_load",
            "counter_approval",
            "fee",
            "facts",
            "folder_barcode",
            "contact_officer",
        ]
    )
