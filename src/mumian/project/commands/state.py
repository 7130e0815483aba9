"""`mumian status` and `mumian stop`: what runs in this data folder, and its end."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from typing import Any

import psutil
import psycopg

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.commands.pages import table
from mumian.project.database.embedded import EmbeddedDatabase
from mumian.project.database.location import address_for
from mumian.project.environment import Environment
from mumian.project.processes.instance import Instance, Running
from mumian.project.processes.marks import Mark, members

STOPPED = 3  # as service managers say it
STOPS_WITHIN = 60.0


class DidNotStop(Refusal):
    """The supervisor did not end in time."""


def status(arguments: list[str]) -> int:
    """What runs here. The exit code is 0 while it runs and 3 while it does not."""
    parser = argparse.ArgumentParser(prog="mumian status", description="Say what runs in this data folder.")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    options = parser.parse_args(arguments)
    environment = Environment.read()
    found = state(environment)
    sys.stdout.write(json.dumps(found) + "\n" if options.json else _said(found))
    return 0 if found["running"] else STOPPED


def state(environment: Environment) -> dict[str, Any]:
    """Everything that `status` says, as plain values. Memory is in MB; `pss` counts shared pages once."""
    instance = Instance(environment.var)
    running = instance.running()
    if running is None or not instance.is_owned:
        return {"running": False, "var": str(environment.var), "leftovers": len(instance.leftovers())}
    rows = [_process(name, mark) for name, mark in _marks(running)]
    return {
        "running": True,
        "ready": running.ready,
        "command": running.command,
        "url": running.url,
        "var": str(environment.var),
        "database": {"where": running.database, "version": _database_version(environment)},
        "processes": rows,
        "rss_mb": round(sum(row["rss_mb"] for row in rows), 1),
        "pss_mb": round(sum(row["pss_mb"] for row in rows), 1),
    }


def _marks(running: Running) -> list[tuple[str, Mark]]:
    return [("supervisor", running.supervisor), *running.children.items()]


def _process(name: str, mark: Mark) -> dict[str, Any]:
    group = members(mark) if name != "supervisor" else [mark]
    if name == "database":
        group = _with_descendants(mark)
    living = [process for one in group if (process := one.process()) is not None]
    rss, pss = 0, 0
    for process in living:
        try:
            rss += process.memory_info().rss
            pss += getattr(process.memory_full_info(), "pss", process.memory_info().rss)
        except psutil.Error:
            continue
    return {
        "name": name,
        "pid": mark.pid,
        "alive": mark.is_alive,
        "count": len(living),
        "rss_mb": round(rss / 1e6, 1),
        "pss_mb": round(pss / 1e6, 1),
    }


def _with_descendants(mark: Mark) -> list[Mark]:
    """PostgreSQL gives each of its own processes a group, so they are found as its children."""
    process = mark.process()
    if process is None:
        return []
    found = [Mark.of(child.pid) for child in process.children(recursive=True)]
    return [mark, *(one for one in found if one is not None)]


def _database_version(environment: Environment) -> str | None:
    try:
        with address_for(environment, "reader").connect(seconds=2) as connection:
            row = connection.execute("SHOW server_version").fetchone()
            return str(row[0]) if row else None
    except psycopg.Error:
        return None


def _said(found: dict[str, Any]) -> str:
    if not found["running"]:
        left = found["leftovers"]
        more = (
            f"；上次留下 {left} 个进程 / {left} processes of an earlier start are left; ./mumian stop ends them" if left else ""
        )
        return f"没有运行 / stopped ({found['var']}){more}\n"
    database = found["database"]
    lines = [
        f"{'运行中 / running' if found['ready'] else '正在启动 / starting'}: {found['url']}",
        f"数据文件夹 / data folder: {found['var']}",
        f"数据库 / database: PostgreSQL {database['version']} ({database['where']})",
        f"内存 / memory: {found['pss_mb']} MB ({found['rss_mb']} MB with shared pages counted again in each process)",
    ]
    rows = [
        (row["name"], str(row["pid"]), "yes" if row["alive"] else "no", str(row["count"]), f"{row['pss_mb']}", f"{row['rss_mb']}")
        for row in found["processes"]
    ]
    return "\n".join(lines) + "\n" + table(("process", "pid", "alive", "processes", "PSS MB", "RSS MB"), rows)


def stop(arguments: list[str]) -> int:
    """End what runs here, also what an earlier start left behind. Nothing to end is fine too."""
    argparse.ArgumentParser(prog="mumian stop", description="Stop what runs in this data folder.").parse_args(arguments)
    environment = Environment.read()
    instance = Instance(environment.var)
    running = instance.running()
    if instance.is_owned and running is not None and running.supervisor.is_alive:
        os.kill(running.supervisor.pid, signal.SIGTERM)
        if not instance.wait_until_free(STOPS_WITHIN):
            raise DidNotStop(
                Text(
                    zh=f"进程 {running.supervisor.pid} 在 {STOPS_WITHIN:g} 秒内没有结束；请查看 {environment.var / 'log'}。",
                    en=f"Process {running.supervisor.pid} did not end within {STOPS_WITHIN:g} seconds; "
                    f"look into {environment.var / 'log'}.",
                )
            )
        sys.stdout.write("已停止 / stopped\n")
        return 0
    left = instance.end_leftovers() + _end_database(environment)
    sys.stdout.write(
        "没有在运行 / nothing was running\n" if not left else f"已结束 {left} 个遗留进程 / ended {left} left-over processes\n"
    )
    return 0


def _end_database(environment: Environment) -> int:
    database = EmbeddedDatabase(environment.var)
    if database.home is None:
        return 0
    cluster = database.cluster()
    if not cluster.exists or not cluster.answers():
        return 0
    cluster.stop()
    return 1
