"""`mumian demo` and `mumian serve`: open a house and keep it open until somebody asks to stop."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import get_args

from mumian.foundation.clock import SystemClock, ahead, local
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.commands.pages import accounts_table, pages_table
from mumian.project.database.cluster import Cluster
from mumian.project.database.embedded import EmbeddedDatabase
from mumian.project.demo_clock import hour, keep_time, put_ahead, put_right
from mumian.project.environment import City, Environment
from mumian.project.preparation import prepare_in_a_process
from mumian.project.processes.instance import Instance, Running
from mumian.project.processes.marks import Mark
from mumian.project.processes.ports import check_port, free_port, is_free
from mumian.project.processes.supervisor import StopAsked, Supervisor, listening, say
from mumian.project.processes.table import processes
from mumian.project.secret import make_secret_key


class NotOursToWipe(Refusal):
    """`--fresh` was asked of a database that somebody else runs."""


def demo(arguments: list[str]) -> int:
    """Set up whatever is missing and open an office full of invented people."""
    parser = argparse.ArgumentParser(prog="mumian demo", description="Open an office full of invented people on this machine.")
    parser.add_argument("--port", type=int, help="the port of the pages (8000)")
    parser.add_argument("--city", choices=get_args(City), help="lively (the default), history without new visitors, or still")
    parser.add_argument("--at", metavar="HH:MM", help="let the clock begin at this hour of a working day, such as 10:00")
    parser.add_argument("--fresh", action="store_true", help="throw this data folder's database away first")
    options = parser.parse_args(arguments)
    if options.city is not None:
        os.environ["MUMIAN_CITY"] = options.city
    environment = _environment(profile="demo", port=options.port)
    if options.fresh and environment.database_url is not None:
        raise NotOursToWipe(
            Text(
                zh="没有清空：--fresh 只清空自带的数据库，不动 DATABASE_URL 指定的数据库。",
                en="Nothing was wiped: --fresh only wipes the database of our own, never the one that DATABASE_URL names.",
            )
        )
    return open_house(environment, fresh=options.fresh, at=hour(options.at) if options.at else None)


def serve(arguments: list[str]) -> int:
    """Open an office for real, or run one of its processes in the foreground for a service manager."""
    parser = argparse.ArgumentParser(prog="mumian serve", description="Run the office, or one of its processes.")
    parser.add_argument("process", nargs="?", help="only this process, without a supervisor: web, live, worker, lists or sealer")
    parser.add_argument("--host", help="the address to listen on (127.0.0.1); 0.0.0.0 for all")
    parser.add_argument("--port", type=int, help="the port of the pages (8000)")
    options = parser.parse_args(arguments)
    environment = _environment(profile="office", port=options.port, host=options.host)
    if options.process is None:
        return open_house(environment)
    found = {process.name: process for process in processes(environment)}.get(options.process)
    if found is None:
        parser.error(f"no {options.process}; there are {', '.join(one.name for one in processes(environment))}")
    return os.execve(found.command[0], found.command, found.environment(environment))  # noqa: S606  # becomes the process


def _environment(*, profile: str, port: int | None = None, host: str | None = None) -> Environment:
    """The environment's settings, where the command line does not say otherwise."""
    given = {"MUMIAN_PORT": port, "MUMIAN_HOST": host}
    os.environ.update({name: str(value) for name, value in given.items() if value is not None})
    os.environ.setdefault("MUMIAN_PROFILE", profile)
    return Environment.read()


def with_live_port(environment: Environment) -> Environment:
    """Live updates go beside the pages; where that port is taken and nobody has named one, any free port does."""
    if "MUMIAN_LIVE_PORT" in os.environ or is_free(environment.host, environment.live_port):
        return environment
    return replace(environment, live_port=free_port(environment.host))


def open_house(environment: Environment, *, fresh: bool = False, at: time | None = None) -> int:
    """Start all, say `ready`, watch, and stop all when asked. Raises the refusals of its steps, after stopping everything.

    `at` is the hour at which the clock of a demonstration begins; without it the clock goes on as this data folder has it.
    """
    environment = with_live_port(environment)
    instance = Instance(environment.var)
    me = Mark.of(os.getpid())
    if me is None:
        raise AssertionError("this process lives")
    running = Running(
        command="demo" if environment.profile == "demo" else "serve",
        url=url_of(environment),
        database="embedded" if environment.database_url is None else "DATABASE_URL",
        supervisor=me,
    )
    with listening(), _until_stop(), instance.owned():
        found = instance.end_leftovers()
        if found:
            say(f"已结束上次留下的 {found} 个进程 / ended {found} processes that an earlier start left behind")
        check_port(environment.host, environment.port)
        check_port(environment.host, environment.live_port)
        _wind_clock(environment, fresh=fresh, at=at)
        supervisor = Supervisor(environment=environment, instance=instance, running=running)
        try:
            _open(environment, supervisor, fresh=fresh)
            supervisor.watch()
        finally:
            supervisor.stop()
    return 0


def _wind_clock(environment: Environment, *, fresh: bool, at: time | None) -> None:
    """Before any process of the house looks at it."""
    if environment.profile != "demo":
        return
    if fresh:
        put_right(environment.var)
    if at is not None:
        put_ahead(environment.var, at, now=datetime.now(UTC))
    keep_time(environment)
    if ahead():
        begins = f"{local(SystemClock().now()):%Y-%m-%d %H:%M}"
        say(
            f"演示时钟从 {begins} 走起；--fresh 恢复为本机时间 / "
            f"the clock of the demonstration begins at {begins}; --fresh puts it right"
        )


def _open(environment: Environment, supervisor: Supervisor, *, fresh: bool) -> None:
    make_secret_key(environment)
    if environment.database_url is None:
        open_embedded(EmbeddedDatabase(environment.var), supervisor, fresh=fresh)
    prepare_in_a_process(environment, demo=environment.profile == "demo")
    start_processes(environment, supervisor)
    supervisor.say_ready()
    sys.stdout.write(f"ready {url_of(environment)}\n")
    if environment.profile == "demo":
        sys.stdout.write(accounts_table(environment))
        sys.stdout.write(pages_table(url_of(environment)))
    sys.stdout.flush()
    wake_the_city(environment, supervisor)


def start_processes(environment: Environment, supervisor: Supervisor) -> None:
    """The pages first: worker and sealer would take the processor from them while somebody waits for the first page."""
    every = processes(environment)
    supervisor.start([one for one in every if one.name == "web"])
    supervisor.wait_until_healthy()
    supervisor.start([one for one in every if one.name not in {"web", "city"}])


def wake_the_city(environment: Environment, supervisor: Supervisor) -> None:
    """Last of all, when everybody can be served: people come, and those of the last thirty days have come."""
    city = [one for one in processes(environment) if one.name == "city"]
    supervisor.start(city)
    if city:
        say(
            "后台正在补演近三十天的业务，页面上可以看到进度；MUMIAN_CITY=still 可关闭 / "
            "the last thirty days are played in the background, pages say how far it is; MUMIAN_CITY=still keeps the city still"
        )


def open_embedded(database: EmbeddedDatabase, supervisor: Supervisor, *, fresh: bool) -> None:
    """Make our own server where there is none yet, and start it."""
    if fresh and database.home is not None:
        say("清空本文件夹的数据库 / wiping the database of this data folder")
        database.cluster().stop()
        database.remove()
    cluster: Cluster = database.cluster()
    if not cluster.exists:
        say("建立数据库 / making the database")
        cluster.make()
    supervisor.start_database(cluster)
    if not database.is_prepared():
        database.prepare(cluster)


def url_of(environment: Environment) -> str:
    """The address to open in a browser. On this machine `localhost`, since passkeys refuse 127.0.0.1."""
    host = "localhost" if environment.host in {"127.0.0.1", "0.0.0.0", "::1", "::"} else environment.host  # noqa: S104  # compared
    return f"http://{host}:{environment.port}"


@contextmanager
def _until_stop() -> Iterator[None]:
    try:
        yield
    except StopAsked:
        say("已停止 / stopped")
