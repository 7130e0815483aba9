"""`mumian queue agent`: the agent of one hall as a process. Its journal lies in a folder; killed, it goes on from there."""

from __future__ import annotations

import argparse
import fcntl
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mumian.foundation.clock import SystemClock
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.gateways.halls.centre import HttpCentre
from mumian.gateways.halls.linking import EVERY, Teller
from mumian.gateways.halls.serving import HallServer
from mumian.queueing.services.agent import CentreAway, HallAgent, Journal

JOURNAL: Final = "journal"
TOKEN: Final = "token"  # noqa: S105  # a file's name
PORT: Final = 8090


def parser() -> argparse.ArgumentParser:
    """What an agent is told when it is started."""
    asked = argparse.ArgumentParser(prog="mumian queue agent", description="Number and call in one hall, link or no link.")
    asked.add_argument("--hall", required=True, metavar="CODE")
    asked.add_argument("--centre", required=True, metavar="URL", help="https://host:port of the centre")
    asked.add_argument("--store", required=True, type=Path, metavar="FOLDER", help="where the journal lies, on a disk that stays")
    asked.add_argument("--token-file", type=Path, metavar="FILE", help="default: the file `token` in the store")
    asked.add_argument("--host", default="127.0.0.1", help="where machine, windows and screen reach it")
    asked.add_argument("--port", type=int, default=PORT, help="0 takes a free one")
    asked.add_argument("--every", type=float, default=EVERY, metavar="SECONDS", help="how often the centre is asked at least")
    asked.add_argument("--give-back", action="store_true", help="tell everything, give the hall back to the centre, and end")
    return asked


def main(options: argparse.Namespace) -> int:
    """Run until it is told to stop. Raises Refusal."""
    options.store.mkdir(parents=True, exist_ok=True)
    centre = HttpCentre(options.centre, options.hall, _token(options.token_file or options.store / TOKEN))
    with _alone(options.store):
        agent = _agent(options.store, centre)
        try:
            if options.give_back:
                return _given_back(agent, centre)
            return _served(agent, centre, options)
        finally:
            agent.journal.close()


def _agent(store: Path, centre: HttpCentre) -> HallAgent:
    """With the journal as it lies there; one of a hall that was given back is laid aside."""
    path = store / JOURNAL
    agent = HallAgent(Journal(path), centre)
    if agent.desk.epoch and not agent.desk.entrusted and not agent.untold:
        agent.journal.close()
        path.rename(store / f"{JOURNAL}.{agent.desk.epoch}")
        agent = HallAgent(Journal(path), centre)
    if agent.desk.hall not in ("", centre.hall):
        raise Refusal(OTHER_HALL.filled(hall=agent.desk.hall))
    return agent


def _served(agent: HallAgent, centre: HttpCentre, options: argparse.Namespace) -> int:
    ends = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ends.set())
    teller = Teller(agent, centre, every=options.every)
    with HallServer((options.host, options.port), agent, teller) as server:
        threading.Thread(target=server.serve_forever, name="serving", daemon=True).start()
        _say(SERVING.filled(hall=centre.hall, address=f"http://{options.host}:{server.server_port}"))
        while not agent.desk.entrusted and not ends.is_set():
            try:
                agent.begin(centre.begin(at=SystemClock().now()), at=SystemClock().now())
            except CentreAway:
                ends.wait(1.0)
        teller.start()
        _say(BEGUN.filled(hall=centre.hall))
        ends.wait()
        teller.stop()
        teller.join(timeout=10)
        server.shutdown()
    return 0


def _given_back(agent: HallAgent, centre: HttpCentre) -> int:
    """Everything is told first: what is not told yet would come too late."""
    at = SystemClock().now()
    try:
        if agent.desk.entrusted:
            told = agent.tell(at=at)
            centre.give_back(at=at)
            agent.heed(centre.standing(epoch=agent.desk.epoch), at=at)
            _say(BACK.filled(hall=centre.hall, told=told))
    except CentreAway:
        raise Refusal(AWAY.filled(hall=centre.hall)) from None
    return 0


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """One agent writes a journal."""
    with (store / "lock").open("w") as file:
        for _ in range(50):  # one that was killed a moment ago is still being cleared away
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.1)
        else:
            raise Refusal(TWO.filled(store=store))
        yield


def _token(path: Path) -> str:
    try:
        token = path.read_text().strip()
    except OSError:
        token = ""
    if not token:
        raise Refusal(NO_TOKEN.filled(path=path))
    return token


def _say(text: Text) -> None:
    sys.stdout.write(f"{text.zh} / {text.en}\n")
    sys.stdout.flush()


SERVING: Final = Text("{hall} 现场终端：{address}", "The agent of {hall} serves at {address}")
BEGUN: Final = Text("{hall} 由现场终端取号叫号", "{hall} numbers and calls by its agent")
BACK: Final = Text("{hall} 已交还中心，补报 {told} 条", "{hall} is the centre's again; {told} lines were told")
AWAY: Final = Text(
    "未交还：与中心的连接中断，{hall}仍由现场终端运行。请在连接恢复后再交还。",
    "The hall was not given back: the link is cut, and {hall} stays with its agent. Give it back when the link is there.",
)
TWO: Final = Text(
    "未启动：{store}中的记录正由另一个现场终端使用。请先停止它。",
    "Nothing was started: another agent uses the journal in {store}. Stop that one first.",
)
NO_TOKEN: Final = Text(
    "未启动：{path}中没有令牌。请大厅负责人用 mumian queue name-agent 取得，并存入该文件。",
    "Nothing was started: there is no token in {path}. The hall's manager gets one by mumian queue name-agent; keep it there.",
)
OTHER_HALL: Final = Text(
    "未启动：这里的记录属于{hall}大厅。请另用文件夹。",
    "Nothing was started: the journal here is of the hall {hall}. Use another folder.",
)
