"""The ticket machine: a number is taken, printed and shown; what cannot be read is said; only devices of the hall take."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from pytest_django.fixtures import Settings

from mumian.queueing.models import Ticket
from mumian.queueing.terms import Priority
from mumian.web.kiosk.scanning import Scanned
from mumian.web.kiosk.views import machine
from mumian.web.kiosk.wishes import Wishes
from mumian.web.shared.devices import COOKIE
from tests.web.kiosk.conftest import Hall, taken, words_of


def test_wishes_travel_in_the_address_and_come_back_the_same() -> None:
    wishes = Wishes(("NEW", "COLLECT"), people=3, priority=Priority.PREGNANT, low_counter=True, seated=True, elder=True)

    assert Wishes.read(QueryDict(wishes.query().removeprefix("?"))) == wishes


@pytest.mark.parametrize("typed", ["people=0", "people=99999", "people=x", "priority=king", "s=%C3%A9", "low=maybe", ""])
def test_an_address_that_makes_no_sense_is_an_ordinary_visit(typed: str) -> None:
    assert Wishes.read(QueryDict(typed)).priority is Priority.ORDINARY
    assert 1 <= Wishes.read(QueryDict(typed)).people <= 9


def test_a_number_is_taken_printed_and_shown(hall: Hall) -> None:
    address = taken(hall)

    shown = words_of(hall.device.get(address))
    [slip] = hall.printed.glob("*.txt")
    label = re.search(r"\b[A-Z][0-9]{3}\b", shown)
    assert label is not None
    assert f"### {label[0]}" in slip.read_text()
    assert "/t/" in slip.read_text()
    assert "Please take your slip." in shown


def test_the_same_form_sent_twice_gives_one_number(hall: Hall) -> None:
    assert taken(hall, key="one") == taken(hall, key="one")


def test_a_receipt_that_the_reader_sends_twice_gives_one_number(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "understood", lambda _words, **_on: Scanned(reference="case:7"))
    page = hall.device.get("/machine/H01/scan").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None

    twice = [hall.device.post("/machine/H01/scan", {"scanned": "x", "key": key[1]})["Location"] for _ in range(2)]
    again = hall.device.post("/machine/H01/scan", {"scanned": "x", "key": "of another visit"})["Location"]

    assert twice[0] == twice[1] != again
    assert list(Ticket.objects.values_list("refs", flat=True)) == [["case:7"]] * 2


def test_a_form_that_was_tampered_with_is_no_fault(hall: Hall) -> None:
    taken(hall, reference="case:" + "9" * 70)

    assert list(Ticket.objects.values_list("refs", flat=True)) == [[""]]


def test_who_cannot_stand_is_sent_to_a_counter_with_a_chair(hall: Hall) -> None:
    offered = words_of(hall.device.get("/machine/H01/visit?s=ENDORSE"))

    taken(hall, seat="yes")

    assert "I need to sit" in offered
    assert [ticket.needs_seat for ticket in Ticket.objects.all()] == [True]


def test_without_paper_the_number_is_good_and_it_is_said(hall: Hall) -> None:
    hall.printed.mkdir()
    (hall.printed / "no-paper").touch()

    shown = words_of(hall.device.get(taken(hall)))

    assert "No slip was printed. Your number is good" in shown


def test_the_slip_can_be_had_as_a_pdf_and_a_wrong_code_opens_nothing(hall: Hall) -> None:
    address = taken(hall).partition("?")[0]

    assert hall.device.get(f"{address}/slip.pdf").content.startswith(b"%PDF")
    assert hall.device.get(f"{address}X").status_code == 404


def test_a_family_takes_one_number_for_several_errands(hall: Hall) -> None:
    shown = words_of(hall.device.get(taken(hall, "NEW", "ENDORSE", people="4", low="yes")))

    assert "First passport or permit" in shown
    assert "Endorsements" in shown


def test_a_touch_takes_up_an_errand_and_another_lets_it_go(hall: Hall) -> None:
    assert "chosen" in words_of(hall.device.get("/machine/H01/services?s=NEW"))
    assert "chosen" not in words_of(hall.device.get("/machine/H01/services"))


def test_nothing_chosen_leads_back_to_the_errands(hall: Hall) -> None:
    assert hall.device.get("/machine/H01/visit")["Location"] == "/machine/H01/services?"


def test_an_errand_that_is_not_known_is_refused_with_the_way_on(hall: Hall) -> None:
    answer = hall.device.post("/machine/H01/take", {"s": "NOTHING"})

    assert answer.status_code == 422
    assert list(hall.printed.glob("*")) == []


def test_an_identity_card_says_only_that_its_holder_is_elderly(hall: Hall) -> None:
    answer = hall.device.post("/machine/H01/scan", {"scanned": "440199195501010016"})

    assert answer.status_code in {303, 422}
    assert "440199195501010016" not in str(answer.headers)


def test_a_scan_that_is_nothing_is_said_and_leads_on(hall: Hall) -> None:
    answer = hall.device.post("/machine/H01/scan", {"scanned": "?!"})

    assert answer.status_code == 422
    assert "Scan the receipt" in words_of(answer)


def test_in_an_office_only_a_device_of_the_hall_takes_numbers(hall: Hall, settings: Settings) -> None:
    settings.DEMO_MODE = False
    settings.SECOND_FACTOR_REQUIRED = False

    answer = hall.device.post("/machine/H01/take", {"s": "NEW"})
    forged = hall.device.get("/machine/H01/", headers={"cookie": f"{COOKIE}=machine:H01.x"})

    assert (answer.status_code, forged.status_code) == (403, 403)
    assert list(hall.printed.glob("*")) == []


MACHINE_PAGES = ("/machine/H01/", "/machine/H01/?elder=yes", "/machine/H01/scan", "/machine/H01/visit?s=NEW&people=2")
MORE = ("/ask/H01/services/PP-NEW/SF-F01", "/ask/H01/fault")
QUESTION_PAGES = ("/ask/H01/", "/ask/H01/services", "/ask/H01/services/PP-NEW", "/ask/H01/status", "/ask/H01/map", *MORE)


def test_pages_of_machine_and_questions_open(hall: Hall) -> None:
    answers = {address: hall.device.get(address).status_code for address in (*MACHINE_PAGES, *QUESTION_PAGES)}

    assert set(answers.values()) == {200}, answers


def test_pages_of_questions_are_wiped_after_thirty_seconds(hall: Hall) -> None:
    pages = {address: hall.device.get(address).content.decode() for address in QUESTION_PAGES}

    assert [address for address, page in pages.items() if 'content="30;url=/ask/H01/"' not in page] == []


def test_a_visitor_reports_what_is_out_of_order_once(hall: Hall) -> None:
    known = hall.device.get("/ask/H01/fault")
    thing = re.search(r'name="amenity" value="([^"]+)"', known.content.decode())
    assert thing is not None

    answers = [hall.device.post("/ask/H01/fault", {"amenity": one}).status_code for one in (thing[1], thing[1], "9/x", "")]

    assert answers == [303, 422, 422, 422]
    assert "reported already" in words_of(hall.device.get("/ask/H01/fault"))


def test_a_form_that_is_none_has_no_sample(hall: Hall) -> None:
    assert hall.device.get("/ask/H01/services/PP-NEW/SF-NONE").status_code == 404


def test_a_hall_that_is_none_has_no_machine(hall: Hall) -> None:
    assert [hall.device.get(address).status_code for address in ("/machine/X99/", "/ask/X99/", "/rating/X99/")] == [404, 404, 404]
