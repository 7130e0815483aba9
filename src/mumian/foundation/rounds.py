"""What is done by the clock: packages declare it in `ready()` of their `apps`, and the worker goes round and does it.

There is no table: each round asks what is to be done now, so that one that was missed loses nothing and one that is made twice
changes nothing. An advisory lock keeps two workers from making the same round at one moment.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from mumian.foundation.clock import Clock

logger = logging.getLogger(__name__)

ROUNDS: Final = 0x726F756E  # "roun": the first half of the advisory locks of rounds

Act = Callable[[datetime], int]
"""Does what is to be done at this moment, as often as it is asked; answers how much that was."""


@dataclass(frozen=True, slots=True)
class Round:
    """Something to be looked after every so often. `name` is written `package.what_it_does`."""

    name: str
    every: timedelta
    act: Act


_declared: dict[str, Round] = {}


def declare(name: str, *, every: timedelta) -> Callable[[Act], Act]:
    """Have this done by the worker every so often, and once soon after it starts."""

    def register(act: Act) -> Act:
        if name in _declared:
            raise ValueError(f"There is already a round {name!r}.")
        _declared[name] = Round(name, every, act)
        return act

    return register


def declared() -> Mapping[str, Round]:
    """All rounds by name."""
    return dict(_declared)


class Rounds:
    """Makes those rounds that are due by its clock. Any number of processes may have one."""

    def __init__(self, rounds: Mapping[str, Round], *, clock: Clock) -> None:
        self._rounds = rounds
        self._clock = clock
        self._due: dict[str, datetime] = {}

    def turn(self) -> int:
        """Make the round that is due longest, if any is; answers how much was done.

        One at a time, so that events are handed on between them. One that fails is written down and made again when it is due
        next; a database that is away is the caller's to wait for.
        """
        now = self._clock.now()
        waiting = sorted((self._due.get(name, now), name) for name in self._rounds)
        if not waiting or waiting[0][0] > now:
            return 0
        name = waiting[0][1]
        self._due[name] = now + self._rounds[name].every
        with only_here(name) as is_mine:
            return self._make(self._rounds[name], now) if is_mine else 0

    def _make(self, one: Round, now: datetime) -> int:
        try:
            done = one.act(now)
        except Exception as error:
            if not connection.is_usable():
                raise
            logger.exception("round failed", extra={"round": one.name, "error": type(error).__qualname__})
            return 0
        if done:
            logger.info("round made", extra={"round": one.name, "done": done})
        return done


@contextmanager
def only_here(name: str) -> Iterator[bool]:
    """Whether nobody else makes this round just now; as long as this lasts nobody does."""
    key = [ROUNDS, zlib.crc32(name.encode()) - 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
