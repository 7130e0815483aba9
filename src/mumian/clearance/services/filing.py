"""Units of state staff file their people and answer requests for consent; the office opens units and names their clerks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.utils import IntegrityError

from mumian.clearance.errors import FilingRefused
from mumian.clearance.events import ConsentAnswered
from mumian.clearance.queries import telling_why
from mumian.clearance.rules.lines import COLUMNS, read_entry
from mumian.clearance.terms import EntryFacts
from mumian.foundation import outbox
from mumian.foundation.words import Text

FILE: Final = "SELECT lists.file(%s, %s, %s, %s, %s, %s)"
ANSWER: Final = "SELECT lists.answer_consent(%s, %s, %s, %s, %s)"
UNIT: Final = "INSERT INTO lists.unit (code, name, opened_on) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
CLERK: Final = """
    INSERT INTO lists.clerk (unit_code, account_id, valid_from)
    SELECT %s, account.id, %s FROM accounts_account account WHERE account.username = %s
"""
END: Final = """
    UPDATE lists.clerk SET valid_to = %s FROM accounts_account account
    WHERE account.id = clerk.account_id AND account.username = %s AND coalesce(clerk.valid_to > %s, true)
"""
NOT_FILED: Final = Text("未登记：{reason}。请改正后再提交。", "Nothing was filed: {reason}. Correct it and send it again.")
NOT_NAMED: Final = Text(
    "未登记：没有账户 {name}，或该账户已是经办人，或单位代码有误。请核对。",
    "Nothing was recorded: there is no account {name}, it files for a unit already, or the unit is not known. Check all three.",
)


@dataclass(frozen=True, slots=True)
class Filed:
    """What a unit says of one of its people. `post` is what he does there; it is the ground of the entry."""

    name: str
    birth_date: str
    id_number: str = ""
    doc_number: str = ""
    aliases: str = ""
    nationality: str = "CHN"
    sex: str = ""
    post: str = ""

    def line(self) -> list[str]:
        """The twelve columns of a list; number, days and owner are set by the database."""
        said = dict.fromkeys(COLUMNS, "")
        said |= {"name": self.name, "aliases": self.aliases, "dob": self.birth_date, "id_number": self.id_number}
        said |= {"doc_number": self.doc_number, "nationality": self.nationality, "sex": self.sex, "ground": self.post}
        return [" ".join(said[column].split()) for column in COLUMNS]


@transaction.atomic
def submit_filing(*, filed: Filed, token: str, at: datetime, key: str) -> str:
    """File somebody; answers the number of the entry, which is listed within seconds. Raises FilingRefused, MatchRefused."""
    return _file("submit", None, _checked(filed), token, at, key)


@transaction.atomic
def change_filing(*, entry_id: str, filed: Filed, token: str, at: datetime, key: str) -> None:
    """Put a filing right; pairs that were cleared are looked at again. Raises FilingRefused, MatchRefused."""
    _file("change", entry_id, _checked(filed), token, at, key)


@transaction.atomic
def withdraw_filing(*, entry_id: str, token: str, at: datetime, key: str) -> None:
    """Take somebody off: he stands on the list until the end of today. Raises MatchRefused."""
    _file("withdraw", entry_id, [""] * len(COLUMNS), token, at, key)


@transaction.atomic
def answer_request(*, consent_id: int, given: bool, note: str, token: str, at: datetime) -> None:
    """Answer whether the unit consents. The clock of the case goes on; an officer records the consent. Raises MatchRefused."""
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(ANSWER, [token, consent_id, given, note, at])
        [reference] = cursor.fetchone()
    outbox.publish(ConsentAnswered(reference=reference, given=given, at=at))


@transaction.atomic
def open_unit(*, code: str, name: str, opened_on: date) -> None:
    """Let a unit file, from this day on; the same again changes nothing. For the role `lists` and the owner."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(UNIT, [code, name, opened_on])
    except IntegrityError as fault:
        raise FilingRefused(NOT_FILED.filled(reason=code)) from fault


def name_clerk(*, unit: str, username: str, valid_from: date) -> None:
    """Let an account file for a unit. For the role `lists` and the owner. Raises FilingRefused."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CLERK, [unit, valid_from, username.strip().lower()])
            found = cursor.rowcount
    except IntegrityError as fault:
        raise FilingRefused(NOT_NAMED.filled(name=username)) from fault
    if not found:
        raise FilingRefused(NOT_NAMED.filled(name=username))


def end_clerk(*, username: str, last_day: date) -> None:
    """Let an account file no longer after this day. Raises FilingRefused."""
    with connection.cursor() as cursor:
        cursor.execute(END, [last_day, username.strip().lower(), last_day])
        if not cursor.rowcount:
            raise FilingRefused(NOT_NAMED.filled(name=username))


def _checked(filed: Filed) -> list[str]:
    """The line, after it was read as a list's file would be: what the list would reject is said to the clerk at once."""
    line = filed.line()
    read = read_entry(["-", *line[1:]])
    if not isinstance(read, EntryFacts):
        zh, en = read.zh.rstrip("。"), read.en.rstrip(".")  # some reasons are sentences of their own
        raise FilingRefused(Text(NOT_FILED.zh.format(reason=zh), NOT_FILED.en.format(reason=en)))
    return line


def _file(  # noqa: PLR0917  # what every filing says, in one order
    act: str, entry_id: str | None, line: list[str], token: str, at: datetime, key: str
) -> str:
    values: list[Any] = [token, act, entry_id, line, key, at]
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(FILE, values)
        [number] = cursor.fetchone()
    return str(number)
