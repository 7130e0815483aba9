"""How many places a ticket goes ahead, and what that means for everybody else.

A ticket has a position (the order of arrival in its hall, never changed) and a rank = position - places. Windows call by rank.
Nobody is passed by more than FURTHEST - 1 parties who came after him, however many of them come and however they are mixed:
a later party at position q goes before one at position p only if q - places < p, hence q < p + FURTHEST.
"""

from __future__ import annotations

from typing import Final

from mumian.queueing.terms import Priority

PLACES: Final[dict[Priority, int]] = {
    Priority.ORDINARY: 0,
    Priority.ELDERLY: 30,
    Priority.PREGNANT: 40,
    Priority.DISABLED: 40,
    Priority.URGENT: 59,
}
APPOINTMENT_PLACES: Final = 50
"""Who came at his hour goes so many places ahead."""
FURTHEST: Final = 60
BACK_AFTER_MISSED: Final = 10
"""Who did not come when called is called once more, so many places later."""


def places_of(priority: Priority, *, by_appointment: bool = False) -> int:
    """How many places a ticket goes ahead; claims do not add up."""
    return max(PLACES[priority], APPOINTMENT_PLACES if by_appointment else 0)


def label_of(number: int) -> str:
    """How a number is printed and called: a letter and three digits, the same again only after 23,000 tickets of a hall."""
    return f"{LETTERS[number // 1000 % len(LETTERS)]}{number % 1000:03d}"


LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXY"
"""Without I, O and Z, which are read as 1, 0 and 2."""
