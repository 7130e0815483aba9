"""Each line of a file becomes an entry or a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from mumian.clearance.errors import LoadRefused
from mumian.clearance.rules.encodings import survey
from mumian.clearance.rules.lines import COLUMNS, first_field, read_entry, split_line
from mumian.clearance.terms import EntryFacts
from mumian.foundation.words import Text

GOOD = dict(
    zip(
        COLUMNS,
        (
            "E1",
            "木棉一",
            "MU MIANYI; 阿一",
            "1990-01-01",
            "440199199001010017",
            "EA1234567",
            "CHN",
            "男",
            "理由",
            "2026-01-01",
            "2027-01-01",
            "单位",
        ),
        strict=True,
    )
)


def read(**changes: str) -> EntryFacts | Text:
    return read_entry([*{**GOOD, **changes}.values()])


def test_good_line_becomes_an_entry() -> None:
    assert read() == EntryFacts(
        entry_id="E1",
        name="木棉一",
        aliases=("MU MIANYI", "阿一"),
        birth_date="1990-01-01",
        id_number="440199199001010017",
        doc_number="EA1234567",
        nationality="CHN",
        sex="M",
        ground="理由",
        valid_from=date(2026, 1, 1),
        valid_to=date(2027, 1, 1),
        owner="单位",
    )


def test_only_number_and_name_are_needed() -> None:
    empty = dict.fromkeys([column for column in COLUMNS if column not in {"entry_id", "name"}], "")

    assert read(**empty) == EntryFacts("E1", "木棉一")


def test_birth_date_may_be_only_a_year() -> None:
    entry = read(dob="1987")

    assert isinstance(entry, EntryFacts)
    assert entry.birth_date == "1987"


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("entry_id", "", "entry_id is empty"),
        ("name", " ", "name is empty"),
        ("dob", "1987-02-30", "1987-02-30"),
        ("dob", "19870228", "neither a date nor a year"),
        ("id_number", "440199199001010018", "check character does not fit"),
        ("doc_number", "EA;12", "letters and digits"),
        ("nationality", "China", "three letters"),
        ("sex", "W", "M, F or X"),
        ("valid_from", "1.1.2026", "no date"),
        ("valid_to", "2025-12-31", "before valid_from"),
        ("ground", "x" * 501, "more than 500"),
    ],
)
def test_line_at_fault_gets_its_sentence(column: str, value: str, why: str) -> None:
    reason = read(**{column: value})

    assert isinstance(reason, Text)
    assert why in reason.en


def test_torn_line_says_how_many_columns_it_has() -> None:
    assert read_entry(["E1", "木棉"]) == Text("应有12列，实有2列", "it has 2 columns instead of 12")


@pytest.mark.parametrize("line", ['E1,"木棉', "E1,\0", "E1,\ufffd"])
def test_line_that_cannot_be_read_stays_one_line(line: str) -> None:
    assert (split_line(line), first_field(line)) == (None, "E1")


@pytest.mark.parametrize(
    ("encoding", "taken_as"), [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("gbk", "gb18030")]
)
def test_encoding_is_found_out(encoding: str, taken_as: str) -> None:
    assert survey([f"{','.join(COLUMNS)}\nE1,木棉一\n".encode(encoding)]).encoding == taken_as


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-16", "UTF-16"), ("utf-32", "UTF-32"), ("latin-1", "neither UTF-8 nor GB 18030")]
)
def test_other_encodings_are_refused_by_name(encoding: str, name: str) -> None:
    with pytest.raises(LoadRefused, match=name):
        survey([f"{','.join(COLUMNS)}\nE1,Müller é\n".encode(encoding)])


def test_character_torn_between_two_blocks_is_whole() -> None:
    written = "木棉".encode()

    assert survey([written[:4], written[4:]]).encoding == "utf-8-sig"
