"""Each package's part of the day, a file each. A new one is a line in `PARTS`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mumian.simulation.acts import Part
from mumian.simulation.parts.cases import CasesPart
from mumian.simulation.parts.clearance import ClearancePart
from mumian.simulation.parts.delivery import DeliveryPart
from mumian.simulation.parts.payments import PaymentsPart
from mumian.simulation.parts.people import PeoplePart
from mumian.simulation.parts.production import ProductionPart
from mumian.simulation.parts.queueing import QueueingPart

PRODUCTION: Final = ProductionPart()
DELIVERY: Final = DeliveryPart()
QUEUEING: Final = QueueingPart()
PARTS: Final[tuple[Part, ...]] = (PeoplePart(), ClearancePart(), PRODUCTION, DELIVERY, CasesPart(), PaymentsPart(), QUEUEING)
"""In the order in which they prepare a day."""

PART_OF: Final[Mapping[str, Part]] = {kind: part for part in PARTS for kind in part.kinds}
"""Who carries out an act, by its kind."""


def expect(*, applications: int, days: int) -> None:
    """Tell the parts how many applications a day come, so that blanks and shelves are there."""
    PRODUCTION.applications = applications
    DELIVERY.documents = applications * min(days, LYING)


LYING: Final = 8
"""So many days a document lies on a shelf at most times."""
