"""The personalisation sheet, read back from the page as a person and a scanner would."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2  # type: ignore[import-untyped]  # the package carries no types
import pytest
import zxingcpp

from mumian.foundation.paper import CannotPrint
from mumian.production.queries import personalisation_sheet
from mumian.production.services import start_order
from tests.factories.production import AT, Workshop, request, start, stock

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(minutes=5)


@pytest.mark.parametrize(("language", "label"), [("zh", "证件号码"), ("en", "Document number")])
def test_sheet_shows_the_data_the_zone_and_the_blank_as_a_code(at_work: Workshop, language: str, label: str) -> None:
    stock(at_work)
    started = start(at_work)

    document = pypdfium2.PdfDocument(personalisation_sheet(started.order_id, language=language, at=LATER))

    [page] = document
    text = "".join(page.get_textpage().get_text_range().split())
    wanted = [label.replace(" ", ""), "木棉一", "MU,MIANYI", "1990-01-01", "2036-08-31", "EA0000001", *started.mrz]
    assert [part for part in wanted if part not in text] == []
    codes = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil().convert("L"))
    assert [(code.format.name, code.text) for code in codes] == [("Code128", "EA0000001")]
    document.close()


def test_lines_of_the_zone_stand_under_each_other_sign_by_sign(at_work: Workshop) -> None:
    stock(at_work)
    started = start(at_work)

    document = pypdfium2.PdfDocument(personalisation_sheet(started.order_id, language="zh", at=LATER))

    page = document[0].get_textpage()
    text = page.get_text_range()
    starts = [text.index(line) for line in started.mrz]
    lefts = [[round(page.get_charbox(start + place)[0] / 4.816) for place in (0, 43)] for start in starts]
    widths = {columns[1] - columns[0] for columns in lefts}
    assert len(widths) == 1
    document.close()


def test_name_that_no_font_shows_is_refused_with_the_character_named(at_work: Workshop) -> None:
    stock(at_work)
    started = start_order(request=request(name="木🙂"), officer=at_work.producer, department=at_work.department, at=AT)

    with pytest.raises(CannotPrint) as refusal:
        personalisation_sheet(started.order_id, language="zh", at=LATER)

    assert refusal.value.characters == ("🙂",)
