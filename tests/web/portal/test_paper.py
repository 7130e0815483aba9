"""The public pages on paper, read back from the PDF: size, pages, words, and where the code leads."""

from __future__ import annotations

import re
from datetime import date

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
import zxingcpp
from django.http import HttpResponse

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.boards import board
from mumian.catalogue.rules.leaflets import leaflet
from tests.web.portal.conftest import Reads, words_of

POINTS_A_MM = 72 / 25.4
TODAY = date(2026, 11, 20)
LANGUAGES = ("zh", "en")


def paper(answer: HttpResponse) -> pypdfium2.PdfDocument:
    """The sheet of an answer, opened."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    return pypdfium2.PdfDocument(answer.content)


def text_of(sheet: pypdfium2.PdfDocument) -> str:
    """All words of a sheet, closed up as `closed_up` does."""
    return closed_up("".join(page.get_textpage().get_text_range() for page in sheet))


def closed_up(words: str) -> str:
    """Words without white space and hyphens, since paper breaks lines where it likes."""
    return re.sub(r"[\s\-\x02\ufffe]", "", words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_leaflet_prints_on_at_most_four_pages_with_title_and_fees(read: Reads, language: str) -> None:
    book = current_rulebook()
    sheets = {entry.code: paper(read(f"/leaflets/{entry.code}/leaflet.pdf", language)) for entry in book.leaflets}

    texts = {code: text_of(sheet) for code, sheet in sheets.items()}
    found = {code: leaflet(book, code, on=TODAY) for code in sheets}

    assert len(sheets) == 40
    assert {code: len(sheet) for code, sheet in sheets.items() if len(sheet) > 4} == {}
    assert [code for code, text in texts.items() if closed_up(found[code].title.in_language(language)) not in text] == []
    assert [
        (code, sentence)
        for code, told in found.items()
        for section in told.sections
        if section.kind.value == "fees"
        for sentence in section.sentences
        if closed_up(sentence.in_language(language)) not in texts[code]
    ] == []


def test_code_on_the_leaflet_leads_to_whether_it_still_holds(read: Reads) -> None:
    sheet = paper(read("/leaflets/LF-03/leaflet.pdf"))

    codes = zxingcpp.read_barcodes(sheet[0].render(scale=3).to_pil())

    digest = leaflet(current_rulebook(), "LF-03", on=TODAY).digest
    assert [code.text for code in codes] == [f"http://testserver/leaflets/LF-03/check?said={digest}"]


def test_leaflet_with_the_digest_of_today_holds_and_any_other_is_out_of_date(read: Reads) -> None:
    digest = leaflet(current_rulebook(), "LF-03", on=TODAY).digest

    answers = [words_of(read(f"/leaflets/LF-03/check?said={said}")) for said in (digest, digest[::-1], "")]

    assert ["Your leaflet still holds" in page for page in answers] == [True, False, False]
    assert ["Your leaflet is out of date" in page for page in answers] == [False, True, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sample_form_prints_on_one_page_marked_as_a_sample(read: Reads, language: str) -> None:
    forms = [form for form in current_rulebook().forms if form.holds_on(TODAY)]
    sheets = {form.code: paper(read(f"/forms/{form.code}/form.pdf", language)) for form in forms}
    mark = {"zh": "样表", "en": "SAMPLE"}[language]

    assert {code: len(sheet) for code, sheet in sheets.items()} == dict.fromkeys(sheets, 1)
    assert [form.code for form in forms if mark not in text_of(sheets[form.code])] == []
    assert [
        (form.code, field.sample.en)
        for form in forms
        for field in form.fields
        if closed_up(field.sample.in_language(language)) not in text_of(sheets[form.code])
    ] == []


def test_board_of_every_hall_is_one_sheet_of_a1(read: Reads) -> None:
    halls = [hall for hall in current_rulebook().halls if hall.holds_on(TODAY)]
    sheets = {hall.code: paper(read(f"/halls/{hall.code}/board/a1.pdf")) for hall in halls}

    sizes = {
        code: [tuple(round(side / POINTS_A_MM) for side in page.get_size()) for page in sheet] for code, sheet in sheets.items()
    }
    texts = {code: text_of(sheet) for code, sheet in sheets.items()}

    assert len(sizes) == 17
    assert [code for code, pages in sizes.items() if pages != [(594, 841)]] == []
    assert [hall.code for hall in halls if closed_up(hall.name.en) not in texts[hall.code]] == []
    assert [hall.code for hall in halls if closed_up(hall.phone) not in texts[hall.code]] == []


@pytest.mark.parametrize("code", ["H01", "H02", "H11"])
def test_board_states_every_service_of_the_hall_and_how_days_are_counted(read: Reads, code: str) -> None:
    stated = board(current_rulebook(), code, on=TODAY)

    text = text_of(paper(read(f"/halls/{code}/board/a1.pdf", "zh")))

    assert [line.service for line in stated.lines if closed_up(line.name.zh) not in text] == []
    assert [sentence.zh for sentence in stated.rules if closed_up(sentence.zh) not in text] == []


def test_sheet_is_named_for_who_saves_it(read: Reads) -> None:
    names = [
        read(address).headers["Content-Disposition"]
        for address in ("/leaflets/LF-01/leaflet.pdf", "/forms/SF-F01/form.pdf", "/halls/H01/board/a1.pdf")
    ]

    assert names == ['inline; filename="LF-01.pdf"', 'inline; filename="SF-F01.pdf"', 'inline; filename="H01-board.pdf"']
