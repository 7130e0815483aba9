"""The lists of the counter: the second officer's, one's own day, the takings; and how many questions each page asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import cast

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from mumian.accounts.models import Account
from mumian.cases.models import Case
from mumian.clearance.services import screen_waiting
from mumian.foundation.identifiers.codes import LETTERS
from mumian.payments.models import Reconciliation
from tests.factories.people import enter, resident
from tests.web.counter.conftest import Window, signed_in, text_of

ORDINARY = "this case takes the ordinary way"


def accepted(window: Window) -> Case:
    """A repeat endorsement, accepted and compared with the lists, that is not drawn for the quality sample."""
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    window.send(case)
    screen_waiting(at=window.clock.now())
    case.refresh_from_db()
    return case


@pytest.fixture(autouse=True)
def _nothing_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mumian.cases.services.quick.accepting.is_sampled", lambda _number: False)
    monkeypatch.setattr("mumian.cases.services.applying.is_sampled", lambda _number: False)


def test_second_officer_sees_a_case_after_the_next_full_minute(window: Window, staff: Mapping[str, Account]) -> None:
    case = accepted(window)
    second = signed_in(staff["second"])

    before = text_of(cast("HttpResponse", second.get("/counter/second/")))
    window.clock.move(timedelta(seconds=61))
    after = text_of(cast("HttpResponse", second.get("/counter/second/")))

    assert (LETTERS.shown(case.receipt_number or "") in before, LETTERS.shown(case.receipt_number or "") in after) == (
        False,
        True,
    )


def test_second_officer_approves(window: Window, staff: Mapping[str, Account]) -> None:
    case = accepted(window)
    window.clock.move(timedelta(seconds=61))

    answer = signed_in(staff["second"]).post("/counter/second/", {"case": case.pk, "key": "1"})

    assert (answer.status_code, Case.objects.get(pk=case.pk).stage) == (303, "approved")


def test_ordinary_way_is_answered_in_the_same_words_whatever_the_cause(
    window: Window, staff: Mapping[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    second, lists_open = signed_in(staff["second"]), accepted(window)
    monkeypatch.setattr("mumian.cases.services.quick.accepting.is_sampled", lambda _number: True)
    sampled = accepted(window)

    def approve(case: Case) -> HttpResponse:
        return cast("HttpResponse", second.post("/counter/second/", {"case": case.pk, "key": str(case.pk)}))

    answers = [approve(case) for case in (lists_open, sampled)]

    assert [(answer.status_code, ORDINARY in text_of(answer)) for answer in answers] == [(422, True)] * 2


def test_acceptance_officer_has_no_list_of_approvals(window: Window) -> None:
    assert window.get("/counter/second/").status_code == 403


def test_my_day_shows_what_was_accepted_and_what_waits(window: Window) -> None:
    done, draft = accepted(window), window.begin("PP-RENEW")

    page = text_of(window.get("/counter/today/"))

    assert (LETTERS.shown(done.receipt_number or "") in page, LETTERS.shown(draft.draft_code) in page) == (True, True)


def test_takings_that_agree_are_reckoned_up(window: Window) -> None:
    accepted(window)

    answer = window.post("/counter/takings/", cash="15", card="")

    assert (answer.status_code, Reconciliation.objects.get().counted_cash) == (303, 1500)


def test_difference_is_asked_about_and_the_count_is_kept(window: Window) -> None:
    accepted(window)

    answer = window.post("/counter/takings/", cash="14", card="")

    assert (answer.status_code, Reconciliation.objects.count()) == (422, 0)
    assert 'value="14"' in text_of(answer)
    assert "Count again" in text_of(answer)


def test_page_of_an_acceptance_says_the_same_whatever_a_list_says(window: Window) -> None:
    case = accepted(window)
    window.clock.move(timedelta(minutes=5))

    assert "papers taken, wait for the office" in text_of(window.get(f"/counter/cases/{case.pk}/accepted/"))


@pytest.mark.parametrize("address", ["/counter/", "/counter/today/"])
def test_list_asks_as_many_questions_for_one_case_as_for_many(window: Window, address: str) -> None:
    window.begin("PP-RENEW")
    few = questions(window, address)
    for _ in range(3):
        window.begin("PP-RENEW")

    assert questions(window, address) == few <= 20


def test_names_are_found_with_the_same_number_of_questions(window: Window) -> None:
    enter(resident(name="木棉二", numbers=(), documents=()))
    few = questions(window, "/counter/", q="木棉")
    for letter in "三四五":
        enter(resident(name=f"木棉{letter}", numbers=(), documents=()))

    assert questions(window, "/counter/", q="木棉") == few


def test_screen_of_an_application_asks_a_fixed_number_of_questions(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    assert questions(window, f"/counter/cases/{case.pk}/") <= 40


def questions(window: Window, address: str, **data: str) -> int:
    """How many queries a page costs, after the session was noted as in use."""
    window.get("/counter/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = window.post(address, **data) if data else window.get(address)
    assert answer.status_code == 200
    return len(asked)
