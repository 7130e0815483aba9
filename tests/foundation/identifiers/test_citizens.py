from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.identifiers import CitizenNumber, Fault, NumberRefused, OldCitizenNumber, Sex, parse_citizen_number
from mumian.foundation.identifiers.checks import mod_11_2
from mumian.foundation.words import Text

SPECIMEN = "11010519491231002X"


@st.composite
def numbers(draw: st.DrawFn) -> str:
    division = draw(st.integers(100000, 899999))
    born = draw(st.dates(min_value=date(1800, 1, 1), max_value=date(2099, 12, 31)))
    sequence = draw(st.integers(0, 999))
    body = f"{division}{born:%Y%m%d}{sequence:03d}"
    return body + mod_11_2(body)


def test_number_tells_division_birth_date_and_sex() -> None:
    number = CitizenNumber(SPECIMEN)

    assert (number.division, number.birth_date, number.sex) == ("110105", date(1949, 12, 31), Sex.FEMALE)


def test_odd_sequence_is_male() -> None:
    assert CitizenNumber("440524188001010014").sex is Sex.MALE


@given(numbers())
def test_every_division_and_real_date_is_taken(written: str) -> None:
    assert str(CitizenNumber.parse(written)) == written


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_single_wrong_character_passes(written: str, place: int, sign: str) -> None:
    wrong = written[:place] + sign + written[place + 1 :]

    accepted = set()
    with contextlib.suppress(NumberRefused):
        accepted.add(CitizenNumber.parse(wrong).value)

    assert accepted <= {written}


@pytest.mark.parametrize("written", [" 11010519491231002x ", "11010519491231002X", "110105 19491231 002X"])
def test_number_is_read_however_it_is_typed(written: str) -> None:
    assert CitizenNumber.parse(written) == CitizenNumber(SPECIMEN)


@pytest.mark.parametrize(
    ("written", "fault", "why"),
    [
        ("11010519491231002", Fault.LENGTH, "it has 17 characters instead of 18"),
        ("11010519491231002O", Fault.CHARACTER, 'the character "O" at position 18 cannot stand there'),
        ("X10105194912310021", Fault.CHARACTER, 'the character "X" at position 1 cannot stand there'),
        ("911124198108030024", Fault.SHAPE, "it must begin with 1 to 8"),
        ("110105190002290022", Fault.DATE, "there is no birth date 1900-02-29"),
        ("110105219912310021", Fault.DATE, "the birth year 2199 is impossible"),
        ("110105194912310021", Fault.CHECK, "its check character does not fit"),
    ],
)
def test_refusal_says_what_is_wrong(written: str, fault: Fault, why: str) -> None:
    with pytest.raises(NumberRefused, match=why) as refused:
        CitizenNumber.parse(written)

    assert refused.value.fault is fault


def test_refusal_says_what_to_do_in_both_languages() -> None:
    with pytest.raises(NumberRefused) as refused:
        CitizenNumber.parse("1101051949123100")

    assert refused.value.sentence == Text(
        zh="公民身份号码未录入：应为18位，现有16位。请对照证件核对后重新输入。",
        en="The citizen identification number was not taken: it has 16 characters instead of 18. "
        "Compare it with the document and enter it again.",
    )


def test_masked_number_hides_the_birth_date() -> None:
    assert CitizenNumber(SPECIMEN).masked == "110•••••••••••002X"


def test_number_in_a_log_is_masked() -> None:
    assert repr(CitizenNumber(SPECIMEN)) == "CitizenNumber(110•••••••••••002X)"


@given(numbers())
def test_upgraded_old_number_is_the_same_person(written: str) -> None:
    new = CitizenNumber(written)
    if new.birth_date.year // 100 != 19 or int(new.value[14:17]) >= 996:
        return

    old = OldCitizenNumber(written[:6] + written[8:17])

    assert (old.upgraded(), old.birth_date, old.sex, old.division) == (new, new.birth_date, new.sex, new.division)


def test_old_number_of_a_centenarian_is_of_the_century_before() -> None:
    assert OldCitizenNumber("440105950101996").birth_date == date(1895, 1, 1)


def test_old_number_is_masked() -> None:
    assert OldCitizenNumber("110105491231002").masked == "110•••••••••002"


@pytest.mark.parametrize("written", [SPECIMEN, "110105491231002", " 110105491231002 "])
def test_both_lengths_are_read_as_one_number(written: str) -> None:
    assert parse_citizen_number(written) == CitizenNumber(SPECIMEN)
