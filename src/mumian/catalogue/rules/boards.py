"""The public board of a hall: its rules and limits, generated for a day.

Last month's figures are put beside it by those who know them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mumian.catalogue.rules.answers import answer
from mumian.catalogue.rules.answers.places import halls_serving
from mumian.catalogue.rules.answers.values import LimitAnswer
from mumian.catalogue.rules.book.papers import BoardPhone
from mumian.catalogue.rules.book.places import Hall, HoursSpan
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.values import all_on_day, on_day
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

CLOSED: tuple[str, ...] = ()


class UnknownHall(Refusal):
    """There is no hall of this code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Text(
                f"没有编号为“{code}”的大厅。请从大厅目录中选取。",
                f"There is no hall “{code}”. Please choose one from the list of halls.",
            )
        )


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A service on the board: its limits and its fee.

    `fee` is in whole yuan, None when not published or by variant; `fee_sentence` says it.
    """

    service: str
    name: Text
    family: str
    promised: LimitAnswer | None
    statutory: LimitAnswer | None
    fee: int | None
    fee_sentence: Text | None
    materials: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PublicBoard:
    """What a hall's board shows on a day.

    `hours` are those of the span in force (ranges of local time per kind of day, None: no entry). `rules` are the sentences on
    how time is counted, `rights` what applicants may expect; `digest` is that of the content.
    """

    hall: str
    name: Text
    address: Text
    phone: str
    on: date
    hours: HoursSpan | None
    lines: tuple[BoardLine, ...]
    rules: tuple[Text, ...]
    rights: tuple[Text, ...]
    pledges: tuple[Text, ...]
    phones: tuple[BoardPhone, ...]
    notes: tuple[Text, ...]
    digest: str


def board(book: Rulebook, hall: str, *, on: date) -> PublicBoard:
    """The board of a hall on a day. Raises UnknownHall."""
    place = book.hall_of.get(hall)
    if place is None:
        raise UnknownHall(hall)
    own = [entry for entry in all_on_day(book.boards, on) if not entry.halls or hall in entry.halls]
    lines = tuple(_lines(book, place, on))
    rules = tuple(rule.text for rule in book.time.rules)
    rights = tuple(right.text for right in all_on_day(book.office.rights, on) if not right.families)
    pledges = tuple(pledge for entry in own for pledge in entry.pledges)
    notes = tuple(note for entry in own for note in entry.notes)
    phones = tuple(phone for entry in own for phone in entry.complaint_phones)
    return PublicBoard(
        hall=place.code,
        name=place.name,
        address=place.address,
        phone=place.phone,
        on=on,
        hours=on_day(place.hours, on),
        lines=lines,
        rules=rules,
        rights=rights,
        pledges=pledges,
        phones=phones,
        notes=notes,
        digest=_digest(place, lines, [*rules, *rights, *pledges, *notes]),
    )


def _lines(book: Rulebook, hall: Hall, on: date) -> Iterable[BoardLine]:
    for service in book.services:
        if hall not in halls_serving(book, service):
            continue
        given = answer(book, service.code, on=on)
        if given.offer.is_offered:
            yield BoardLine(
                service=given.service,
                name=given.name,
                family=given.family,
                promised=given.limits.promised if given.limits else None,
                statutory=given.limits.statutory if given.limits else None,
                fee=given.fee.total if given.fee else None,
                fee_sentence=given.fee.sentence if given.fee else None,
                materials=tuple(need.name for need in given.needed),
            )


def _digest(hall: Hall, lines: tuple[BoardLine, ...], said: list[Text]) -> str:
    rows = [
        [
            line.service,
            line.fee,
            *([limit.value, limit.unit] if (limit := line.promised) else []),
            *([limit.value, limit.unit] if (limit := line.statutory) else []),
            *(text.zh for text in line.materials),
        ]
        for line in lines
    ]
    content = json.dumps(
        [hall.code, hall.address.zh, hall.phone, rows, *([text.zh, text.en] for text in said)], ensure_ascii=False
    )
    return hashlib.sha256(content.encode()).hexdigest()[:16]
