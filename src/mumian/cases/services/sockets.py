"""What cases needs from packages that are joined to it in `project/wiring.py`.

An empty socket is an honest answer, not an imitation: where nobody takes fees nothing is unpaid, where nobody compares, answers
of lists are recorded by hand, and where nobody keeps blanks the production officer keeps his own book.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from mumian.cases.terms import CaseKey
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

    def spoil(self, *, case: CaseKey, cause: str, officer: OfficerId, department: int, at: datetime) -> None:
        """The document and its blank are spoiled."""
        ...

    def fail(self, *, case: CaseKey, cause: str, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> None:
        """The document did not pass its check."""
        ...

    def passed(self, *, case: CaseKey, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> None:
        """The document was read back and is what was ordered."""
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

    def spoil(self, *, case: CaseKey, cause: str, officer: OfficerId, department: int, at: datetime) -> None:
        return None

    def fail(self, *, case: CaseKey, cause: str, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> None:
        return None

    def passed(self, *, case: CaseKey, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> None:
        return None


class Sockets:
    """What is joined to cases in this process. `project/wiring.py` fills it once, when the program starts."""

    fees: Fees = _NoFees()
    clearing: Clearing = _ByHand()
    making: Making = _OwnBook()


sockets = Sockets()
