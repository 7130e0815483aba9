"""Whether a hall behind a cut link loses or doubles a ticket: centre, proxy and agent as processes, and every ledger compared.

The centre (the pages' server) and the agent of a hall run as processes of their own, with a proxy between them that is cut at
random moments, also so that a question arrives and its answer does not. Machines and windows act at the agent all the while; the
agent is killed once (SIGKILL) while numbers are being taken, and started again. Before and after the centre numbers and calls in
the same hall itself, and in between it tries to and must be refused. At the end what people were told is compared with the
database: nothing told may be missing, nothing may be there twice. With `--control` the agent's disk forgets its last lines while
it is dead, as one that lies about having written: then lost and doubled numbers must be found, or nobody could see them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT)]
os.environ |= {"DJANGO_SETTINGS_MODULE": "mumian.project.settings", "MUMIAN_PROFILE": "test"}

import django  # noqa: E402  # the paths above come first

django.setup()

from django.db import connection  # noqa: E402  # needs Django set up

from mumian.audit.services import acting_as  # noqa: E402  # as above
from mumian.audit.terms import Actor, ActorKind  # noqa: E402  # as above
from mumian.foundation.clock import SystemClock  # noqa: E402  # as above
from mumian.project.environment import Environment  # noqa: E402  # as above
from mumian.project.wiring import join  # noqa: E402  # as above
from mumian.queueing.errors import HallRunsByAgent, QueueRefused  # noqa: E402  # as above
from mumian.queueing.queries import window_state  # noqa: E402  # as above
from mumian.queueing.services import (  # noqa: E402  # as above
    begin_service,
    call_next,
    end_service,
    name_agent,
    take_ticket,
)
from tests.factories.queueing import ASKING, FIRST, HALL, LOW, AtWork, hall_at_work  # noqa: E402  # as above
from tests.support.databases import WITHOUT_RULEBOOK, serving  # noqa: E402  # as above

if TYPE_CHECKING:
    from tests.support.databases import TestDatabases

WINDOWS = (FIRST, LOW, ASKING)
FORGOTTEN = 6
HALF, A_TURN, TRIES_EVERY = 0.5, 0.04, 20
SERVICES = (["NEW"], ["CONSULT"], ["RENEW", "CONSULT"])
LONGEST = 60.0


class Proxy:
    """The link. `cut` breaks everything off; `deaf` lets questions through and loses the answers."""

    def __init__(self, port: int) -> None:
        self.behind, self.state = port, "up"
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.server.getsockname()[1]
        self.open: set[socket.socket] = set()
        self.broke: Counter[str] = Counter()
        threading.Thread(target=self._serve, daemon=True).start()

    def turn(self, state: str) -> None:
        """Up, cut or deaf."""
        self.state = state
        if state == "cut":
            for one in list(self.open):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """No link any more."""
        self.turn("cut")
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.server.accept()
            except OSError:
                return
            if self.state == "cut":
                self.broke["refused"] += 1
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.behind))
            self.open |= {near, far}
            threading.Thread(target=self._hand_on, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._hand_on, args=(far, near, True), daemon=True).start()

    def _hand_on(self, one: socket.socket, other: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                if is_answer and self.state == "deaf":
                    self.broke["answers lost"] += 1
                    break
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
            self.open.discard(end)


@dataclass
class Ledger:
    """What people were told: numbers given, numbers called; `unanswered` takes got no answer and may stand or not."""

    told: Counter[str] = field(default_factory=Counter)
    by_centre: int = 0
    called: Counter[str] = field(default_factory=Counter)
    called_by_centre: int = 0
    unanswered: int = 0
    unanswered_calls: int = 0
    refused_at_centre: int = 0
    not_refused_at_centre: int = 0


@dataclass
class Agent:
    """The agent's process, and how one speaks to it."""

    store: Path
    centre: str
    process: subprocess.Popen[str] | None = None
    port: int = 0

    def start(self, *more: str) -> None:
        """Start it, and wait until it serves."""
        command = [sys.executable, "-P", "-m", "mumian", "queue", "agent", "--hall", HALL, "--centre", self.centre]
        command += ["--store", str(self.store), "--port", "0", "--every", "0.3", *more]
        surroundings = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
        }
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings)  # noqa: S603  # our own
        assert self.process.stdout is not None  # noqa: S101  # a pipe was asked for
        if not more:
            self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])
            until(lambda: self.state()["entrusted"], "the agent began")

    def ask(self, method: str, path: str, said: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """One request. Raises OSError, HTTPException, ValueError where no answer comes."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Accept": "application/json", "Content-Type": "application/json"}
            link.request(method, path, json.dumps(said or {}), headers)
            answer = link.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            link.close()

    def state(self) -> dict[str, Any]:
        """How the agent stands."""
        return self.ask("GET", "/state")[1]

    def kill(self) -> None:
        """As a power cut does."""
        assert self.process is not None  # noqa: S101  # it was started
        self.process.send_signal(signal.SIGKILL)
        self.end()

    def end(self) -> None:
        """Wait until it is gone."""
        if self.process is not None and self.process.stdout is not None:
            self.process.wait(timeout=60)
            self.process.stdout.close()


def until(holds: Callable[[], bool], what: str) -> None:
    """Ask until it holds. Raises TimeoutError naming what did not come about."""
    ends = time.monotonic() + LONGEST
    while not holds():
        if time.monotonic() > ends:
            raise TimeoutError(what)
        time.sleep(0.05)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--acts", type=int, default=600, help="acts at the agent")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true", help="let the agent's disk forget; lost and doubled must be found")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report as Markdown")
    options = parser.parse_args()
    environment = Environment.read()
    with serving(environment.var / "test", environment.database_url) as databases:
        result = measured(databases, acts=options.acts, seed=options.seed, control=options.control)
    for name, value in result.items():
        sys.stdout.write(f"{name:<26} {value}\n")
    if options.report:
        options.report.write_text(as_markdown(result), encoding="utf-8")
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    return int(result["is_whole"] is options.control)


def measured(databases: TestDatabases, *, acts: int, seed: int, control: bool = False) -> dict[str, Any]:
    """One run, and what the comparison says. A wrong count raises nothing: it stands in the figures."""
    settings = connection.settings_dict
    was = {key: settings[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
    owner = databases.login("owner", WITHOUT_RULEBOOK)
    connection.close()
    settings.update({key: value for key, value in owner.django().items() if key in was})
    try:
        join()
        with tempfile.TemporaryDirectory(prefix="mumian-cut-") as folder, centre(databases, owner.url) as port:
            return _lived(Path(folder), port, random.Random(seed), acts, control=control)  # noqa: S311  # a repeatable day
    finally:
        connection.close()
        settings.update(was)


@contextmanager
def centre(databases: TestDatabases, database_url: str) -> Iterator[int]:
    """The pages' server as a process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    surroundings = {
        **os.environ, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": database_url, "MUMIAN_DB_ROLE": "web",
        "MUMIAN_VAR": str(databases.folder), "MUMIAN_PORT": str(port),
    }  # fmt: skip
    command = [
        sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "2", "--no-ws", "--log-level", "warning", "mumian.project.wsgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=surroundings, cwd=ROOT)  # noqa: S603  # our own

    def answers() -> bool:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        return False

    try:
        until(answers, "the centre listens")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _lived(folder: Path, port: int, chance: random.Random, acts: int, *, control: bool) -> dict[str, Any]:
    began = time.monotonic()
    work, ledger, proxy = hall_at_work(), Ledger(), Proxy(port)
    _at_the_centre(work, ledger, chance, 40)
    (folder / "token").write_text(_named(work))
    agent = Agent(folder, f"http://127.0.0.1:{proxy.port}")
    agent.start()
    cuts: Counter[str] = Counter()
    dies = acts // 2
    for number in range(acts):
        if chance.random() < A_TURN and number < dies - 20:
            _turn(proxy, chance, cuts)
        if number == dies:
            proxy.turn("cut")
            cuts["cut"] += 1
            for _ in range(20):
                _something(agent, ledger, chance)
            _killed(agent, ledger, folder, control=control)
        if number > dies and chance.random() < A_TURN:
            _turn(proxy, chance, cuts)
        _something(agent, ledger, chance)
        if not number % TRIES_EVERY:
            _tries_at_the_centre(work, ledger)
    untold_before = agent.state()["untold"]
    proxy.turn("up")
    with suppress(TimeoutError):
        until(lambda: (said := agent.state())["linked"] and not said["untold"], "everything is told")
    state = agent.state()
    agent_waits = sum(state["waiting"].values())
    db_waits = _count("SELECT count(*) FROM queueing_ticket WHERE state = 'waiting'")
    assert agent.process is not None  # noqa: S101  # it runs
    agent.process.terminate()
    agent.end()
    if not state["untold"]:
        agent.start("--give-back")
        agent.end()
        _at_the_centre(work, ledger, chance, 40)
    proxy.close()
    return _compared(ledger) | {
        "cuts": dict(sorted(cuts.items())), "broken_off": dict(sorted(proxy.broke.items())), "kills": 1,
        "untold_when_mended": untold_before, "untold_at_the_end": state["untold"], "late_lines": len(state["late"]),
        "waiting_agent": agent_waits, "waiting_database": db_waits, "control": control,
        "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip


def _named(work: AtWork) -> str:
    manager = acting_as(Actor(ActorKind.OFFICER, "800005", "acceptance"), place="bench", at=now())
    return name_agent(hall=HALL, agent="hall-agent", manager=work.manager, acting=manager, at=now())


def _turn(proxy: Proxy, chance: random.Random, cuts: Counter[str]) -> None:
    state = chance.choice(["cut", "deaf"]) if proxy.state == "up" else "up"
    cuts[state] += state != "up"
    proxy.turn(state)


def _something(agent: Agent, ledger: Ledger, chance: random.Random) -> None:
    """Somebody takes a number, or a window does the next thing."""
    if chance.random() < HALF:
        _takes(agent, ledger, chance.choice(SERVICES), chance.choice(["ordinary", "ordinary", "elderly", "urgent"]))
        return
    window = chance.choice(WINDOWS)
    here = agent.state()["windows"].get(window)
    if here is None:
        return
    what = "next" if here["label"] is None else "end" if here["begun"] else chance.choice(["begin", "begin", "recall", "no_show"])
    status, said = agent.ask("POST", f"/window/{window}/{what}")
    if what == "next" and status == 200 and said["label"]:  # noqa: PLR2004  # done
        ledger.called[said["label"]] += 1


def _takes(agent: Agent, ledger: Ledger, services: list[str], priority: str) -> None:
    try:
        status, said = agent.ask("POST", "/take", {"services": services, "priority": priority})
    except (OSError, HTTPException, ValueError):
        ledger.unanswered += 1
        return
    if status == 200:  # noqa: PLR2004  # done
        ledger.told[said["label"]] += 1


def _killed(agent: Agent, ledger: Ledger, folder: Path, *, control: bool) -> None:
    """While numbers are being taken the agent dies, and is started again; in a control its disk has forgotten the last lines."""
    ends = threading.Event()

    def takes() -> None:
        while not ends.is_set():
            _takes(agent, ledger, ["NEW"], "ordinary")

    before = sum(ledger.told.values())
    people = [threading.Thread(target=takes) for _ in range(3)]
    for one in people:
        one.start()
    until(lambda: sum(ledger.told.values()) >= before + 12, "numbers are taken")
    agent.kill()
    ends.set()
    for one in people:
        one.join()
    if control:
        journal = folder / "journal"
        journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-FORGOTTEN]))
    agent.start()


def _at_the_centre(work: AtWork, ledger: Ledger, chance: random.Random, acts: int) -> None:
    """The centre numbers, calls, begins and ends in this hall itself."""
    officers = dict(zip(WINDOWS, (work.first, work.low, work.asking), strict=True))
    for _ in range(acts):
        if chance.random() < HALF:
            ledger.told[take_ticket(hall=HALL, services=chance.choice(SERVICES), at=now()).label] += 1
            ledger.by_centre += 1
            continue
        window, officer = chance.choice(list(officers.items()))
        there = window_state(window=window, at=now())
        here = there.ticket if there else None
        if here is None:
            called = call_next(window=window, officer=officer, at=now())
            if called is not None:
                ledger.called[called.label] += 1
                ledger.called_by_centre += 1
        elif here.began_at is None:
            begin_service(window=window, officer=officer, at=now())
        else:
            end_service(window=window, officer=officer, at=now())


def _tries_at_the_centre(work: AtWork, ledger: Ledger) -> None:
    """While the agent runs the hall the centre must refuse both."""
    tries: tuple[Callable[[], object], ...] = (
        lambda: take_ticket(hall=HALL, services=["NEW"], at=now()),
        lambda: call_next(window=FIRST, officer=work.first, at=now()),
    )
    for one in tries:
        try:
            one()
            ledger.not_refused_at_centre += 1
        except (HallRunsByAgent, QueueRefused):
            ledger.refused_at_centre += 1


def _compared(ledger: Ledger) -> dict[str, Any]:
    """What people were told against what the database holds."""
    stands = Counter(dict(_rows("SELECT label, count(*) FROM queueing_ticket GROUP BY label")))
    calls = Counter(
        dict(_rows("SELECT t.label, count(*) FROM queueing_call c JOIN queueing_ticket t ON t.id = c.ticket_id GROUP BY t.label"))
    )
    lost = sum((ledger.told - stands).values())
    more = sum((stands - ledger.told).values())
    told_twice = sum(number - 1 for number in ledger.told.values() if number > 1)
    calls_lost, calls_more = sum((ledger.called - calls).values()), sum((calls - ledger.called).values())
    same_number = _count(
        "SELECT count(*) FROM (SELECT FROM queueing_ticket GROUP BY hall_id, number HAVING count(*) > 1) AS twice"
    )
    two_at_once = _count(
        "SELECT count(*) FROM queueing_call a JOIN queueing_call b ON a.ticket_id = b.ticket_id AND a.id < b.id "
        "AND a.called_at < coalesce(b.ended_at, 'infinity') AND b.called_at < coalesce(a.ended_at, 'infinity')"
    )
    not_done = _count("SELECT count(*) FROM queueing_agententry WHERE outcome <> 'done'")
    doubled = told_twice + same_number + two_at_once + max(0, more - ledger.unanswered)
    is_whole = not (
        lost or doubled or calls_lost or calls_more > ledger.unanswered_calls or not_done or ledger.not_refused_at_centre
    )
    return {
        "is_whole": is_whole,
        "lost": lost,
        "doubled": doubled,
        "same_number_twice": told_twice + same_number,
        "calls_lost": calls_lost,
        "calls_doubled": two_at_once + max(0, calls_more - ledger.unanswered_calls),
        "lines_not_done": not_done,
        "told_by_agent": sum(ledger.told.values()) - ledger.by_centre,
        "told_by_centre": ledger.by_centre,
        "called_by_agent": sum(ledger.called.values()) - ledger.called_by_centre,
        "called_by_centre": ledger.called_by_centre,
        "tickets_in_database": sum(stands.values()),
        "calls_in_database": sum(calls.values()),
        "unanswered": ledger.unanswered,
        "unanswered_that_stand": more,
        "refused_at_centre": ledger.refused_at_centre,
        "not_refused_at_centre": ledger.not_refused_at_centre,
    }


def as_markdown(result: dict[str, Any]) -> str:
    """The report."""
    verdict = "whole: nothing lost, nothing doubled" if result["is_whole"] else "NOT whole"
    rows = "".join(f"| {name.replace('_', ' ')} | {value} |\n" for name, value in result.items())
    return f"# Cut-link report\n\nThe ledgers are {verdict}.\n\n| what | figure |\n|---|---|\n{rows}"


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _count(statement: str) -> int:
    return int(_rows(statement)[0][0])


def now() -> Any:
    return SystemClock().now()


if __name__ == "__main__":
    sys.exit(main())
