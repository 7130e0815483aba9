"""Tells the centre in a thread of its own what it does not know yet: at once while the link is there, again while it is cut."""

from __future__ import annotations

import logging
import threading
from typing import Final

from mumian.foundation.clock import SystemClock
from mumian.foundation.errors import Refusal
from mumian.gateways.halls.centre import HttpCentre
from mumian.queueing.services.agent import CentreAway, HallAgent

logger = logging.getLogger(__name__)

EVERY: Final = 2.0
"""Seconds after which the centre is asked again although nothing happened here."""


class Teller(threading.Thread):
    """Tells and heeds until it is stopped."""

    def __init__(self, agent: HallAgent, centre: HttpCentre, *, every: float = EVERY) -> None:
        super().__init__(name="teller", daemon=True)
        self.agent, self.centre, self.every = agent, centre, every
        self.is_linked = False
        self._wake, self._ends = threading.Event(), threading.Event()

    def wake(self) -> None:
        """Something happened that the centre should hear of."""
        self._wake.set()

    def stop(self) -> None:
        """End after what is being said."""
        self._ends.set()
        self._wake.set()

    def run(self) -> None:
        """Until stopped. Whatever fails is tried again: nothing that was answered in the hall may be given up."""
        while not self._ends.is_set():
            self._wake.clear()
            try:
                self.once()
            except CentreAway:
                self.is_linked = False
            except Refusal as refusal:
                self.is_linked = False
                logger.warning("the centre refuses: %s", refusal.sentence.en)
            except Exception:
                self.is_linked = False
                logger.exception("telling the centre failed")
            if self.is_linked:
                self._wake.wait(self.every)
            else:
                self._ends.wait(min(self.every, 1.0))  # not at every act: a centre that is away is asked in its own time

    def once(self) -> None:
        """Tell what is due, and hear how the hall stands. Raises CentreAway, CentreRefused."""
        at = SystemClock().now()
        self.agent.tell(at=at)  # also once released: what was given until then is told
        if self.agent.desk.entrusted:
            self.agent.heed(self.centre.standing(epoch=self.agent.desk.epoch), at=at)
        self.is_linked = True
