"""What the one field makes of what is typed or scanned, and how services are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.identifiers import LETTERS, NumberRefused, Sex
from mumian.foundation.mrz import LayoutCode, Zone, ZoneRefused, compose
from mumian.web.counter.initials import initials
from mumian.web.counter.understanding import Asked, understood
from tests.factories.people import ADULT_NUMBER

PASSPORT = Zone(
    layout=LayoutCode.TD3,
    document_code="P",
    document_number="EA1234567",
    born="900101",
    expires="300430",
    issuer="CHN",
    nationality="CHN",
    surname="MU",
    given="MIANYI",
    sex=Sex.MALE,
)


@pytest.mark.parametrize("joint", ["\n", " ", ""])
def test_lines_of_a_zone_are_read_however_the_scanner_joins_them(joint: str) -> None:
    assert understood(joint.join(compose(PASSPORT))).number == "EA1234567"


def test_zone_that_was_read_wrong_is_refused() -> None:
    first, second = compose(PASSPORT)

    with pytest.raises(ZoneRefused):
        understood(f"{first} {second.replace('900101', '900102')}")


def test_citizen_number_with_a_slip_is_refused() -> None:
    with pytest.raises(NumberRefused):
        understood(ADULT_NUMBER.value[:-1] + "0")


def test_citizen_number_is_read_with_blanks_and_small_letters() -> None:
    assert understood(f" {ADULT_NUMBER.value[:6]} {ADULT_NUMBER.value[6:].lower()} ") == Asked(number=ADULT_NUMBER.value)


@given(st.integers(min_value=0, max_value=2**48))
def test_receipt_number_is_known_by_its_check_character(seed: int) -> None:
    code = LETTERS.new(below=lambda size: seed % size)

    assert understood(LETTERS.shown(code).lower()).code == code


def test_address_of_a_receipt_is_known_by_its_token() -> None:
    assert understood("https://office.example/status/of/17.abc-DEF/") == Asked(token="17.abc-DEF")


def test_words_without_a_figure_are_a_name() -> None:
    assert understood("木棉一") == Asked(name="木棉一")


def test_nothing_typed_asks_for_nothing() -> None:
    assert understood("  ").is_empty


@pytest.mark.parametrize(
    ("name", "letters"),
    [("往来港澳个人旅游再次签注", "wlgagrlyzcqz"), ("普通护照首次申请", "pthzscsq"), ("任职就业签证（Z）", "rzjyqzz")],
)
def test_first_letters_of_the_pinyin(name: str, letters: str) -> None:
    assert initials(name) == letters
