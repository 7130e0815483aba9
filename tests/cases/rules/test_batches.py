"""A firm's file, line by line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.cases.rules.batches import (
    COLUMNS,
    REASON,
    FileRefused,
    facts_of,
    mended_csv,
    read_sheet,
    sample_csv,
)
from mumian.catalogue.terms import FactType

FACTS = {"document.version": FactType.TEXT, "document.months_left": FactType.INT, "document.lost": FactType.BOOL}
HEAD = ",".join(column.code for column in COLUMNS)
LINE = "PP-NEW,木棉甲,MU MIANJIA,440199199001010017,440104,no,no"


def faults(line: str, head: str = HEAD) -> list[tuple[str, str]]:
    """Column and reason of what is wrong with the only line, in English."""
    [read] = read_sheet(f"{head}\n{line}\n".encode(), facts=FACTS).lines
    return [(fault.column.en, fault.why.en) for fault in read.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("chinese", [True, False])
def test_sample_reads_without_a_fault_in_either_encoding(encoding: str, chinese: bool) -> None:
    sheet = read_sheet(sample_csv(chinese=chinese).encode(encoding), facts=FACTS)

    assert [(line.number, line.faults) for line in sheet.lines] == [(2, ())]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (LINE, []),
        (LINE.replace("木棉甲", ""), [("name", "is empty")]),
        (LINE.replace("440104", "4401"), [("register division", "should be six digits")]),
        (LINE.replace("no,no", "no,perhaps"), [("serviceman", "should be yes or no")]),
        (
            LINE.replace("MU MIANJIA", "木 棉"),
            [("name in Latin letters", "should be capital Latin letters, surname first, one blank")],
        ),
        (LINE.replace("木棉甲", "=1+1"), [("name", "must not begin with = + - @")]),
        (LINE.replace("木棉甲", "甲" * 121), [("name", "is longer than 120 characters")]),
        (LINE + ",more", [("", "the line has 8 values and should have 7")]),
    ],
)
def test_line_says_which_column_is_wrong_and_why(line: str, found: list[tuple[str, str]]) -> None:
    assert faults(line) == found


def test_wrong_check_character_of_a_number_is_named() -> None:
    [(column, why)] = faults(LINE.replace("440199199001010017", "440199199001010018"))

    assert (column, "was not taken" in why) == ("identity number", True)


def test_several_faults_of_a_line_are_all_told() -> None:
    assert [column for column, _ in faults("PP-NEW,,,1,2,x,z")] == [column.name.en for column in COLUMNS[1:]]


def test_same_line_twice_is_wrong_the_second_time() -> None:
    sheet = read_sheet(f"{HEAD}\n{LINE}\n\n{LINE.replace('木棉甲', ' 木棉甲 ')}\n".encode(), facts=FACTS)

    assert [(line.number, [fault.why.en for fault in line.faults]) for line in sheet.lines] == [
        (2, []),
        (4, ["says the same as line 2"]),
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"  \n", "the file is empty"),
        (b"\xff\xfe\x00a", "neither in UTF-8 nor in GB 18030"),
        (f"{HEAD},colour\n".encode(), "the column “colour” is not known"),
        (f"{HEAD},name\n".encode(), "stands there twice"),
        (HEAD.replace("name,", "", 1).encode(), "lacks the column “name”"),
        ((f"{HEAD}\n" + f"{LINE}\n" * 501).encode(), "more than 500 lines"),
    ],
)
def test_file_that_cannot_be_read_is_refused_whole(content: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        read_sheet(content, facts=FACTS)


def test_facts_of_the_rulebook_may_be_columns() -> None:
    head = f"{HEAD},document.version,document.months_left,document.lost"
    [line] = read_sheet(f"{head}\n{LINE},PP-2012,3,是\n".encode(), facts=FACTS).lines

    assert facts_of(line, facts=FACTS) == {"document.version": "PP-2012", "document.months_left": 3, "document.lost": True}


def test_mended_file_holds_each_wrong_line_as_written_with_its_reasons() -> None:
    bad = LINE.replace("440104", "44")
    sheet = read_sheet(f"{HEAD}\n{bad}\n".encode(), facts=FACTS)

    rows = list(csv.reader(io.StringIO(mended_csv(sheet.heading, sheet.lines, chinese=False))))

    assert rows == [[*HEAD.split(","), REASON.en], [*bad.split(","), "register division should be six digits"]]


def test_mended_file_is_read_again_without_its_reasons() -> None:
    bad = LINE.replace("440104", "44")
    sheet = read_sheet(f"{HEAD}\n{bad}\n".encode(), facts=FACTS)
    mended = mended_csv(sheet.heading, sheet.lines, chinese=True).replace(",44,", ",440104,")

    again = read_sheet(mended.encode("gb18030"), facts=FACTS)

    assert [(line.faults, line.digest) for line in again.lines] == [
        ((), read_sheet(f"{HEAD}\n{LINE}".encode(), facts=FACTS).lines[0].digest)
    ]


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reading(content: bytes) -> None:
    try:
        lines = read_sheet(content, facts=FACTS).lines
    except FileRefused:
        return
    assert all(line.written for line in lines)


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=9), max_size=6))
def test_no_line_is_lost(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEAD.split(","), *rows])
    wanted = sum(any(value.strip() for value in row) for row in csv.reader(io.StringIO(out.getvalue(), newline="")))
    try:
        sheet = read_sheet(out.getvalue().encode("utf-8", "replace"), facts=FACTS)
    except FileRefused:
        return
    assert len(sheet.lines) == wanted - 1
