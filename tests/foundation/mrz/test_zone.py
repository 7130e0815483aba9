from __future__ import annotations

import string
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.identifiers import Sex
from mumian.foundation.identifiers.checks import DIGITS_AND_CAPITALS
from mumian.foundation.mrz import LayoutCode, Problem, Zone, ZoneRefused, compose, parse, six_digits
from mumian.foundation.mrz.layouts import layout_of
from mumian.foundation.words import Text
from tests.support.published import read_vectors

VECTORS = read_vectors("mrz")
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
vectors = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])


def zone_of(vector: dict[str, Any]) -> Zone:
    values = vector["zone"] | {"sex": Sex(vector["zone"].get("sex", "X"))}
    return Zone(layout=LayoutCode(vector["layout"]), **values)


def faults(*lines: str, layout: LayoutCode | None = None) -> list[tuple[int, int, str]]:
    with pytest.raises(ZoneRefused) as refused:
        parse(lines, layout=layout)
    return [(problem.line, problem.position, problem.sentence.en) for problem in refused.value.problems]


def changed(line: str, position: int, sign: str) -> str:
    return line[: position - 1] + sign + line[position:]


@vectors
def test_zone_is_parsed_and_its_layout_known_by_its_shape(vector: dict[str, Any]) -> None:
    assert parse(vector["lines"]) == zone_of(vector)


@vectors
def test_zone_is_composed_sign_by_sign(vector: dict[str, Any]) -> None:
    assert list(compose(zone_of(vector))) == vector["lines"]


def test_every_layout_has_its_vectors() -> None:
    assert {LayoutCode(vector["layout"]) for vector in VECTORS} == set(LayoutCode)


WORDS = st.text(string.ascii_uppercase, min_size=1, max_size=7)
CODES = st.text(string.ascii_uppercase, min_size=3, max_size=3)
DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)).map(six_digits)


def signs(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(DIGITS_AND_CAPITALS, min_size=least, max_size=most)


@st.composite
def zones(draw: st.DrawFn) -> Zone:
    """Zones of every layout with all their fields filled, long numbers among them."""
    code = draw(st.sampled_from(LayoutCode))
    document_code = draw(st.sampled_from(DOCUMENT_CODES[code]))
    layout = layout_of(code, document_code)
    number = draw(signs(1, LONGEST_NUMBER.get(code, 9)))
    if code is LayoutCode.CN_HRP3:
        number = "H" + draw(st.text(string.digits, min_size=8, max_size=8))
    room = layout.field("optional").width if layout.has("optional") else 0
    if len(number) > 9:
        room -= len(number) - 9 + 2
    more: dict[str, Any] = {"optional": draw(signs(0, room))}
    if layout.has("nationality"):
        more |= {"issuer": draw(CODES), "nationality": draw(CODES)}
    if layout.has("sex"):
        more["sex"] = draw(st.sampled_from(Sex))
    if layout.has("name"):
        more |= {"surname": draw(WORDS), "given": " ".join(draw(st.lists(WORDS, max_size=2)))}
    if layout.has("optional2"):
        more["optional2"] = draw(signs(0, 11))
    if code is LayoutCode.CN_HRP3:
        more |= {"issue_count": draw(signs(2, 2)), "reserved": draw(signs(0, 18)), "birth_century": draw(st.sampled_from("ABC"))}
        more |= {"home_id_number": draw(signs(0, 9))}
    if layout.has("issue_place"):
        more["issue_place"] = draw(signs(0, 4))
    return Zone(layout=code, document_code=document_code, document_number=number, born=draw(DATES), expires=draw(DATES), **more)


DOCUMENT_CODES = {
    LayoutCode.TD1: ["I", "AC", "C"],
    LayoutCode.TD2: ["I", "AC"],
    LayoutCode.TD3: ["P", "PO", "PD"],
    LayoutCode.MRVA: ["V", "VA"],
    LayoutCode.MRVB: ["V"],
    LayoutCode.CN_EEP1: ["CS", "CD"],
    LayoutCode.CN_HRP3: ["CR", "CT"],
}
LONGEST_NUMBER = {LayoutCode.TD1: 22, LayoutCode.TD2: 14}


@given(zones())
def test_composed_zone_is_parsed_back(zone: Zone) -> None:
    assert parse(compose(zone)) == zone


@given(zones())
def test_composed_lines_have_the_shape_of_the_layout(zone: Zone) -> None:
    layout = layout_of(zone.layout, zone.document_code)

    assert [len(line) for line in compose(zone)] == [layout.length] * layout.lines


@given(zones(), st.data())
def test_wrong_digit_in_a_checked_date_is_never_read_as_another_date(zone: Zone, data: st.DataObject) -> None:
    lines = list(compose(zone))
    field = layout_of(zone.layout, zone.document_code).field(data.draw(st.sampled_from(["born", "expires"])))
    position = data.draw(st.integers(field.start, field.end))
    right = lines[field.line - 1][position - 1]
    lines[field.line - 1] = changed(lines[field.line - 1], position, data.draw(st.sampled_from(string.digits.replace(right, ""))))

    with pytest.raises(ZoneRefused):
        parse(lines, layout=zone.layout)


@given(st.lists(st.text(max_size=46), max_size=4))
def test_rubbish_is_refused_and_never_breaks_the_parser(lines: list[str]) -> None:
    with pytest.raises(ZoneRefused):
        parse(lines)


@given(st.sampled_from(VECTORS), st.data())
def test_spoilt_zone_is_refused_or_read_and_never_breaks_the_parser(vector: dict[str, Any], data: st.DataObject) -> None:
    lines = list(vector["lines"])
    row = data.draw(st.integers(0, len(lines) - 1))
    lines[row] = changed(
        lines[row], data.draw(st.integers(1, len(lines[row]))), data.draw(st.sampled_from(DIGITS_AND_CAPITALS + "<?"))
    )

    read = zone_of(vector)
    with suppress(ZoneRefused):
        read = parse(lines)

    assert [len(line) for line in compose(read)] == [len(line) for line in lines]


def test_wrong_check_digit_is_named_by_line_and_position() -> None:
    assert faults(PASSPORT[0], changed(PASSPORT[1], 10, "7")) == [
        (2, 10, "the check digit of the document number does not fit"),
        (2, 44, "the check digit of the whole zone does not fit"),
    ]


def test_wrong_composite_digit_is_named() -> None:
    assert faults(PASSPORT[0], changed(PASSPORT[1], 44, "1")) == [(2, 44, "the check digit of the whole zone does not fit")]


def test_wrong_check_of_a_long_number_is_named_where_it_stands() -> None:
    lines = ("I<UTOD23145890<7348<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<")

    assert faults(*lines)[0] == (1, 19, "the check digit of the document number does not fit")


def test_impossible_date_is_named() -> None:
    in_month_13 = changed(changed(PASSPORT[1], 16, "1"), 17, "3")

    assert faults(PASSPORT[0], in_month_13)[0] == (2, 14, "the birth date 741312 does not exist")


def test_wrong_kind_of_sign_is_named() -> None:
    assert faults(changed(PASSPORT[0], 8, "0"), changed(PASSPORT[1], 21, "A")) == [
        (1, 8, '"0" cannot stand in the name'),
        (2, 21, '"A" cannot stand in the sex'),
    ]


def test_sign_outside_the_alphabet_is_named() -> None:
    assert faults(changed(PASSPORT[0], 44, "?"), PASSPORT[1]) == [(1, 44, '"?" cannot stand there')]


def test_line_of_the_wrong_length_is_named() -> None:
    assert faults(PASSPORT[0][:-1], PASSPORT[1] + "<", layout=LayoutCode.TD3) == [
        (1, 44, "43 characters instead of 44"),
        (2, 45, "45 characters instead of 44"),
    ]


def test_missing_line_is_named() -> None:
    assert faults(PASSPORT[0], layout=LayoutCode.TD3) == [(0, 0, "it has 1 lines instead of 2")]


def test_refusal_says_the_place_and_what_to_do() -> None:
    with pytest.raises(ZoneRefused) as refused:
        parse([PASSPORT[0], changed(PASSPORT[1], 44, "1")])

    assert refused.value.sentence == Text(
        zh="机读区有误：第2行第44位，整体的校验码不符（共1处）。请重新扫描证件，或对照证件核对。",
        en="The machine-readable zone is not right: line 2, position 44: the check digit of the whole zone does not fit "
        "(1 in all). Scan the document again or compare it by eye.",
    )


def test_zone_is_read_from_text_in_small_letters_with_blank_ends() -> None:
    assert parse(f"  {PASSPORT[0].lower()} \r\n {PASSPORT[1]}\n") == parse(PASSPORT)


def test_check_of_empty_optional_data_may_be_zero_or_filler() -> None:
    with_filler = compose(replace(parse(PASSPORT), optional=""))
    with_zero = changed(with_filler[1], 43, "0")

    assert (with_filler[1][42], parse([with_filler[0], with_zero])) == ("<", parse(with_filler))


def test_missing_check_of_filled_optional_data_is_named() -> None:
    assert faults(PASSPORT[0], changed(PASSPORT[1], 43, "<"))[0] == (2, 43, "the check digit of the optional data does not fit")


def test_unknown_day_of_birth_is_kept_as_unknown() -> None:
    zone = replace(parse(PASSPORT), born="7408<<")

    assert (parse(compose(zone)), zone.born_on(as_of=date(2006, 1, 1))) == (zone, None)


def test_sex_may_be_unspecified() -> None:
    zone = replace(parse(PASSPORT), sex=Sex.UNSPECIFIED)

    assert (compose(zone)[1][20], parse(compose(zone))) == ("<", zone)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"document_number": "L898902C3X"},
            Problem(2, 10, Text(zh="证件号码最多9位，现有10位", en="the document number holds 9 characters at most, not 10")),
        ),
        (
            {"document_number": "L-98902C3"},
            Problem(2, 2, Text(zh="证件号码中不应有“-”", en='"-" cannot stand in the document number')),
        ),
        ({"expires": "120231"}, Problem(2, 22, Text(zh="有效期至120231不存在", en="the expiry date 120231 does not exist"))),
        ({"born": ""}, Problem(2, 14, Text(zh="出生日期不存在", en="the birth date  does not exist"))),
        (
            {"home_id_number": "A1234563"},
            Problem(
                0, 0, Text(zh="TD3版式没有当地身份证号码的位置", en="the layout TD3 has no place for the home identity number")
            ),
        ),
    ],
)
def test_value_that_cannot_stand_in_a_zone_is_refused(values: dict[str, str], expected: Problem) -> None:
    with pytest.raises(ZoneRefused) as refused:
        compose(replace(parse(PASSPORT), **values))  # type: ignore[arg-type]  # the values of these fields are text

    assert refused.value.problems == (expected,)


def test_name_is_never_lost_in_a_layout_without_names() -> None:
    zone = replace(parse("CSC000000015<2404299<8212306<8"), surname="ZHANG")

    with pytest.raises(ZoneRefused, match="CN_EEP1 has no place for the name"):
        compose(zone)


@pytest.mark.parametrize(
    ("born", "as_of", "expected"),
    [
        ("740812", date(2006, 10, 1), date(1974, 8, 12)),
        ("061001", date(2006, 10, 1), date(2006, 10, 1)),
        ("061002", date(2006, 10, 1), date(1906, 10, 2)),
        ("000229", date(2026, 1, 1), date(2000, 2, 29)),
    ],
)
def test_birth_date_is_the_latest_that_is_not_to_come(born: str, as_of: date, expected: date) -> None:
    assert replace(parse(PASSPORT), born=born).born_on(as_of=as_of) == expected


def test_century_letter_decides_the_birth_date() -> None:
    permit = parse(["CRH0123456770003001019M8001014", "CHN<<<<<<<<<<<<<<<BA1234563<40", "CHAN<<TAI<MAN<<<<<<<<<<<<<<<<<"])

    assert [replace(permit, birth_century=letter).born_on(as_of=date(2006, 1, 1)) for letter in "ABC"] == [
        date(1880, 1, 1),
        date(1980, 1, 1),
        date(2080, 1, 1),
    ]


@pytest.mark.parametrize(
    ("expires", "as_of", "expected"),
    [
        ("120415", date(2006, 10, 1), date(2012, 4, 15)),
        ("990101", date(2006, 10, 1), date(1999, 1, 1)),
        ("050101", date(1998, 10, 1), date(2005, 1, 1)),
    ],
)
def test_expiry_date_is_the_one_near_the_day_of_asking(expires: str, as_of: date, expected: date) -> None:
    assert replace(parse(PASSPORT), expires=expires).expires_on(as_of=as_of) == expected
