"""The worker process: hands on events and does what the clock brings until SIGTERM or SIGINT, as the database role `worker`."""

from __future__ import annotations

import logging
import os
import signal
from threading import Event as Flag
from threading import Thread


def main() -> None:
    """Run until told to stop; the batch in hand is finished first. A killed worker leaves nothing half done."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "mumian.project.settings"
    os.environ["MUMIAN_DB_ROLE"] = "worker"  # before the settings are read
    import django  # noqa: PLC0415  # needs the environment above

    django.setup()

    from mumian.foundation.clock import SystemClock  # noqa: PLC0415  # needs Django set up
    from mumian.foundation.outbox.dispatching import Dispatcher  # noqa: PLC0415  # needs Django set up
    from mumian.foundation.outbox.working import announce_until, work_until  # noqa: PLC0415  # needs Django set up
    from mumian.foundation.rounds import declared  # noqa: PLC0415  # needs Django set up
    from mumian.project.wiring import join  # noqa: PLC0415  # needs Django set up

    join()

    stop = Flag()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    logger = logging.getLogger("mumian.worker")
    logger.info("worker started")
    clock = SystemClock()
    announcing = Thread(target=announce_until, kwargs={"stop": stop, "dispatcher": Dispatcher(clock=clock)}, daemon=True)
    announcing.start()
    work_until(stop, dispatcher=Dispatcher(clock=clock), clock=clock, rounds=declared())
    announcing.join()
    logger.info("worker stopped")


if __name__ == "__main__":
    main()
