"""What each login may do, tried with plain SQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from mumian.project.database.address import Address
from mumian.project.database.logins import DUTIES, Passwords, grant_statements, login_name, login_statements, run_all
from tests.support.databases import TestDatabases

pytestmark = pytest.mark.core


@pytest.fixture(scope="module")
def scratch(databases: TestDatabases) -> Iterator[Address]:
    """A database with our grants and one table in it; the owner's address."""
    address = databases.fresh("logins")
    with address.connect() as owner:
        run_all(owner, list(grant_statements(owner)))
        owner.execute("CREATE TABLE ticket (number int GENERATED ALWAYS AS IDENTITY, note text)")
        owner.execute("INSERT INTO ticket (note) VALUES ('first')")
    yield address
    databases.drop("logins")


ACTS = {
    "SELECT": "SELECT note FROM ticket",
    "INSERT": "INSERT INTO ticket (note) VALUES ('more')",
    "UPDATE": "UPDATE ticket SET note = 'changed'",
    "DELETE": "DELETE FROM ticket",
    "TRUNCATE": "TRUNCATE ticket",
    "CREATE": "CREATE TABLE other (number int)",
    "ROLE": "CREATE ROLE stranger",
}


def allowed(address: Address) -> set[str]:
    """Which acts a login may do; nothing of it stays."""
    done = set()
    with address.connect(autocommit=False) as connection:
        for name, act in ACTS.items():
            try:
                connection.execute(act.encode())
                done.add(name)
            except psycopg.errors.InsufficientPrivilege:
                pass
            connection.rollback()
    return done


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        ("web", {"SELECT", "INSERT", "UPDATE"}),
        ("worker", {"SELECT", "INSERT", "UPDATE"}),
        ("reader", {"SELECT"}),
        ("sealer", set()),
        ("lists", set()),
    ],
)
def test_a_login_may_do_what_its_duty_needs(role: str, acts: set[str], scratch: Address, databases: TestDatabases) -> None:
    address = scratch.as_user(login_name(role), databases.passwords.get(role) or "")

    assert allowed(address) == acts


def test_a_wrong_password_is_refused(scratch: Address) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        scratch.as_user(login_name("web"), "wrong").connect()


def test_the_sql_for_an_administrator_carries_no_password(scratch: Address, tmp_path: Path) -> None:
    passwords = Passwords(tmp_path)
    with scratch.connect() as owner:
        statements = list(login_statements(owner, passwords, DUTIES))

    assert [statement.split("PASSWORD")[0] for statement in statements] == [
        f'ALTER ROLE "{login_name(role)}" LOGIN ' for role in DUTIES
    ]
    assert all("SCRAM-SHA-256$" in statement for statement in statements)
    assert not any(password in statement for statement in statements for role in DUTIES if (password := passwords.get(role)))


def test_a_password_is_made_once_and_is_private(tmp_path: Path) -> None:
    passwords = Passwords(tmp_path / "passwords")

    made = passwords.get_or_make("web")

    assert passwords.get_or_make("web") == made
    assert len(made) == 32
    assert (tmp_path / "passwords" / "web").stat().st_mode & 0o777 == 0o600
