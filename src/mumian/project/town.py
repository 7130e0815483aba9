"""A database of its own for an invented town: beside the house, thrown away afterwards, never the one in which people work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from psycopg import sql

from mumian.project.database.address import Address
from mumian.project.database.embedded import NAME, EmbeddedDatabase
from mumian.project.database.logins import OWNER, grant_statements, library_grant_statements, login_name, run_all
from mumian.project.environment import Environment
from mumian.project.preparation import prepare_in_a_process
from mumian.project.processes.instance import Instance
from mumian.project.secret import make_secret_key

SignIn = Callable[[str], None]


def folder_of(environment: Environment) -> Path:
    """Where the server of towns lives."""
    return environment.var / "simulation"


@contextmanager
def town_database(environment: Environment) -> Iterator[SignIn]:
    """A fresh copy of a database with tables and rulebook; the block learns how a process signs in to it as a role.

    The server is one of our own under the data folder. It does not wait for the disk, as nothing in it is worth keeping. Inside
    the block Django is set up and signed in as the owner. Raises OwnedByAnother while another town lives there.
    """
    mine = replace(environment, var=folder_of(environment), database_url=None, profile="demo")
    database = EmbeddedDatabase(mine.var, careless=True)
    with Instance(mine.var).owned():
        cluster = database.cluster()
        cluster.make()
        cluster.start()
        try:
            if not database.is_prepared():
                database.prepare(cluster)
            os.environ |= {"MUMIAN_VAR": str(mine.var), "MUMIAN_PROFILE": mine.profile}
            os.environ.pop("DATABASE_URL", None)
            make_secret_key(mine)
            prepare_in_a_process(mine, demo=False)
            name = f"mumian_town_{os.getpid()}"
            owner = _copied(database, cluster.address, name)
            try:
                yield _led_to(owner, database)
            finally:
                _signed_out()
                with cluster.address.connect() as server:
                    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        finally:
            cluster.stop()


def _copied(database: EmbeddedDatabase, superuser: Address, name: str) -> Address:
    """A copy with the grants of the house; answers where its owner signs in."""
    with superuser.connect() as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(NAME), sql.Identifier(login_name(OWNER))
            )
        )
    owner = database.address(OWNER).with_name(name)
    with owner.connect() as connection:
        run_all(connection, [*grant_statements(connection), *library_grant_statements(connection)])
    return owner


def _led_to(owner: Address, database: EmbeddedDatabase) -> SignIn:
    os.environ |= {"DATABASE_URL": owner.url, "MUMIAN_DB_ROLE": OWNER, "DJANGO_SETTINGS_MODULE": "mumian.project.settings"}
    import django  # noqa: PLC0415  # after the surroundings are set

    django.setup()
    from django.db import connection  # noqa: PLC0415  # as above

    from mumian.project.wiring import join  # noqa: PLC0415  # as above

    join()

    def sign_in(role: str) -> None:
        connection.close()
        as_role = owner if role == OWNER else owner.as_user(login_name(role), database.passwords.get(role) or "")
        login = as_role.django()
        connection.settings_dict.update({key: login[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")})

    return sign_in


def _signed_out() -> None:
    from django.db import connections  # noqa: PLC0415  # Django is set up by now

    connections.close_all()
