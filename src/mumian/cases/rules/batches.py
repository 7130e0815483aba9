"""What a firm hands in as a file: one application a line, each line with its verdict, nothing lost.

UTF-8 or GB 18030, values apart by commas (RFC 4180), the first line names the columns, in Chinese or by their codes. A column
that is not listed here may be any fact of the rulebook, such as `document.version`; its words are read by the kind of the fact.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.terms import FactType
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers import NumberRefused, parse_citizen_number
from mumian.foundation.words import Text

MOST_LINES: Final = 500
MOST_BYTES: Final = 1_000_000
LONGEST: Final = 120
DIGITS: Final = 6
"""Of a division (GB/T 2260)."""

SERVICE, NAME, LATIN, NUMBER, REGISTER = "service", "name", "latin", "identity_number", "register_division"
STATE_STAFF, SERVICEMAN = "state_staff", "serviceman"
WHY = "reason"
REASON: Final = Text("未通过原因", "reason")
"""The last column of the file to be mended; it says nothing when it is handed in again."""
FORMULA: Final = ("=", "+", "-", "@")
"""A table program would reckon what begins so."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its code, what it is called, what stands in it, and an example."""

    code: str
    name: Text
    holds: Text
    example: str
    required: bool = True


COLUMNS: Final = (
    Column(SERVICE, Text("业务代码", "service"), Text("手册中的业务代码", "code of the service in the rulebook"), "PP-NEW"),
    Column(NAME, Text("姓名", "name"), Text("与身份证一致", "as on the identity card"), "木棉甲"),
    Column(LATIN, Text("拼音", "name in Latin letters"), Text("姓在前，中间空一格", "surname first, one blank"), "MU MIANJIA"),
    Column(
        NUMBER,
        Text("身份证号", "identity number"),
        Text("18位公民身份号码（GB 11643）", "citizen number of 18 characters (GB 11643)"),
        "440199199001010017",
    ),
    Column(
        REGISTER,
        Text("户口所在区县", "register division"),
        Text("六位行政区划代码（GB/T 2260）", "six digits of the division (GB/T 2260)"),
        "440104",
    ),
    Column(STATE_STAFF, Text("国家工作人员", "state staff"), Text("是或否", "yes or no"), "否"),
    Column(SERVICEMAN, Text("现役军人", "serviceman"), Text("是或否", "yes or no"), "否"),
)
CODE_OF: Final = {name: one.code for one in COLUMNS for name in (one.code, one.name.zh, one.name.en)} | {
    REASON.zh: WHY,
    REASON.en: WHY,
}
NAME_OF: Final = {one.code: one.name for one in COLUMNS}
YES, NO = frozenset({"是", "yes", "y", "true", "1"}), frozenset({"否", "no", "n", "false", "0"})

EMPTY_FILE: Final = Text("未读取：文件是空的。请选择有内容的文件。", "Nothing was read: the file is empty. Choose another.")
TOO_LARGE: Final = Text(
    "未读取：文件超过{lines}行。请分成几个文件。", "Nothing was read: the file has more than {lines} lines. Split it."
)
NO_TEXT: Final = Text(
    "未读取：文件既不是UTF-8也不是GB18030编码的文本。请另存为CSV。",
    "Nothing was read: the file is text neither in UTF-8 nor in GB 18030. Save it as CSV again.",
)
NO_COLUMN: Final = Text(
    "未读取：第一行缺少列“{missing}”。请对照样例文件补上。",
    "Nothing was read: the first line lacks the column “{missing}”. Add it as in the sample.",
)
STRANGE_COLUMN: Final = Text(
    "未读取：不认识列“{column}”。请对照样例文件改正或删去。",
    "Nothing was read: the column “{column}” is not known. Correct it as in the sample, or leave it out.",
)
DOUBLE_COLUMN: Final = Text("未读取：列“{column}”出现两次。", "Nothing was read: the column “{column}” stands there twice.")

OTHER_WIDTH: Final = Text("这一行有{found}个值，应有{wanted}个", "the line has {found} values and should have {wanted}")
MISSING: Final = Text("没有填写", "is empty")
TOO_LONG: Final = Text("超过{most}个字", "is longer than {most} characters")
NEITHER: Final = Text("应填“是”或“否”", "should be yes or no")
NO_DIVISION: Final = Text("应为六位数字", "should be six digits")
NO_LATIN: Final = Text("应为大写拉丁字母，姓在前，中间空一格", "should be capital Latin letters, surname first, one blank")
NO_NUMBER: Final = Text("应为整数", "should be a whole number")
RECKONED: Final = Text("不能以 = + - @ 开头", "must not begin with = + - @")
TWICE: Final = Text("与第{line}行重复", "says the same as line {line}")


class FileRefused(Refusal):
    """A file of a firm cannot be read at all; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line: the column (empty: the whole line), and why."""

    column: Text
    why: Text

    @property
    def said(self) -> Text:
        """Column and reason in one breath."""
        return Text(f"{self.column.zh}{self.why.zh}", f"{self.column.en} {self.why.en}".strip())


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file with its values as they were written, and what is wrong with it."""

    number: int
    written: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same content, however it is spaced or cased where that says nothing."""
        content = "\x1f".join(f"{code}={value}" for code, value in sorted(self.values.items()))
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that could be read: its heading as written, and every line that is not blank."""

    heading: tuple[str, ...]
    lines: tuple[Line, ...]


def text_of(content: bytes) -> str:
    """The text in either encoding. Raises FileRefused."""
    if not content.strip():
        raise FileRefused(EMPTY_FILE)
    if len(content) > MOST_BYTES:
        raise FileRefused(TOO_LARGE.filled(lines=MOST_LINES))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileRefused(NO_TEXT)


def read_sheet(content: bytes, *, facts: Mapping[str, FactType]) -> Sheet:
    """Read the file; every line comes back, with what is wrong with it. `facts` are those of the rulebook.

    Raises FileRefused when the heading does not say what stands where.
    """
    try:
        rows = list(csv.reader(io.StringIO(text_of(content), newline="")))
    except csv.Error as error:
        raise FileRefused(NO_TEXT) from error
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(value.strip() for value in row)]
    if not filled:
        raise FileRefused(EMPTY_FILE)
    if len(filled) - 1 > MOST_LINES:
        raise FileRefused(TOO_LARGE.filled(lines=MOST_LINES))
    heading = tuple(name.strip() for name in filled[0][1])
    codes = _codes(heading, facts)
    lines = [_line(number, tuple(row), codes, facts) for number, row in filled[1:]]
    return Sheet(heading, tuple(_without_doubles(lines)))


def _codes(heading: Sequence[str], facts: Mapping[str, FactType]) -> tuple[str, ...]:
    codes = [CODE_OF.get(name, name) for name in heading]
    for name, code in zip(heading, codes, strict=True):
        if code not in NAME_OF and code not in facts and code != WHY:
            raise FileRefused(STRANGE_COLUMN.filled(column=name))
        if codes.count(code) > 1:
            raise FileRefused(DOUBLE_COLUMN.filled(column=name))
    for one in COLUMNS:
        if one.code not in codes:
            raise FileRefused(NO_COLUMN.filled(missing=one.name))
    return tuple(codes)


def _line(number: int, row: tuple[str, ...], codes: Sequence[str], facts: Mapping[str, FactType]) -> Line:
    if len(row) != len(codes):
        return Line(number, row, {}, (Fault(Text("", ""), OTHER_WIDTH.filled(found=len(row), wanted=len(codes))),))
    values: dict[str, str] = {}
    faults: list[Fault] = []
    for code, written in zip(codes, row, strict=True):
        if code == WHY:
            continue
        value = " ".join(written.split())
        if code in (NUMBER, SERVICE, LATIN):
            value = value.upper()
        why = _fault(code, value, facts)
        if why is not None:
            faults.append(Fault(NAME_OF.get(code, Text(code, code)), why))
        if value:
            values[code] = value
    return Line(number, row, values, tuple(faults))


def _fault(code: str, value: str, facts: Mapping[str, FactType]) -> Text | None:
    """Why this value cannot stand in this column."""
    if not value:
        return MISSING if code in NAME_OF else None
    if len(value) > LONGEST:
        return TOO_LONG.filled(most=LONGEST)
    kind = FactType.BOOL if code in (STATE_STAFF, SERVICEMAN) else facts.get(code)
    if kind is FactType.INT:
        return None if value.lstrip("-").isdecimal() else NO_NUMBER
    if value.startswith(FORMULA):
        return RECKONED
    if kind is FactType.BOOL:
        return None if value.lower() in YES | NO else NEITHER
    reading = {NUMBER: _number_fault, REGISTER: _division_fault, LATIN: _latin_fault}.get(code)
    return reading(value) if reading else None


def _division_fault(value: str) -> Text | None:
    return None if len(value) == DIGITS and value.isascii() and value.isdigit() else NO_DIVISION


def _latin_fault(value: str) -> Text | None:
    parts = value.split(" ")
    return None if len(parts) > 1 and all(part.isascii() and part.isalpha() for part in parts) else NO_LATIN


def _number_fault(value: str) -> Text | None:
    try:
        parse_citizen_number(value)
    except NumberRefused as refused:
        return refused.sentence
    return None


def _without_doubles(lines: Sequence[Line]) -> Iterator[Line]:
    """A line that says what an earlier one says is wrong: it would be a second application of the same person."""
    first: dict[str, int] = {}
    for line in lines:
        if not line.faults and line.digest in first:
            yield Line(line.number, line.written, line.values, (Fault(Text("", ""), TWICE.filled(line=first[line.digest])),))
            continue
        first.setdefault(line.digest, line.number)
        yield line


def said_yes(value: str) -> bool:
    """Whether a value that was looked at before says yes."""
    return value.lower() in YES


def facts_of(line: Line, *, facts: Mapping[str, FactType]) -> dict[str, FactValue]:
    """The facts that a faultless line states, by their kinds."""
    number = parse_citizen_number(line.values[NUMBER])
    division = line.values[REGISTER]
    found: dict[str, FactValue] = {
        "applicant.birth_date": number.birth_date.isoformat(),
        "applicant.nationality": "CHN",
        "applicant.household_registered": True,
        "applicant.register_city": division[:4] + "00",
        "applicant.register_district": division,
        "applicant.state_staff": said_yes(line.values[STATE_STAFF]),
        "applicant.serviceman": said_yes(line.values[SERVICEMAN]),
    }
    found = {name: value for name, value in found.items() if name in facts}
    for code, value in line.values.items():
        kind = facts.get(code)
        if kind is FactType.BOOL:
            found[code] = said_yes(value)
        elif kind is FactType.INT:
            found[code] = int(value)
        elif kind is FactType.LIST:
            found[code] = tuple(value.split())
        elif kind is not None:
            found[code] = value
    return found


def sample_csv(*, chinese: bool) -> str:
    """The heading and one line of an invented person, as the file should look."""
    head = [one.name.zh if chinese else one.code for one in COLUMNS]
    line = [one.example if chinese or one.example != "否" else "no" for one in COLUMNS]
    return _written([head, line])


def mended_csv(heading: Sequence[str], lines: Sequence[Line], *, chinese: bool) -> str:
    """The lines that were not taken, as they were written, with the reason in a last column; it is left out when read again."""
    language = "zh" if chinese else "en"
    kept = [place for place, name in enumerate(heading) if CODE_OF.get(name) != WHY]
    rows = [[*(heading[place] for place in kept), REASON.in_language(language)]]
    for line in lines:
        said = "; ".join(
            f"{fault.column.in_language(language)} {fault.why.in_language(language)}".strip() for fault in line.faults
        )
        whole = len(line.written) == len(heading)
        written = [line.written[place] for place in kept] if whole else list(line.written)
        rows.append([*(f"'{value}" if value.startswith(FORMULA) else value for value in written), said])
    return _written(rows)


def _written(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
