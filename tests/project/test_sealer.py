"""The sealer as a process, shot at: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from mumian.audit.models import Act, SealedHead
from mumian.audit.queries.verifying import Verified, verify_record
from mumian.project.environment import ROOT
from tests.factories.audit import OFFICER, act, signed_in, token
from tests.support.databases import TestDatabases

SEALER = "from mumian.project.sealer import main; raise SystemExit(main(rest=0.0))"
WITHIN = 60.0


class SealerProcess:
    """`mumian.project.sealer` without a rest between its turns, on the tests' database."""

    def __init__(self, databases: TestDatabases, var: Path) -> None:
        # The passwords of the logins lie in the tests' own folder; the key in this test's.
        (var / "database").symlink_to(databases.passwords.folder.parent)
        self._environment = {
            **os.environ,
            "DATABASE_URL": databases.login("owner").url,
            "MUMIAN_VAR": str(var),
            "PYTHONPATH": str(ROOT / "src"),
        }
        self.popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-P", "-c", SEALER]
        self.popen = subprocess.Popen(command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    @property
    def is_running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def end(self, *, kill: bool) -> int:
        assert self.popen is not None
        if kill:
            self.popen.kill()
        else:
            self.popen.terminate()
        _, said = self.popen.communicate(timeout=WITHIN)
        assert b"Traceback" not in said, said.decode()
        return self.popen.returncode


@pytest.fixture
def process(databases: TestDatabases, transactional_db: None, tmp_path: Path) -> Iterator[SealerProcess]:
    made = SealerProcess(databases, tmp_path)
    yield made
    if made.popen is not None and made.popen.poll() is None:
        made.popen.kill()
        made.popen.communicate()


def heads() -> int:
    return SealedHead.objects.count()


def wait_for_heads(process: SealerProcess, more_than: int) -> None:
    deadline = time.monotonic() + WITHIN
    while heads() <= more_than:
        if not process.is_running or time.monotonic() > deadline:
            pytest.fail(f"the sealer does not seal: {process.end(kill=True)}")
        time.sleep(0.005)


def wait_until_all_is_sealed() -> None:
    deadline = time.monotonic() + WITHIN
    while Act.objects.filter(seal=None).exists():
        assert time.monotonic() < deadline, "the sealer does not finish"
        time.sleep(0.02)


class Writers:
    """Pages that record acts without a pause; some of their transactions are long, some are rolled back."""

    def __init__(self, databases: TestDatabases, count: int) -> None:
        self.kept: list[int] = []
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(databases.login("web").connect(autocommit=False), seed))
            for seed in range(count)
        ]

    def __enter__(self) -> Writers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(WITHIN)

    def _work(self, page: psycopg.Connection, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311  # the same acts every time
        with page:
            while not self._stop.is_set():
                written = [
                    page.execute(
                        "SELECT act_id FROM audit_record_act(%s, %s, 'accepted', %s, p_expects => 'either')",
                        [token(f"{OFFICER.thing} 10.0.0.7 H01-W01"), f"case:{seed}-{chance.randrange(20)}", datetime.now(UTC)],
                    ).fetchone()
                    for _ in range(chance.randrange(1, 4))
                ]
                time.sleep(0.05 if chance.random() < 0.1 else 0.002)
                if chance.random() < 0.1:
                    page.rollback()
                else:
                    page.commit()
                    self.kept += [row[0] for row in written if row is not None]


def shoot(process: SealerProcess, databases: TestDatabases, *, times: int) -> None:
    """Kill the sealer at random moments while pages write, let the last one finish, and count."""
    chance = random.Random(11)  # noqa: S311  # any moment will do
    signed_in(at=datetime.now(UTC) - timedelta(minutes=1))
    opened = Act.objects.get().pk
    with Writers(databases, count=2) as writers:
        for _ in range(times):
            before = heads()
            process.start()
            wait_for_heads(process, before + chance.randrange(3))
            time.sleep(chance.random() * 0.03)
            assert process.end(kill=True) == -9
    process.start()
    wait_until_all_is_sealed()
    assert process.end(kill=False) == 0

    sealed = Act.objects.exclude(seal=None)
    assert sorted(sealed.values_list("id", flat=True)) == sorted([opened, *writers.kept])
    assert verify_record() == Verified(sealed=len(writers.kept) + 1, waiting=0, heads=heads(), statements=0, faults=())


def test_sealer_killed_at_random_moments_loses_and_doubles_nothing(process: SealerProcess, databases: TestDatabases) -> None:
    shoot(process, databases, times=3)


@pytest.mark.nightly
def test_sealer_killed_forty_times_loses_and_doubles_nothing(process: SealerProcess, databases: TestDatabases) -> None:
    shoot(process, databases, times=40)


def test_sealer_whose_key_is_gone_says_so_and_ends(process: SealerProcess, tmp_path: Path) -> None:
    act(signed_in())
    process.start()
    wait_until_all_is_sealed()
    assert process.end(kill=False) == 0
    (tmp_path / "audit" / "sealer.key").unlink()

    process.start()
    assert process.popen is not None
    _, said = process.popen.communicate(timeout=WITHIN)

    assert process.popen.returncode == 1
    assert b"is not here" in said
