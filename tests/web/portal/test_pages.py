"""Every public page: that it opens, what stands in it in both languages, and how many questions it asks the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.catalogue.queries import current_rulebook
from tests.web.portal.conftest import Reads, words_of


@dataclass(frozen=True)
class Shown:
    """A page, a sentence of it in each language, and its number of queries once the rulebook has been read."""

    address: str
    zh: str
    en: str
    queries: int


PAGES = (
    Shown("/", "您想办什么？", "What would you like to do?", 7),
    Shown("/services/", "往来港澳个人旅游签注", "HK-Macao endorsement G, individual travel", 1),
    Shown("/services/PP-NEW/", "请带齐这 5 样材料", "Bring these 5 things", 1),
    Shown("/halls/", "现在有 17 个大厅开放。", "17 halls are open now.", 8),
    Shown("/halls/H01/", "中心大厅", "Applications of residents", 8),
    Shown("/halls/H01/board/", "公告牌 · 中心大厅", "Public board · Central Hall", 8),
    Shown("/halls/H01/board/screen", "期限与收费 · 1/8", "What it takes · 1/8", 8),
    Shown("/leaflets/", "共 40 份，内容来自今天的规则。", "40 leaflets, made from the rules of today.", 1),
    Shown("/leaflets/LF-01/", "普通护照首次申请指南", "First ordinary passport", 1),
    Shown("/leaflets/LF-01/check", "您的指南已经过时", "Your leaflet is out of date", 1),
    Shown("/forms/", "填写样表", "Sample forms", 1),
    Shown("/forms/SF-F01/", "木小棉", "The person is invented; please write your own data.", 1),
    Shown("/notices/", "共 74 项，每一项都写明怎样补。", "74 items, each with what to do about it.", 1),
    Shown("/reforms/", "规则变迁", "How the rules changed", 1),
    Shown("/sources/", "规则的来源", "Where the rules come from", 1),
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_page_says_its_sentence_in_both_languages(read: Reads, page: Shown) -> None:
    chinese, english = read(page.address, "zh"), read(page.address, "en")

    assert (chinese.status_code, english.status_code) == (200, 200)
    assert page.zh in words_of(chinese)
    assert page.en in words_of(english)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_page_asks_a_fixed_number_of_questions(
    read: Reads, page: Shown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    current_rulebook()  # the book itself is read once by every process

    with django_assert_num_queries(page.queries):
        read(page.address)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_page_has_a_title_and_says_in_a_line_what_it_is(read: Reads, page: Shown) -> None:
    html = read(page.address).content.decode()

    assert html.count("<title>") == 1
    assert page.address.endswith("/screen") or '<meta name="description" content="' in html
    assert 'content=""' not in html


@pytest.mark.parametrize(
    "address",
    [
        "/services/NO-SUCH/",
        "/halls/H99/",
        "/halls/H99/board/",
        "/halls/H99/board/screen",
        "/halls/H99/board/a1.pdf",
        "/leaflets/LF-99/",
        "/leaflets/LF-99/leaflet.pdf",
        "/leaflets/LF-99/check",
        "/forms/SF-99/",
        "/forms/SF-99/form.pdf",
    ],
)
def test_unknown_code_is_told_where_to_go_on(read: Reads, address: str) -> None:
    answer = read(address)

    assert answer.status_code == 404
    assert "Begin at the first page, or call us and say what you are looking for." in words_of(answer)


def test_every_service_opens_today_and_on_the_days_before_the_reforms(read: Reads) -> None:
    codes = [service.code for service in current_rulebook().services]
    days = ("", "?on=2002-05-01", "?on=2005-06-01")

    statuses = {(code, day): read(f"/services/{code}/{day}").status_code for code in codes for day in days}

    assert statuses == dict.fromkeys(statuses, 200)
    assert len(statuses) == 77 * 3


def test_every_hall_opens_with_its_floors(read: Reads) -> None:
    halls = [hall for hall in current_rulebook().halls if hall.holds_on(date(2026, 11, 20))]

    pages = {hall.code: words_of(read(f"/halls/{hall.code}/")) for hall in halls}

    assert len(pages) == 17
    assert [code for code, page in pages.items() if "Floor 1" not in page or "Low counter" not in page] == []


def test_halls_are_chosen_by_service_and_by_district(read: Reads) -> None:
    chosen = words_of(read("/halls/?for=foreigner_visa"))
    nothing = words_of(read("/halls/?for=foreigner_visa&district=440183"))

    assert "Foreigners' Hall" in chosen
    assert "Central Hall</a>" not in chosen
    assert "No hall fits both answers" in nothing


def test_notice_items_of_a_service_are_those_of_its_materials(read: Reads) -> None:
    page = words_of(read("/notices/?for=PP-NEW"))
    everything = words_of(read("/notices/?for=NO-SUCH"))

    assert "37 things that can be missing for: Ordinary passport, first issue" in page
    assert 'id="A01"' in page
    assert 'id="D01"' not in page
    assert "74 items, each with what to do about it." in everything
