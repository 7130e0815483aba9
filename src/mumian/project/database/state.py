"""What has been done to a database, kept in the database: a restored backup brings its own truth with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import psycopg

from mumian.foundation.clock import SystemClock, local_date
from mumian.project.environment import ROOT

# Part by part: the files that it is made from. A part whose files have not changed need not be done again.
SOURCES: dict[str, tuple[str, ...]] = {
    "migrations": ("src/mumian/**/migrations/*.py", "src/mumian/project/database/logins.py", "requirements.txt"),
    "rulebook": ("rulebooks/guangzhou/**/*", "src/mumian/catalogue/**/*.py"),
    "city": ("src/mumian/simulation/**/*", "rulebooks/guangzhou/halls.yaml", "rulebooks/guangzhou/windows.yaml"),
}

TABLE = """
CREATE TABLE IF NOT EXISTS mumian_setup (
    part text PRIMARY KEY,
    fingerprint text NOT NULL,
    done_at timestamptz NOT NULL DEFAULT now()
)"""


def fingerprint(part: str) -> str:
    """What this part would be made from now. The city's figures end with the last full month, so it is due again each month."""
    made_from = fingerprint_of(path for pattern in SOURCES[part] for path in ROOT.glob(pattern))
    return f"{made_from} {local_date(SystemClock().now()):%Y-%m}" if part == "city" else made_from


def fingerprint_of(paths: Iterable[Path]) -> str:
    """Names and contents of files as one short word."""
    digest = hashlib.sha256()
    for path in sorted({path for path in paths if path.is_file() and path.suffix != ".pyc"}):
        digest.update(str(path).removeprefix(str(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def done(connection: psycopg.Connection) -> dict[str, str]:
    """The fingerprints of the parts that were finished; empty for a database that nobody has prepared."""
    try:
        return dict(connection.execute("SELECT part, fingerprint FROM mumian_setup").fetchall())
    except psycopg.errors.UndefinedTable:
        return {}


def record(connection: psycopg.Connection, part: str) -> None:
    """Write down that a part is finished as its files are now."""
    connection.execute(TABLE)
    connection.execute(
        "INSERT INTO mumian_setup (part, fingerprint) VALUES (%s, %s)"
        " ON CONFLICT (part) DO UPDATE SET fingerprint = EXCLUDED.fingerprint, done_at = now()",
        [part, fingerprint(part)],
    )
