"""What cases needs from packages that are joined to it in `project/wiring.py`.

An empty socket is an honest answer, not an imitation: where nobody takes fees nothing is unpaid, where nobody compares, answers
of lists are recorded by hand, where nobody keeps blanks the production officer keeps his own book, and where nobody keeps a
shelf documents come from the drawer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from mumian.cases.terms import CaseKey
from mumian.delivery.terms import Identity
from mumian.offices.terms import OfficerId
from mumian.people.terms import PersonId


class Fees(Protocol):
    """Who knows what has been paid."""

    def unpaid(self, *, case: CaseKey, amount: int) -> int:
        """How many yuan of this fee must still be paid before acceptance; 0 where payment is no condition."""
        ...


class Clearing(Protocol):
    """Who compares applicants with the reference lists."""

    def ask(self, *, case: CaseKey, person: PersonId, lists: Sequence[str], at: datetime) -> None:
        """Have this person compared for this case; answers come later."""
        ...

    def end(self, *, case: CaseKey, at: datetime) -> None:
        """The case is over; it need not be watched any more."""
        ...


class Making(Protocol):
    """Who keeps blanks and documents in work. Each may refuse with a sentence, and then the case stays where it is."""

    def start(self, *, case: CaseKey, person: PersonId, officer: OfficerId, department: int, at: datetime) -> None:
        """Take a blank and a number and put the document to work."""
        ...

    def start_many(self, *, cases: Sequence[tuple[CaseKey, PersonId]], officer: OfficerId, department: int, at: datetime) -> None:
        """The same for many cases, all or none."""
        ...

    def spoil(self, *, case: CaseKey, cause: str, officer: OfficerId, department: int, at: datetime) -> None:
        """The document and its blank are spoiled."""
        ...

    def fail(self, *, case: CaseKey, cause: str, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> None:
        """The document did not pass its check."""
        ...

    def passed(self, *, case: CaseKey, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> None:
        """The document was read back and is what was ordered."""
        ...

    def recall(self, *, case: CaseKey, person: PersonId, officer: OfficerId, department: int, at: datetime) -> None:
        """The finished document has an error: it is taken back, and another may be made."""
        ...


class Handing(Protocol):
    """Who keeps the shelf, and what holders have in their hands. Each may refuse with a sentence."""

    def hand_out(
        self,
        *,
        case: CaseKey,
        person: PersonId,
        hall: str,
        carried: bool = False,
        identity: Identity | None,
        officer: OfficerId,
        department: int,
        at: datetime,
    ) -> None:
        """Give the document to whose identity was checked, in this hall; its holder holds it from now on.

        `carried`: a leader has consented that it is brought here from the shelf of another hall.
        """
        ...

    def delivered(self, *, case: CaseKey, person: PersonId, at: datetime) -> None:
        """The courier has brought the document to its holder."""
        ...


class _NoFees:
    def unpaid(self, *, case: CaseKey, amount: int) -> int:
        return 0


class _ByHand:
    def ask(self, *, case: CaseKey, person: PersonId, lists: Sequence[str], at: datetime) -> None:
        return None

    def end(self, *, case: CaseKey, at: datetime) -> None:
        return None


class _OwnBook:
    def start(self, *, case: CaseKey, person: PersonId, officer: OfficerId, department: int, at: datetime) -> None:
        return None

    def start_many(self, *, cases: Sequence[tuple[CaseKey, PersonId]], officer: OfficerId, department: int, at: datetime) -> None:
        return None

    def spoil(self, *, case: CaseKey, cause: str, officer: OfficerId, department: int, at: datetime) -> None:
        return None

    def fail(self, *, case: CaseKey, cause: str, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> None:
        return None

    def passed(self, *, case: CaseKey, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> None:
        return None

    def recall(self, *, case: CaseKey, person: PersonId, officer: OfficerId, department: int, at: datetime) -> None:
        return None


class _FromTheDrawer:
    def hand_out(
        self,
        *,
        case: CaseKey,
        person: PersonId,
        hall: str,
        carried: bool = False,
        identity: Identity | None,
        officer: OfficerId,
        department: int,
        at: datetime,
    ) -> None:
        return None

    def delivered(self, *, case: CaseKey, person: PersonId, at: datetime) -> None:
        return None


class Sockets:
    """What is joined to cases in this process. `project/wiring.py` fills it once, when the program starts."""

    fees: Fees = _NoFees()
    clearing: Clearing = _ByHand()
    making: Making = _OwnBook()
    handing: Handing = _FromTheDrawer()
    keeps_hours: bool = False
    """Whether windows accept and hand out in the hours of their hall alone: so in an office, not where the house is tried out."""


sockets = Sockets()
