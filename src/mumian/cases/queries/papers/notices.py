"""The one-time notice on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from mumian.cases.errors import CaseUnknown
from mumian.cases.models import Notice
from mumian.cases.queries.papers.parts import (
    BADGE,
    Speaker,
    badge_at,
    codes,
    complaint,
    day_of,
    frame,
    hall_of,
    hall_rows,
    speaker_for,
    template,
)
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date
from mumian.foundation.dates import said_day
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.words import Text

TITLE: Final = Text("一次性告知书", "One-time notice")
AGAIN: Final = Text("再次告知书", "Further notice")
NUMBER: Final = Text("告知书编号", "Number of this notice")
SERVICE: Final = Text("办理事项", "Service")
APPLICATION: Final = Text("申请编号", "Application")
ISSUED: Final = Text("告知日期", "Issued on")
BY: Final = Text("告知人员", "Issued by")
TO: Final = Text("{name}：", "To {name}")
OPENING: Final = Text(
    "您的申请还缺以下{count}项。补齐这些，我们就接着办理，不用从头再来。",
    "Your application still needs what is listed below, {count} in all. Bring it and we go on from here.",
)
WHAT: Final = Text("缺少或者需要更正", "Missing or to be corrected")
REMEDY: Final = Text("怎样补齐", "What to do")
ANSWER_BY: Final = Text("请在这一天之前补齐", "Please answer by")
PROMISE: Final = Text(
    "这是一次性告知：我们不会再要求本书以外的材料。如果有人再提出别的要求，您可以不交；每一项都会记为本机关的违规，并可向监督部门反映。",
    "This notice is complete: nothing else may be demanded later. If somebody does, you need not hand it in; every such demand "
    "is recorded as a breach of ours, and you may tell Supervision.",
)
PROMISE_AGAIN: Final = Text(
    "带“违规”标记的项目没有写在第一次告知里，这是我们的过错，已记为违规。请接受我们的歉意；您可向监督部门反映。",
    "Items marked as a breach did not stand on the first notice. That is our fault and has been recorded as a breach. "
    "Please accept our apology; you may tell Supervision.",
)
BREACH: Final = Text("违规：第一次告知没有写这一项", "Breach: this did not stand on the first notice")
AFTERWARDS: Final = Text(
    "过期没有补齐的，申请视为撤回，已交材料退还，您可以随时重新申请。",
    "If it is not answered by then, the application counts as withdrawn and your papers are returned; you may apply again.",
)
BASIS: Final = Text("依据：《行政许可法》第三十二条", "Basis: Administrative Licensing Law, article 32")


def material_notice(number: str, *, at: datetime, address: str = "", language: str = "") -> bytes:
    """The notice with this number as PDF on A4, with the applicant's name. `address` is where its QR code leads, if anywhere.

    Raises CaseUnknown when there is no such notice.
    """
    related = ("case__applicant", "case__hall", "officer")
    notice = Notice.objects.select_related(*related).prefetch_related("items", "breaches").filter(number=number).first()
    if notice is None:
        raise CaseUnknown
    case, book = notice.case, current_rulebook()
    say = speaker_for(case, language)
    issued_on, today = local_date(notice.issued_at), local_date(at)
    by = badge_at(notice.officer_id, hall=case.hall.code if case.hall else None, on=issued_on)
    items = _items(say, notice)
    data = {
        **frame(say, TITLE if notice.ordinal == 1 else AGAIN, footer=notice.number, at=at),
        **codes(say, notice.number, address=address),
        "number_label": say(NUMBER),
        "facts": [
            say.row(SERVICE, book.service_of[case.service_id].name),
            say.row(APPLICATION, LETTERS.shown(case.receipt_number or case.draft_code)),
            say.row(ISSUED, day_of(notice.issued_at)),
            say.row(BY, by or BADGE.filled(badge=notice.officer.badge_number)),
            *hall_rows(say, hall_of(case, on=today), on=today),
        ],
        "to": say(TO.filled(name=case.applicant.name)),
        "opening": say(OPENING.filled(count=len(items))),
        "items_label": say(WHAT),
        "remedy_label": say(REMEDY),
        "items": items,
        "answer_by": [say(ANSWER_BY), say(said_day(notice.answer_by))],
        "promise": say(PROMISE if notice.ordinal == 1 else PROMISE_AGAIN),
        "closing": [say(AFTERWARDS), say(complaint()), say(BASIS)],
        "signed": say(book.office.office),
        "signed_on": day_of(notice.issued_at).in_language(say.language),
    }
    return template("notice").pdf(data, at=at)


def _items(say: Speaker, notice: Notice) -> list[dict[str, object]]:
    """The items in the order of the rulebook, each with what to do about it; those of them that are a breach say so."""
    known = current_rulebook().notice_item_of
    demanded = {item.item_id for item in notice.items.all()}
    breaches = {breach.item_id for breach in notice.breaches.all()}
    return [
        {
            "what": say(item.text),
            "remedy": say(item.remedy),
            "breach": say(BREACH) if code in breaches else None,
        }
        for code, item in known.items()
        if code in demanded
    ]
