"""Latin spellings that are proposed for a name."""

from __future__ import annotations

from datetime import date

import pytest

from mumian.people.rules.spellings import suggested_spellings

TODAY = date(2026, 9, 1)
BEFORE = date(2012, 6, 30)


@pytest.mark.parametrize(
    ("surname", "given", "on", "spellings"),
    [
        ("mù", "mián yī", TODAY, [("MU", "MIANYI")]),
        ("lǚ", "míng", TODAY, [("LYU", "MING"), ("LV", "MING"), ("LU", "MING")]),
        ("lv", "ming", BEFORE, [("LV", "MING"), ("LU", "MING")]),
        ("chén", "nǚ", TODAY, [("CHEN", "NYU"), ("CHEN", "NV"), ("CHEN", "NU")]),
        (
            "lü",
            "nü",
            TODAY,
            [("LYU", "NYU"), ("LV", "NV"), ("LV", "NU"), ("LU", "NV"), ("LU", "NU")],
        ),
    ],
)
def test_spelling_of_the_day_comes_before_older_ones(
    surname: str, given: str, on: date, spellings: list[tuple[str, str]]
) -> None:
    found = suggested_spellings(surname_pinyin=surname, given_pinyin=given, on=on)

    assert [(one.surname, one.given) for one in found] == spellings


def test_special_reading_of_a_surname_comes_first() -> None:
    found = suggested_spellings(surname_pinyin="dan", given_pinyin="ming", surname="单", on=TODAY)

    assert [(one.surname, one.given) for one in found] == [("SHAN", "MING"), ("DAN", "MING")]
