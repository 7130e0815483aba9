"""The packages joined to each other as in the running program, for as long as a test asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mumian.cases.services import sockets
from mumian.clearance.services import sockets as clearance_sockets
from mumian.foundation.outbox.subscribing import only, subscriptions
from mumian.project.wiring import join


@contextmanager
def everything_joined() -> Iterator[None]:
    """Inside, fees, lists, stock and shelf stand in their sockets. What stood there before stands there again afterwards.

    One process runs many rooms of tests: what one of them leaves joined would be asked by all that follow.
    """
    before, channel = dict(vars(sockets)), clearance_sockets.second_channel
    try:
        with only(*subscriptions().values()):
            join()
            yield
    finally:
        vars(sockets).clear()
        vars(sockets).update(before)
        clearance_sockets.second_channel = channel
