"""Names made even."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.people.rules.names import is_latin, latin_form, written_form
from mumian.people.terms import LatinName


@pytest.mark.parametrize(
    ("name", "form"),
    [("张 三", "张三"), ("阿依古丽·买买提", "阿依古丽买买提"), ("Jörg Müller", "JÖRGMÜLLER"), ("𠮷田", "𠮷田"), ("", "")],
)
def test_written_name_loses_blanks_and_dots(name: str, form: str) -> None:
    assert written_form(name) == form


@pytest.mark.parametrize(
    ("name", "form"),
    [
        (LatinName("LYU", "XIAOMING"), "LYUXIAOMING"),
        ("Lü, Xiao-ming", "LUXIAOMING"),
        ("O'Brien Zoë", "OBRIENZOE"),
        ("Großmann", "GROSSMANN"),
        ("Ægir", "AEGIR"),
        ("张", ""),
    ],
)
def test_latin_name_becomes_bare_capitals(name: LatinName | str, form: str) -> None:
    assert latin_form(name) == form


@pytest.mark.parametrize(
    ("written", "latin"), [("zhang", True), ("Müller", True), ("张", False), ("张 zhang", False), ("", False)]
)
def test_what_is_typed_is_told_to_be_latin_or_not(written: str, latin: bool) -> None:
    assert is_latin(written) == latin


@given(st.text())
def test_form_of_a_form_is_the_form(name: str) -> None:
    assert latin_form(latin_form(name)) == latin_form(name)
    assert written_form(written_form(name)) == written_form(name)
