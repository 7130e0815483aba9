"""Two hundred pairs, one person on a list and one on none: what the window and the applicant read is the same, byte for byte.

On a list means a hit or a match to be reviewed; what they read is the answer to the acceptance itself, too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mumian.cases.models import Case
from mumian.clearance.services import load_list, open_watches, screen_waiting
from mumian.clearance.terms import Ask, PersonToClear
from mumian.foundation.identifiers import LETTERS, CitizenNumber, Sex
from mumian.foundation.identifiers.checks import mod_11_2
from mumian.payments.models import Receipt
from mumian.people.terms import PersonId
from mumian.web.shared.status_links import status_token
from tests.factories.people import enter, resident
from tests.factories.sql import run
from tests.support.databases import TestDatabases
from tests.support.roles import acting_as
from tests.web.counter.conftest import TRAVELLER, Window

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS, ROUNDS = 4, 50
HEAD = "entry_id,name,aliases,dob,id_number,doc_number,nationality,sex,ground,valid_from,valid_to,owner\n"
LISTS = ("EXIT_BAR", "WANTED")
WATCHED = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)
BORN = date(1971, 3, 4)
OF_THE_PAGE = re.compile(rb'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"|nonce="[^"]*"')


def person(place: int, *, numbered: bool) -> PersonToClear:
    """A person of his own for each place, with or without his number; the number says the sex."""
    sex = Sex.MALE if place % 2 else Sex.FEMALE
    name = f"木{chr(0x6800 + place)}{chr(0x7400 + place)}"
    plain = f"440199{BORN:%Y%m%d}{place:03}"
    return PersonToClear(name, BORN, "CHN", sex, (plain + mod_11_2(plain),) if numbered else ())


def listed(place: int) -> PersonToClear:
    """One of three comes with his number and one without: hits, for nobody else bears the name; the third is to be reviewed."""
    return person(place, numbered=place % 3 == 0)


def stranger(place: int) -> PersonToClear:
    """Somebody on no list, who writes himself in the same way."""
    return person(place + 500, numbered=place % 3 == 0)


def is_doubtful(place: int) -> bool:
    """Whether the list has somebody of the other sex with the name and birth date, without a number: to be reviewed."""
    return place % 3 == 2


def load(folder: Path) -> None:
    lines = []
    for place in range(PAIRS * ROUNDS):
        one = person(place, numbered=True)
        other = "F" if one.sex is Sex.MALE else "M"
        number, sex = ("", other) if is_doubtful(place) else (one.numbers[0], "")
        lines.append(f"E{place},{one.name},,{BORN},{number},,CHN,{sex},虚构,,,甲\n")
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
    doubtful = sum(map(is_doubtful, range(PAIRS * ROUNDS)))
    assert (differing, bands) == ([], [("hit", PAIRS * ROUNDS - doubtful), ("review", doubtful)])


KINDS = ("hit", "review", "none")
BY_HEADER = ("Content-Type", "Content-Length", "Cache-Control", "Location")


def applicant_of(triple: int, kind: str) -> PersonId:
    """Somebody on record who travels, of whom the list says this."""
    place = {"hit": 3 * triple, "review": 3 * triple + 2, "none": 3 * triple + 500}[kind]
    known = person(place, numbered=True)
    documents = tuple(replace(one, number=f"{one.number[:2]}{place:07}") for one in TRAVELLER)
    numbers = (CitizenNumber(known.numbers[0]),)
    return enter(resident(name=known.name, sex=known.sex, birth_date=BORN, numbers=numbers, spellings=(), documents=documents))


def answer_of(window: Window, case: Case) -> tuple[object, ...]:
    """What the window gets for pressing the button, status and headers too, without the case's own number."""
    answer = window.send(case)
    headers = tuple(answer.headers.get(name, "").replace(f"/{case.pk}/", "/?/") for name in BY_HEADER)
    return answer.status_code, OF_THE_PAGE.sub(b"", answer.content).replace(f"/{case.pk}/".encode(), b"/?/"), headers


@pytest.mark.parametrize("triples", [2, pytest.param(67, marks=pytest.mark.nightly)])
def test_acceptance_is_answered_alike_for_hit_review_and_none(
    window: Window, databases: TestDatabases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, triples: int
) -> None:
    monkeypatch.setattr("mumian.cases.services.quick.accepting.is_sampled", lambda _number: False)
    monkeypatch.setattr("mumian.cases.services.applying.is_sampled", lambda _number: False)
    with acting_as("lists", databases):
        load(tmp_path)
    applicant = Client(headers={"accept-language": "zh-CN"})
    differing = []

    for triple in range(triples):
        cases = [window.begin("HM-G-REPEAT", applicant_of(triple, kind), variant="HKG-12M-1") for kind in KINDS]
        answers = [answer_of(window, case) for case in cases]
        for case in cases:
            case.refresh_from_db()
        paid = list(Receipt.objects.order_by("-pk").values_list("number", flat=True)[:3])[::-1]
        with acting_as("worker", databases):
            screen_waiting(at=window.clock.now())
        for of_the_window in (True, False):
            pages = [
                page(window, applicant, case, number, of_the_window=of_the_window)
                for case, number in zip(cases, paid, strict=True)
            ]
            differing += [triple] if len({*pages}) > 1 else []
        differing += [triple] if len({*answers}) > 1 or answers[0][0] != 303 else []
        window.clock.move(timedelta(seconds=61))

    with acting_as("lists", databases):
        bands = run("SELECT band, count(*) FROM lists.match WHERE list_code = 'EXIT_BAR' GROUP BY 1 ORDER BY 1")
    assert (differing, bands) == ([], [("hit", triples), ("review", triples)])
