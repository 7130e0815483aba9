"""Lines of a list's file: read into entries, or the sentence that says what is wrong with one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from mumian.clearance.terms import EntryFacts
from mumian.foundation.identifiers import NumberRefused, PermanentResidenceNumber, parse_citizen_number
from mumian.foundation.identifiers.base import as_typed
from mumian.foundation.words import Text

# The order of the columns in a file, which is not that of the fields.
COLUMNS: Final = (
    "entry_id",
    "name",
    "aliases",
    "dob",
    "id_number",
    "doc_number",
    "nationality",
    "sex",
    "ground",
    "valid_from",
    "valid_to",
    "owner",
)
NOTES: Final = ("line", "reason_zh", "reason_en")
"""Columns before these in a report of rejected lines, which is corrected in place and loaded as it is."""
LONGEST: Final = {"entry_id": 64, "name": 200, "aliases": 1000, "ground": 500, "owner": 200}
SEXES: Final = {"": "", "M": "M", "F": "F", "X": "X", "男": "M", "女": "F"}
NUMBER: Final = re.compile(r"[A-Z0-9()]{2,24}")
CITIZEN: Final = re.compile(r"\d{15}|\d{17}[\dX]")
STATE: Final = re.compile(r"([A-Z]{3})?")
YEAR: Final = re.compile(r"\d{4}", re.ASCII)

UNREADABLE = Text("引号不成对，或含有不能读取的字符", "a quotation mark is not closed, or a character cannot be read")
WRONG_COUNT = Text("应有{wanted}列，实有{found}列", "it has {found} columns instead of {wanted}")
EMPTY = Text("{column} 列为空", "the column {column} is empty")
TOO_LONG = Text("{column} 列超过{most}个字符", "the column {column} has more than {most} characters")
NO_DAY = Text("{column} 列的“{value}”不是日期（应写作 1987-02-28）", '"{value}" in {column} is no date (write 1987-02-28)')
NO_BIRTH_DATE = Text(
    "dob 列的“{value}”不是日期，也不是年份（应写作 1987-02-28 或 1987）",
    '"{value}" in dob is neither a date nor a year (write 1987-02-28 or 1987)',
)
NO_NUMBER = Text(
    "{column} 列的号码只能有2至24个字母和数字", "the number in {column} must have 2 to 24 letters and digits and nothing else"
)
NO_STATE = Text("nationality 列应为三个字母的代码，如 CHN", "nationality must be a code of three letters such as CHN")
NO_SEX = Text("sex 列应为 M、F 或 X", "sex must be M, F or X")
BACKWARDS = Text("valid_to 早于 valid_from", "valid_to is before valid_from")
TWICE = Text("编号 {entry_id} 已在第{line}行出现", "the entry {entry_id} stands on line {line} already")


class LineRefused(ValueError):  # noqa: N818  # errors are named for what could not be
    """A line that cannot be an entry; `reason` says why. It never leaves this module."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def split_line(line: str) -> list[str] | None:
    """The fields of one line; None when it cannot be read. A field does not run over lines: so one torn line stays one."""
    if "\0" in line or "\ufffd" in line:
        return None
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None


def without_notes(line: str) -> str:
    """A line of a report of rejected lines as it stood in its file; one of another form stays as it is."""
    written = split_line(line)
    if written is None or len(written) < len(NOTES) + 1:
        return line
    kept = io.StringIO()
    csv.writer(kept, lineterminator="").writerow(written[len(NOTES) :])
    return kept.getvalue()


def first_field(line: str) -> str:
    """What stands before the first comma: of a line at fault, its entry as far as one can see."""
    return line.split(",", 1)[0].strip().strip('"').strip()


def read_entry(written: Sequence[str]) -> EntryFacts | Text:
    """One line as an entry, or the sentence that says what is wrong with it."""
    if len(written) != len(COLUMNS):
        return WRONG_COUNT.filled(wanted=len(COLUMNS), found=len(written))
    # what is all letters and digits, or empty, has no blanks to be made one
    even = [value if not value or value.isalnum() else " ".join(value.split()) for value in written]
    row = dict(zip(COLUMNS, even, strict=True))
    try:
        return _entry(row)
    except LineRefused as refused:
        return refused.reason


def _entry(row: dict[str, str]) -> EntryFacts:
    for column in ("entry_id", "name"):
        if not row[column]:
            raise LineRefused(EMPTY.filled(column=column))
    for column, most in LONGEST.items():
        if len(row[column]) > most:
            raise LineRefused(TOO_LONG.filled(column=column, most=most))
    if not STATE.fullmatch(row["nationality"].upper()):
        raise LineRefused(NO_STATE)
    if row["sex"].upper() not in SEXES:
        raise LineRefused(NO_SEX)
    valid_from, valid_to = _day("valid_from", row["valid_from"]), _day("valid_to", row["valid_to"])
    if valid_from and valid_to and valid_to < valid_from:
        raise LineRefused(BACKWARDS)
    return EntryFacts(
        entry_id=row["entry_id"],
        name=row["name"],
        aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
        birth_date=_birth_date(row["dob"]),
        id_number=_identity_number(row["id_number"]),
        doc_number=_number("doc_number", row["doc_number"]),
        nationality=row["nationality"].upper(),
        sex=SEXES[row["sex"].upper()],
        ground=row["ground"],
        valid_from=valid_from,
        valid_to=valid_to,
        owner=row["owner"],
    )


def _day(column: str, written: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written) if len(written) == len("1987-02-28") else _no_day(column, written)
    except ValueError:
        return _no_day(column, written)


def _no_day(column: str, written: str) -> date:
    raise LineRefused(NO_DAY.filled(column=column, value=written))


def _birth_date(written: str) -> str:
    """A whole date or a year; both stay as they were written."""
    if not written or (YEAR.fullmatch(written) and written != "0000"):
        return written
    try:
        _day("dob", written)
    except LineRefused:
        raise LineRefused(NO_BIRTH_DATE.filled(value=written)) from None
    return written


def _identity_number(written: str) -> str:
    """A number of 15 or 18 characters must pass as that of a citizen or a permanent resident; others are taken as they are."""
    number = _number("id_number", written)
    if not CITIZEN.fullmatch(number):
        return number
    try:
        PermanentResidenceNumber.parse(number) if number.startswith("9") else parse_citizen_number(number)
    except NumberRefused as refused:
        raise LineRefused(refused.sentence) from None
    return number


def _number(column: str, written: str) -> str:
    number = as_typed(written).replace("-", "")
    if number and not NUMBER.fullmatch(number):
        raise LineRefused(NO_NUMBER.filled(column=column))
    return number
