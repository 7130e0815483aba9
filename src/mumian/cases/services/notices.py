"""The one-time notice, and declining acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from mumian.cases.errors import ITEM_UNKNOWN, NOTICE_EMPTY, StepRefused
from mumian.cases.models import Case, Letter, Notice, NoticeItem
from mumian.cases.rules.permission import NO_REASON
from mumian.cases.rules.remedies import remedy
from mumian.cases.services.movers import Mover, by_clock, locked, move, step_of
from mumian.cases.services.numbers import unused
from mumian.cases.services.once import command
from mumian.cases.terms import CaseId, Command, LetterKind, RefusalGround
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text

TO_ANSWER: Final = timedelta(days=30)
"""How long an applicant has to answer a notice. The law sets him no time (its article 32 binds the office); assumed."""


STILL_OPEN: Final = Text(
    "未按逾期处理：申请人可以在{day}之前补正。请等到期后再办理。",
    "The notice has not lapsed: the applicant may answer it until {day}. Come back after that day.",
)


@command
def issue_material_notice(*, case_id: CaseId, items: Sequence[str], by: Mover, at: datetime, key: str = "") -> CaseId:
    """Tell once and in full what is missing: a numbered notice naming some of the 74 items, each with its remedy.

    A second demand is possible and costs something: every item that was not on the first is recorded as a breach, by the
    database. Raises StepRefused for no items or an unknown one.
    """
    case = locked(case_id)
    step = step_of(case, Command.ISSUE_MATERIAL_NOTICE, by, at=at)
    known = current_rulebook().notice_item_of
    if not items:
        raise StepRefused(NOTICE_EMPTY)
    for item in items:
        if item not in known:
            raise StepRefused(ITEM_UNKNOWN.filled(item=item))
    notice = Notice.objects.create(
        case=case,
        ordinal=case.notices.count() + 1,
        number=unused(Notice, "number"),
        officer_id=by.on_staff.officer_id,
        issued_at=at,
        answer_by=local_date(at) + TO_ANSWER,
    )
    NoticeItem.objects.bulk_create(NoticeItem(notice=notice, item_id=item) for item in dict.fromkeys(items))
    move(case, step, by, at=at)
    return case_id


@command
def answer_notice(*, case_id: CaseId, by: Mover, at: datetime, key: str = "") -> CaseId:
    """The applicant has brought what was missing; the application is looked at again. A notice is answered once."""
    case = locked(case_id)
    step = step_of(case, Command.ANSWER_NOTICE, by, at=at)
    Notice.objects.filter(case=case, answered_at=None).update(answered_at=at)
    move(case, step, by, at=at)
    return case_id


@command
def lapse_notice(*, case_id: CaseId, at: datetime, key: str = "") -> CaseId:
    """Not answered in time: the application counts as withdrawn. Raises StepRefused before the last day is over."""
    case = locked(case_id)
    clock = by_clock(at=at)
    step = step_of(case, Command.LAPSE_NOTICE, clock, at=at)
    notice = case.notices.get(answered_at=None)
    if local_date(at) <= notice.answer_by:
        raise StepRefused(STILL_OPEN.filled(day=notice.answer_by))
    move(case, step, clock, at=at)
    return case_id


def notices_to_lapse(*, on: date) -> tuple[CaseId, ...]:
    """The cases whose notice was not answered by the day before."""
    open_ones = Notice.objects.filter(answered_at=None, answer_by__lt=on, case__stage="awaiting_materials")
    return tuple(CaseId(pk) for pk in open_ones.order_by("pk").values_list("case_id", flat=True))


@command
def decline_acceptance(
    *, case_id: CaseId, ground: RefusalGround, law: str, reason: Text, by: Mover, at: datetime, key: str = ""
) -> CaseId:
    """Do not take the application in, on a ground in law, by a letter with the reason and the remedy."""
    case = locked(case_id)
    step = step_of(case, Command.DECLINE_ACCEPTANCE, by, at=at)
    write_letter(case, LetterKind.DECLINE, ground=ground, law=law, reason=reason, by=by, at=at)
    move(case, step, by, at=at, reason=ground.value)
    return case_id


def write_letter(
    case: Case,
    kind: LetterKind,
    *,
    reason: Text,
    by: Mover,
    at: datetime,
    ground: RefusalGround | None = None,
    law: str = "",
) -> Letter:
    """A numbered letter. Raises StepRefused without a reason in both languages."""
    if not reason.zh.strip() or not reason.en.strip():
        raise StepRefused(NO_REASON)
    appeal = remedy(family=case.family, on=local_date(at)) if ground else Text("", "")
    return Letter.objects.create(
        case=case,
        round=case.round,
        kind=kind.value,
        number=unused(Letter, "number"),
        ground=ground.value if ground else "",
        law=law,
        reason_zh=reason.zh.strip(),
        reason_en=reason.en.strip(),
        remedy_zh=appeal.zh,
        remedy_en=appeal.en,
        officer_id=by.on_staff.officer_id,
        at=at,
    )
