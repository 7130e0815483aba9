from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]  # the package carries no types
import pytest
import zxingcpp
from PIL import Image

from mumian.foundation.barcodes import code_128, qr
from mumian.foundation.identifiers import DIGITS
from mumian.foundation.paper import CannotPrint, PaperFailed, Sheet
from mumian.foundation.paper.sheet import ROOT

AT = datetime(2006, 9, 27, 2, 0, tzinfo=UTC)
CODE = "123456789012345"
LETTER = Sheet(ROOT / "foundation" / "paper" / "templates" / "letter.typ")
DATA: dict[str, object] = {
    "language": "zh",
    "office": "木棉市出入境办证大厅",
    "title": "受理回执",
    "footer": "请妥善保管",
    "issued": "2006年9月27日",
    "facts": [["申请人", "欧阳晓明"], ["取证日期", "10月16日 星期一"]],
    "paragraphs": ["请带齐这 4 样材料。"],
    "qr": qr(DIGITS.shown(CODE)).svg(),
    "code_128": code_128(CODE).svg(),
    "code": DIGITS.shown(CODE),
}


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    yield document
    document.close()


def text_of(pdf: bytes) -> str:
    with opened(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def codes_of(pdf: bytes, dots_per_inch: int = 200) -> set[tuple[str, str]]:
    with opened(pdf) as document:
        picture = document[0].render(scale=dots_per_inch / 72).to_pil().convert("L")
    return {(code.format.name, code.text) for code in zxingcpp.read_barcodes(picture)}


def test_text_of_the_sheet_can_be_read_and_searched() -> None:
    lines = "".join(text_of(LETTER.pdf(DATA, at=AT)).split())

    parts = [
        "木棉市出入境办证大厅",
        "受理回执",
        "欧阳晓明",
        "10月16日星期一",
        "请带齐这4样材料",
        "12345-67890-12345",
        "请妥善保管",
    ]
    assert [part for part in parts if part not in lines] == []


@pytest.mark.parametrize("size", ["a4", "a5", "roll"])
def test_both_codes_are_read_back_from_the_page(size: str) -> None:
    assert codes_of(LETTER.pdf(DATA | {"size": size}, at=AT)) == {("QRCode", "12345-67890-12345"), ("Code128", CODE)}


def test_both_codes_are_read_back_from_a_poster() -> None:
    assert codes_of(LETTER.pdf(DATA | {"size": "a1"}, at=AT), dots_per_inch=72) == {
        ("QRCode", "12345-67890-12345"),
        ("Code128", CODE),
    }


@pytest.mark.parametrize(("size", "millimetres"), [("a4", (210, 297)), ("a5", (148, 210)), ("a1", (594, 841))])
def test_page_has_its_size(size: str, millimetres: tuple[int, int]) -> None:
    with opened(LETTER.pdf(DATA | {"size": size}, at=AT)) as document:
        width, height = document[0].get_size()

    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == millimetres


def test_paper_from_the_roll_is_80_mm_wide_and_as_long_as_it_must_be() -> None:
    long = DATA | {"size": "roll", "paragraphs": ["请带齐这 4 样材料。"] * 80}
    with opened(LETTER.pdf(long, at=AT)) as document:
        pages, (width, height) = len(document), document[0].get_size()

    assert (pages, round(width / 72 * 25.4), height > 800) == (1, 80, True)


def test_pages_are_numbered_in_the_language_of_the_sheet() -> None:
    long = DATA | {"language": "en", "paragraphs": ["Bring these four papers."] * 80}

    assert "Page 2 of" in text_of(LETTER.pdf(long, at=AT))


def test_same_sheet_has_the_same_bytes() -> None:
    again = Sheet(ROOT / "foundation" / "paper" / "templates" / "letter.typ")

    assert LETTER.pdf(DATA, at=AT) == again.pdf(DATA, at=AT)


def test_sheet_of_another_day_says_so() -> None:
    assert LETTER.pdf(DATA, at=AT) != LETTER.pdf(DATA, at=AT + timedelta(days=1))


def test_data_are_never_taken_for_markup() -> None:
    tricky = '#panic("x") *not strong* = no heading $x$ @none <none> \\ #sys.inputs "'

    assert "".join(tricky.split()) in "".join(text_of(LETTER.pdf(DATA | {"paragraphs": [tricky]}, at=AT)).split())


def test_sheet_may_be_used_by_several_threads() -> None:
    titles = [f"第{number}号回执" for number in range(12)]

    with ThreadPoolExecutor(4) as threads:
        sheets = list(threads.map(lambda title: LETTER.pdf(DATA | {"title": title}, at=AT), titles))

    assert [title in "".join(text_of(sheet).split()) for title, sheet in zip(titles, sheets, strict=True)] == [True] * 12


def test_character_without_a_glyph_is_refused_by_name() -> None:
    with pytest.raises(CannotPrint, match=r"the fonts lack 🙂(U\+1F642)|🙂") as refused:
        LETTER.pdf(DATA | {"facts": [["申请人", "张🙂"]]}, at=AT)

    assert (refused.value.characters, "按证件手工填写该字" in refused.value.sentence.zh) == (("🙂",), True)


def test_template_that_fails_keeps_its_reason_for_the_log() -> None:
    broken = Sheet(b"#data.title", name="broken")

    with pytest.raises(PaperFailed) as refused:
        broken.pdf({"title": "x"}, at=AT)

    assert ("unknown variable: data" in refused.value.detail, refused.value.sentence.en) == (
        True,
        'The sheet "broken" was not made; everything else is kept. Try again, and if it fails again tell the '
        "system administrator.",
    )


def test_sheet_works_again_after_it_has_failed() -> None:
    sheet = Sheet(b'#import "/foundation/paper/templates/base.typ": *\n#show: sheet\n#data.word')
    with pytest.raises(PaperFailed):
        sheet.pdf({}, at=AT)

    assert "木棉" in text_of(sheet.pdf({"word": "木棉"}, at=AT))


def test_sheet_is_shown_on_a_screen_page_by_page() -> None:
    pictures = LETTER.png(DATA | {"paragraphs": ["请带齐这 4 样材料。"] * 80}, at=AT, dots_per_inch=36)

    assert [Image.open(BytesIO(picture)).size for picture in pictures] == [(298, 421)] * 3


def test_letters_with_marks_are_shown_by_the_inner_font() -> None:
    latin = "".join(chr(point) for point in range(0x00C0, 0x0180) if chr(point).isalpha() and point != 0x149)

    assert latin in "".join(text_of(LETTER.pdf(DATA | {"title": "x", "paragraphs": [latin]}, at=AT)).split())
