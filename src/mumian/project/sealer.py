"""The sealer process: numbers and seals the audit record until SIGTERM or SIGINT, as the database role `sealer`."""

from __future__ import annotations

import logging
import os
import signal
import sys
from threading import Event as Flag


def main(*, rest: float | None = None) -> int:
    """Run until told to stop; the turn in hand is finished first. A killed sealer leaves nothing half done.

    Ends with 1, saying why, when the key that sealed the record so far is not here.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "mumian.project.settings"
    os.environ["MUMIAN_DB_ROLE"] = "sealer"  # before the settings are read
    import django  # noqa: PLC0415  # needs the environment above

    django.setup()

    from mumian.audit.commands import SEALING_KEY  # noqa: PLC0415  # needs Django set up
    from mumian.audit.services.keys import load_sealing_key  # noqa: PLC0415  # needs Django set up
    from mumian.audit.services.sealing import REST, Sealer, seal_until  # noqa: PLC0415  # needs Django set up
    from mumian.foundation.clock import SystemClock  # noqa: PLC0415  # needs Django set up
    from mumian.foundation.errors import Refusal  # noqa: PLC0415  # needs Django set up
    from mumian.project.environment import Environment  # noqa: PLC0415  # needs Django set up

    stop = Flag()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    logger = logging.getLogger("mumian.sealer")
    clock = SystemClock()
    try:
        key = load_sealing_key(Environment.read().var / "audit" / SEALING_KEY, at=clock.now())
    except Refusal as refusal:
        logger.error("sealer ends: %s", refusal.sentence.en)
        return 1
    logger.info("sealer started")
    seal_until(stop, sealer=Sealer(key=key, clock=clock), rest=REST if rest is None else rest)
    logger.info("sealer stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
