"""The words of this package."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NewType, TypeAlias

Thing = NewType("Thing", str)
"""What an act is done to: its kind, a colon and its own key, such as `case:7` or `person:31`. Audit knows no more of it."""

Expects: TypeAlias = Literal["known", "new", "either"]
"""What the asker takes a thing to be: on record already, on record from this act on, or whichever it is."""

DetailValue: TypeAlias = "str | int | bool | date | datetime | Decimal | list[str] | tuple[str, ...] | None"
"""What an act may say about itself. Texts and lists of texts are kept as they are, the others as text, None not at all."""


class ActorKind(StrEnum):
    """Who can act."""

    OFFICER = "officer"
    APPLICANT = "applicant"
    MACHINE = "machine"


class ReasonKind(StrEnum):
    """Why somebody looks at unmasked personal data."""

    OPEN_TICKET = "open_ticket"
    OWN_CASE = "own_case"
    PRODUCTION_ORDER = "production_order"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an officer by his badge number, an applicant by his key, a machine by the name of its rule or process."""

    kind: ActorKind
    id: str
    department: str = ""

    @property
    def thing(self) -> Thing:
        """The actor as a thing: what he does about himself (signing in and out) is on record there."""
        return Thing(f"{self.kind.value}:{self.id}")


@dataclass(frozen=True, slots=True)
class Acting:
    """An actor who is signed in. The token is what the database believes; `actor` is for our own reading."""

    actor: Actor
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonalValue:
    """A personal value and the salt that lies beside it with its owner. The record gets only the hash of both."""

    value: str = field(repr=False)
    salt: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where an act stands: its number in the table, its position in the thing's chain, and its hash."""

    act_id: int
    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody looks. `says` is the key of the ticket, case or order, or the words that were typed."""

    kind: ReasonKind
    says: str

    @classmethod
    def open_ticket(cls, key: str) -> Reason:
        """The person's ticket is open at the window of the one who looks."""
        return cls(ReasonKind.OPEN_TICKET, key)

    @classmethod
    def own_case(cls, key: str) -> Reason:
        """The one who looks works on this case."""
        return cls(ReasonKind.OWN_CASE, key)

    @classmethod
    def production_order(cls, key: str) -> Reason:
        """The one who looks makes or hands out this document."""
        return cls(ReasonKind.PRODUCTION_ORDER, key)

    @classmethod
    def typed(cls, words: str) -> Reason:
        """Nothing of the others; the one who looks says why in words. The person concerned will read them."""
        return cls(ReasonKind.TYPED, words)
