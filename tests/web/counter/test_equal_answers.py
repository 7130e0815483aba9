"""Two hundred pairs, one person on a list and one on none: what the window and the applicant read is the same, byte for byte."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mumian.cases.models import Case
from mumian.clearance.services import load_list, open_watches, screen_waiting
from mumian.clearance.terms import Ask, PersonToClear
from mumian.foundation.identifiers import LETTERS, Sex
from mumian.foundation.identifiers.checks import mod_11_2
from mumian.payments.models import Receipt
from mumian.web.shared.status_links import status_token
from tests.factories.sql import run
from tests.support.databases import TestDatabases
from tests.support.roles import acting_as
from tests.web.counter.conftest import Window

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS, ROUNDS = 4, 50
HEAD = "entry_id,name,aliases,dob,id_number,doc_number,nationality,sex,ground,valid_from,valid_to,owner\n"
LISTS = ("EXIT_BAR", "WANTED")
WATCHED = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)
BORN = date(1971, 3, 4)
OF_THE_PAGE = re.compile(rb'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"|nonce="[^"]*"')


def person(place: int, *, numbered: bool) -> PersonToClear:
    """A person of his own for each place, with or without his number."""
    name = f"木{chr(0x6800 + place)}{chr(0x7400 + place)}"
    plain = f"440199{BORN:%Y%m%d}{place:03}"
    return PersonToClear(name, BORN, "CHN", Sex.MALE, (plain + mod_11_2(plain),) if numbered else ())


def listed(place: int) -> PersonToClear:
    """Every second one comes without his number; each is a hit, for nobody else bears his name."""
    return person(place, numbered=place % 2 == 0)


def stranger(place: int) -> PersonToClear:
    """Somebody on no list, who writes himself in the same way."""
    return person(place + 500, numbered=place % 2 == 0)


def load(folder: Path) -> None:
    whole = [person(place, numbered=True) for place in range(PAIRS * ROUNDS)]
    lines = [f"E{place},{one.name},,{BORN},{one.numbers[0]},,CHN,,虚构,,,甲\n" for place, one in enumerate(whole)]
    file = folder / "bar.csv"
    file.write_text(HEAD + "".join(lines))
    load_list(path=file, code="EXIT_BAR", version="pairs", whole=False, at=WATCHED, by="test", reject=lambda *_: None)


def without_own(page: bytes, case: Case, paid: str) -> bytes:
    """The page without the numbers of the case, its receipts, its code, and what is drawn anew for every page."""
    receipt = case.receipt_number or ""
    page = OF_THE_PAGE.sub(b"", page)
    numbers = [way for one in (receipt, paid) for way in (LETTERS.shown(one), f"{one[:5]}-{one[5:]}", one)]
    for own in (*numbers, status_token(case.pk), case.folder_barcode or "-", f"/{case.pk}/", f"/{case.pk}.pdf"):
        page = page.replace(own.encode(), b"?")
    return page


def page(window: Window, applicant: Client, case: Case, paid: str, *, of_the_window: bool) -> tuple[int, bytes]:
    answer: Any = (
        window.get(f"/counter/cases/{case.pk}/accepted/")
        if of_the_window
        else applicant.get(f"/status/of/{status_token(case.pk)}")
    )
    return answer.status_code, without_own(answer.content, case, paid)


def test_two_hundred_pairs_are_answered_alike(window: Window, databases: TestDatabases, tmp_path: Path) -> None:
    cases = []
    for _ in range(2 * PAIRS):
        case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
        window.send(case)
        case.refresh_from_db()
        cases.append(case)
    paid = list(Receipt.objects.order_by("pk").values_list("number", flat=True))
    with acting_as("lists", databases):
        load(tmp_path)
    applicant = Client(headers={"accept-language": "zh-CN"})
    differing = []

    for turn in range(ROUNDS):
        places = range(turn * PAIRS, (turn + 1) * PAIRS)
        people = [which(place) for place in places for which in (listed, stranger)]
        at = window.clock.now()
        open_watches(asks=[Ask(f"case:{case.pk}", one, LISTS) for case, one in zip(cases, people, strict=True)], at=at)
        with acting_as("worker", databases):
            screen_waiting(at=at)
        window.clock.move(timedelta(seconds=61 if turn % 2 else 1))  # after the tick, or before it
        read = [
            page(window, applicant, case, number, of_the_window=turn % 4 < 2) for case, number in zip(cases, paid, strict=True)
        ]
        differing += [turn for one, other in zip(read[::2], read[1::2], strict=True) if one != other or one[0] != 200]

    with acting_as("lists", databases):
        bands = run("SELECT band, count(*) FROM lists.match WHERE list_code = 'EXIT_BAR' GROUP BY 1 ORDER BY 1")
    assert (differing, bands) == ([], [("hit", PAIRS * ROUNDS)])
