"""What a scan at the machine means: a receipt, an appointment, or an identity card. The reader types like a keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from mumian.cases.errors import CaseUnknown
from mumian.cases.queries import public_status_of
from mumian.cases.queries.windows import case_by_code
from mumian.cases.terms import CaseId, CaseStage, case_key
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.citizens import CitizenNumber
from mumian.foundation.words import Text
from mumian.people.rules.age import age_on
from mumian.web.shared.status_links import case_of_token

ELDERLY_FROM: Final = 60
"""Law on the Protection of the Rights and Interests of the Elderly, article 2."""
LONGEST: Final = 200
STATUS_PATH: Final = "/status/of/"

NOT_UNDERSTOOD: Final = Text(
    "没有读懂。请再扫一次受理回执、预约码或身份证，也可以直接选择业务取号。",
    "This was not understood. Scan the receipt, the appointment or the identity card once more, or choose a service instead.",
)
NOT_READY: Final = Text(
    "这份证件还没有做好，今天不能领取。扫描回执上的二维码可以随时查看进度。",
    "This document is not ready and cannot be collected today. The code on the receipt shows at any time where it is.",
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was on the glass: a case to collect, an appointment's code, or a card that says only how old its holder is."""

    reference: str = ""
    appointment: str = ""
    is_elderly: bool = False
    is_card: bool = False


def understood(written: str, *, on: date) -> Scanned:
    """Take a scan apart. Raises Refusal with what to do. The number of a card is looked at and forgotten."""
    words = written.strip()[:LONGEST]
    if not words:
        raise Refusal(NOT_UNDERSTOOD)
    born_on = _born_on(words)
    if born_on is not None:
        return Scanned(is_card=True, is_elderly=age_on(born_on, on) >= ELDERLY_FROM)
    case_id = _case(words)
    if case_id is not None:
        return Scanned(reference=_ready(case_id))
    code = words.replace("-", "").replace(" ", "").upper()
    if not code.isascii() or not code.isalnum():
        raise Refusal(NOT_UNDERSTOOD)
    return Scanned(appointment=code)


def _born_on(words: str) -> date | None:
    try:
        return CitizenNumber.parse(words).birth_date
    except NumberRefused:
        return None


def _case(words: str) -> CaseId | None:
    if STATUS_PATH in words:
        return case_of_token(words.rpartition(STATUS_PATH)[2])
    try:
        return case_by_code(words)
    except Refusal:
        return None


def _ready(case_id: CaseId) -> str:
    try:
        stage = public_status_of(case_id).stage
    except CaseUnknown:
        raise Refusal(NOT_UNDERSTOOD) from None
    if stage is not CaseStage.READY:
        raise Refusal(NOT_READY)
    return case_key(case_id)
