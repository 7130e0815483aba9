"""From approval to the hand of the holder, and to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from mumian.cases.errors import StepRefused
from mumian.cases.models import Case, CaseLimit, ClockStop, FolderScan
from mumian.cases.rules.permission import may_check, may_hand_out, may_produce
from mumian.cases.rules.transitions import Transition
from mumian.cases.services.admitting import asked_of_the_rulebook
from mumian.cases.services.applying import ask_the_lists
from mumian.cases.services.movers import Mover, by_clock, hands_on, held, locked, move, posted_over, step_of, touched
from mumian.cases.services.once import command
from mumian.cases.services.places import is_open_for
from mumian.cases.services.quick import steps
from mumian.cases.services.quick.attempting import quickly
from mumian.cases.services.sockets import sockets
from mumian.cases.services.special import consents_to
from mumian.cases.services.timing import count_anew, meet, set_limits
from mumian.cases.terms import ENDS, CaseId, CaseStage, Command, LimitKind, case_key
from mumian.delivery.terms import Identity
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.models import Hall
from mumian.offices.terms import OfficerId
from mumian.people.terms import PersonId

KEPT_OPEN: Final = timedelta(days=30)
"""How long a case stays at its end before it is archived, so that an error found at once is mended in the open case (assumed)."""

NOT_YET: Final = Text(
    "未归档：此案办结未满{days}天。到期后自动归档。",
    "Not archived: the case came to its end less than {days} days ago. It is archived by itself after that.",
)


@quickly(steps.start_production)
@command
def start_production(*, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Begin the document: a third person, in a third department; a blank and a number are taken."""
    case = locked(case_id)
    step = step_of(case, Command.START_PRODUCTION, by, at=at)
    officer, department = _at_work(case, step, by, at=at)
    held(may_produce(officer=officer, hands=hands_on(case)), StepRefused)
    sockets.making.start(
        case=case_key(case_id), person=PersonId(case.applicant_id), officer=officer, department=department, at=at
    )
    move(case, step, by, at=at, department_id=department)
    return case_id


@command
def spoil_document(*, case_id: CaseId, cause: str, by: Mover, at: datetime, key: str = "") -> CaseId:
    """The blank was spoiled in the making; the case waits for another."""
    case = locked(case_id)
    step = step_of(case, Command.SPOIL_DOCUMENT, by, at=at)
    officer, department = _at_work(case, step, by, at=at)
    sockets.making.spoil(case=case_key(case_id), cause=cause, officer=officer, department=department, at=at)
    move(case, step, by, at=at, reason=cause, department_id=department)
    return case_id


@command
def fail_quality(*, case_id: CaseId, cause: str, read: Sequence[str] = (), by: Mover, at: datetime, key: str = "") -> CaseId:
    """The document did not pass the check of somebody who did not make it; the case waits for another."""
    case = locked(case_id)
    step = step_of(case, Command.FAIL_QUALITY, by, at=at)
    officer, department = _at_work(case, step, by, at=at)
    held(may_check(officer=officer, hands=hands_on(case)), StepRefused)
    sockets.making.fail(case=case_key(case_id), cause=cause, read=read, officer=officer, department=department, at=at)
    move(case, step, by, at=at, reason=cause, department_id=department)
    return case_id


@quickly(steps.pass_quality)
@command
def pass_quality(*, case_id: CaseId, read: Sequence[str] = (), by: Mover, at: datetime, key: str = "") -> CaseId:
    """The document was read back and agrees; it is ready, and the promise is met."""
    case = locked(case_id)
    step = step_of(case, Command.PASS_QUALITY, by, at=at)
    officer, department = _at_work(case, step, by, at=at)
    held(may_check(officer=officer, hands=hands_on(case)), StepRefused)
    sockets.making.passed(case=case_key(case_id), read=read, officer=officer, department=department, at=at)
    move(case, step, by, at=at, department_id=department)
    meet(case, LimitKind.PROMISED, at=at)
    return case_id


@quickly(steps.hand_out)
@command
def hand_out_document(
    *,
    case_id: CaseId,
    identity_checked: bool,
    identity: Identity | None = None,
    hall: str = "",
    by: Mover,
    at: datetime,
    key: str = "",
) -> CaseId:
    """Hand the document to its holder or his agent at the window, and close the case.

    `identity` says who collects and how he was checked; `hall` is where he stands, without it the hall of the case. The document
    leaves the shelf and its holder holds it, in the same transaction. It lies in that hall, or a leader has consented that it is
    brought there; and the hall is open, or a leader has consented to the day.
    """
    case = locked(case_id)
    step = step_of(case, Command.HAND_OUT_DOCUMENT, by, at=at)
    where = Hall.objects.select_related("bureau").filter(code=hall).first() if hall else None
    here = hall or (case.hall.code if case.hall else "")
    consents = consents_to(case)
    held(is_open_for(consents, here or None, at=at), StepRefused)
    officer, department = _at_work(case, step, by, hall=where, at=at)
    held(may_hand_out(officer=officer, hands=hands_on(case), identity_checked=identity_checked), StepRefused)
    sockets.handing.hand_out(
        case=case_key(case_id),
        person=PersonId(case.applicant_id),
        hall=here,
        carried=any(one.frees_the_place(here, on=local_date(at)) for one in consents),
        identity=identity,
        officer=officer,
        department=department,
        at=at,
    )
    move(case, step, by, at=at, department_id=department)
    sockets.clearing.end(case=case_key(case_id), at=at)
    return case_id


@command
def record_delivery(*, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId:
    """The courier has delivered the document; `by_courier(…)` carries the number of his proof."""
    case = locked(case_id)
    step = step_of(case, Command.RECORD_DELIVERY, by, at=at)
    sockets.handing.delivered(case=case_key(case_id), person=PersonId(case.applicant_id), at=at)
    move(case, step, by, at=at)
    sockets.clearing.end(case=case_key(case_id), at=at)
    return case_id


@command
def withdraw(*, case_id: CaseId, reason: str = "", by: Mover, at: datetime, key: str = "") -> CaseId:
    """The applicant gives the application up; possible until it is decided."""
    case = locked(case_id)
    step = step_of(case, Command.WITHDRAW, by, at=at)
    now = local_date(at)
    for stop in ClockStop.objects.filter(case=case, last=None):
        stop.last, stop.resumed_by_id, stop.resumed_at = max(stop.first, now), by.officer_id or stop.stopped_by_id, at
        stop.save(update_fields=["last", "resumed_by", "resumed_at"])
    move(case, step, by, at=at, reason=reason)
    meet(case, LimitKind.PROMISED, LimitKind.STATUTORY, at=at)
    sockets.clearing.end(case=case_key(case_id), at=at)
    return case_id


@command
def reopen_for_error(*, case_id: CaseId, reason: str, by: Mover, at: datetime, key: str = "") -> CaseId:
    """A document has an error: a supervisor takes it back and reopens the case, which is decided and made anew, without fee."""
    case = locked(case_id)
    step = step_of(case, Command.REOPEN_FOR_ERROR, by, at=at)
    if case.document:
        officer, department = _at_work(case, step, by, at=at)
        sockets.making.recall(
            case=case_key(case_id), person=PersonId(case.applicant_id), officer=officer, department=department, at=at
        )
    said = asked_of_the_rulebook(case, at=at)
    move(case, step, by, at=at, reason=reason)
    set_limits(case, said, at=at)
    ask_the_lists(case, at=at)
    return case_id


@command
def archive(*, case_id: CaseId, at: datetime, key: str = "") -> CaseId:
    """Close and file a case that has been at its end long enough. Raises StepRefused before that."""
    case = locked(case_id)
    clock = by_clock(at=at)
    step = step_of(case, Command.ARCHIVE, clock, at=at)
    if at < case.moved_at + KEPT_OPEN:
        raise StepRefused(NOT_YET.filled(days=KEPT_OPEN.days))
    move(case, step, clock, at=at)
    return case_id


def cases_to_archive(*, at: datetime, most: int = 1000) -> tuple[CaseId, ...]:
    """Cases that have been at their end long enough, oldest first."""
    ended = Q(stage__in=sorted(stage.value for stage in ENDS)) | Q(stage=CaseStage.APPROVED.value, path="decision")
    rows = Case.objects.filter(ended, moved_at__lte=at - KEPT_OPEN).order_by("moved_at", "pk").values_list("pk", flat=True)
    return tuple(CaseId(pk) for pk in rows[:most])


@command
def scan_folder(*, case_id: CaseId, department_id: int, by: Mover, at: datetime, key: str = "") -> CaseId:
    """The folder of a paper case has come to this department."""
    case = locked(case_id)
    if case.folder_barcode is None:
        raise StepRefused(NO_FOLDER)
    FolderScan.objects.create(case=case, department_id=department_id, officer_id=by.on_staff.officer_id, at=at)
    return touched(case, "folder_scanned", by, at=at)


NO_FOLDER: Final = Text(
    "未登记扫描：此案没有纸质案卷。无须交接。", "The scan was not recorded: this case has no folder. There is nothing to pass on."
)


@transaction.atomic
def recount_due_days(*, calendar_version: str, at: datetime, most: int = 1000) -> int:
    """Count the open limits anew that were counted by another calendar; answers how many cases' due day moved.

    So many cases at most, the oldest first: they stay locked until all of these are counted. Ask again for the others.
    """
    stale = CaseLimit.objects.filter(met_at=None, round=F("case__round")).exclude(calendar_version=calendar_version)
    ids = stale.order_by("case_id").values_list("case_id", flat=True).distinct()[:most]
    return sum(count_anew(locked(CaseId(pk)), at=at) for pk in tuple(ids))


SOON: Final = timedelta(days=7)
"""Far due days of stopped cases need not move daily: their colour is the same."""


@transaction.atomic
def recount_held(*, at: datetime) -> int:
    """Count the near due days of cases anew whose clock stands still: every stopped day moves them; answers how many moved."""
    held = Case.objects.filter(clock_stopped=True, due_on__lte=local_date(at) + SOON).order_by("pk").values_list("pk", flat=True)
    return sum(count_anew(locked(CaseId(pk)), at=at) for pk in tuple(held))


def _at_work(case: Case, step: Transition, by: Mover, *, hall: Hall | None = None, at: datetime) -> tuple[OfficerId, int]:
    """The officer, and the department in which he takes this step."""
    return by.on_staff.officer_id, posted_over(case, by.on_staff, step.roles, hall=hall, at=at).department_id
