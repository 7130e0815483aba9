from __future__ import annotations

from pathlib import Path

import pytest

from mumian.project.database import backup
from mumian.project.database.address import Address
from mumian.project.database.backup import BackupNotMade, BackupNotRestored, back_up, restore
from mumian.project.database.binaries import find_binaries
from mumian.project.database.logins import grant_statements, login_name, run_all
from tests.support.databases import TestDatabases

pytestmark = pytest.mark.core


@pytest.fixture
def address(databases: TestDatabases) -> Address:
    """A database with a row of its own and a grant that no default gives."""
    address = databases.fresh("backup")
    with address.connect() as owner:
        run_all(owner, list(grant_statements(owner)))
        owner.execute("CREATE TABLE kapok (name text PRIMARY KEY)")
        owner.execute("GRANT DELETE ON kapok TO mumian_web")
        owner.execute("INSERT INTO kapok VALUES ('木棉'), ('英雄树')")
    return address


def names(address: Address) -> list[str]:
    with address.connect() as connection:
        return [row[0] for row in connection.execute("SELECT name FROM kapok ORDER BY name").fetchall()]


def test_a_restored_backup_is_what_was_backed_up(address: Address, tmp_path: Path) -> None:
    back_up(find_binaries(), address, tmp_path / "backup")
    with address.connect() as owner:
        owner.execute("DELETE FROM kapok")
        owner.execute("CREATE TABLE later (number int)")

    restore(find_binaries(), address, tmp_path / "backup")

    assert names(address) == ["木棉", "英雄树"]
    with address.connect() as owner:
        assert owner.execute("SELECT to_regclass('later')").fetchone() == (None,)


def test_grants_come_back_with_a_backup(address: Address, databases: TestDatabases, tmp_path: Path) -> None:
    back_up(find_binaries(), address, tmp_path / "backup")
    restore(find_binaries(), address, tmp_path / "backup")

    with address.as_user(login_name("web"), databases.passwords.get("web") or "").connect() as web:
        assert web.execute("DELETE FROM kapok").rowcount == 2


def test_schemas_beside_the_public_one_come_back_with_a_backup(address: Address, tmp_path: Path) -> None:
    with address.connect() as owner:
        owner.execute("CREATE SCHEMA lists CREATE TABLE entry (name text)")
        owner.execute("INSERT INTO lists.entry VALUES ('甲')")
    back_up(find_binaries(), address, tmp_path / "backup")
    with address.connect() as owner:
        owner.execute("INSERT INTO lists.entry VALUES ('乙')")
        owner.execute("CREATE SCHEMA later")

    restore(find_binaries(), address, tmp_path / "backup")

    with address.connect() as owner:
        assert owner.execute("SELECT name FROM lists.entry").fetchall() == [("甲",)]
        assert owner.execute("SELECT to_regnamespace('later')").fetchone() == (None,)


def test_a_backup_is_private(address: Address, tmp_path: Path) -> None:
    back_up(find_binaries(), address, tmp_path / "backup")

    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["backup"]


def test_a_broken_backup_leaves_the_database_as_it_was(address: Address, tmp_path: Path) -> None:
    back_up(find_binaries(), address, tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()
    (tmp_path / "backup").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(BackupNotRestored, match=r"Nothing was restored: .*; the database is as it was"):
        restore(find_binaries(), address, tmp_path / "backup")

    assert names(address) == ["木棉", "英雄树"]


def test_a_restore_that_fails_half_way_leaves_the_database_as_it_was(
    address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(find_binaries(), address, tmp_path / "backup")
    monkeypatch.setattr(backup, "EMPTY_FIRST", backup.EMPTY_FIRST + "SELECT 1 / 0;\n")

    with pytest.raises(BackupNotRestored, match=r"division by zero; the database is as it was"):
        restore(find_binaries(), address, tmp_path / "backup")

    assert names(address) == ["木棉", "英雄树"]


def test_a_backup_that_is_not_there_is_refused(address: Address, tmp_path: Path) -> None:
    with pytest.raises(BackupNotRestored, match="there is no file"):
        restore(find_binaries(), address, tmp_path / "nothing")


def test_a_backup_that_fails_keeps_the_older_one(address: Address, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("older")

    with pytest.raises(BackupNotMade, match="a file that was there before is unchanged"):
        back_up(find_binaries(), address.with_name("no_such_database"), tmp_path / "backup")

    assert (tmp_path / "backup").read_text() == "older"
