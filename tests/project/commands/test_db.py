"""A server that somebody else runs, where we may not make logins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mumian.project.commands import db
from mumian.project.database.logins import DUTIES, Passwords
from mumian.project.environment import Environment
from mumian.project.preparation import DatabaseAway, LoginsMissing, ensure_logins
from tests.support.databases import TestDatabases

pytestmark = pytest.mark.core


@pytest.fixture
def foreign(databases: TestDatabases, tmp_path: Path) -> Environment:
    """A data folder that knows no passwords yet; its DATABASE_URL signs in as somebody without powers."""
    url = databases.login("web").url
    return replace(Environment.read({}), var=tmp_path, database_url=url)


def test_the_sql_is_printed_for_an_administrator(
    foreign: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", foreign.database_url or "")
    monkeypatch.setenv("MUMIAN_VAR", str(foreign.var))

    assert db.run(["roles"]) == 1

    printed = capsys.readouterr()
    assert [line.split(" LOGIN")[0] for line in printed.out.splitlines()] == [f'ALTER ROLE "mumian_{role}"' for role in DUTIES]
    assert "give the SQL above to the administrator" in printed.err
    assert all(Passwords(foreign.var / "database" / "passwords").get(role) for role in DUTIES)


def test_a_start_without_logins_says_what_to_do(foreign: Environment) -> None:
    with pytest.raises(LoginsMissing, match=r"run \./mumian db roles and give the SQL"):
        ensure_logins(foreign)


def test_a_silent_server_is_said_without_its_password(foreign: Environment) -> None:
    silent = replace(foreign, database_url="postgresql://owner:hidden@127.0.0.1:1/mumian")

    with pytest.raises(DatabaseAway) as refused:
        ensure_logins(silent)

    assert "owner@127.0.0.1:1/mumian" in refused.value.sentence.en
    assert "hidden" not in str(refused.value)
