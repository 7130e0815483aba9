"""The zone of a document: what is composed reads back, and whatever differs is named where it differs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.identifiers import Sex
from mumian.foundation.mrz import LAYOUTS, LayoutCode, parse
from mumian.production.rules.zones import compose_zone, differences, sentence_of
from tests.factories.production import holder

CODES = {
    LayoutCode.TD3: ("PO", "EA0000001"),
    LayoutCode.MRVA: ("V", "A1234567"),
    LayoutCode.CN_EEP1: ("CS", "CA0000001"),
    LayoutCode.CN_HRP3: ("CR", "H01234567"),
}


def zone(layout: LayoutCode) -> tuple[str, ...]:
    code, number = CODES[layout]
    return compose_zone(layout=layout, document_code=code, number=number, holder=holder())


@pytest.mark.parametrize("layout", CODES)
def test_composed_zone_holds_number_birth_and_expiry(layout: LayoutCode) -> None:
    read = parse(zone(layout), layout=layout)

    assert (read.document_number, read.born, read.expires) == (CODES[layout][1], "900101", "360831")


def test_taiwan_residents_card_keeps_the_place_of_issue() -> None:
    lines = compose_zone(
        layout=LayoutCode.CN_HRP3, document_code="CT", number="01234567", holder=holder(issue_place="4401", sex=Sex.FEMALE)
    )

    assert (parse(lines, layout=LayoutCode.CN_HRP3).issue_place, lines[2][26:]) == ("4401", "4401")


def test_permit_of_somebody_born_in_this_century_says_so() -> None:
    lines = compose_zone(
        layout=LayoutCode.CN_HRP3, document_code="CR", number="H01234567", holder=holder(born_on=date(2015, 1, 1))
    )

    assert parse(lines, layout=LayoutCode.CN_HRP3).birth_century == "C"


def test_document_without_an_end_has_no_zone() -> None:
    with pytest.raises(ValueError, match="expires"):
        compose_zone(layout=LayoutCode.TD3, document_code="PO", number="EA0000001", holder=holder(expires_on=None))


@pytest.mark.parametrize("layout", CODES)
@given(data=st.data())
def test_every_single_changed_sign_is_found_at_its_place(layout: LayoutCode, data: st.DataObject) -> None:
    ordered = zone(layout)
    form = LAYOUTS[layout]
    line, position = data.draw(st.integers(1, form.lines)), data.draw(st.integers(1, form.length))
    right = ordered[line - 1][position - 1]
    wrong = data.draw(st.sampled_from("ABC012<".replace(right, "")))
    read = list(ordered)
    read[line - 1] = ordered[line - 1][: position - 1] + wrong + ordered[line - 1][position:]

    found = differences(layout=layout, ordered=ordered, read=read)

    assert [(one.line, one.position) for one in found] == [(line, position)]


@pytest.mark.parametrize("read", [(), ("X",), ("A" * 44,)])
def test_missing_or_shortened_lines_are_differences(read: tuple[str, ...]) -> None:
    found = differences(layout=LayoutCode.TD3, ordered=zone(LayoutCode.TD3), read=read)

    assert {one.line for one in found} == {1, 2}


def test_line_read_from_a_document_without_a_zone_is_a_difference() -> None:
    assert len(differences(layout=None, ordered=(), read=("P<",))) == 1


def test_sentence_says_what_should_stand_there_and_what_was_read() -> None:
    ordered = zone(LayoutCode.CN_EEP1)
    found = differences(layout=LayoutCode.CN_EEP1, ordered=ordered, read=[ordered[0].replace("900101", "900701")])

    assert sentence_of(found).en.startswith(
        "The check was not passed: the zone differs from what was ordered in 1 place(s): "
        'line 1, position 25: birth date should be "900101" and reads "900701".'
    )
