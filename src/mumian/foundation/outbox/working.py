"""The dispatcher's loop: turn after turn until it is told to stop."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Event as Flag
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from mumian.foundation.clock import Clock
from mumian.foundation.commands.service import forget_answers
from mumian.foundation.outbox.attention import forget_settled
from mumian.foundation.outbox.dispatching import Dispatcher, Turn
from mumian.foundation.rounds import Round, Rounds
from mumian.foundation.tries import forget_tries

logger = logging.getLogger(__name__)

# Publishing does not NOTIFY (every NOTIFY takes one lock that all committing transactions of the server share), so nothing wakes
# the dispatcher and it looks for itself: at once while there is work, then at growing intervals. Looking costs two index probes.
SHORTEST_REST: Final = 0.02
LONGEST_REST: Final = 0.25
LONGEST_WAIT_FOR_DATABASE: Final = 5.0
ANNOUNCED_EVERY: Final = 0.02
KEPT_FOR: Final = timedelta(days=30)
TIDIED_EVERY: Final = timedelta(hours=1)


def next_rest(rest: float, turn: Turn) -> float:
    """Seconds to rest after this turn: none after work, then 20 ms, doubling up to a quarter of a second."""
    return 0.0 if turn else min(max(rest * 2, SHORTEST_REST), LONGEST_REST)


def work_until(stop: Flag, *, dispatcher: Dispatcher, clock: Clock, rounds: Mapping[str, Round] | None = None) -> None:
    """Hand events on and make the rounds that are due until `stop` is set; what is in hand is finished first.

    When the database goes away it waits and connects again: nothing is lost, since a batch that has not committed has not
    happened.
    """
    rest, away_for, tidied_at = 0.0, 0.0, None
    watch = Rounds(rounds or {}, clock=clock)
    while not stop.is_set():
        try:
            turn = dispatcher.turn()
            tidied_at = _tidy(clock, tidied_at)
            watch.turn()
        except (OperationalError, InterfaceError) as error:
            connection.close()
            away_for = min(max(away_for * 2, 0.1), LONGEST_WAIT_FOR_DATABASE)
            logger.warning("database away", extra={"error": type(error).__name__, "again_in_s": away_for})
            stop.wait(away_for)
            continue
        if away_for:
            logger.info("database back")
        away_for, rest = 0.0, next_rest(rest, turn)
        if turn:
            logger.debug("turn", extra={"handed_on": turn.handed_on, "done": turn.done, "failed": turn.failed, "dead": turn.dead})
        if rest:
            stop.wait(rest)


def announce_until(stop: Flag, *, dispatcher: Dispatcher, every: float = ANNOUNCED_EVERY) -> None:
    """Hand new events on and tell listeners of them until `stop` is set, beside `work_until` on a thread of its own.

    A batch of deliveries may take a second; who watches a list shall not wait for it.
    """
    while not stop.wait(every):
        try:
            dispatcher.hand_on()
        except (OperationalError, InterfaceError):
            connection.close()
            stop.wait(LONGEST_WAIT_FOR_DATABASE / 5)
    connection.close()


def _tidy(clock: Clock, tidied_at: datetime | None) -> datetime:
    """Once an hour, forget what nobody will ask for again."""
    now = clock.now()
    if tidied_at is not None and now - tidied_at < TIDIED_EVERY:
        return tidied_at
    events, answers = forget_settled(before=now - KEPT_FOR), forget_answers(before=now - KEPT_FOR)
    tries = forget_tries(before=now - KEPT_FOR)
    if events or answers or tries:
        logger.info("tidied", extra={"events": events, "answers": answers, "tries": tries})
    return now
