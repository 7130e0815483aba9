"""A database of its own for a town of the tests: a copy with the rulebook, dropped afterwards."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import connections
from psycopg import sql

from mumian.project.database.logins import grant_statements, library_grant_statements, login_name, run_all
from mumian.simulation.driving import Clockwork, lived
from mumian.simulation.running import Orders, Town
from mumian.simulation.summing import Summary
from tests.support.databases import WITH_RULEBOOK, TestDatabases
from tests.support.joined import everything_joined

SignIn = Callable[[str], None]
DAY = date(2005, 9, 30)


@contextmanager
def ground(databases: TestDatabases) -> Iterator[SignIn]:
    """A copy in which a town may live; Django is led back to where it was afterwards."""
    connection = connections["default"]
    before = {key: connection.settings_dict[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
    name = f"mumian_copy_{os.getpid()}_{uuid.uuid4().hex[:6]}_town"
    template = databases.copy(WITH_RULEBOOK)
    connection.close()
    with databases.owner.connect() as server:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        server.execute(made)
    owner = databases.owner.with_name(name)
    with owner.connect() as ours:
        run_all(ours, [*grant_statements(ours), *library_grant_statements(ours)])

    def sign_in(role: str) -> None:
        connection.close()
        login = (owner if role == "owner" else owner.as_user(login_name(role), databases.passwords.get(role) or "")).django()
        connection.settings_dict.update({key: login[key] for key in before})

    try:
        with everything_joined():
            sign_in("owner")
            yield sign_in
    finally:
        connection.close()
        connection.settings_dict.update(before)
        with databases.owner.connect() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def town(databases: TestDatabases, orders: Orders, *, seed: int = 1, processes: int = 2, folder: Path) -> tuple[Summary, Town]:
    """Let a town live in a copy of its own."""
    with ground(databases) as sign_in:
        how = Clockwork(processes=processes, sign_in=sign_in if processes else None, sealing_key=folder / "sealing.key")
        return lived(orders, seed=seed, how=how)
