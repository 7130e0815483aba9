from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.mrz import (
    NameNotLatin,
    name_field,
    older_spellings,
    romanised,
    special_reading,
    split_name_field,
    transliterated,
)

BEFORE = date(2012, 6, 30)
SINCE = date(2012, 7, 1)
WIDTHS = st.sampled_from([18, 26, 30, 31, 39])
NAMES = st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=15), min_size=1, max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("pinyin", "since", "before"),
    [
        ("lü", "LYU", "LV"),
        ("nǚ", "NYU", "NV"),
        ("lüè", "LUE", "LVE"),
        ("nüe", "NUE", "NVE"),
        ("lv", "LYU", "LV"),
        ("lu:", "LYU", "LV"),
        ("lu", "LU", "LU"),
        ("xiǎomíng", "XIAOMING", "XIAOMING"),
        ("Xī'ān", "XIAN", "XIAN"),
        ("qù", "QU", "QU"),
        ("lǜxīn", "LYUXIN", "LVXIN"),
    ],
)
def test_pinyin_is_spelt_as_documents_of_the_day_spell_it(pinyin: str, since: str, before: str) -> None:
    assert (romanised(pinyin, on=SINCE), romanised(pinyin, on=BEFORE)) == (since, before)


def test_older_spellings_of_a_name_with_umlaut_are_two() -> None:
    assert older_spellings("lü") == ("LV", "LU")


def test_older_spelling_of_a_name_without_umlaut_is_one() -> None:
    assert older_spellings("zhāng") == ("ZHANG",)


@pytest.mark.parametrize(("surname", "reading"), [("单", "SHAN"), ("尉迟", "YUCHI"), ("张", None)])
def test_special_readings_of_surnames_are_known(surname: str, reading: str | None) -> None:
    assert special_reading(surname) == reading


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Müller", "MUELLER"),
        ("Ångström", "AANGSTROEM"),
        ("Núñez", "NUNEZ"),
        ("Strauß", "STRAUSS"),
        ("Þór Ægir", "THOR<AEGIR"),
        ("Sørensen", "SOERENSEN"),
        ("Łukasz", "LUKASZ"),
        ("Đặng", "DANG"),
        ("D'Artagnan", "DARTAGNAN"),
        ("Smith-Jones, Jr.", "SMITH<JONES<JR"),
        ("AYIGULI·MAIMAITI", "AYIGULI<MAIMAITI"),
        ("  anna   maria ", "ANNA<MARIA"),
        ("ijssel".replace("ij", "\u0133"), "IJSSEL"),
    ],
)
def test_name_is_written_in_plain_letters(name: str, expected: str) -> None:
    assert transliterated(name) == expected


@pytest.mark.parametrize(("name", "sign"), [("张", "张"), ("Иван", "И"), ("Anna 2", "2"), ("A\x00", "\x00")])
def test_sign_without_a_latin_form_is_named(name: str, sign: str) -> None:
    with pytest.raises(NameNotLatin) as refused:
        transliterated(name)

    assert refused.value.sign == sign


@given(st.text("ÄÅÆÐĐĦıĲĸŁĿŊÖØŒŦÞÜßÑéçABC'’.-· ,/<"))
def test_transliterated_name_holds_letters_and_single_fillers_only(name: str) -> None:
    assert re.fullmatch("([A-Z]+(<[A-Z]+)*)?", transliterated(name))


@given(st.text())
def test_any_name_is_transliterated_or_refused(name: str) -> None:
    written = ""
    with suppress(NameNotLatin):
        written = transliterated(name)

    assert re.fullmatch("([A-Z]+(<[A-Z]+)*)?", written)


@pytest.mark.parametrize(
    ("surname", "given", "expected"),
    [
        ("ZHANG", "XIAOMING", "ZHANG<<XIAOMING"),
        ("ERIKSSON", "ANNA MARIA", "ERIKSSON<<ANNA<MARIA"),
        ("AYIGULI·MAIMAITI", "", "AYIGULI<MAIMAITI"),
        ("", "AYIGULI MAIMAITI", "AYIGULI<MAIMAITI"),
    ],
)
def test_name_field_puts_the_surname_first(surname: str, given: str, expected: str) -> None:
    assert name_field(surname, given, 39) == expected.ljust(39, "<")


@pytest.mark.parametrize(
    ("surname", "given", "expected"),
    [
        ("ABCDEFGHIJ", "KLMNOPQRSTUV", "ABCDEFGHIJ<<KLMNOP"),  # given names are cut
        ("ABCDEFGHIJKLMNOPQRSTUV", "XYZ", "ABCDEFGHIJKLMNO<<X"),  # a letter of the given names is kept
        ("ABCDEFGHIJ", "KLMNO PQR", "ABCDEFGHIJ<<KLMN<P"),  # the cut would fall between two names
        ("ABCDEFGHIJKLMN PQ", "X", "ABCDEFGHIJKLM<P<<X"),  # the same within the surname
        ("ABCDEFGHIJKLMNOPQRSTUV", "", "ABCDEFGHIJKLMNOPQR"),  # no given names
    ],
)
def test_long_name_is_cut_with_a_letter_in_the_last_position(surname: str, given: str, expected: str) -> None:
    assert name_field(surname, given, 18) == expected


@given(NAMES, NAMES, WIDTHS)
def test_name_that_fits_is_kept_whole(surname: str, given: str, width: int) -> None:
    field = name_field(surname, given, width)
    whole = len(surname) + 2 + len(given) <= width

    assert (split_name_field(field)[:2] == (surname, given)) or not whole


@given(NAMES, st.one_of(NAMES, st.just("")), WIDTHS)
def test_name_that_does_not_fit_fills_the_field_and_keeps_both_parts(surname: str, given: str, width: int) -> None:
    field = name_field(surname, given, width)
    kept_surname, kept_given, may_be_cut = split_name_field(field)
    is_long = len(surname) + (2 + len(given) if given else 0) > width

    assert (
        len(field),
        may_be_cut or not is_long,
        bool(kept_surname),
        bool(kept_given),
        re.fullmatch("[A-Z]+(<[A-Z]+)*(<<[A-Z]+(<[A-Z]+)*)?<*", field) is not None,
    ) == (width, True, True, bool(given), True)


def test_initials_without_room_are_written_together() -> None:
    assert name_field("A B C D E F G H I J K L M N O P", "", 18) == "AB<C<D<E<F<G<H<I<J"
