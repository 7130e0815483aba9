"""`mumian db …`: the logins, the tables, and backups of the database."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.database.backup import back_up, restore
from mumian.project.database.binaries import find_binaries
from mumian.project.database.location import address_for, passwords
from mumian.project.database.logins import (
    DUTIES,
    OWNER,
    grant_statements,
    library_grant_statements,
    login_statements,
    may_create_roles,
    run_all,
)
from mumian.project.database.serving import database_serving
from mumian.project.environment import Environment
from mumian.project.processes.instance import Instance
from mumian.project.secret import make_secret_key


class HouseIsOpen(Refusal):
    """A backup cannot be restored under people who work."""


def run(arguments: list[str]) -> int:
    """Run one of the four."""
    parser = argparse.ArgumentParser(prog="mumian db", description="Look after the database.")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("roles", help="make the logins of the duties, or print the SQL for the administrator of the server")
    migrating = acts.add_parser("migrate", help="bring tables and rulebook up to date")
    migrating.add_argument("--demo", action="store_true", help="found the invented city too")
    for act, text in (("backup", "write the whole database to a file"), ("restore", "replace the whole database by a backup")):
        acts.add_parser(act, help=text).add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    environment = Environment.read()
    with database_serving(environment):
        if options.act == "roles":
            return _roles(environment)
        if options.act == "migrate":
            return _migrate(environment, demo=options.demo)
        if options.act == "backup":
            back_up(find_binaries(), address_for(environment, OWNER), options.file)
            sys.stdout.write(f"已备份到 / backed up to {options.file} ({options.file.stat().st_size / 1e6:.1f} MB)\n")
            return 0
        return _restore(environment, options.file)


def _roles(environment: Environment) -> int:
    with address_for(environment, OWNER).connect() as connection:
        statements = list(login_statements(connection, passwords(environment), DUTIES))
        grants = [*grant_statements(connection), *library_grant_statements(connection)]
        allowed = environment.database_url is None or may_create_roles(connection)
        if allowed and environment.database_url is not None:
            run_all(connection, statements)
        if allowed:
            run_all(connection, grants)
            sys.stdout.write(f"登录名已就绪 / the logins are ready: {', '.join(DUTIES)}\n")
            return 0
    sys.stdout.write("".join(f"{statement};\n" for statement in statements))
    sys.stderr.write(
        "DATABASE_URL 的用户无权建立登录名；请把以上 SQL 交给数据库管理员执行，然后再运行一次 ./mumian db migrate。\n"
        "The user of DATABASE_URL may not make logins; give the SQL above to the administrator of the database, then run "
        "./mumian db migrate.\n"
    )
    return 1


def _migrate(environment: Environment, *, demo: bool) -> int:
    make_secret_key(environment)  # the units of a service manager start processes, and those only read it
    os.environ["MUMIAN_DB_ROLE"] = OWNER
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mumian.project.settings")
    import django  # noqa: PLC0415  # after the role is chosen

    from mumian.project.preparation import ensure_logins, prepare  # noqa: PLC0415  # as above

    django.setup()
    ensure_logins(environment)
    prepare(environment, demo=demo)
    return 0


def _restore(environment: Environment, file: Path) -> int:
    running = Instance(environment.var).running()
    if (
        running is not None
        and Instance(environment.var).is_owned
        and running.supervisor.is_alive
        and running.supervisor.pid != os.getpid()
    ):
        raise HouseIsOpen(
            Text(
                zh=f"没有恢复：木棉正在运行（{running.url}）；请先 ./mumian stop。",
                en=f"Nothing was restored: Mumian is running ({running.url}); stop it first with ./mumian stop.",
            )
        )
    restore(find_binaries(), address_for(environment, OWNER), file)
    with address_for(environment, OWNER).connect() as connection:
        run_all(connection, [*grant_statements(connection), *library_grant_statements(connection)])
    sys.stdout.write(f"已恢复 / restored from {file}\n")
    return 0
