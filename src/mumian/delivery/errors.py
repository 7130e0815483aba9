"""What could not be done with the shelf, in sentences for the officer."""

from __future__ import annotations

from typing import Final

from mumian.delivery.terms import Place
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class ShelfRefused(Refusal):
    """Something was not done at the shelf; the sentence says why."""


class WrongShelf(ShelfRefused):
    """The document lies somewhere else; `place` is where."""

    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__(WRONG_SHELF.filled(hall=place.hall, position=place.position))


class HandOutRefused(Refusal):
    """A document was not handed out; the sentence says why."""


WRONG_SHELF: Final = Text(
    "未办理：证件不在此处，在大厅 {hall} 的 {position} 号位。请到该处取证，或请申请人前往该大厅。",
    "Nothing was done: the document is not here but in hall {hall} at position {position}. Fetch it there, or send the applicant "
    "to that hall.",
)
