"""What a case shows to whoever holds its receipt: no name, no number of a document, nothing of the reference lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from mumian.cases.errors import CaseUnknown
from mumian.cases.models import Case, CaseLimit, ClockStop, Letter, Move, Notice
from mumian.cases.queries.papers.letters import LETTER_TITLES
from mumian.cases.terms import STAGE_NAMES, CaseId, CaseStage, LetterKind, LimitKind, StopGround
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.terms import Path
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.words import Text
from mumian.people.terms import PersonId

NOTICE_TITLE: Final = Text("一次性补正告知书", "One-time notice of what is missing")

STOPPED_FOR: Final[dict[StopGround, Text]] = {
    StopGround.HEARING: Text("正在依法举行听证。", "A hearing is being held, as the law asks."),
    StopGround.INSPECTION: Text("正在依法进行检验、检测。", "Something is being inspected, as the law asks."),
    StopGround.APPRAISAL: Text("正在依法进行鉴定。", "An appraisal is being made, as the law asks."),
    StopGround.EXPERT_REVIEW: Text("正在进行专家评审。", "Experts are giving their opinion."),
    StopGround.OTHER_AUTHORITY: Text("正在等待其他机关答复。", "Another authority has been asked and has not answered yet."),
    StopGround.CONSENT: Text("本机关正在等待答复。", "This office has asked a question and waits for the answer."),
}
"""Why the clock stands still, in plain words (Administrative Licensing Law, article 45).

Whoever holds the receipt reads this; that an employer was asked would tell him that the applicant stands on a list.
"""

NEXT: Final[dict[CaseStage, Text]] = {
    CaseStage.SUBMITTED: Text("等待受理。", "Your application waits to be accepted."),
    CaseStage.AWAITING_MATERIALS: Text(
        "请按一次性告知补齐材料。", "Please bring what the one-time notice names; we go on as soon as it is here."
    ),
    CaseStage.NOT_ACCEPTED: Text(
        "不予受理，理由和救济途径见通知书。", "Not accepted; the letter gives the reason and the remedy."
    ),
    CaseStage.ACCEPTED: Text("正在审批。您无须再做什么。", "It is being decided. There is nothing you need to do."),
    CaseStage.APPROVED: Text("已经批准，接着办理。", "It has been approved and goes on."),
    CaseStage.REFUSED: Text("不予批准，理由和救济途径见决定书。", "Refused; the letter gives the reason and the remedy."),
    CaseStage.IN_PRODUCTION: Text("正在制作证件。", "Your document is being made."),
    CaseStage.READY: Text(
        "证件已制好，请凭回执和身份证件领取。", "Your document is ready. Bring the receipt and an identity document."
    ),
    CaseStage.COLLECTED: Text("证件已领取，本案办结。", "The document has been collected; the case is closed."),
    CaseStage.REGISTERED: Text("已登记，本案办结。", "It has been registered; the case is closed."),
    CaseStage.WITHDRAWN: Text(
        "申请已撤回。需要时可以重新申请。", "The application was withdrawn. You may apply again at any time."
    ),
    CaseStage.ARCHIVED: Text("已归档。", "The case has been filed."),
}
DECIDED: Final = Text(
    "已经批准，本案办结。请妥善保存决定书。", "It has been approved and the case is closed. Please keep the decision."
)


@dataclass(frozen=True, slots=True)
class PublicStop:
    """Why the clock stands still, and since which day."""

    ground: Text
    since: date


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """That there is a notice or a letter; what it says is for the applicant alone. `answer_by` is set while it waits for him."""

    title: Text
    number: str
    written_at: datetime
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A stage that the case has come to in this round, and when."""

    stage: CaseStage
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """What the receipt opens. `steps` are the stages of this round in their order, the present one last."""

    case_id: CaseId
    receipt_number: str
    service_name: Text
    path: Path
    stage: CaseStage
    stage_name: Text
    since: datetime
    accepted_at: datetime | None
    promised_on: date | None
    hall: str | None
    contact_badge: str | None
    clock_stopped: bool
    stopped: PublicStop | None
    next_step: Text
    steps: tuple[PublicStep, ...]
    papers: tuple[PublicPaper, ...]


def public_status(*, receipt_number: str, last_four: str) -> PublicStatus:
    """What anybody may know who holds the receipt and knows the last four characters of the number used to apply.

    Six queries; one when receipt or characters are wrong, whichever of the two. Raises CaseUnknown, in the same words. Counting
    wrong tries is the page's.
    """
    try:
        code = LETTERS.parse(receipt_number)
    except NumberRefused:
        raise CaseUnknown from None
    found = _cases().filter(receipt_number=code, applied_with=last_four.strip().upper()).first()
    if found is None:
        raise CaseUnknown
    return _status(found)


def public_status_of(case_id: CaseId) -> PublicStatus:
    """The same for whoever comes with the code on the receipt. Six queries. Raises CaseUnknown."""
    found = _cases().filter(pk=case_id, receipt_number__isnull=False).first()
    if found is None:
        raise CaseUnknown
    return _status(found)


def applicant_of(case_id: CaseId) -> PersonId:
    """Whom the case is about. One query. Raises CaseUnknown."""
    found = Case.objects.filter(pk=case_id).values_list("applicant_id", flat=True).first()
    if found is None:
        raise CaseUnknown
    return PersonId(found)


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("hall", "contact_officer")


def _status(case: Case) -> PublicStatus:
    promised = CaseLimit.objects.filter(case=case, round=case.round, kind=LimitKind.PROMISED.value).first()
    stop = (
        ClockStop.objects.filter(case=case, round=case.round, last=None).order_by("-pk").first() if case.clock_stopped else None
    )
    stage, path = CaseStage(case.stage), Path(case.path)
    is_decision = (stage, path) == (CaseStage.APPROVED, Path.DECISION)
    return PublicStatus(
        case_id=CaseId(case.pk),
        receipt_number=case.receipt_number or "",
        service_name=current_rulebook().service_of[case.service_id].name,
        path=path,
        stage=stage,
        stage_name=STAGE_NAMES[stage],
        since=case.moved_at,
        accepted_at=case.accepted_at,
        promised_on=promised.due_on if promised else None,
        hall=case.hall.code if case.hall else None,
        contact_badge=case.contact_officer.badge_number if case.contact_officer else None,
        clock_stopped=case.clock_stopped,
        stopped=PublicStop(STOPPED_FOR[StopGround(stop.ground)], stop.first) if stop else None,
        next_step=DECIDED if is_decision else NEXT[stage],
        steps=_steps(case),
        papers=_papers(case),
    )


def _steps(case: Case) -> tuple[PublicStep, ...]:
    """The stages of this round; a document made anew after a failed check was in production all the while."""
    rows = Move.objects.filter(case=case, round=case.round).order_by("number").values_list("to_stage", "at")
    steps: list[PublicStep] = []
    for stage, at in ((CaseStage(stage), at) for stage, at in rows):
        known = [step.stage for step in steps]
        if stage in known:
            del steps[known.index(stage) + 1 :]
        else:
            steps.append(PublicStep(stage, at))
    return tuple(steps)


def _papers(case: Case) -> tuple[PublicPaper, ...]:
    notices = Notice.objects.filter(case=case).values_list("number", "issued_at", "answer_by", "answered_at")
    letters = Letter.objects.filter(case=case).values_list("kind", "number", "at")
    papers = [
        *(PublicPaper(NOTICE_TITLE, number, at, None if answered else by) for number, at, by, answered in notices),
        *(PublicPaper(LETTER_TITLES[LetterKind(kind)], number, at) for kind, number, at in letters),
    ]
    return tuple(sorted(papers, key=lambda paper: (paper.written_at, paper.number)))
