"""Brings a database up to date: migrations, rulebook and, for a demonstration, an invented city. What is done is not done again.

It runs in a process of its own, so that the supervisor stays small.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import psycopg

from mumian.foundation.clock import SystemClock, local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.database.location import address_for, passwords
from mumian.project.database.logins import (
    DUTIES,
    OWNER,
    grant_statements,
    library_grant_statements,
    make_logins,
    may_create_roles,
    run_all,
)
from mumian.project.database.state import done, fingerprint, fingerprint_of, record
from mumian.project.environment import ROOT, Environment
from mumian.project.processes.lifeline import die_with_parent
from mumian.project.processes.supervisor import say

RULEBOOK = ROOT / "rulebooks" / "guangzhou"
CITY = "mumian.simulation.city"
STATIC_SOURCES = ("src/mumian/web/*/static/**/*", "src/mumian/locale/**/*.po", "requirements.txt")
COMPILED_MESSAGES = ROOT / "src/mumian/locale/zh_Hans/LC_MESSAGES/django.mo"


class NotPrepared(Refusal):
    """The database could not be brought up to date."""


class DatabaseAway(Refusal):
    """The server that `DATABASE_URL` names does not let us in."""


class LoginsMissing(Refusal):
    """The logins of the duties are not there, and we may not make them."""


def parts(*, demo: bool) -> list[str]:
    """The parts that this house has; a part without a program yet is left out."""
    has_rulebook = (RULEBOOK / "rulebook.yaml").exists() and find_spec("mumian.catalogue.services") is not None
    return ["migrations", *(["rulebook"] if has_rulebook else []), *(["city"] if demo and find_spec(CITY) else [])]


def unfinished(environment: Environment, *, demo: bool) -> list[str]:
    """The parts that have to be done, in their order. Raises DatabaseAway."""
    with _owner(environment) as connection:
        finished = done(connection)
    late = [part for part in parts(demo=demo) if finished.get(part) != fingerprint(part)]
    if not _static_is_gathered(environment):
        late.append("static")
    if demo and "city" in parts(demo=demo) and "city" not in late and not accounts_file(environment).exists():
        late.append("accounts")
    return late


def prepare_in_a_process(environment: Environment, *, demo: bool) -> None:
    """Do what is unfinished. Raises NotPrepared when a step failed; it has said why."""
    ensure_logins(environment)
    if not unfinished(environment, demo=demo):
        return
    command = [sys.executable, "-P", "-m", "mumian", "db", "migrate", *(["--demo"] if demo else [])]
    surroundings = {**os.environ, "MUMIAN_VAR": str(environment.var), "MUMIAN_PROFILE": environment.profile}
    # its answers are our progress: standard output belongs to `ready`
    child = subprocess.Popen(  # noqa: S603  # ourselves
        command,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # the supervisor has one thread
    )
    try:
        code = child.wait()
    except BaseException:
        child.terminate()
        child.wait()
        raise
    if code != 0:
        raise NotPrepared(
            Text(
                zh="数据库没有准备好，已全部停止；原因见上，改正后再运行。",
                en="The database was not made ready and all was stopped; the reason stands above, the next start goes on there.",
            )
        )


def prepare(environment: Environment, *, demo: bool) -> None:
    """Do what is unfinished, in this process, which must sign in as the owner and have Django set up."""
    steps: dict[str, Callable[[], None]] = {
        "migrations": lambda: _migrate(environment),
        "rulebook": _load_rulebook,
        "city": lambda: _found_city(environment),
        "accounts": lambda: _write_accounts(environment),
        "static": lambda: _gather_static(environment),
    }
    names = {
        "migrations": "建立数据表 / making the tables",
        "rulebook": "装入规则手册 / loading the rulebook",
        "city": "建立虚构的城市 / founding the invented city",
        "accounts": "列出演示账户 / listing the demo accounts",
        "static": "收集页面文件 / gathering the files of the pages",
    }
    late = unfinished(environment, demo=demo)
    for number, part in enumerate(late, start=1):
        with _timed(f"[{number}/{len(late)}] {names[part]}"):
            steps[part]()
            if part in {"migrations", "rulebook", "city"}:
                with _owner(environment) as connection:
                    record(connection, part)


def _migrate(environment: Environment) -> None:
    from django.core.management import call_command  # noqa: PLC0415  # Django is set up only in the process that prepares

    call_command("migrate", verbosity=0, interactive=False)
    with _owner(environment) as connection:
        run_all(connection, [*grant_statements(connection), *library_grant_statements(connection)])


def _load_rulebook() -> None:
    from mumian.catalogue.commands import main  # noqa: PLC0415  # as above

    if main(["rulebook", "load", str(RULEBOOK)]) != 0:
        raise NotPrepared(
            Text(
                zh="规则手册没有装入；请先运行 ./mumian rulebook check。",
                en="The rulebook was not loaded; run ./mumian rulebook check.",
            )
        )


def _found_city(environment: Environment) -> None:
    from mumian.project.wiring import join  # noqa: PLC0415  # as above
    from mumian.simulation import city  # noqa: PLC0415  # as above

    join()
    city.found_city(at=SystemClock().now(), progress=lambda step: say(f"      {step}"))
    say("      装入虚构的核查名单 / loading invented reference lists")
    city.keep_lists(at=SystemClock().now())
    city.open_unit_desk(at=SystemClock().now())
    say("      空白证件入库，设置证件架 / receiving blanks, setting up shelves")
    city.keep_stock(at=SystemClock().now() - city.STOCKED_BEFORE)
    say("      办理首批案件 / taking the first cases through the house")
    if city.first_cases(at=SystemClock().now()):
        city.work_on_matches(at=SystemClock().now())
    _write_accounts(environment)


def _write_accounts(environment: Environment) -> None:
    from mumian.simulation import city  # noqa: PLC0415  # as above

    accounts = (*city.demo_accounts(on=local_date(SystemClock().now())), city.UNIT_ACCOUNT)
    rows = [asdict(account) for account in accounts]
    file = accounts_file(environment)
    file.write_text(json.dumps(rows, ensure_ascii=False, default=str, indent=1))


def _gather_static(environment: Environment) -> None:
    from django.core.management import call_command  # noqa: PLC0415  # as above

    from mumian.project.messages import compile_catalogue  # noqa: PLC0415  # Babel is slow to load and not needed otherwise

    compile_catalogue()
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, stdout=io.StringIO())
    (environment.var / "static" / "fingerprint").write_text(_static_fingerprint())


def _static_is_gathered(environment: Environment) -> bool:
    try:
        gathered = (environment.var / "static" / "fingerprint").read_text() == _static_fingerprint()
        return gathered and COMPILED_MESSAGES.exists()
    except OSError:
        return False


def _static_fingerprint() -> str:
    return fingerprint_of(path for pattern in STATIC_SOURCES for path in ROOT.glob(pattern))


def accounts_file(environment: Environment) -> Path:
    """Where the demo accounts are kept for the table that a start prints."""
    return environment.var / "demo_accounts.json"


def ensure_logins(environment: Environment) -> None:
    """See to it that web and worker can sign in; make the logins where we may. Raises DatabaseAway or LoginsMissing."""
    with _owner(environment) as connection:
        if all(_signs_in(environment, role) for role in DUTIES):
            return
        allowed = may_create_roles(connection)
    if not allowed:
        raise LoginsMissing(
            Text(
                zh="数据库中缺少各岗位的登录名，而 DATABASE_URL 的用户无权建立；"
                "请运行 ./mumian db roles，把打印的 SQL 交给数据库管理员执行。",
                en="The logins of the duties are missing and the user of DATABASE_URL may not make them; "
                "run ./mumian db roles and give the SQL that it prints to the administrator of the database.",
            )
        )
    make_logins(address_for(environment, OWNER), passwords(environment))
    with _owner(environment) as connection:
        run_all(connection, [*grant_statements(connection), *library_grant_statements(connection)])


def _signs_in(environment: Environment, role: str) -> bool:
    try:
        address_for(environment, role).connect().close()
    except psycopg.Error:
        return False
    return True


@contextmanager
def _owner(environment: Environment) -> Iterator[psycopg.Connection]:
    address = address_for(environment, OWNER)
    try:
        connection = address.connect()
    except psycopg.OperationalError as fault:
        raise DatabaseAway(
            Text(
                zh=f"数据库没有应答（{address.said}），没有启动；请检查它是否运行、地址与密码是否正确。",
                en=f"The database did not answer ({address.said}), so nothing was started; see that it runs and that address and "
                "password are right.",
            )
        ) from fault
    with connection:
        yield connection


@contextmanager
def _timed(sentence: str) -> Iterator[None]:
    say(f"{sentence} …")
    began = time.monotonic()
    yield
    say(f"{sentence}: {time.monotonic() - began:.1f} s")
