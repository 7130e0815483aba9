"""The server of our own: made, started, killed and started again."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from mumian.project.database import cluster as cluster_module
from mumian.project.database import embedded
from mumian.project.database.binaries import Binaries, NoPostgres, find_binaries
from mumian.project.database.cluster import Cluster, DatabaseDidNotStart, end
from mumian.project.database.embedded import EmbeddedDatabase
from tests.support.folders import server_folder


@pytest.fixture(scope="module")
def database() -> Iterator[EmbeddedDatabase]:
    """A server that was made and prepared; it does not run."""
    with server_folder() as folder:
        database = EmbeddedDatabase(folder / "var")  # with all the care of an office, since it is killed below
        cluster = database.cluster()
        cluster.make()
        cluster.start()
        database.prepare(cluster)
        cluster.stop()
        yield database
        cluster.stop()


@pytest.fixture
def cluster(database: EmbeddedDatabase) -> Iterator[Cluster]:
    cluster = database.cluster()
    yield cluster
    cluster.stop()


def test_chinese_is_compared_by_code_point_whatever_the_machine_speaks(database: EmbeddedDatabase, cluster: Cluster) -> None:
    cluster.start()

    with database.address("web").connect() as web:
        row = web.execute(
            "SELECT current_user, upper('é') = 'É', '州' < '广', to_tsvector('simple', '木棉 Kapok')::text"
        ).fetchone()

    assert row == ("mumian_web", True, True, "'kapok':2 '木棉':1")


def test_a_server_listens_on_its_socket_alone(cluster: Cluster) -> None:
    cluster.start()

    pid = cluster.pid()
    assert pid is not None
    connections = [one for one in psutil.Process(pid).net_connections("inet") if one.status == psutil.CONN_LISTEN]
    assert connections == []


def test_a_server_whose_socket_would_have_too_long_a_path_listens_on_a_port(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "LONGEST_SOCKET", 10)

    cluster.start()
    first = cluster.address
    cluster.stop()
    cluster.start()

    assert first.host == "127.0.0.1"
    assert cluster.address == first
    assert cluster.answers()


def test_a_killed_server_starts_again_with_what_was_committed(database: EmbeddedDatabase, cluster: Cluster) -> None:
    cluster.start()
    with database.address("owner").connect() as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1 AS number")
    pid = cluster.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    cluster.start()

    with database.address("owner").connect() as owner:
        assert owner.execute("SELECT number FROM kept").fetchone() == (1,)
        owner.execute("DROP TABLE kept")


def test_a_remembered_pid_that_is_a_strangers_now_does_not_stop_a_start(cluster: Cluster) -> None:
    cluster.start()
    file = cluster.data / "postmaster.pid"
    remembered = file.read_text().splitlines()
    cluster.stop()
    with subprocess.Popen(["/bin/sleep", "60"], **cluster.account.as_popen()) as stranger:
        file.write_text("\n".join([str(stranger.pid), *remembered[1:]]) + "\n")
        cluster.account.own(file)

        cluster.start()
        answered, left_alone = cluster.answers(), stranger.poll() is None
        stranger.kill()

    assert (answered, left_alone) == (True, True)


def test_a_server_that_is_a_child_ends_with_us_or_before(cluster: Cluster) -> None:
    child = cluster.start(as_child=True)

    assert child is not None
    assert cluster.answers()
    end(child)
    assert not cluster.answers()


def test_a_server_that_cannot_start_says_why(cluster: Cluster) -> None:
    version = cluster.data / "PG_VERSION"
    version.write_text("9.6\n")
    try:
        with pytest.raises(DatabaseDidNotStart) as refused:
            cluster.start()
    finally:
        version.write_text(f"{cluster.binaries.version}\n")

    assert "database files are incompatible with server" in refused.value.sentence.en
    assert str(cluster.log) in refused.value.sentence.en


def test_passwords_are_private(database: EmbeddedDatabase) -> None:
    files = [*(database.folder / "passwords").iterdir(), database.folder / "superuser"]

    assert len(files) == 7
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_start_that_was_broken_off_is_made_again() -> None:
    with server_folder() as folder:
        database = EmbeddedDatabase(folder, careless=True)
        cluster = database.cluster()
        (cluster.home / "data").mkdir()
        (cluster.home / "data" / "half").write_text("made")
        started = time.time()

        cluster.make()

        assert cluster.exists
        assert not (cluster.data / "half").exists()
        assert (cluster.data / "PG_VERSION").stat().st_mtime >= started - 1


def test_two_data_folders_that_copy_the_programs_at_once_share_the_first_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = programs(tmp_path / "clone")
    shelter = tmp_path / "shelter"
    rename = Path.rename

    def overtaken(beside: Path, target: Path) -> Path:
        """Another start has ended its own copy just before."""
        shutil.copytree(ours.folder.parent, target)
        return rename(beside, target)

    monkeypatch.setattr(Path, "rename", overtaken)

    used = embedded._copied(ours, shelter)

    assert [folder / "bin" for folder in shelter.iterdir()] == [used.folder]
    assert (used.folder / "postgres").read_text() == "a server"


def test_programs_that_cannot_be_copied_are_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    ours = programs(tmp_path / "clone")
    monkeypatch.setattr(Path, "rename", refuse)

    with pytest.raises(PermissionError):
        embedded._copied(ours, tmp_path / "shelter")

    assert list((tmp_path / "shelter").iterdir()) == []


def programs(home: Path) -> Binaries:
    """Something that can be copied like a server's programs."""
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "postgres").write_text("a server")
    return Binaries(folder=home / "bin", version=18)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
def test_a_folder_that_the_account_cannot_enter_gets_a_shelter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    with server_folder() as shelter:
        monkeypatch.setattr(embedded, "SHARED_FOLDER", shelter / "lib")
        database = EmbeddedDatabase(tmp_path / "closed" / "var", careless=True)

        cluster = database.cluster()
        cluster.make()
        cluster.start()
        answered = cluster.answers()
        cluster.stop()
        database.remove()

        assert answered
        assert cluster.home.is_relative_to(shelter / "lib")
        assert not cluster.home.exists()


def test_the_machine_s_own_programs_serve_where_the_wheel_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = find_binaries()
    monkeypatch.setattr("mumian.project.database.binaries.find_spec", lambda _name: None)
    monkeypatch.setattr("mumian.project.database.binaries.MACHINE_FOLDERS", (str(ours.folder).lstrip("/"),))

    assert find_binaries() == ours


def test_without_any_programs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mumian.project.database.binaries.find_spec", lambda _name: None)
    monkeypatch.setattr("mumian.project.database.binaries.MACHINE_FOLDERS", ())

    with pytest.raises(NoPostgres, match="no PostgreSQL 15 or newer runs on this machine"):
        find_binaries()


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", 15),
        ("postgres (PostgreSQL) 18.6", 18),
        ("postgres (PostgreSQL) 19beta1", 19),
        ("postgres (PostgreSQL) 14.9", None),
        ("something else", None),
    ],
)
def test_the_version_of_a_server_is_read(said: str, version: int | None, tmp_path: Path) -> None:
    (tmp_path / "postgres").write_text(f"#!/bin/sh\necho '{said}'\n")
    (tmp_path / "postgres").chmod(0o755)
    (tmp_path / "initdb").touch()

    assert Binaries.at(tmp_path) == (None if version is None else Binaries(folder=tmp_path, version=version))
