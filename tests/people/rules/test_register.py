"""Reading a line of the register, and comparing a person with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.identifiers import Sex
from mumian.people.rules.register import differs_in, read_heading, read_line
from mumian.people.terms import RegisterFacts, RegisterField, RegisterState

HEADING = tuple(RegisterField)
FACTS = RegisterFacts("440199199001010017", "木棉一", Sex.MALE, date(1990, 1, 1), "440104", RegisterState.REGISTERED)
PERSON: dict[str, Any] = {
    "name": "木棉一",
    "sex": Sex.MALE,
    "birth_date": date(1990, 1, 1),
    "register_division": "440104",
}


@pytest.mark.parametrize(
    "line",
    [
        "440199199001010017,木棉一,M,1990-01-01,440104,registered",
        "440199199001010017, 木棉一 ,男,19900101,440104,正常",
        '"440199199001010017","木棉一","1","1990-01-01","440104","REGISTERED"',
    ],
)
def test_line_is_read_in_every_way_it_may_be_written(line: str) -> None:
    assert read_line(line, heading=HEADING) == FACTS


def test_columns_may_stand_in_another_order() -> None:
    heading = (RegisterField.NAME, *(field for field in HEADING if field is not RegisterField.NAME))

    assert read_line("木棉一,440199199001010017,M,1990-01-01,440104,registered", heading=heading) == FACTS


def test_name_of_a_minority_keeps_its_dot() -> None:
    read = read_line("440199199001010017,木棉·一,M,1990-01-01,440104,registered", heading=HEADING)

    assert read == replace(FACTS, name="木棉·一")


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (",,,,,", list(RegisterField)),
        ("440199199001010018,木棉一,M,1990-01-01,440104,registered", [RegisterField.NUMBER]),
        ("440199199001010017,木棉1,M,1990-01-01,440104,registered", [RegisterField.NAME]),
        ("440199199001010017,·,M,1990-01-01,440104,registered", [RegisterField.NAME]),
        (f"440199199001010017,{'木' * 81},M,1990-01-01,440104,registered", [RegisterField.NAME]),
        ("440199199001010017,木棉一,F,1990-01-01,440104,registered", [RegisterField.SEX]),
        ("440199199001010017,木棉一,?,1990-01-01,440104,registered", [RegisterField.SEX]),
        ("440199199001010017,木棉一,M,1990-01-02,440104,registered", [RegisterField.BIRTH_DATE]),
        ("440199199001010017,木棉一,M,1990-02-30,440104,registered", [RegisterField.BIRTH_DATE]),
        ("440199199001010017,木棉一,M,1990-W01-1,440104,registered", [RegisterField.BIRTH_DATE]),
        ("440199199001010017,木棉一,M,1990-01-01,4401,registered", [RegisterField.DIVISION]),
        ("440199199001010017,木棉一,M,1990-01-01,440104,gone", [RegisterField.STATE]),
        ("x,木棉一,M,1990-01-01,4401,gone", [RegisterField.NUMBER, RegisterField.STATE, RegisterField.DIVISION]),
        ("440199199001010017,木棉一,M,1990-01-01,440104", [None]),
        ("440199199001010017,木棉一,M,1990-01-01,440104,registered,", [None]),
        ('440199199001010017,"木棉一,M,1990-01-01,440104,registered', [None]),
    ],
)
def test_everything_wrong_with_a_line_is_named(line: str, fields: list[RegisterField | None]) -> None:
    read = read_line(line, heading=HEADING)

    assert isinstance(read, tuple)
    assert [fault.field for fault in read] == fields


@given(st.text().filter(lambda line: "\n" not in line and "\r" not in line))
def test_any_line_is_read_or_told(line: str) -> None:
    read = read_line(line, heading=HEADING)

    assert isinstance(read, RegisterFacts) or read


@pytest.mark.parametrize(
    "heading", ["number,name,sex,birth_date,division,state", "公民身份号码,姓名,性别,出生日期,户籍地区划,户籍状态"]
)
def test_heading_is_read_in_both_languages(heading: str) -> None:
    assert read_heading(heading) == HEADING


def test_heading_names_what_is_unknown_missing_and_doubled() -> None:
    assert read_heading("number,name,name,sex,birth_date,phone") == ("phone", "division", "state", "name")


def test_person_who_agrees_differs_in_nothing() -> None:
    assert differs_in(FACTS, **PERSON) == ()


@pytest.mark.parametrize(
    ("stated", "fields"),
    [
        ({"name": "木 棉·一"}, ()),
        ({"register_division": None}, ()),
        ({"name": "木棉二"}, (RegisterField.NAME,)),
        ({"sex": Sex.FEMALE}, (RegisterField.SEX,)),
        ({"birth_date": date(1990, 1, 2)}, (RegisterField.BIRTH_DATE,)),
        ({"register_division": "440106", "name": "木"}, (RegisterField.NAME, RegisterField.DIVISION)),
    ],
)
def test_every_field_is_compared(stated: dict[str, Any], fields: tuple[RegisterField, ...]) -> None:
    assert differs_in(FACTS, **{**PERSON, **stated}) == fields


@pytest.mark.parametrize("state", [RegisterState.MOVED_OUT, RegisterState.CANCELLED])
def test_registration_that_is_not_in_force_is_a_difference(state: RegisterState) -> None:
    assert differs_in(replace(FACTS, state=state), **PERSON) == (RegisterField.STATE,)
