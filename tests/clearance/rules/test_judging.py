"""Evidence falls into bands: numbers before names, and two valid numbers are two people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.clearance.rules.births import compare_births, lunar_of
from mumian.clearance.rules.judging import BAND_WORDS, Band, Side, judge
from mumian.clearance.rules.numbers import compare_identity, is_slip
from mumian.clearance.rules.reasons import REASON_WORDS, ReasonCode

ONE = "440199199001010017"
OTHER = "440199199001010033"
PERSON = Side(("欧阳震华",), "1990-01-01", ONE, "EA1234567", "CHN")


@pytest.mark.parametrize(
    ("entry", "band"),
    [
        (Side(("欧阳震华",), "1990-01-01", ONE), Band.HIT),
        (Side(("欧阳震华",), id_number="440199900101001"), Band.HIT),
        (Side(("欧陽震華",), "1990-01-01"), Band.HIT),
        (Side(("AU YEUNG CHUN WAH",), "1990-01-01"), Band.REVIEW),
        (Side(("欧阳震华",), "1990"), Band.REVIEW),
        (Side(("欧阳震华",), "1991-01-01"), Band.REVIEW),
        (Side(("欧阳震华",), "1989-12-05"), Band.REVIEW),
        (Side(("欧阳震华",), "1985-06-07"), Band.NONE),
        (Side(("欧阳震华",), "1990-01-01", OTHER), Band.NONE),
        (Side(("欧阳震华",), "1990-01-01", OTHER, "EA1234567"), Band.NONE),
        (Side(("林一二",), "1990-01-01", ONE), Band.REVIEW),
        (Side(("林一二",), "1985-06-07", "", "EA1234567"), Band.NONE),
        (Side(("OUYANG ZHENHUA",), "", "", "EA1234567"), Band.HIT),
        (Side(("欧阳震华",), "1990-01-01", "440199199001010018"), Band.HIT),
        (Side(("欧阳震华",), "1990-01-01", nationality="USA"), Band.REVIEW),
        (Side(("林一二", "欧阳震华"), "1990-01-01"), Band.HIT),
    ],
)
def test_pair_falls_into_its_band(entry: Side, band: Band) -> None:
    assert judge(PERSON, entry).band is band


@given(st.sampled_from(["欧阳震华", "OUYANG ZHENHUA", "", "林一二"]), st.sampled_from(["1990-01-01", "1990", ""]), st.booleans())
def test_two_valid_numbers_are_two_people_whatever_else_agrees(name: str, birth: str, same_document: bool) -> None:
    entry = Side((name,), birth, OTHER, PERSON.doc_number if same_document else "")

    assert judge(PERSON, entry).band is Band.NONE


def test_common_name_alone_turns_a_hit_into_a_review_and_never_into_more_or_less() -> None:
    one = Side(("欧阳震华",), "1990-01-01")

    assert judge(one, one, common=lambda _name: False).band is Band.HIT
    assert judge(one, one, common=lambda _name: True).band is Band.REVIEW


def test_other_sex_in_the_number_makes_a_hit_doubtful() -> None:
    woman = Side(("欧阳震华",), "1990-01-01", sex="F")

    assert judge(replace(PERSON, doc_number=""), woman).band is Band.REVIEW
    assert ReasonCode.SEX_OTHER in judge(PERSON, woman).reasons


def test_every_finding_has_reasons_in_both_languages() -> None:
    said = judge(PERSON, Side(("CHAN TAI MAN",), "1990-01-01")).explanation

    assert said.zh == "不符：姓名不同；出生日期相同；一方没有身份号码；一方没有证件号码。"
    assert said.en == (
        "None: the names differ; the birth dates are the same; one side has no identity number; one side has no document number."
    )
    assert set(REASON_WORDS) == set(ReasonCode)
    assert set(BAND_WORDS) == set(Band)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("1990-03-05", "1990-03-05", ReasonCode.BIRTH_SAME),
        ("1990-03-05", "19900305", ReasonCode.BIRTH_SAME),
        ("1990-03-05", "1990", ReasonCode.BIRTH_YEAR),
        ("1990-03-05", "1990-05-03", ReasonCode.BIRTH_TURNED),
        ("1990-03-05", "1991-03-05", ReasonCode.BIRTH_ONE_DIGIT),
        ("1990-03-05", "1990-02-09", ReasonCode.BIRTH_LUNAR),
        ("1990-03-05", "1992-07-05", ReasonCode.BIRTH_OTHER),
        ("1990-03-05", "1991", ReasonCode.BIRTH_OTHER),
        ("", "1991", ReasonCode.BIRTH_SILENT),
        ("31/12/1990", "1991", ReasonCode.BIRTH_SILENT),
    ],
)
def test_birth_dates_say(one: str, other: str, said: ReasonCode) -> None:
    assert compare_births(one, other) is compare_births(other, one) is said


@pytest.mark.parametrize(
    ("solar", "lunar"),
    # First days of lunar years, a day of a leap month, and the last day before a new year.
    [
        ("19000131", "19000101"),
        ("19490129", "19490101"),
        ("20000205", "20000101"),
        ("20230322", "20230201"),
        ("20240209", "20231230"),
    ],
)
def test_lunar_dates_are_those_of_the_almanac(solar: str, lunar: str) -> None:
    assert lunar_of(solar) == lunar


def test_lunar_days_follow_one_another_without_a_gap() -> None:
    day, before = date(1900, 1, 31), ""
    while day < date(2029, 12, 31):
        said = lunar_of(f"{day:%Y%m%d}")
        assert said[6:] == ("01" if before[6:] in {"", "30"} else said[6:])
        assert before == "" or int(said[6:]) in {1, int(before[6:]) + 1}
        day, before = day + timedelta(days=1), said


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (ONE, ONE.lower(), ReasonCode.ID_SAME),
        (ONE, "440199900101001", ReasonCode.ID_SAME_15_18),
        (ONE, "440199199001010018", ReasonCode.ID_DAMAGED),
        (ONE, "440199199001100017", ReasonCode.ID_DAMAGED),
        (ONE, OTHER, ReasonCode.ID_OTHER_VALID),
        (ONE, "A123456(3)", ReasonCode.ID_OTHER),
        (ONE, "", ReasonCode.ID_SILENT),
    ],
)
def test_identity_numbers_say(one: str, other: str, said: ReasonCode) -> None:
    assert compare_identity(one, other) is compare_identity(other, one) is said


@given(st.text("0123456789X", min_size=2, max_size=18), st.data())
def test_one_wrong_one_lost_or_one_swap_is_a_slip(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 2))
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert is_slip(number, number[:place] + "?" + number[place + 1 :])
    assert is_slip(number, number[:place] + number[place + 1 :])
    assert is_slip(number, swapped) is (swapped != number)
