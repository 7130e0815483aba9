"""The sealer as a process, shot at: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import random
import signal
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

WITHIN = 60.0
# Begins a sealer without a rest between its turns for each line it reads, by a fork: to start Python anew for each would take
# longer than all the rest. Answers with the sealer's pid, and with how it ended.
NURSERY = """
import os, sys, django
django.setup()
from mumian.project.sealer import main
for _ in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os._exit(main(rest=0.0))
    print(pid, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class SealerProcess:
    """`mumian.project.sealer` on the tests' database, begun and ended again and again."""

    def __init__(self, databases: TestDatabases, var: Path) -> None:
        # The passwords of the logins lie in the tests' own folder; the key in this test's.
        (var / "database").symlink_to(databases.passwords.folder.parent)
        environment = {
            **os.environ,
            "DATABASE_URL": databases.login("owner").url,
            "MUMIAN_VAR": str(var),
            "MUMIAN_DB_ROLE": "sealer",
            "DJANGO_SETTINGS_MODULE": "mumian.project.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }
        self._errors = var / "errors"
        with self._errors.open("w") as errors:
            self._nursery = subprocess.Popen(
                [sys.executable, "-P", "-c", NURSERY],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._pid: int | None = None

    @property
    def said(self) -> str:
        return self._errors.read_text()

    def start(self) -> None:
        assert self._nursery.stdin is not None
        self._nursery.stdin.write("\n")
        self._nursery.stdin.flush()
        self._pid = int(self._answer())

    def end(self, *, by: signal.Signals | None) -> int:
        """Its exit code, after this signal or, without one, by itself."""
        assert self._pid is not None
        if by is not None:
            os.kill(self._pid, by)
        self._pid = None
        code = int(self._answer())
        assert "Traceback" not in self.said, self.said
        return code

    def close(self) -> None:
        """End what is left of it."""
        if self._pid is not None:
            os.kill(self._pid, signal.SIGKILL)
        self._nursery.communicate(timeout=WITHIN)

    def _answer(self) -> str:
        assert self._nursery.stdout is not None
        return self._nursery.stdout.readline()


@pytest.fixture
def process(databases: TestDatabases, transactional_db: None, tmp_path: Path) -> Iterator[SealerProcess]:
    made = SealerProcess(databases, tmp_path)
    yield made
    made.close()


def heads() -> int:
    return SealedHead.objects.count()


def wait_for_heads(process: SealerProcess, more_than: int) -> None:
    deadline = time.monotonic() + WITHIN
    while heads() <= more_than:
        assert "Traceback" not in process.said, process.said
        assert time.monotonic() < deadline, "the sealer does not seal"
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
            assert process.end(by=signal.SIGKILL) == -9
    process.start()
    wait_until_all_is_sealed()
    assert process.end(by=signal.SIGTERM) == 0

    sealed = Act.objects.exclude(seal=None)
    assert sorted(sealed.values_list("id", flat=True)) == sorted([opened, *writers.kept])
    assert verify_record() == Verified(sealed=len(writers.kept) + 1, waiting=0, heads=heads(), statements=0, faults=())


def test_sealer_killed_at_random_moments_loses_and_doubles_nothing(process: SealerProcess, databases: TestDatabases) -> None:
    shoot(process, databases, times=12)


@pytest.mark.nightly
def test_sealer_killed_two_hundred_times_loses_and_doubles_nothing(process: SealerProcess, databases: TestDatabases) -> None:
    shoot(process, databases, times=200)


def test_sealer_whose_key_is_gone_says_so_and_ends(process: SealerProcess, tmp_path: Path) -> None:
    act(signed_in())
    process.start()
    wait_until_all_is_sealed()
    assert process.end(by=signal.SIGTERM) == 0
    (tmp_path / "audit" / "sealer.key").unlink()

    process.start()

    assert process.end(by=None) == 1
    assert "the key that sealed the record so far is not here" in process.said
