"""Letters of the office about a case: approval, refusal, not accepted, a longer limit, and the request to an employer."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from mumian.cases.errors import CaseUnknown
from mumian.cases.models import Case, CaseLimit, ConsentRequest, Letter, Move
from mumian.cases.queries.papers.parts import BADGE, Pair, Row, Speaker, codes, complaint, day_of, frame, speaker_for, template
from mumian.cases.terms import GROUND_NAMES, CaseId, Hand, LetterKind, LimitKind, RefusalGround
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.terms import Path
from mumian.foundation.dates import said_date
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.words import Text

APPROVAL: Final = Text("准予许可决定书", "Approval")
LETTER_TITLES: Final[dict[LetterKind, Text]] = {
    LetterKind.DECLINE: Text("不予受理决定书", "Decision not to accept an application"),
    LetterKind.REFUSAL: Text("不予许可决定书", "Decision to refuse an application"),
    LetterKind.EXTENSION: Text("延长办理期限告知书", "Letter on a longer limit"),
    LetterKind.CONSENT_REQUEST: Text("征求意见函", "Request for an employer's consent"),
}
OPENING: Final[dict[LetterKind, Text]] = {
    LetterKind.DECLINE: Text(
        "您申请办理“{service}”。经审查，本机关决定不予受理。",
        "You applied for: {service}. After examining the application this office has decided not to accept it.",
    ),
    LetterKind.REFUSAL: Text(
        "您于{day}申请办理“{service}”。经审查，本机关决定不予许可。",
        "On {day} you applied for: {service}. After examining the application this office has decided to refuse it.",
    ),
    LetterKind.EXTENSION: Text(
        "您于{day}申请办理“{service}”。因情况复杂，经负责人批准，办理期限延长到{due}。",
        "On {day} you applied for: {service}. With the approval of a leader of this office the limit has been extended to {due}.",
    ),
    LetterKind.CONSENT_REQUEST: Text(
        "{name}向本机关申请办理“{service}”。依照规定，须有工作单位的意见。请在下方回执上写明后寄回或送交。",
        "{name} has applied to this office for: {service}. The rules ask for the consent of the employer. Please state it on the "
        "slip below and send it back.",
    ),
}
APPROVED: Final = Text(
    "您于{day}申请办理“{service}”。经审查，符合法定条件，本机关决定准予许可。",
    "On {day} you applied for: {service}. The application meets the conditions of the law and has been approved.",
)
NEXT: Final[dict[Path, Text]] = {
    Path.FULL: Text(
        "证件做好后，请凭受理回执和身份证件领取。承诺办结日不变。",
        "When the document is ready, collect it with your receipt and identity document. The promised day stays as it was.",
    ),
    Path.DECISION: Text("本决定自即日起生效，请妥善保存。", "This decision takes effect today. Please keep it."),
    Path.REGISTRATION: Text("已登记。", "It has been registered."),
}
NUMBER: Final = Text("文书编号", "Number of this letter")
RECEIPT: Final = Text("受理编号", "Receipt number")
APPLICATION: Final = Text("申请编号", "Application")
SERVICE: Final = Text("办理事项", "Service")
BY: Final = Text("经办", "Decided by")
TO: Final = Text("{name}：", "To {name}")
GROUND: Final = Text("法律依据", "Ground in law")
GROUND_SAID: Final = Text("{ground}。依据：{law}。", "{ground}. Basis: {law}.")
REASON: Final = Text("事实和理由", "Facts and reason")
REMEDY: Final = Text("您可以这样做", "What you can do")
SUPERVISION: Final = Text("监督", "Supervision")
ARTICLE: Final = re.compile(r"art(?:icle)?\.? (\d+)")
REPLY: Final = Text("回执（单位填写）", "Reply of the employer")
AGREES: Final = Text("同意", "We consent")
OBJECTS: Final = Text("不同意，理由：", "We do not consent, because:")
REPLY_LINES: Final = (
    Text("单位（盖章）", "Employer (stamp)"),
    Text("经办人签名", "Signature"),
    Text("联系电话", "Telephone"),
    Text("日期", "Date"),
)


def letter(number: str, *, at: datetime, address: str = "", language: str = "") -> bytes:
    """The letter with this number as PDF on A4, with the applicant's name. `address` is where its QR code leads, if anywhere.

    Raises CaseUnknown when there is no such letter.
    """
    row = Letter.objects.select_related("case__applicant", "officer").filter(number=number).first()
    if row is None:
        raise CaseUnknown
    kind, case = LetterKind(row.kind), row.case
    to_employer = ConsentRequest.objects.filter(letter=row).first()
    say = speaker_for(case, "zh" if to_employer and not language else language)
    to = to_employer.addressed_to if to_employer else case.applicant.name
    data = {
        **_letter(say, case, LETTER_TITLES[kind], to=to, number=row.number, address="" if to_employer else address, at=at),
        "facts": _facts(say, case, badge=row.officer.badge_number),
        "body": [say(OPENING[kind].filled(**_known(case)))],
        "parts": _parts(say, row),
        "reply": _reply(say) if to_employer else None,
        "signed_on": day_of(row.at).in_language(say.language),
    }
    return template("letter").pdf(data, at=at)


def approval_letter(case_id: CaseId, *, at: datetime, address: str = "", language: str = "") -> bytes:
    """The approval of a case as PDF on A4. It has no number of its own: the receipt's stands on it. Raises CaseUnknown."""
    case = Case.objects.select_related("applicant").filter(pk=case_id).first()
    decided = Move.objects.select_related("officer").filter(case=case_id, hand=Hand.DECIDE.value).order_by("-number").first()
    if case is None or decided is None or case.receipt_number is None or decided.to_stage != "approved":
        raise CaseUnknown
    say = speaker_for(case, language)
    badge = decided.officer.badge_number if decided.officer else ""
    data = {
        **_letter(say, case, APPROVAL, to=case.applicant.name, number=case.receipt_number, address=address, at=at),
        "facts": _facts(say, case, badge=badge),
        "body": [say(APPROVED.filled(**_known(case))), say(NEXT[Path(case.path)])],
        "parts": [{"title": say(SUPERVISION), "text": say(complaint())}],
        "reply": None,
        "signed_on": day_of(decided.at).in_language(say.language),
    }
    return template("letter").pdf(data, at=at)


def _letter(say: Speaker, case: Case, title: Text, *, to: str, number: str, address: str, at: datetime) -> dict[str, object]:
    """What all letters have."""
    return {
        **frame(say, title, footer=number, at=at),
        **codes(say, number, address=address),
        "number_label": say(RECEIPT if number == case.receipt_number else NUMBER),
        "to": say(TO.filled(name=to)),
        "signed": say(current_rulebook().office.office),
    }


def _facts(say: Speaker, case: Case, *, badge: str) -> list[Row]:
    number = say.row(RECEIPT if case.receipt_number else APPLICATION, LETTERS.shown(case.receipt_number or case.draft_code))
    return [number, say.row(SERVICE, _service(case)), say.row(BY, BADGE.filled(badge=badge))]


def _known(case: Case) -> dict[str, object]:
    """What openings speak of."""
    limit = CaseLimit.objects.filter(case=case, round=case.round, kind=LimitKind.STATUTORY.value).first()
    return {
        "name": case.applicant.name,
        "service": _service(case),
        "day": day_of(case.accepted_at or case.submitted_at or case.opened_at),
        "due": said_date(limit.due_on) if limit else "",
    }


def _service(case: Case) -> Text:
    return current_rulebook().service_of[case.service_id].name


def _parts(say: Speaker, row: Letter) -> list[dict[str, Pair]]:
    """Ground, reason and remedy, as far as the letter has them."""
    parts: list[tuple[Text, Text]] = []
    if row.ground:
        parts.append((GROUND, GROUND_SAID.filled(ground=GROUND_NAMES[RefusalGround(row.ground)], law=_law(row.law))))
    parts.append((REASON, Text(row.reason_zh, row.reason_en)))
    if row.remedy_zh:
        parts.append((REMEDY, Text(row.remedy_zh, row.remedy_en)))
    if row.kind != LetterKind.CONSENT_REQUEST.value:
        parts.append((SUPERVISION, complaint()))
    return [{"title": say(title), "text": say(text)} for title, text in parts]


def _law(written: str) -> Text:
    """The ground as it was entered, with the title of the law for its code and its articles in words: `EEAL2012 art 12`."""
    code, _, rest = written.partition(" ")
    law = current_rulebook().law_of.get(code)
    if law is None:
        return Text(written, written)
    zh, en = ARTICLE.sub(r"第\1条", rest), ARTICLE.sub(r"article \1", rest)
    return Text(f"{law.title.zh}{zh}", ", ".join(part for part in (law.title.en, en) if part))


def _reply(say: Speaker) -> dict[str, object]:
    return {
        "title": say(REPLY),
        "choices": [say(AGREES), say(OBJECTS)],
        "lines": [say(line) for line in REPLY_LINES],
    }
