"""The words of this package: the shelf, how a document leaves it, and who takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId

CaseKey = str
"""The case a document belongs to, such as `case:17`; opaque here."""

DocumentKey = str
"""One document, such as `order:17`; opaque here. A remade document has another key."""


class Arrival(StrEnum):
    """Why a document comes onto the shelf."""

    MADE = "made"
    MOVED = "moved"
    RETURNED = "returned"


class Departure(StrEnum):
    """Why a document leaves the shelf."""

    HANDED_OUT = "handed_out"
    MOVED = "moved"
    SENT = "sent"
    TAKEN_BACK = "taken_back"


class Collector(StrEnum):
    """Who collects a document."""

    HOLDER = "holder"
    GUARDIAN = "guardian"
    AGENT = "agent"


class IdentityCheck(StrEnum):
    """How the officer made sure whom he has before him."""

    READER = "reader"
    BY_EYE = "by_eye"
    FINGERPRINT = "fingerprint"


COLLECTOR_NAMES: Final[dict[Collector, Text]] = {
    Collector.HOLDER: Text("本人", "the holder"),
    Collector.GUARDIAN: Text("监护人", "the guardian"),
    Collector.AGENT: Text("代领人", "an authorised person"),
}


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does something, in which department (its id), and when."""

    officer: OfficerId
    department: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose identity was checked, how, and by which document; of its number only the last four characters are kept.

    `authority` names the paper by which somebody else collects: an authorisation, a register that shows the guardian.
    """

    collector: Collector
    check: IdentityCheck
    document_type: str
    number_ends: str
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A position on the shelf of a hall; both by their codes."""

    hall: str
    position: str
