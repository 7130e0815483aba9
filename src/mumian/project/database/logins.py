"""Who may sign in to the database: one login for each duty, so that a page can never do what only a migration may.

    owner    owns the tables and runs the migrations
    web      the pages: reads, adds and changes; deletes only where a migration grants it
    worker   jobs and the outbox, with the same rights
    sealer   numbers and seals the audit record: only what a migration grants
    lists    the custodians' reference lists: only what a migration grants
    reader   statistics: reads

A migration grants to `mumian_web` and so on; the names are the same on every server.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from mumian.project.database.address import Address
from mumian.project.database.cluster import write_private

OWNER = "owner"
DUTIES = ("web", "worker", "sealer", "lists", "reader")
ROLES = (OWNER, *DUTIES)
WRITERS = ("web", "worker")

# Tables of the libraries, from which signing in and out deletes; our own tables say so in their migrations.
LIBRARY_TABLES_WITH_DELETE = (
    "django_session",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "usersessions_usersession",
)


def login_name(role: str) -> str:
    """The name under which a role signs in to the server."""
    return f"mumian_{role}"


class Passwords:
    """The generated passwords, one file (0600) for each role, so that an office can give each of its accounts only its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, role: str) -> str | None:
        try:
            return (self.folder / role).read_text().strip()
        except FileNotFoundError:
            return None

    def get_or_make(self, role: str) -> str:
        """The remembered password; the first call invents it and writes it down."""
        known = self.get(role)
        if known:
            return known
        self.folder.mkdir(parents=True, exist_ok=True)
        write_private(self.folder / role, secrets.token_urlsafe(24))
        return self.get(role) or ""


def may_create_roles(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def login_statements(connection: psycopg.Connection, passwords: Passwords, roles: Sequence[str]) -> Iterator[str]:
    """The SQL that makes these logins or gives existing ones our passwords; it carries only their SCRAM hashes."""
    for role in roles:
        name = sql.Identifier(login_name(role))
        verifier = connection.pgconn.encrypt_password(
            passwords.get_or_make(role).encode(), login_name(role).encode(), b"scram-sha-256"
        ).decode()
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login_name(role)]).fetchone()
        verb = sql.SQL("ALTER" if known else "CREATE")
        powers = sql.SQL(
            "LOGIN CREATEDB" if role == OWNER else "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE" if not known else "LOGIN"
        )
        yield sql.SQL("{} ROLE {} {} PASSWORD {}").format(verb, name, powers, sql.Literal(verifier)).as_string(connection)


def grant_statements(connection: psycopg.Connection) -> Iterator[str]:
    """The SQL, for the owner, that lets the logins into this database; it may be run again at any time."""
    duties = _names(DUTIES)
    writers = _names(WRITERS)
    yield f"GRANT USAGE ON SCHEMA public TO {duties}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO {writers}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {_names(['reader'])}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {writers}"
    database = sql.Identifier(connection.info.dbname).as_string(connection)
    yield f"GRANT CONNECT ON DATABASE {database} TO {duties}"
    # A list is loaded through a temporary table.
    yield f"GRANT TEMPORARY ON DATABASE {database} TO {writers}, {login_name('lists')}"


def library_grant_statements(connection: psycopg.Connection) -> Iterator[str]:
    """The SQL, for the owner after migrating, for the few tables of libraries from which the pages delete."""
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename = ANY(%s) ORDER BY 1",
        [list(LIBRARY_TABLES_WITH_DELETE)],
    ).fetchall()
    for (table,) in rows:
        yield (
            sql.SQL("GRANT DELETE ON TABLE {} TO {}")
            .format(sql.Identifier(table), sql.SQL(_names(WRITERS)))
            .as_string(connection)
        )


def make_logins(address: Address, passwords: Passwords, *, roles: Sequence[str] = DUTIES) -> None:
    """Make or repair the logins through an address that may create roles."""
    with address.connect() as connection:
        run_all(connection, list(login_statements(connection, passwords, roles)))


def run_all(connection: psycopg.Connection, statements: Sequence[str]) -> None:
    """Run our own statements, all or none."""
    with connection.transaction():
        for statement in statements:
            connection.execute(statement.encode())


def _names(roles: Sequence[str]) -> str:
    return ", ".join(login_name(role) for role in roles)
