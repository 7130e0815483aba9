"""What has to be there before the city comes to the pages: accounts for officers, people on record, blanks and places on shelves.

Officers keep their accounts from run to run; the people are new each time, as nobody gets a first passport twice. All are
invented.
It needs the owner of a demonstration's database.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import connection

from mumian.accounts.services import open_demo_accounts
from mumian.audit.services import close_session, open_session, token_of
from mumian.audit.terms import Actor, ActorKind
from mumian.clearance.services import load_list
from mumian.delivery.services import set_up_shelf
from mumian.foundation.clock import local_date
from mumian.foundation.identifiers.checks import mod_11_2
from mumian.offices.queries import OfficerSheet, officers_holding
from mumian.offices.services import give_accounts
from mumian.offices.terms import Role
from mumian.production.services import receive_batch
from mumian.simulation.city.accounts import DEMO_PASSWORD

HALL: Final = "H01"
DISTRICT: Final = "440104"
DOCUMENT: Final = "PASSPORT"
KIND: Final = "PASSPORT-E"
"""The document of a first passport, and the blank that it is made of."""
FIRST: Final = 5_000_000
"""The number of the first person of these runs; those of the city are far below."""
A_DAY: Final = 1_000
"""So many people are born on one day and in one place."""
OLDEST: Final = date(1955, 1, 1)
HEADING: Final = "entry_id,name,aliases,dob,id_number,doc_number,nationality,sex,ground,valid_from,valid_to,owner"
NUMBERED: Final = re.compile(r"([A-Z]*)(\d+)")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Who works, who comes, and where documents lie."""

    password: str
    officers: dict[Role, list[str]]
    """User names by what they do."""
    first: int
    """The number of the first person; those after him come in the order of their identity numbers."""
    numbers: list[str]
    positions: list[str]
    """Places on the shelf of the hall that are this run's own."""


def prepare(*, people: int, officers: dict[Role, int], lives: int = 0) -> Prepared:
    """Accounts, so many people, and blanks and places for so many documents."""
    now = datetime.now(UTC)
    names = {role: accounts_of(role, many, now) for role, many in officers.items()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(max(id) + 1, %s) FROM people_person", [FIRST])
        first = int(cursor.fetchone()[0])
    numbers = [number_of(person - FIRST) for person in range(first, first + people)]
    _enter(first, numbers, now)
    _register(first, numbers, now)
    if lives:
        _receive(lives, now)
    positions = _shelve(lives, now) if lives else []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Prepared(DEMO_PASSWORD, names, first, numbers, positions)


def accounts_of(role: Role, many: int, now: datetime) -> list[str]:
    """User names of so many who hold the role where the hall's cases go; who has no account yet is given one."""
    on = local_date(now)
    windows = officers_holding(Role.ACCEPTANCE_OFFICER, on=on)
    bureau = next(duty.bureau for one in windows for duty in one.duties if duty.hall == HALL)
    fitting = [one for one in officers_holding(role, on=on) if _is_for_the_hall(one, role, bureau)]
    staff = sorted(fitting, key=lambda one: one.badge_number)
    mine = {f"trial-{one.badge_number.lower()}": one for one in staff[:many] if one.account_id is None}
    opened = open_demo_accounts(usernames=mine, password=DEMO_PASSWORD, at=now)
    security = officers_holding(Role.SECURITY_ADMINISTRATOR, on=on)[0].officer_id
    give_accounts(accounts={one.badge_number: opened[name] for name, one in mine.items()}, today=on, by=security)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account.username FROM offices_officer officer"
            " JOIN accounts_account account ON account.id = officer.account_id"
            " WHERE officer.badge_number = ANY(%s) ORDER BY officer.badge_number",
            [[one.badge_number for one in staff[:many]]],
        )
        return [row[0] for row in cursor.fetchall()]


def _is_for_the_hall(officer: OfficerSheet, role: Role, bureau: str) -> bool:
    """At its windows and its hand-over desk; of those behind them, everybody in the bureau of the hall."""
    duty = next(duty for duty in officer.duties if duty.role is role)
    return duty.hall == HALL if role in {Role.ACCEPTANCE_OFFICER, Role.HAND_OVER_OFFICER} else duty.bureau == bureau


def number_of(place: int) -> str:
    """The identity number of the person of this place; no two are alike."""
    born = OLDEST + timedelta(days=place // A_DAY)
    digits = f"440198{born:%Y%m%d}{place % A_DAY:03d}"
    return digits + mod_11_2(digits)


def _enter(first: int, numbers: Sequence[str], now: datetime) -> None:
    """Put people on record, with their numbers and a Latin spelling."""
    with connection.cursor() as cursor:
        columns = "id, kind, name, name_form, sex, birth_date, nationality, register_division, invented, entered_at"
        with cursor.copy(f"COPY people_person ({columns}) FROM STDIN") as rows:
            for person, number in enumerate(numbers, start=first):
                name, born = _name(person), number[6:14]
                rows.write_row((person, "resident", name, name, _sex(number), born, "CHN", DISTRICT, True, now))
        with cursor.copy("COPY people_identitynumber (person_id, scheme, number) FROM STDIN") as rows:
            for person, number in enumerate(numbers, start=first):
                rows.write_row((person, "citizen", number))
        with cursor.copy("COPY people_latinspelling (person_id, surname, given, form, origin) FROM STDIN") as rows:
            for person in range(first, first + len(numbers)):
                rows.write_row((person, "MU", "TEST", "MUTEST", "document"))


def _register(first: int, numbers: Sequence[str], now: datetime) -> None:
    """Put them on the population register."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "POPULATION.csv"
        lines = [
            f"H{person},{_name(person)},,{number[6:10]}-{number[10:12]}-{number[12:14]},{number},,CHN,{_sex(number)},,,,虚构户政"
            for person, number in enumerate(numbers, start=first)
        ]
        file.write_text("\n".join([HEADING, *lines]) + "\n")
        at = now - timedelta(minutes=1)
        version = f"pages {now:%Y%m%d%H%M%S}"
        load_list(path=file, code="POPULATION", version=version, whole=False, at=at, by="trial", reject=_never)


def _receive(wanted: int, now: datetime) -> None:
    """Passports, numbered after those that were received last; nobody holds one of these numbers yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(serial) FROM production_blank WHERE kind_id = %s", [KIND])
        last = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM production_blank WHERE kind_id = %s AND state = 'in_stock'", [KIND])
        missing = wanted - int(cursor.fetchone()[0])
        if missing <= 0:
            return
        while True:
            first, last = _later(last, 1), _later(last, missing)
            held = "SELECT EXISTS (SELECT FROM people_helddocument WHERE type_code = %s AND number BETWEEN %s AND %s)"
            cursor.execute(held, [DOCUMENT, first, last])
            if not cursor.fetchone()[0]:
                break
    [keeper, *_] = officers_holding(Role.PRODUCTION_OFFICER, on=local_date(now))
    [duty, *_] = [duty for duty in keeper.duties if duty.role is Role.PRODUCTION_OFFICER]
    token = token_of(f"trial {secrets.token_hex(16)}")
    acting = open_session(
        actor=Actor(ActorKind.MACHINE, "city"), token=token, place="simulation", at=now, expires_at=now + timedelta(hours=1)
    )
    receive_batch(
        kind=KIND,
        note=f"PAGES-{first}",
        first=first,
        last=last,
        officer=keeper.officer_id,
        department=duty.department_id,
        acting=acting,
        key=f"pages {first}",
        at=now,
    )
    close_session(actor=acting, at=now)


def _later(number: str, places: int) -> str:
    prefix, digits = NUMBERED.fullmatch(number).groups()  # type: ignore[union-attr]  # letters, then digits
    return f"{prefix}{int(digits) + places:0{len(digits)}d}"


def _shelve(many: int, now: datetime) -> list[str]:
    """As many places of a row of their own; those on which nothing lies."""
    set_up_shelf(hall=HALL, positions=[f"P-{place:05d}" for place in range(1, many + 1)], at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position.code FROM delivery_shelfposition position JOIN offices_hall hall ON hall.id = position.hall_id"
            " WHERE hall.code = %s AND position.code LIKE 'P-%%' AND NOT EXISTS"
            " (SELECT FROM delivery_lying WHERE position_id = position.id AND taken_at IS NULL) ORDER BY 1 LIMIT %s",
            [HALL, many],
        )
        return [row[0] for row in cursor.fetchall()]


def _never(number: int, why: object, line: Sequence[str]) -> None:
    raise ValueError(f"line {number}: {why}: {line}")


def _name(person: int) -> str:
    return "木" + "一二三四五六七八九十"[person % 10] + "安宁平康乐"[person // 10 % 5]


def _sex(number: str) -> str:
    return "M" if int(number[16]) % 2 else "F"
