"""The one-time notice at the window, and what happens when the person is back."""

from __future__ import annotations

import re

from mumian.cases.models import Breach, Case, Notice
from tests.web.counter.conftest import NO, Window, needed, text_of

START = {**NO, "act": "choose"}


def items_ticked(page: str) -> list[str]:
    return re.findall(r'name="item" value="(\w+)" checked', page)


def noticed(window: Window) -> Case:
    """An application whose identity card and permit are missing, with the notice that says so."""
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    papers = [code for code in needed(window, case) if code not in ("I01", "I11")]
    window.post(f"/counter/cases/{case.pk}/notice/", **{**NO, "act": "issue", "item": ["B01", "B15"], "material": papers})
    return Case.objects.get(pk=case.pk)


def test_missing_papers_are_ticked_on_the_notice_already(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    papers = [code for code in needed(window, case) if code not in ("I01", "I11")]

    page = text_of(window.post(f"/counter/cases/{case.pk}/notice/", **{**START, "material": papers}))

    assert items_ticked(page) == ["B01", "B15"]
    assert len(re.findall(r'name="item"', page)) == 74


def test_notice_is_issued_with_what_was_handed_in(window: Window) -> None:
    case = noticed(window)

    assert (case.stage, sorted(Notice.objects.get().items.values_list("item_id", flat=True))) == (
        "awaiting_materials",
        ["B01", "B15"],
    )
    assert "Notice" in text_of(window.get(f"/counter/cases/{case.pk}/noticed/"))


def test_person_comes_back_and_is_accepted(window: Window) -> None:
    case = noticed(window)

    back = window.post(f"/counter/cases/{case.pk}/", act="answer")
    answer = window.post(
        f"/counter/cases/{case.pk}/", **{**NO, "identity": "yes", "pay": "cash", "act": "accept", "material": ["I01", "I11"]}
    )

    assert (back.status_code, answer.status_code) == (303, 303)
    assert Case.objects.get(pk=case.pk).stage == "accepted"


def test_number_of_the_notice_opens_the_application(window: Window) -> None:
    case = noticed(window)

    answer = window.post("/counter/", q=Notice.objects.get().number)

    assert answer.headers["Location"] == f"/counter/cases/{case.pk}/"


def test_later_demand_is_said_to_be_a_breach_before_it_is_done(window: Window) -> None:
    case = noticed(window)
    window.post(f"/counter/cases/{case.pk}/", act="answer")

    answer = window.post(f"/counter/cases/{case.pk}/notice/", **{**NO, "act": "issue", "item": ["A05"]})

    assert answer.status_code == 422
    assert "recorded and counted as a breach" in text_of(answer)
    assert items_ticked(text_of(answer)) == ["A05"]
    assert Breach.objects.count() == 0


def test_later_demand_that_was_confirmed_is_recorded(window: Window) -> None:
    case = noticed(window)
    window.post(f"/counter/cases/{case.pk}/", act="answer")

    window.post(f"/counter/cases/{case.pk}/notice/", **{**NO, "act": "issue", "item": ["A05"], "breach": "known"})

    assert list(Breach.objects.values_list("item_id", flat=True)) == ["A05"]


def test_notice_without_an_item_is_refused_with_the_sentence(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    answer = window.post(f"/counter/cases/{case.pk}/notice/", **{**NO, "act": "issue"})

    assert (answer.status_code, Case.objects.get(pk=case.pk).stage) == (422, "draft")
    assert "it names nothing" in text_of(answer)
