"""How long a call takes from the act to the screens, and whether thousands of screens hold while the halls call.

A real live process (`project/live`) on a database of its own; so many screens as asked, spread over 17 halls, each with a
connection of its own; and calls at a steady rate, each a `queueing_call_next` of its own transaction as the database role `web`.
The time of a call is the moment before its statement is sent, as the event itself says it; the time of its display is when a
screen's connection hands the message to its reader (drawing in a browser is not in it). Then a screen comes back with an old
`Last-Event-ID`; with `--kill` the live process is killed and started again, and the database refuses everybody for some seconds:
each time it is counted how long screens were without the truth.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import socket
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT)]
os.environ |= {"DJANGO_SETTINGS_MODULE": "mumian.project.settings", "MUMIAN_PROFILE": "test"}

import django  # noqa: E402  # the paths above come first

django.setup()

from bench.calls import HALLS, PLACES, QUIET, TICKETS, WINDOWS  # noqa: E402  # needs Django set up

from mumian.project.environment import Environment  # noqa: E402  # as above
from mumian.project.live import serve  # noqa: E402  # as above
from tests.support.databases import serving  # noqa: E402  # as above

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    import psycopg

    from mumian.project.database.address import Address

SPAWN: Final = multiprocessing.get_context("spawn")
ASK: Final = "GET /live/halls/{code}{last} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n"
CALL: Final = "SELECT queueing_call_next(%s, %s, %s, '')"
END: Final = """
    WITH ended AS (
        UPDATE queueing_call SET began_at = called_at, ended_at = called_at, outcome = 'parked' WHERE id = %s RETURNING ticket_id
    )
    UPDATE queueing_ticket SET state = 'parked' FROM ended WHERE id = ended.ticket_id
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--screens", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=25, help="calls a second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--kill", action="store_true", help="kill live process and database afterwards")
    options = parser.parse_args()
    environment = Environment.read()
    with serving(environment.var / "test", environment.database_url) as databases:
        owner = databases.login("owner")
        lay(owner, calls=int(options.rate * options.seconds) + 2000)
        port = free_port()
        environment = replace(environment, live_port=port, host="127.0.0.1")
        live = start(environment, databases.login("reader"))
        try:
            result = asyncio.run(measured(databases.login("web"), port, options.screens, options.rate, options.seconds))
            if options.kill:
                result |= killed(owner, databases.login("web"), environment, databases.login("reader"), live)
        finally:
            for child in multiprocessing.active_children():
                child.kill()
    for name, value in result.items():
        sys.stdout.write(f"{name:<28} {value}\n")
    if options.json:
        sys.stdout.write(json.dumps(result) + "\n")
    return int(result["missed"] > 0 or result["streams_lost"] > 0)


def lay(owner: Address, *, calls: int) -> None:
    with owner.connect() as connection:
        connection.execute(PLACES % {"halls": HALLS, "windows": WINDOWS})
        connection.execute(QUIET)
        connection.execute(TICKETS % {"each": -(-calls // HALLS) + 50})
        connection.execute("ALTER TABLE queueing_ticket ENABLE TRIGGER USER")
        connection.commit()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(environment: Environment, reader: Address) -> BaseProcess:
    """The live process itself, as `serve live` runs it."""
    child = SPAWN.Process(target=live_process, args=(environment, reader), daemon=True)
    child.start()
    return child


def live_process(environment: Environment, reader: Address) -> None:
    asyncio.run(serve(environment, reader))


class Screen(asyncio.Protocol):
    """Hears one hall; keeps when each call came, measured from the moment that the call itself names."""

    def __init__(self, code: str, port: int, *, last: str = "") -> None:
        self.ask = ASK.format(code=code, port=port, last=f"?last={last}" if last else "")
        self.rest = b""
        self.delays: list[float] = []
        self.said: list[str] = []
        self.first_id = ""
        self.is_lost = False
        self.is_heard = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.ask.encode())  # type: ignore[attr-defined]  # a stream's transport writes

    def data_received(self, data: bytes) -> None:
        now = time.time()
        *whole, self.rest = (self.rest + data).split(b"\n\n")
        for message in whole:
            kind = message.partition(b"event: ")[2].partition(b"\n")[0].decode()
            self.said.append(kind)
            if kind == "hall":
                self.delays.append(now - moment_of(message))
            if not self.first_id and (found := message.partition(b"id: ")[2]):
                self.first_id = found.partition(b"\n")[0].decode()
        if whole:
            self.is_heard.set()

    def connection_lost(self, _error: Exception | None) -> None:
        self.is_lost = True
        self.is_heard.set()


def moment_of(message: bytes) -> float:
    said = message.partition(b'"at": "')[2].partition(b'"')[0].decode()
    return datetime.fromisoformat(said).timestamp()


async def measured(web: Address, port: int, screens: int, rate: float, seconds: float) -> dict[str, Any]:
    """Open the screens, call at the rate, and count what came where."""
    await until_live(port)
    loop = asyncio.get_running_loop()
    followers: list[Screen] = []
    for number in range(screens):
        code = f"B{number % HALLS + 1}"
        _, screen = await loop.create_connection(lambda code=code: Screen(code, port), "127.0.0.1", port)  # type: ignore[misc]  # mypy#12557
        followers.append(screen)
    await until_hello(followers)
    process = SPAWN.Pool(1)
    job = process.apply_async(call, (web, rate, seconds))
    while not job.ready():  # the callers are a process of their own; here screens read
        await asyncio.sleep(0.2)
    calls, took = job.get()
    told: Counter[str] = Counter(calls)
    process.terminate()
    due = sum(told[screen.ask.split("/")[3].split(" ")[0]] for screen in followers)
    for _ in range(100):
        if sum(len(screen.delays) for screen in followers) >= due:
            break
        await asyncio.sleep(0.1)
    delays = sorted(delay for screen in followers for delay in screen.delays)
    again = await slept(followers[0], port, told["B1"])
    for screen in followers:
        screen.transport.close()
    return {
        "screens": screens,
        "halls": HALLS,
        "calls": told.total(),
        "calls_per_s": round(told.total() / took, 1),
        "messages": len(delays),
        "missed": due - len(delays),
        "streams_lost": sum(screen.is_lost for screen in followers),
        **{f"p{part}_ms": round(delays[min(len(delays) * part // 100, len(delays) - 1)] * 1000, 1) for part in (50, 95, 99)},
        "max_ms": round(delays[-1] * 1000, 1),
        "caught_up_by_last_event_id": again,
        "cores": os.cpu_count() or 0,
        "load": round(os.getloadavg()[0], 1),
        "fsync": False,
    }


async def slept(screen: Screen, port: int, calls: int) -> str:
    """Come back as a screen that fell asleep before the first call: what it is told, of what there was."""
    loop = asyncio.get_running_loop()
    code = screen.ask.split("/")[3].split(" ")[0]
    _, woken = await loop.create_connection(lambda: Screen(code, port, last=screen.first_id), "127.0.0.1", port)
    await asyncio.wait_for(woken.is_heard.wait(), 10)
    await asyncio.sleep(0.3)
    woken.transport.close()
    return "told to read anew" if "anew" in woken.said else f"{len(woken.delays)} of {calls}"


async def until_live(port: int, *, within: float = 60) -> None:
    """Until the process says that it hears the database."""
    ends_at = time.monotonic() + within
    while time.monotonic() < ends_at:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /live/healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            line = await reader.readline()
            writer.close()
            if b" 200 " in line:
                return
        except OSError:
            pass
        await asyncio.sleep(0.05)
    raise TimeoutError("The live process did not come up.")


async def until_hello(screens: list[Screen]) -> None:
    async with asyncio.timeout(60):
        for screen in screens:
            await screen.is_heard.wait()


def call(web: Address, rate: float, seconds: float) -> tuple[dict[str, int], float]:
    """Call at a steady rate, window after window; answers how many calls each hall had, and the seconds it took."""
    told: Counter[str] = Counter()
    with web.connect() as connection:
        connection.autocommit = True
        posts = posts_of(connection)
        began = time.perf_counter()
        for number in range(int(rate * seconds)):
            pause = began + number / rate - time.perf_counter()
            if pause > 0:
                time.sleep(pause)
            hall, window, officer = posts[number % len(posts)]
            told[hall] += one_call(connection, window, officer)
        took = time.perf_counter() - began
    return dict(told), took


def one_call(connection: psycopg.Connection, window: int, officer: int) -> int:
    row = connection.execute(CALL, [window, officer, datetime.now(UTC)], prepare=True).fetchone()
    if row is None or row[0] is None:
        return 0
    connection.execute(END, [row[0]], prepare=True)
    return 1


def posts_of(connection: psycopg.Connection) -> list[tuple[str, int, int]]:
    """Windows with their halls and officers, the halls by turns."""
    return connection.execute(
        "SELECT hall.code, post.window_id, post.officer_id FROM queueing_windowpost AS post "
        "JOIN offices_hall AS hall ON hall.id = post.hall_id JOIN offices_window AS place ON place.id = post.window_id "
        "WHERE hall.code LIKE 'B%' ORDER BY place.number, hall.id"
    ).fetchall()


def killed(owner: Address, web: Address, environment: Environment, reader: Address, live: BaseProcess) -> dict[str, Any]:
    """Seconds without the truth after each of the two is killed, and calls that nobody was told to look for."""
    return asyncio.run(_killed(owner, web, environment, reader, live))


async def _killed(owner: Address, web: Address, environment: Environment, reader: Address, live: BaseProcess) -> dict[str, Any]:
    port = environment.live_port
    with web.connect() as caller:
        caller.autocommit = True
        hall, window, officer = next(post for post in posts_of(caller) if post[0] == "B1")
        screen = await coming_back(hall, port)
        live.kill()
        live.join()
        killed_at = time.monotonic()
        meanwhile = one_call(caller, window, officer)
        start(environment, reader)
        back = await coming_back(hall, port, last=screen.first_id)
        await until_said(back, "anew")
        after_live = time.monotonic() - killed_at
    with owner.with_name("postgres").connect() as server:
        server.autocommit = True
        name = owner.name
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        await until_said(back, "away")
        await asyncio.sleep(3)
        back.said.clear()
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())
        returned_at = time.monotonic()
        await until_said(back, "anew")
        after_database = time.monotonic() - returned_at
    return {
        "calls_while_live_was_dead": meanwhile,
        "live_killed_truth_after_s": round(after_live, 2),
        "database_back_truth_after_s": round(after_database, 2),
    }


async def coming_back(code: str, port: int, *, last: str = "") -> Screen:
    """A screen as the page opens it: again and again until somebody answers."""
    loop = asyncio.get_running_loop()
    wait = 0.5
    async with asyncio.timeout(30):
        while True:
            try:
                _, screen = await loop.create_connection(lambda: Screen(code, port, last=last), "127.0.0.1", port)
                await screen.is_heard.wait()
                if not screen.is_lost:
                    return screen
            except OSError:
                pass
            await asyncio.sleep(wait * 1.5)  # the longest that the page's own dice give
            wait = min(wait * 2, 1.5)


async def until_said(screen: Screen, kind: str) -> None:
    async with asyncio.timeout(30):
        while kind not in screen.said:
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
