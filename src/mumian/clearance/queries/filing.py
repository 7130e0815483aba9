"""What a unit of state staff sees at its desk: its own filings and what it is asked, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection

from mumian.clearance.queries import telling_why

CLERK: Final = "SELECT clerk_id, unit_code, unit_name FROM lists.clerk_of(%s, %s)"
FILINGS: Final = "SELECT * FROM lists.filings_for(%s, %s)"
CONSENTS: Final = "SELECT * FROM lists.consents_for(%s, %s)"


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who files for a unit."""

    clerk_id: int
    unit: str
    unit_name: str

    @property
    def actor(self) -> str:
        """His key in the record of audit, by which the database knows him again."""
        return f"unit/{self.unit}/{self.clerk_id}"


@dataclass(frozen=True, slots=True)
class FilingSheet:
    """The last word of a unit about one of its people; `outcome` says whether the list has it: waiting, loaded or refused."""

    entry_id: str
    act: str
    name: str
    aliases: str
    birth_date: str
    id_number: str
    doc_number: str
    nationality: str
    sex: str
    post: str
    at: datetime
    outcome: str
    said_zh: str
    said_en: str

    @property
    def stands(self) -> bool:
        """Whether it can be changed or withdrawn."""
        return self.act != "withdraw"


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """What the office asks a unit: whether it consents, by which letter, until when. Not what for."""

    consent_id: int
    letter: str
    entry_id: str
    name: str
    asked_at: datetime
    answer_by: date
    given: bool | None
    answered_at: datetime | None
    note: str


def clerk_of(account_id: int, *, at: datetime) -> Clerk | None:
    """The unit that an account serves today. One query."""
    with connection.cursor() as cursor:
        cursor.execute(CLERK, [account_id, at])
        row = cursor.fetchone()
    return Clerk(*row) if row else None


def filings_of(*, token: str, at: datetime) -> tuple[FilingSheet, ...]:
    """The filings of the clerk's unit, the last changed first. Raises MatchRefused for who is no clerk."""
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(FILINGS, [token, at])
        return tuple(FilingSheet(*(entry_id, act, *line[1:9], *rest)) for entry_id, act, line, *rest in cursor.fetchall())


def consents_asked(*, token: str, at: datetime) -> tuple[ConsentAsked, ...]:
    """What the clerk's unit is asked, open requests first. Raises MatchRefused for who is no clerk."""
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(CONSENTS, [token, at])
        return tuple(ConsentAsked(*row) for row in cursor.fetchall())
