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


SAID = {
    **dict.fromkeys(["utf-16", "utf-16-be", "utf-32", "utf-32-le"], ("木棉", "陈大文")),
    **dict.fromkeys(["big5", "big5hkscs"], ("劉德華", "陳慧嫻")),
    **dict.fromkeys(["shift_jis"], ("田中太郎", "佐藤優子")),
    **dict.fromkeys(["latin-1", "cp1252"], ("Müller", "José Peña")),
    **dict.fromkeys(["cp1251", "koi8-r"], ("Щербаков Иван", "ПЕТРОВ")),
}
NAMED = {
    **dict.fromkeys(["utf-16", "utf-16-be"], "UTF-16"),
    **dict.fromkeys(["utf-32", "utf-32-le"], "UTF-32"),
    **dict.fromkeys(["big5", "big5hkscs"], "Big5"),
    **dict.fromkeys(["latin-1", "cp1252"], "Windows-1252"),
    "shift_jis": "Shift_JIS",
    "cp1251": "Windows-1251",
    "koi8-r": "KOI8-R",
}


@pytest.mark.parametrize("encoding", SAID)
def test_other_encodings_are_refused_by_name(encoding: str) -> None:
    written = "".join(f"E{place},{name}\n" for place, name in enumerate(SAID[encoding]))

    with pytest.raises(LoadRefused, match=NAMED[encoding]):
        survey([f"{','.join(COLUMNS)}\n{written}".encode(encoding)])


@pytest.mark.parametrize("names", ["劉德華 陳慧嫻", "王䶮 李㛃 赵𠮷", "Щербаков Петров", "田中 金英洙 阮文雄"])
def test_names_in_gb_18030_are_not_taken_for_another_encoding(names: str) -> None:
    written = "".join(f"E1,{name}\n" for name in names.split())

    assert survey([f"{','.join(COLUMNS)}\n{written}".encode("gb18030")]).encoding == "gb18030"


def test_what_is_neither_is_refused() -> None:
    with pytest.raises(LoadRefused, match="neither UTF-8 nor GB 18030"):
        survey([b"entry_id,name\nE1,\xff \x80,\xa0 \xff\n"])


def test_one_spoilt_line_does_not_decide_how_a_file_is_read() -> None:
    assert survey([f"{'木棉一' * 3}\n".encode() * 50, b"E1,\xff\xfe\n"]).encoding == "utf-8-sig"


def test_file_torn_inside_a_character_is_read_all_the_same() -> None:
    assert survey(["entry_id,name\nE1,木棉".encode()[:-1]]).encoding == "utf-8-sig"


def test_character_torn_between_two_blocks_is_whole() -> None:
    written = "木棉".encode()

    assert survey([written[:4], written[4:]]).encoding == "utf-8-sig"
