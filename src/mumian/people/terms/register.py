"""The words of the population register's mirror, and the plain values it is asked and answers with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mumian.foundation.identifiers import Sex
from mumian.foundation.words import Text


class RegisterEncoding(StrEnum):
    """How a file of the register is written."""

    UTF_8 = "utf-8"
    UTF_8_BOM = "utf-8-sig"
    GB_18030 = "gb18030"


class RegisterState(StrEnum):
    """What the register says of a household registration."""

    REGISTERED = "registered"
    MOVED_OUT = "moved_out"
    CANCELLED = "cancelled"


class RegisterField(StrEnum):
    """What a line of the register says; the words are the columns of the file."""

    NUMBER = "number"
    NAME = "name"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    DIVISION = "division"
    STATE = "state"


class Agreement(StrEnum):
    """What asking the register about a person came to."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"
    NO_REGISTER = "no_register"


FIELD_NAMES: dict[RegisterField, Text] = {
    RegisterField.NUMBER: Text("公民身份号码", "citizen number"),
    RegisterField.NAME: Text("姓名", "name"),
    RegisterField.SEX: Text("性别", "sex"),
    RegisterField.BIRTH_DATE: Text("出生日期", "birth date"),
    RegisterField.DIVISION: Text("户籍地区划", "division of the household register"),
    RegisterField.STATE: Text("户籍状态", "state of the registration"),
}
"""What pages and reject files call them; the Chinese names may also head the columns of a file."""


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """One citizen as the register knows him."""

    number: str
    name: str
    sex: Sex
    birth_date: date
    division: str
    state: RegisterState


@dataclass(frozen=True, slots=True)
class RegisterFault:
    """What is wrong with a line: in which field (None: the line as a whole), and why."""

    field: RegisterField | None
    reason: Text


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that was not entered: its number in the file (the heading is line 1), everything wrong with it, and what it said."""

    line: int
    faults: tuple[RegisterFault, ...]
    written: str


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """What the register says of a person. `differs_in` names fields, never what the register holds there.

    `version` is the version that was asked, so that the answer can be asked again; None when none is loaded.
    """

    agreement: Agreement
    differs_in: tuple[RegisterField, ...] = ()
    version: str | None = None
