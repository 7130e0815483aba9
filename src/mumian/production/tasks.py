"""What production does when the floors below have something to tell."""

from __future__ import annotations

from mumian.catalogue.events import RulebookLoaded
from mumian.foundation.outbox import Delivery
from mumian.production.rules.kinds import USUAL_KINDS
from mumian.production.services import enter_kinds


def enter_usual_kinds(_event: RulebookLoaded, delivery: Delivery) -> None:
    """Enter the usual kinds of blanks whose documents the rulebook now knows; those on record stay as they are."""
    enter_kinds(kinds=USUAL_KINDS, at=delivery.at)
