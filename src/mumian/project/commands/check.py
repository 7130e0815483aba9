"""`mumian check`: all that can be known without running the tests. One line for each check; whatever fails, all are done."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mumian.foundation.words import Text
from mumian.project.database.location import address_for
from mumian.project.database.serving import database_serving
from mumian.project.environment import ROOT, Environment

TOOLS = Path(sys.executable).parent
SHOWN = 60  # lines of a failed check


@dataclass(frozen=True)
class Check:
    """A program that finds fault or does not. `needs` is a file without which it cannot run; `database` asks for a server."""

    name: str
    what: Text
    command: tuple[str, ...]
    needs: Path | None = None
    database: bool = False

    @property
    def is_missing(self) -> bool:
        return self.needs is not None and not self.needs.exists()


def checks() -> list[Check]:
    """All checks, the quick ones first."""
    python = (sys.executable, "-P", "-m")
    mumian = (*python, "mumian")
    return [
        Check("format", Text("代码格式", "layout of the code"), (_tool("ruff"), "format", "--check", "."), TOOLS / "ruff"),
        Check("lint", Text("代码质量", "faults a linter knows"), (_tool("ruff"), "check", "."), TOOLS / "ruff"),
        Check("floors", Text("分层约定", "imports keep to the floors"), (_tool("lint-imports"),), TOOLS / "lint-imports"),
        Check("messages", Text("界面语言完整", "both languages complete"), (*mumian, "messages", "check")),
        Check(
            "rulebook", Text("规则手册", "the rulebook agrees with itself"), (*mumian, "rulebook", "check", "rulebooks/guangzhou")
        ),
        Check("settings", Text("Django 设置", "Django's own checks"), (*mumian, "manage", "check", "--fail-level", "WARNING")),
        Check(
            "migrations",
            Text("数据库迁移", "migrations are complete and safe"),
            (*python, "mumian.project.commands.migration_lint"),
            TOOLS / "squawk",
            database=True,
        ),
        Check("types", Text("类型", "types"), (_tool("mypy"),), TOOLS / "mypy"),
    ]


def run(arguments: list[str]) -> int:
    """Run all checks, or those named. 1 when one found fault, or, where CI=true, when a tool is missing."""
    known = checks()
    parser = argparse.ArgumentParser(prog="mumian check", description="Run all checks, or those named.")
    parser.add_argument("name", nargs="*", help=", ".join(check.name for check in known))
    options = parser.parse_args(arguments)
    strangers = sorted(set(options.name) - {check.name for check in known})
    if strangers:
        parser.error(f"no check {', '.join(strangers)}; there are {', '.join(check.name for check in known)}")
    chosen = [check for check in known if not options.name or check.name in options.name]
    failed = [check.name for check in chosen if not _passes(check)]
    if failed:
        sys.stdout.write(f"\n未通过 / failed: {', '.join(failed)}\n")
    return 1 if failed else 0


def _passes(check: Check) -> bool:
    if check.is_missing:
        must = os.environ.get("CI") == "true"
        _line(check, "缺少工具 missing tool" if must else "跳过 skipped: missing tool", 0.0)
        return not must
    began = time.monotonic()
    done = _run(check)
    took = time.monotonic() - began
    _line(check, "ok" if done.returncode == 0 else "失败 FAILED", took)
    if done.returncode != 0:
        lines = (done.stdout + done.stderr).strip().splitlines()
        sys.stdout.write("".join(f"    {line}\n" for line in lines[-SHOWN:]))
    sys.stdout.flush()
    return done.returncode == 0


def _run(check: Check) -> subprocess.CompletedProcess[str]:
    surroundings: Mapping[str, str] = {**os.environ, "MUMIAN_PROFILE": "test", "NO_COLOR": "1"}
    if not check.database:
        return _completed(check, surroundings)
    # Not the house's own server: a check must not depend on what an office holds, nor stop while it is open.
    environment = replace(Environment.read(), var=Environment.read().var / "check")
    with database_serving(environment):
        owner = address_for(environment, "owner").url
        return _completed(check, {**surroundings, "DATABASE_URL": owner, "MUMIAN_DB_ROLE": "owner"})


def _completed(check: Check, surroundings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # the programs of the table above
        check.command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def _line(check: Check, result: str, took: float) -> None:
    sys.stdout.write(f"{check.name:<12} {took:6.1f} s  {result:<10} {check.what.zh} / {check.what.en}\n")


def _tool(name: str) -> str:
    return str(TOOLS / name)
