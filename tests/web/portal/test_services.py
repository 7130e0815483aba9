"""The page of a service: what held on a day, and the questions, whose answers are used once and kept nowhere."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from mumian.catalogue.queries import current_rulebook
from mumian.web.portal.views.services import asked_day
from mumian.web.portal.words import price, price_range
from mumian.web.shared.finding import found_by
from tests.web.portal.conftest import Reads, words_of

TODAY = date(2026, 11, 20)


def test_first_passport_is_answered_for_the_day_asked_about(read: Reads) -> None:
    said = {day: words_of(read(f"/services/PP-NEW/{day}")) for day in ("?on=2002-05-01", "?on=2005-06-01", "")}

    assert {day: re.findall(r"Fee</span> <strong>(.*?)</strong>", page) for day, page in said.items()} == {
        "?on=2002-05-01": ["¥200"],
        "?on=2005-06-01": ["¥200"],
        "": ["¥120"],
    }
    assert ["The order of that time" in page for page in said.values()] == [True, False, False]
    assert ["This is what held on" in page for page in said.values()] == [True, True, False]


def test_service_of_another_time_leads_to_what_took_its_place(read: Reads) -> None:
    page = words_of(read("/services/HM-CARD/?on=2003-05-01"))

    assert "Bring these" not in page
    assert "What held on another day?" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("next spring", "This is not a day we can read. Please write it like 2006-10-09. Shown here is today."),
        ("2006-13-40", "This is not a day we can read. Please write it like 2006-10-09. Shown here is today."),
        ("1848-01-01", "We know no rules of that day. Please choose a day between 1949 and 2099. Shown here is today."),
        ("9999-12-31", "We know no rules of that day. Please choose a day between 1949 and 2099. Shown here is today."),
    ],
)
def test_day_that_cannot_be_answered_is_kept_with_what_to_do(read: Reads, typed: str, sentence: str) -> None:
    answer = read(f"/services/PP-NEW/?on={typed}")
    page = words_of(answer)

    assert answer.status_code == 422
    assert f'name="on" type="text" value="{typed}"' in page
    assert f"</span>{sentence}" in page
    assert "Bring these 5 things" in page


@pytest.mark.parametrize(("typed", "day"), [("", TODAY), ("2006-10-09", date(2006, 10, 9)), ("1949-10-01", date(1949, 10, 1))])
def test_day_that_can_be_read_is_taken(typed: str, day: date) -> None:
    assert asked_day(typed, TODAY) == (day, "")


def test_answers_make_the_page_fit_the_person(read: Reads) -> None:
    page = words_of(read("/services/PP-NEW/", **{"fact:applicant.birth_date": "2015-03-01"}))

    assert "while under 16" in page.casefold() or "under 16" in page.casefold()
    assert "Guardian" in page.partition("Does it fit you?")[0]
    assert 'value="2015-03-01"' in page
    assert "What you answered was used for this page alone and is kept nowhere." in page


def test_unreadable_answers_are_kept_with_a_sentence_beside_each_field(read: Reads) -> None:
    answer = read("/services/PP-NEW/", **{"fact:applicant.birth_date": "last year", "fact:applicant.nationality": "CHN"})
    page = words_of(answer)

    assert answer.status_code == 422
    assert 'type="text" value="last year" aria-describedby="id_fact:applicant.birth_date-error" aria-invalid="true"' in page
    assert 'name="fact:applicant.nationality" type="text" value="CHN"' in page
    assert "</span>Please write the day like 2006-10-09." in page
    assert "Everything you entered has been kept." in page


def test_answer_given_before_is_asked_again_so_that_it_is_not_lost(read: Reads) -> None:
    page = words_of(read("/services/HM-G/", **{"fact:applicant.lives_here": "yes", "fact:applicant.nationality": "CHN"}))
    checked = re.findall(r'name="fact:applicant.lives_here" value="(\w*)" checked', page)

    assert checked == ["yes"]
    assert 'name="fact:applicant.nationality" type="text" value="CHN"' in page


@pytest.mark.parametrize(
    ("fact", "typed", "sentence"),
    [
        ("applicant.nationality_count", "two", "Please write a whole number, for example 3."),
        ("applicant.household_registered", "perhaps", "Please choose yes or no."),
        ("case.destination", "MOON", "This answer cannot be chosen here. Please choose one of those shown."),
    ],
)
def test_each_kind_of_unreadable_answer_has_its_sentence(read: Reads, fact: str, typed: str, sentence: str) -> None:
    answer = read("/services/PP-NEW/", **{f"fact:{fact}": typed})

    assert answer.status_code == 422
    assert sentence in words_of(answer)


def test_facts_that_nobody_declared_are_passed_over(read: Reads) -> None:
    assert read("/services/PP-NEW/", **{"fact:no.such": "1", "other": "2"}).status_code == 200


def test_answers_are_written_nowhere(read: Reads) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = read("/services/PP-NEW/", **{"fact:applicant.birth_date": "2015-03-01"})

    assert {query["sql"].split()[0] for query in asked.captured_queries} <= {"SELECT"}
    assert "Location" not in answer.headers
    assert [name for name in answer.cookies if "csrf" not in name] == []


def test_questions_are_sent_in_the_body_and_never_in_the_address(read: Reads) -> None:
    page = words_of(read("/services/PP-NEW/"))
    forms = re.findall(r'<form [^>]*method="(\w+)"[^>]*>(.*?)</form>', page)

    assert {method for method, inside in forms if "fact:" in inside} == {"post"}


def test_kinds_to_choose_from_are_named(read: Reads) -> None:
    page = words_of(read("/services/HM-G/"))

    assert re.search(r'<option value="[^"]+"\s*>Hong Kong, one entry within 3 months</option>', page)


def test_service_by_kinds_says_its_range_and_each_price(read: Reads) -> None:
    english, chinese = words_of(read("/services/HM-G/")), words_of(read("/services/HM-G/", "zh"))

    assert "<strong>¥15–¥80 by kind</strong>" in english
    assert "<strong>¥15–¥80，视种类</strong>" in chinese
    assert re.findall(r'Hong Kong, many entries within one year</th>\s*<td class="number">(.*?)</td>', english) == ["¥80"]


@pytest.mark.parametrize(
    ("code", "total", "words"),
    [
        ("PP-NEW", 120, "¥120"),
        ("QY-RECORD", 0, "free of charge"),
        ("HM-G", None, "¥15–¥80 by kind"),
        ("TW-C", None, "¥80"),
        ("HR-RENEW", None, "ask at the window"),
    ],
)
def test_price_stands_on_one_line(read: Reads, code: str, total: int | None, words: str) -> None:
    with override("en"):
        assert price(current_rulebook().service_of[code], TODAY, total) == words


def test_charge_that_is_not_published_widens_no_range(rulebook_loaded: None) -> None:
    assert price_range(current_rulebook().service_of["FV-L"], TODAY) == (160, 635)
    assert price_range(current_rulebook().service_of["HR-RENEW"], TODAY) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("港澳", "HM-NEW"),
        ("挂失", "DC-LOSS"),
        ("护照丢了", "PP-REISSUE-LOST"),
        ("visa", "FV-L"),
        ("lost", "PP-REISSUE-LOST"),
        ("lost passport", "PP-REISSUE-LOST"),
        ("I lost my passport!", "PP-REISSUE-LOST"),
        ("stolen", "PP-REISSUE-DAMAGED"),
        ("Hong Kong", "HM-G"),
        ("香港签注", "HM-G"),
        ("台胞证", "TC-5Y"),
        ("绿卡", "PR-APPLY"),
        ("小孩护照", "PP-NEW"),
        ("pp-new", "PP-NEW"),
        ("hotel", "AR-REG"),
    ],
)
def test_service_is_found_by_the_words_people_use(rulebook_loaded: None, words: str, expected: str) -> None:
    assert expected in found_by(current_rulebook(), words)


def test_words_narrow_what_is_found(rulebook_loaded: None) -> None:
    book = current_rulebook()

    assert len(found_by(book, "")) == 77
    assert found_by(book, "visa") > found_by(book, "visa tourism") != frozenset()
    assert found_by(book, "zebra") == frozenset()
    assert "PP-NEW" not in found_by(book, "香港签注")
    assert "PP-NEW" not in found_by(book, "护照丢了")


def test_search_says_how_many_it_found_and_keeps_the_words(read: Reads) -> None:
    page = words_of(read("/services/?q=挂失", "zh"))

    assert "“挂失”：找到" in page
    assert 'value="挂失"' in page


def test_search_without_a_find_offers_the_way_on(read: Reads) -> None:
    page = words_of(read("/services/?q=zebra"))

    assert "Nothing found" in page
    assert "Show all services" in page
