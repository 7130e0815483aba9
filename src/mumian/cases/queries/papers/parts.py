"""What the papers of a case share: pairs of sentences, the codes by which a paper is found again, the hall and the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from mumian.cases.models import Case
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.barcodes import code_128, qr
from mumian.foundation.clock import local, local_date
from mumian.foundation.dates import said_date
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.paper import Sheet
from mumian.foundation.words import Text
from mumian.offices.queries import HallSheet, hall_by_code, officer_by_id
from mumian.offices.rules.opening import hours_on
from mumian.offices.terms import OfficerId
from mumian.people.terms import PersonKind

TEMPLATES: Final = Path(__file__).resolve().parents[2] / "templates"

Pair = list[str]
"""A sentence in the reader's language, and in the other."""

Row = list[Pair]
"""A label and its value."""

STATUS: Final = Text("扫码查进度", "Scan to see where it stands")
HALL: Final = Text("办理大厅", "Hall")
HOURS: Final = Text("开放时间", "Opening hours")
PLACE: Final = Text("{name}，{address}，电话{phone}", "{name}, {address}, telephone {phone}")
WEEKDAYS: Final = Text("周一至周五", "Monday to Friday")
SATURDAYS: Final = Text("周六", "Saturday")
SUNDAYS: Final = Text("周日", "Sunday")
COMPLAIN: Final = Text(
    "对我们的工作不满意，请拨打监督电话{phone}，或到{address}反映。投诉不影响您的申请。",
    "Not content with our work? Call Supervision on {phone}, or come to {address}. A complaint does your application no harm.",
)
BADGE: Final = Text("警号（工号）{badge}", "badge {badge}")
AT_WINDOW: Final = Text("{who}，{number}号窗口", "{who}, window {number}")


class Speaker:
    """Says every text twice: first in the reader's language, then in the other."""

    def __init__(self, language: str) -> None:
        self.language = "zh" if language.startswith("zh") else "en"
        self.other = "en" if self.language == "zh" else "zh"

    def __call__(self, text: Text | str) -> Pair:
        """The pair; a plain string is the same in every language and is said once."""
        if isinstance(text, str):
            return [text, ""]
        first, second = text.in_language(self.language), text.in_language(self.other)
        return [first, second if second != first else ""]

    def row(self, label: Text, value: Text | str) -> Row:
        """A line of facts."""
        return [self(label), self(value)]


@cache
def template(name: str) -> Sheet:
    """The sheet of this name, kept ready."""
    return Sheet(TEMPLATES / f"{name}.typ")


def speaker_for(case: Case, language: str) -> Speaker:
    """In the language asked for, else in the applicant's: English first for foreigners, Chinese first for everybody else."""
    return Speaker(language or ("en" if case.applicant.kind == PersonKind.FOREIGNER.value else "zh"))


def frame(say: Speaker, title: Text, *, footer: str, at: datetime) -> dict[str, object]:
    """What every sheet needs: language, office, title, day of printing, footer."""
    return {
        "language": say.language,
        "office": " · ".join(part for part in say(current_rulebook().office.office) if part),
        "title": title.in_language(say.language),
        "heading": say(title),
        "issued": f"{local(at):%Y-%m-%d %H:%M}",
        "footer": footer,
    }


def codes(say: Speaker, number: str, *, address: str) -> dict[str, object]:
    """The number as read, as Code 128, and as a QR code that opens the status page where an address is given."""
    data: dict[str, object] = {"code": LETTERS.shown(number), "code_128": code_128(number).svg(label=number)}
    if address:
        data |= {"qr": qr(address).svg(), "qr_words": say(STATUS)}
    return data


def hall_of(case: Case, *, on: date) -> HallSheet | None:
    """The hall of the case as it is on this day."""
    return hall_by_code(case.hall.code, on=on) if case.hall else None


def hall_rows(say: Speaker, hall: HallSheet | None, *, on: date) -> list[Row]:
    """Where the hall is, when it is open, how to call it; nothing for a case without one."""
    if hall is None:
        return []
    rows = [say.row(HALL, PLACE.filled(name=hall.name, address=hall.address, phone=hall.phone))]
    opening = _hours(hall, on)
    return [*rows, say.row(HOURS, opening)] if opening else rows


def badge_at(officer_id: OfficerId | int | None, *, hall: str | None, on: date) -> Text | None:
    """The officer by badge number, with the number of the window at which he was posted in the hall on that day."""
    officer = officer_by_id(OfficerId(officer_id), on=on) if officer_id else None
    if officer is None:
        return None
    who = BADGE.filled(badge=officer.badge_number)
    windows = [duty.window_number for duty in officer.duties if duty.window_number and duty.hall == hall]
    return AT_WINDOW.filled(who=who, number=windows[0]) if windows else who


def complaint() -> Text:
    """Where somebody turns who is not content."""
    office = current_rulebook().office
    return COMPLAIN.filled(phone=office.supervision.phone, address=office.supervision.address or office.contact.address)


def day_of(moment: datetime) -> Text:
    """The day of a moment, as it stands in a letter."""
    return said_date(local_date(moment))


def _hours(hall: HallSheet, on: date) -> Text | None:
    span = hours_on(hall.hours, on)
    if span is None:
        return None
    groups = ((WEEKDAYS, span.mon_fri), (SATURDAYS, span.sat), (SUNDAYS, span.sun))
    said = [(days, _times(times)) for days, times in groups if times]
    return Text("；".join(f"{days.zh}{times.zh}" for days, times in said), "; ".join(f"{d.en} {t.en}" for d, t in said))


def _times(intervals: Sequence[str]) -> Text:
    shown = [interval.replace("-", "–") for interval in intervals]
    return Text("、".join(shown), ", ".join(shown))
