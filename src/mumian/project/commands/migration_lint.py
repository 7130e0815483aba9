"""Whether the migrations are complete, apply to an empty database, and do nothing that would stop a running office.

All are applied to a database of its own, and the SQL that they really ran is given to squawk. Those of a release, which offices
have behind them, stand in `released_migrations.txt` and are not judged again.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from psycopg import sql

from mumian.project.database.address import Address
from mumian.project.database.logins import grant_statements, run_all
from mumian.project.environment import ROOT

RELEASED = Path(__file__).with_name("released_migrations.txt")
Statements = dict[tuple[str, str], list[str]]


def main() -> int:
    """0 when nothing was found. Needs an owner's DATABASE_URL that may create databases."""
    owner = Address.parse(os.environ["DATABASE_URL"])
    scratch = owner.with_name(f"mumian_lint_{os.getpid()}")
    name = sql.Identifier(scratch.name)
    with owner.connect() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            with scratch.connect() as empty:
                run_all(empty, list(grant_statements(empty)))
            os.environ |= {"DATABASE_URL": scratch.url, "DJANGO_SETTINGS_MODULE": "mumian.project.settings"}
            django.setup()
            found = [_missing(), _squawk(_applied())]
            connections.close_all()
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    return max(found)


def _missing() -> int:
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, interactive=False, stdout=io.StringIO())
    except (SystemExit, CommandError):
        sys.stdout.write("A model has changed without a migration: ./mumian manage makemigrations\n")
        return 1
    return 0


def _applied() -> Statements:
    """Apply everything; our own packages' statements by (package, migration)."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    executor.loader.check_consistent_history(connection)
    executor.recorder.ensure_schema()
    state = ProjectState(real_apps=executor.loader.unmigrated_apps)
    ran: Statements = {}
    for migration, _ in plan:
        statements: list[str] = []
        with connection.execute_wrapper(_keeping(statements)):
            state = executor.apply_migration(state, migration)
        if type(migration).__module__.startswith("mumian."):
            ran[migration.app_label, migration.name] = statements
    return ran


def _keeping(statements: list[str]) -> Callable[..., Any]:
    def keep(execute: Callable[..., Any], statement: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(statement)
        if not params and not text.startswith(("SELECT", "SAVEPOINT", "RELEASE")):
            statements.append(text.rstrip().rstrip(";") + ";")
        return execute(statement, params, many, context)

    return keep


def _squawk(ran: Statements) -> int:
    """Lint what no office has run yet, as one script: a table that it makes is empty while it runs."""
    released = set(RELEASED.read_text().split())
    script = [
        f"-- {package} {name}\n" + "\n".join(statements)
        for (package, name), statements in ran.items()
        if f"{package}.{name}" not in released
    ]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "unreleased.sql").write_text("\n\n".join(script) + "\n")
        squawk = str(Path(sys.executable).parent / "squawk")
        options = ["--reporter", "gcc", "--config", str(ROOT / ".squawk.toml"), "--assume-in-transaction"]
        command = [squawk, *options, "unreleased.sql"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603  # a tool of the checks
    if done.returncode != 0:
        sys.stdout.write(done.stdout + done.stderr)
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
