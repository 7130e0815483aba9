"""How a line of the population register is read, and how a person is compared with it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, TypeVar

from mumian.foundation.identifiers import CitizenNumber, NumberRefused, Sex
from mumian.foundation.words import Text
from mumian.people.rules.names import written_form
from mumian.people.terms import FIELD_NAMES, RegisterFacts, RegisterFault, RegisterField, RegisterState

LONGEST_NAME: Final = 80
BETWEEN_PARTS: Final = " ·•‧.-'"
"""What may stand between the parts of a name."""

DAY: Final = re.compile(r"[0-9]{4}(-?)[0-9]{2}\1[0-9]{2}")
SEXES: Final = MappingProxyType(
    {"M": Sex.MALE, "男": Sex.MALE, "1": Sex.MALE, "F": Sex.FEMALE, "女": Sex.FEMALE, "2": Sex.FEMALE}
)
STATES: Final = MappingProxyType(
    {
        **{state.value: state for state in RegisterState},
        "正常": RegisterState.REGISTERED,
        "迁出": RegisterState.MOVED_OUT,
        "注销": RegisterState.CANCELLED,
    }
)
HEADINGS: Final = MappingProxyType(
    {**{field.value: field for field in RegisterField}, **{name.zh: field for field, name in FIELD_NAMES.items()}}
)

EMPTY = Text("没有填写", "it is empty")
NOT_A_SEX = Text("“{written}”不是性别，应为 M、F、男、女、1 或 2", '"{written}" is no sex; it may be M, F, 男, 女, 1 or 2')
NOT_A_DATE = Text("“{written}”不是日期，应写作 2015-01-31 或 20150131", '"{written}" is no date; write 2015-01-31 or 20150131')
NOT_A_STATE = Text(
    "“{written}”不是户籍状态，应为正常、迁出或注销", '"{written}" is no state; it may be registered, moved_out or cancelled'
)
NOT_A_DIVISION = Text("“{written}”不是区划代码，应为6位数字", '"{written}" is no division; it has six digits')
NOT_A_NAME = Text("含有不应出现的字符“{sign}”", 'the character "{sign}" cannot stand in a name')
TOO_LONG = Text("超过{most}个字符", "it has more than {most} characters")
OTHER_DATE = Text("与公民身份号码中的出生日期不一致", "it is not the birth date in the citizen number")
OTHER_SEX = Text("与公民身份号码中的性别不一致", "it is not the sex in the citizen number")
OTHER_COLUMNS = Text("应有{wanted}栏，现有{found}栏", "it has {found} fields instead of {wanted}")
BROKEN_QUOTES = Text("引号不成对", "its quotation marks do not close")

Read = TypeVar("Read")


def read_heading(line: str) -> tuple[RegisterField, ...] | tuple[str, ...]:
    """The fields in the order of the columns; or, as plain strings, the headings that are unknown, missing or doubled."""
    written = [cell.strip() for cell in _cells(line) or ()]
    fields = [HEADINGS[cell] for cell in written if cell in HEADINGS]
    unknown = [cell for cell in written if cell not in HEADINGS]
    missing = [field.value for field in RegisterField if field not in fields]
    doubled = [field.value for field in RegisterField if fields.count(field) > 1]
    wrong = [*unknown, *missing, *doubled]
    return tuple(wrong) if wrong else tuple(fields)


def read_line(line: str, *, heading: Sequence[RegisterField]) -> RegisterFacts | tuple[RegisterFault, ...]:
    """What one line of the file says, or everything that is wrong with it. A record never runs over a line's end."""
    cells = _cells(line)
    if cells is None:
        return (RegisterFault(None, BROKEN_QUOTES),)
    if len(cells) != len(heading):
        return (RegisterFault(None, OTHER_COLUMNS.filled(wanted=len(heading), found=len(cells))),)
    return _facts({field: cell.strip() for field, cell in zip(heading, cells, strict=True)})


def differs_in(
    entry: RegisterFacts, *, name: str, sex: Sex, birth_date: date, register_division: str | None
) -> tuple[RegisterField, ...]:
    """The fields in which a person differs from the register. Who states no division does not differ in it; a registration
    that is not in force differs always. Names are compared as they are written, without blanks and dots."""
    differences = {
        RegisterField.NAME: written_form(entry.name) != written_form(name),
        RegisterField.SEX: entry.sex is not sex,
        RegisterField.BIRTH_DATE: entry.birth_date != birth_date,
        RegisterField.DIVISION: register_division is not None and entry.division != register_division,
        RegisterField.STATE: entry.state is not RegisterState.REGISTERED,
    }
    return tuple(field for field, differs in differences.items() if differs)


def _cells(line: str) -> list[str] | None:
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None


def _facts(written: Mapping[RegisterField, str]) -> RegisterFacts | tuple[RegisterFault, ...]:
    faults = [RegisterFault(field, EMPTY) for field in RegisterField if not written[field]]
    number = _number(written[RegisterField.NUMBER], faults)
    sex = _word(RegisterField.SEX, written, SEXES, NOT_A_SEX, faults)
    state = _word(RegisterField.STATE, written, STATES, NOT_A_STATE, faults)
    born = _date(written[RegisterField.BIRTH_DATE], faults)
    _check_name(written[RegisterField.NAME], faults)
    division = written[RegisterField.DIVISION]
    if division and not (len(division) == 6 and division.isascii() and division.isdigit()):  # noqa: PLR2004  # GB/T 2260
        faults.append(RegisterFault(RegisterField.DIVISION, NOT_A_DIVISION.filled(written=division)))
    if number and born and number.birth_date != born:
        faults.append(RegisterFault(RegisterField.BIRTH_DATE, OTHER_DATE))
    if number and sex and number.sex is not sex:
        faults.append(RegisterFault(RegisterField.SEX, OTHER_SEX))
    if faults or number is None or sex is None or born is None or state is None:
        return tuple(faults)
    return RegisterFacts(number.value, written[RegisterField.NAME], sex, born, division, state)


def _number(written: str, faults: list[RegisterFault]) -> CitizenNumber | None:
    if not written:
        return None
    try:
        return CitizenNumber.parse(written)
    except NumberRefused as refused:
        faults.append(RegisterFault(RegisterField.NUMBER, refused.sentence))
        return None


def _word(
    field: RegisterField,
    written: Mapping[RegisterField, str],
    words: Mapping[str, Read],
    wrong: Text,
    faults: list[RegisterFault],
) -> Read | None:
    word = words.get(written[field]) or words.get(written[field].upper()) or words.get(written[field].lower())
    if word is None and written[field]:
        faults.append(RegisterFault(field, wrong.filled(written=written[field])))
    return word


def _date(written: str, faults: list[RegisterFault]) -> date | None:
    if not written:
        return None
    try:
        if DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    faults.append(RegisterFault(RegisterField.BIRTH_DATE, NOT_A_DATE.filled(written=written)))
    return None


def _check_name(name: str, faults: list[RegisterFault]) -> None:
    strange = next((sign for sign in name if not sign.isalpha() and sign not in BETWEEN_PARTS), None)
    if strange is not None:
        faults.append(RegisterFault(RegisterField.NAME, NOT_A_NAME.filled(sign=strange)))
    elif name and not written_form(name):
        faults.append(RegisterFault(RegisterField.NAME, EMPTY))
    elif len(name) > LONGEST_NAME:
        faults.append(RegisterFault(RegisterField.NAME, TOO_LONG.filled(most=LONGEST_NAME)))
