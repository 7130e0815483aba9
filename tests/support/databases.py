"""The databases of the tests: one server for the checkout, a migrated template made once, a copy of it for each worker.

The template is kept from run to run under a name that changes with the migrations, so a later run only copies it (some 50 ms).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from mumian.foundation.errors import Refusal
from mumian.project.database.address import Address
from mumian.project.database.embedded import EmbeddedDatabase
from mumian.project.database.logins import (
    DUTIES,
    Passwords,
    grant_statements,
    library_grant_statements,
    login_name,
    make_logins,
    run_all,
)
from mumian.project.environment import ROOT

TEMPLATES_KEPT = 4
WITHOUT_RULEBOOK = "plain"
WITH_RULEBOOK = "rulebook"
# What fills a database, by kind of template: when one of these files changes, a new template is made.
SOURCES = {
    WITHOUT_RULEBOOK: (
        "src/mumian/**/migrations/*.py",
        "src/mumian/**/sql/*.sql",
        "src/mumian/project/settings.py",
        "src/mumian/project/database/logins.py",
    ),
    WITH_RULEBOOK: (
        "rulebooks/guangzhou/**/*",
        "src/mumian/catalogue/**/*.py",
        "src/mumian/clearance/rules/**/*.py",
        "src/mumian/clearance/services/loading/*.py",
        "tests/support/lists/*.csv",
    ),
}


@dataclass
class TestDatabases:
    """The copies of this worker, and the server that holds them. Use `serving()`."""

    __test__ = False  # a tool of the tests, not one of them

    folder: Path
    owner: Address
    passwords: Passwords
    copies: dict[str, str] = field(default_factory=dict)

    def login(self, role: str, kind: str = WITHOUT_RULEBOOK) -> Address:
        """Where a role signs in to this worker's copy."""
        address = self.owner.with_name(self.copy(kind))
        return address if role == "owner" else address.as_user(login_name(role), self.passwords.get(role) or "")

    def copy(self, kind: str) -> str:
        """The name of this worker's copy; the first call makes it."""
        if kind not in self.copies:
            self.copies[kind] = f"mumian_copy_{os.getpid()}_{uuid.uuid4().hex[:6]}_{kind}"
            self.refresh(kind)
        return self.copies[kind]

    def refresh(self, kind: str) -> None:
        """Throw this worker's copy away and take a new one: for tests whose writing cannot be rolled back."""
        name = sql.Identifier(self.copies[kind])
        with self.owner.connect() as server, locked(self.folder / "template.lock"):
            template = self._template(server, kind)
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(template)))
        with self.owner.with_name(self.copies[kind]).connect() as connection:
            run_all(connection, [*grant_statements(connection), *library_grant_statements(connection)])

    def fresh(self, name: str) -> Address:
        """An empty database of its own for a test that makes and breaks things; the owner's address."""
        whole = f"mumian_copy_{os.getpid()}_{name}"
        self.copies[whole] = whole
        with self.owner.connect() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(whole)))
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(whole)))
        return self.owner.with_name(whole)

    def drop(self, name: str) -> None:
        """Drop one database that `fresh` made; the copies of the worker stay."""
        whole = f"mumian_copy_{os.getpid()}_{name}"
        with self.owner.connect() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(whole)))
        self.copies.pop(whole, None)

    def drop_copies(self) -> None:
        with self.owner.connect() as server:
            for name in self.copies.values():
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _template(self, server: psycopg.Connection, kind: str) -> str:
        """The name of the filled template, which is made when its sources have changed."""
        name = f"mumian_template_{kind}_{fingerprint(kind)}"
        known = {row[0] for row in server.execute("SELECT datname FROM pg_database").fetchall()}
        if name in known:
            return name
        self._sweep(server, known)
        making = f"{name}_making"
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(making)))
        base = self._template(server, WITHOUT_RULEBOOK) if kind == WITH_RULEBOOK else "template1"
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(making), sql.Identifier(base)))
        self._fill(self.owner.with_name(making), kind)
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name)))
        server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(_now(server))))
        return name

    def _fill(self, address: Address, kind: str) -> None:
        with address.connect() as connection:
            run_all(connection, list(grant_statements(connection)))
        if kind == WITH_RULEBOOK:
            self._command(address, "mumian", "rulebook", "load", "rulebooks/guangzhou")
            self._command(address, "tests.support.loading_lists")
        else:
            self._command(address, "mumian", "manage", "migrate", "--verbosity=0", "--no-input")

    def _command(self, address: Address, module: str, *arguments: str) -> None:
        surroundings = {"DATABASE_URL": address.url, "MUMIAN_DB_ROLE": "owner", "MUMIAN_VAR": str(self.folder)}
        done = subprocess.run(
            [sys.executable, "-P", "-m", module, *arguments],
            env={**os.environ, **surroundings, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(
                f"{module} {' '.join(arguments)} failed while the tests' database was made:\n{done.stdout}{done.stderr}"
            )

    def _sweep(self, server: psycopg.Connection, known: set[str]) -> None:
        """Drop copies whose process is gone, and all but the newest templates."""
        gone = [
            name for name in known if (found := re.match(r"mumian_copy_(\d+)_", name)) and not psutil.pid_exists(int(found[1]))
        ]
        rows = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'mumian\\_template\\_%%' AND datname NOT LIKE '%%\\_making'"
            " ORDER BY shobj_description(oid, 'pg_database') DESC NULLS LAST OFFSET %s",
            [TEMPLATES_KEPT],
        ).fetchall()
        for name in [*gone, *(row[0] for row in rows)]:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def serving(folder: Path, database_url: str | None) -> Iterator[TestDatabases]:
    """A server with the logins: that of `DATABASE_URL`, else our own, which the last run to leave stops."""
    folder.mkdir(parents=True, exist_ok=True)
    embedded = EmbeddedDatabase(folder, careless=True)
    with (folder / "users.lock").open("w") as users:
        with locked(folder / "start.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            owner = _started(embedded) if database_url is None else Address.parse(database_url)
            if database_url is not None:
                make_logins(owner, embedded.passwords, roles=DUTIES)
        _may_end_sessions(owner if database_url is not None else embedded.cluster().address, owner.user)
        databases = TestDatabases(folder=folder, owner=owner, passwords=embedded.passwords)
        try:
            yield databases
        finally:
            databases.drop_copies()
            with locked(folder / "start.lock"):
                if database_url is None and _alone(users):
                    embedded.cluster().stop()


def _started(embedded: EmbeddedDatabase) -> Address:
    cluster = embedded.cluster()
    try:
        cluster.make()
        cluster.start()
        if not embedded.is_prepared():
            embedded.prepare(cluster)
    except Refusal:
        # Nothing in it is worth keeping: a broken or older server of the tests is made anew, once.
        cluster.stop()
        embedded.remove()
        cluster = embedded.cluster()
        cluster.make()
        cluster.start()
        embedded.prepare(cluster)
    return embedded.address("owner")


def _may_end_sessions(grantor: Address, owner: str) -> None:
    """Let the owner drop a copy in which a process of a test is still signed in."""
    with grantor.connect() as server, contextlib.suppress(psycopg.errors.InsufficientPrivilege):
        server.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(owner)))


def _alone(users: object) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]  # an open file
    except BlockingIOError:
        return False
    return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def fingerprint(kind: str) -> str:
    """What the template is made from, as twelve letters."""
    patterns = [*SOURCES[WITHOUT_RULEBOOK], *(SOURCES[kind] if kind != WITHOUT_RULEBOOK else ())]
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file() and path.suffix != ".pyc"}):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _now(server: psycopg.Connection) -> str:
    row = server.execute("SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.US')").fetchone()
    return str(row[0]) if row else ""
