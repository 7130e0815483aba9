"""For a single command: have the database answer, whether or not the house is open."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from mumian.project.database.embedded import EmbeddedDatabase
from mumian.project.environment import Environment
from mumian.project.processes.instance import Instance, OwnedByAnother

OTHERS_START_FOR = 20.0  # seconds that we wait for a house that is just starting


@contextmanager
def database_serving(environment: Environment) -> Iterator[None]:
    """Our own server answers inside the block: the open house's, else one that is started for the block and stopped after it.

    With `DATABASE_URL` there is nothing to do. Raises OwnedByAnother when a house holds the folder but its database is silent.
    """
    database = EmbeddedDatabase(environment.var)
    if environment.database_url is not None or _answers(database):
        yield
        return
    try:
        with Instance(environment.var).owned():
            cluster = database.cluster()
            cluster.make()
            cluster.start()
            try:
                if not database.is_prepared():
                    database.prepare(cluster)
                yield
            finally:
                cluster.stop()
    except OwnedByAnother:
        if not _answers_within(database, OTHERS_START_FOR):
            raise
        yield


def _answers(database: EmbeddedDatabase) -> bool:
    try:
        database.address("reader").connect(seconds=2).close()
    except psycopg.Error:
        return False
    return True


def _answers_within(database: EmbeddedDatabase, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if _answers(database):
            return True
        time.sleep(0.1)
    return False
