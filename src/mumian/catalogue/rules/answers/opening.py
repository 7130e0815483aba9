"""As much of an answer as it takes to begin an application: a tenth of the work, and every word the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mumian.catalogue.rules.answers.answering import asking_of
from mumian.catalogue.rules.answers.money import chosen_variant
from mumian.catalogue.rules.answers.orders import offer_of
from mumian.catalogue.rules.answers.places import channels_open
from mumian.catalogue.rules.answers.values import Offer
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Variant
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.terms import Audience, Path


@dataclass(frozen=True, slots=True)
class Opening:
    """What a service is on a day, as in `Answer`."""

    family: str
    document: str | None
    path: Path
    offer: Offer
    channels: tuple[str, ...]
    variant: Variant | None


def opening(book: Rulebook, service: str, *, on: date, facts: Mapping[str, FactValue] | None, channel: str) -> Opening:
    """What an application of this service begins with. Raises what `answer` raises."""
    asking = asking_of(book, service, on, facts, channel, None, Audience.PUBLIC)
    return Opening(
        family=asking.service.family,
        document=asking.service.document,
        path=asking.service.path,
        offer=offer_of(asking.service, on),
        channels=channels_open(asking),
        variant=chosen_variant(asking),
    )
