"""A server with very many cases, filled once and kept: what `bench lists` asks.

Rows are written with the triggers and foreign keys asleep; they are of the kinds that the services write, and the constraints
over single rows have looked at each. Nothing here is about real people.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from bench import _office
from bench._office import AT, ROOT
from django.db import connection

from mumian.catalogue.queries import current_rulebook
from mumian.foundation.identifiers.codes import UNMISTAKABLE
from mumian.offices.models import Department, Hall
from mumian.project.database.address import Address
from mumian.project.database.embedded import EmbeddedDatabase
from mumian.project.database.logins import login_name
from mumian.project.environment import Environment

SQL = Path(__file__).with_name("sql")
FILLED = 3
"""Changes whenever the rows that are written here change: a server filled before is then filled anew."""
PEOPLE_PER_CASE = 0.8
FIRST_PERSON, FIRST_CASE = 1_000_000, 1
SAMPLE = 400
APPROVER = "310000"
LAST_FOUR = "4321"
SERVICES = ("PP-NEW", "PP-RENEW", "PP-REISSUE-LOST", "HM-NEW", "HM-RENEW", "HM-G", "HM-L", "TW-NEW", "TW-G", "RP-MULTI")
WEIGHTS = (20, 18, 3, 14, 10, 16, 9, 5, 4, 1)
STAGES = {
    "archived": 62,
    "collected": 16,
    "ready": 7,
    "in_production": 2,
    "approved": 2,
    "accepted": 6,
    "awaiting_materials": 1,
    "submitted": 1,
    "draft": 2,
    "withdrawn": 1,
}
WITHOUT_RECEIPT = {"draft", "submitted", "awaiting_materials", "withdrawn"}
DUE = {"accepted", "approved", "in_production"}
COLUMNS = (
    "id, draft_code, receipt_number, service_id, family, path, document, variant, channel, applicant_id, applied_with, facts,"
    " hall_id, bureau_id, contact_officer_id, folder_barcode, opened_at, submitted_at, accepted_at, rulebook_load_id,"
    " counter_approval, fee, due_on, due_before, clock_stopped, stage, round, moves, moved_at"
)
FACTS = '{"applicant.nationality": "CHN", "applicant.register_city": "440100", "applicant.register_district": "440104"}'

PEOPLE = (SQL / "people.sql").read_text()
AFTER = (SQL / "moves.sql").read_text()
AUDIT = (SQL / "audit.sql").read_text()
PAGE = """\\set place random(1, :cases)
SELECT * FROM cases_case WHERE id BETWEEN :place AND :place + 49 ORDER BY id;
"""


SAMPLES = {
    "receipts": "SELECT receipt_number FROM cases_case WHERE receipt_number IS NOT NULL AND id %% 997 = 0 LIMIT %(most)s",
    "numbers": "SELECT number FROM people_identitynumber WHERE id %% 991 = 0 LIMIT %(most)s",
    "names": "SELECT name FROM people_person WHERE id %% 983 = 0 LIMIT %(most)s",
    "ids": "SELECT id FROM cases_case WHERE id %% 100 = 0 LIMIT %(most)s",
    "open": "SELECT id FROM cases_case WHERE stage = 'accepted' AND id %% 7 = 0 LIMIT %(most)s",
    "halls": "SELECT code FROM offices_hall ORDER BY code",
    "services": "SELECT code FROM catalogue_service WHERE code = ANY(%(services)s) ORDER BY code",
}


@contextmanager
def filled(cases: int) -> Iterator[Address]:
    """The server, filled with so many cases, and this process signed in to it as the pages are."""
    folder = Environment.read().var / "bench-lists"
    embedded = EmbeddedDatabase(folder, careless=True)
    cluster = embedded.cluster()
    cluster.make()
    cluster.start()
    try:
        if not embedded.is_prepared():
            embedded.prepare(cluster)
        stamp = _stamp(cases)
        if not (folder / stamp).exists():
            for old in [*folder.glob("filled-*"), *folder.glob("migrated-*")]:
                old.unlink()
            _fill(embedded, cluster.address, cases)
            (folder / stamp).touch()
            (folder / _migrations()).touch()
        if not (folder / _migrations()).exists():
            _run(embedded.address("owner"), "manage", "migrate", "--verbosity=0", "--no-input")
            with embedded.address("owner").connect() as owner:
                owner.execute("ANALYZE")
            (folder / _migrations()).touch()
        _sign_in(embedded.address("web"))
        yield embedded.address("web")
        connection.close()
    finally:
        cluster.stop()


def _stamp(cases: int) -> str:
    """What the server was filled with."""
    return f"filled-{FILLED}-{cases}"


def _migrations() -> str:
    """How far the tables have come; indexes that are added later are made without filling anew."""
    names = sorted(path.name for path in ROOT.glob("src/mumian/**/migrations/*.py"))
    return f"migrated-{hashlib.sha256(repr(names).encode()).hexdigest()[:12]}"


def _sign_in(address: Address) -> None:
    connection.close()
    login = address.django()
    connection.settings_dict.update({key: login[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})


def _fill(embedded: EmbeddedDatabase, superuser: Address, cases: int) -> None:
    """An office of its own in an empty database, and then the cases."""
    name = embedded.address("owner").name
    with superuser.connect() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        server.execute(f'CREATE DATABASE "{name}" OWNER "{login_name("owner")}"'.encode())
    embedded.prepare(embedded.cluster())
    owner = embedded.address("owner")
    _said("migrating")
    _run(owner, "manage", "migrate", "--verbosity=0", "--no-input")
    _run(owner, "rulebook", "load", "rulebooks/guangzhou")
    _sign_in(embedded.address("web"))
    staff = _office.staffed()
    token = next(iter(staff.values()))[0].acting.token
    with superuser.with_name(name).connect() as server:
        server.execute("SET session_replication_role = replica")
        server.execute("SET work_mem = '64MB'")
        _said("people")
        people = {"people": int(cases * PEOPLE_PER_CASE), "at": AT}
        for statement in PEOPLE.split(";\n"):
            if statement.strip():
                _execute(server, statement, people)
        _said("cases")
        _copy_cases(server, cases)
        for low in range(FIRST_CASE, cases + 1, 100_000):
            _said(f"moves and limits from {low}")
            for statement in AFTER.split(";\n"):
                if statement.strip():
                    _execute(server, statement, {"low": low, "high": low + 99_999})
        server.execute("SET session_replication_role = DEFAULT")
        _said("audit")
        _execute(server, AUDIT, {"token": token, "at": AT})
        _said("vacuum")
        server.execute("VACUUM (ANALYZE)")


def _execute(server: psycopg.Connection, statement: str, values: dict[str, Any]) -> None:
    with psycopg.ClientCursor(server) as cursor:
        cursor.execute(statement.encode(), {name: value for name, value in values.items() if f"%({name})s" in statement})


def _said(what: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {what}\n")


def _run(owner: Address, *arguments: str) -> None:
    surroundings = {"DATABASE_URL": owner.url, "MUMIAN_DB_ROLE": "owner", "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-P", "-m", "mumian", *arguments]
    subprocess.run(command, env={**os.environ, **surroundings}, cwd=ROOT, check=True)  # noqa: S603  # our own program


def _copy_cases(server: psycopg.Connection, cases: int) -> None:
    """Cases of all stages; the closed ones lie up to two years back."""
    chance = random.Random(2026)  # noqa: S311  # the same cases every time
    bureau_of = dict(Hall.objects.order_by("pk").values_list("pk", "bureau_id"))
    halls = [*bureau_of]
    load = _one(server, "SELECT max(id) FROM catalogue_rulebookload")
    officers = [
        row[0] for row in server.execute("SELECT id FROM offices_officer WHERE badge_number LIKE '300%' ORDER BY 1").fetchall()
    ]
    book = current_rulebook()
    about = {code: (book.service_of[code].family, book.service_of[code].document or "") for code in SERVICES}
    stages, weights = [*STAGES], [*STAGES.values()]
    people = int(cases * PEOPLE_PER_CASE)
    with server.cursor() as cursor, cursor.copy(f"COPY cases_case ({COLUMNS}) FROM STDIN") as rows:
        for number in range(FIRST_CASE, FIRST_CASE + cases):
            stage = chance.choices(stages, weights)[0]
            service = chance.choices(SERVICES, WEIGHTS)[0]
            taken = stage not in WITHOUT_RECEIPT
            back = chance.random() * (12 if stage in DUE else 60 if stage in STAGES and stage != "archived" else 700)
            accepted = AT - timedelta(days=back)
            hall = chance.choice(halls)
            due = accepted + timedelta(days=7) if stage in DUE else None
            moves = {"accepted": 2, "approved": 3, "in_production": 4, "ready": 5, "collected": 6, "archived": 6, "submitted": 1}
            paper = taken and chance.random() < 0.7  # noqa: PLR2004  # seven of ten come to a window
            rows.write_row((
                number, _code(chance), _code(chance) if taken else None, service, about[service][0], "full", about[service][1],
                "",
                "counter" if paper else "web", FIRST_PERSON + number % people, LAST_FOUR, FACTS,
                hall if taken else None, bureau_of[hall] if taken else None, chance.choice(officers),
                _code(chance) if paper else None, accepted - timedelta(hours=2), accepted - timedelta(hours=1),
                accepted if taken else None, load if taken else None, taken and chance.random() < 0.3, 120 if taken else None,  # noqa: PLR2004  # a third
                due.date() if due else None, due, False, stage, 1, moves.get(stage, 0), accepted + timedelta(hours=6),
            ))  # fmt: skip
    server.execute("SELECT setval(pg_get_serial_sequence('cases_case', 'id'), %s)", [FIRST_CASE + cases])


def _code(chance: random.Random) -> str:
    """A code as receipts have them: nine signs of chance and the check (see `foundation.identifiers.codes`)."""
    picked = [chance.randrange(29) for _ in range(9)]
    total = sum(pow(2, place, 29) * sign for place, sign in enumerate(reversed(picked), start=1))
    return "".join(UNMISTAKABLE[sign] for sign in picked) + UNMISTAKABLE[-total % 29]


def _one(server: psycopg.Connection, statement: str) -> Any:
    row = server.execute(statement.encode()).fetchone()
    return row[0] if row else None


@cache
def sample(what: str) -> list[Any]:
    """Values to ask with, drawn from what is there."""
    with connection.cursor() as cursor:
        cursor.execute(SAMPLES[what], {"most": SAMPLE, "services": [*SERVICES]})
        return [row[0] for row in cursor.fetchall()]


@cache
def department() -> int:
    """The department whose second officer looks at the list of the counter."""
    return int(Department.objects.filter(postings__officer__badge_number="300000").values_list("pk", flat=True)[0])


def pgbench_page_ms(address: Address, seconds: int) -> float:
    """How long pgbench waits for fifty whole rows by their key: the least that a page of a list can cost."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        cases = cursor.fetchone()[0] - 50
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "page.sql"
        script.write_text(PAGE.replace(":cases", str(cases)))
        said = subprocess.run(  # noqa: S603  # the program found beside the server
            [_office.pgbench(), "-n", "-M", "prepared", "-c", "1", "-T", str(seconds), "-f", str(script), "-h", address.host,
             "-p", str(address.port), "-U", address.user, address.name],
            env={**os.environ, "PGPASSWORD": address.password}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    found = re.search(r"latency average = ([0-9.]+) ms", said)
    if found is None:
        raise ValueError(said)
    return float(found[1])
