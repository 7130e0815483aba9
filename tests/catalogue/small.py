"""The small rulebook of the tests: complete, of an invented town, and copied wherever a test wants to spoil it."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from functools import cache
from pathlib import Path

from mumian.catalogue.rules.answers import Answer, answer
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.rules.checks import check_rulebook
from mumian.catalogue.rules.reading import Reading, read_rulebook
from mumian.catalogue.terms import Audience
from mumian.foundation.clock import OFFICE_ZONE

SMALL = Path(__file__).parent / "small_rulebook"
GUANGZHOU = Path(__file__).resolve().parents[2] / "rulebooks" / "guangzhou"

ADULT: dict[str, FactValue] = {
    "applicant.birth_date": "1980-05-01",
    "applicant.resident": True,
    "applicant.soldier": False,
    "applicant.register_city": "990100",
}


@cache
def reading_of(folder: Path) -> Reading:
    """A rulebook, read once for all tests; it never changes."""
    return read_rulebook(folder)


def small() -> Rulebook:
    return reading_of(SMALL).book


def guangzhou() -> Rulebook:
    return reading_of(GUANGZHOU).book


def ask(
    service: str = "PASS-NEW",
    *,
    on: date = date(2024, 1, 5),
    facts: dict[str, FactValue] | None = None,
    channel: str | None = "counter",
    accepted_at: datetime | None = None,
    audience: Audience = Audience.PUBLIC,
    book: Rulebook | None = None,
) -> Answer:
    """A question to the small rulebook, about an adult at the window unless said otherwise."""
    return answer(
        book or small(),
        service,
        on=on,
        facts=ADULT if facts is None else facts,
        channel=channel,
        accepted_at=accepted_at,
        audience=audience,
    )


def moment(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=OFFICE_ZONE)


def copy_of(folder: Path, to: Path) -> Path:
    """A copy to spoil."""
    target = to / "book"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    return target


def spoilt(tmp_path: Path, file: str, before: str, after: str) -> list[str]:
    """What check finds when one text of one file of the small rulebook is replaced: the lines it prints."""
    folder = copy_of(SMALL, tmp_path)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{before!r} should stand once in {file}"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return [problem.said("en") for problem in check_rulebook(folder).problems]
