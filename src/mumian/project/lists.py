"""The lists process: hears the provincial feed and loads what has arrived, until SIGTERM or SIGINT, as the database role `lists`.

No other process may write the lists: what pages and units send is kept first and loaded here.
"""

from __future__ import annotations

import logging
import os
import signal
from datetime import timedelta
from threading import Event as Flag
from typing import Final

REST: Final = 2.0
"""Seconds between two looks at what has arrived."""
FEED_EVERY: Final = timedelta(seconds=15)
SILENT_AFTER: Final = timedelta(minutes=10)
"""A feed that was not heard for so long makes its lists wait."""
STREAMS: Final = ("EXIT_BAR", "HKMO_VIOLATION", "WANTED", "POPULATION", "REGISTER_MIRROR")
SOURCE: Final = "province"
NAME: Final = "省厅名单数据"


def main() -> None:
    """Run until told to stop; the delivery in hand is finished first. A killed process loses nothing and loads nothing twice."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "mumian.project.settings"
    os.environ["MUMIAN_DB_ROLE"] = "lists"  # before the settings are read
    import django  # noqa: PLC0415  # needs the environment above

    django.setup()
    stop = Flag()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    logger = logging.getLogger("mumian.lists")
    logger.info("lists started")
    work_until(stop)
    logger.info("lists stopped")


def work_until(stop: Flag, *, rest: float = REST) -> None:
    """Hear and load in turn. A database that is away, or a fault of one turn, is written down; the next turn tries again."""
    from django.db import Error, connection  # noqa: PLC0415  # needs Django set up

    from mumian.clearance.services import feeding, key_lists_anew  # noqa: PLC0415  # needs Django set up
    from mumian.foundation.clock import SystemClock  # noqa: PLC0415  # needs Django set up
    from mumian.gateways.registers.provincial import Province  # noqa: PLC0415  # with the others
    from mumian.gateways.registers.receiving import hear_streams  # noqa: PLC0415  # with the others
    from mumian.project.environment import Environment  # noqa: PLC0415  # with the others

    environment, clock = Environment.read(), SystemClock()
    url, key = environment.provincial_url, environment.provincial_key
    province = Province(url, key.encode()) if url and key else None
    expected, keyed, ask_at = False, False, clock.now()
    while not stop.is_set():
        try:
            if not keyed:  # after an upgrade: until it is done a list that was keyed otherwise clears nobody
                key_lists_anew()
                keyed = True
            if province is not None and clock.now() >= ask_at:
                if not expected:
                    for stream in STREAMS:
                        feeding.keep_feed(stream=stream, source=SOURCE, name=NAME, silent_after=SILENT_AFTER, at=clock.now())
                    expected = True
                hear_streams(STREAMS, sender=province, store=feeding, clock=clock)
                ask_at = clock.now() + FEED_EVERY
            feeding.take_deliveries(at=clock.now)
        except (Error, OSError) as fault:
            logging.getLogger("mumian.lists").warning("a turn of lists failed", extra={"error": type(fault).__qualname__})
            if not connection.is_usable():
                connection.close()
        stop.wait(rest)


if __name__ == "__main__":
    main()
