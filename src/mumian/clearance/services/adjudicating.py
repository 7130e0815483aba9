"""What holders do beside deciding: notes, requests to units and list owners, reviews of objections, second looks."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction

from mumian.clearance.queries import telling_why
from mumian.clearance.services.watching import tell
from mumian.clearance.terms import Judgement, MatchId, Reference
from mumian.foundation.identifiers.codes import LETTERS

NOTE: Final = "SELECT lists.add_note(%s, %s, %s, %s)"
ASK_CONSENT: Final = "SELECT consent_id FROM lists.ask_consent(%s, %s, %s, %s, %s, %s)"
OBJECT: Final = "SELECT code, is_new FROM lists.object(%s, %s, %s, %s, %s)"
REVIEW: Final = "SELECT changed::text FROM lists.review_done(%s, %s, %s, %s, %s)"
ASK_CORRECTION: Final = "SELECT lists.ask_correction(%s, %s, %s, %s)"
ANSWER_CORRECTION: Final = "SELECT lists.answer_correction(%s, %s, %s, %s, %s)"
LOOKED_AGAIN: Final = "SELECT lists.second_look_said(%s, %s, %s, %s, %s)"


@transaction.atomic
def add_note(*, match_id: MatchId, says: str, token: str, at: datetime) -> None:
    """Leave a note for the other holders of the list. Raises MatchRefused."""
    _ask(NOTE, token, match_id, says, at)


@transaction.atomic
def ask_unit_for_consent(
    *, match_id: MatchId, reference: Reference, letter: str, answer_by: date, token: str, at: datetime
) -> int:
    """Lay the office's letter before the unit that filed the person; answers its number. Raises MatchRefused.

    Only about a match found true, and only where the unit has a desk here.
    """
    return int(_ask(ASK_CONSENT, token, match_id, reference, letter, answer_by, at)[0])


@transaction.atomic
def object_to(*, reference: Reference, says: str, channel: str, at: datetime) -> str:
    """Take an objection of the person concerned; answers the redress number that he bears from now on. Raises MatchRefused.

    For everybody the same, whatever the lists say. While one is open another changes nothing.
    """
    code, _ = _ask(OBJECT, reference, says, channel, LETTERS.new(), at)
    return str(code)


@transaction.atomic
def review_objection(*, review_id: int, take_back: bool, note: str, token: str, at: datetime) -> None:
    """Say what became of an objection, as somebody who has not decided about the person. Raises MatchRefused.

    With `take_back` all standing decisions about him are withdrawn and his matches are open again.
    """
    (changed,) = _ask(REVIEW, token, review_id, take_back, note, at)
    rows: list[dict[str, Any]] = json.loads(changed)
    tell([(row["reference"], row["list_code"]) for row in rows], at)


@transaction.atomic
def ask_for_correction(*, match_id: MatchId, says: str, token: str, at: datetime) -> None:
    """Ask the owner of the entry to put it right. Raises MatchRefused."""
    _ask(ASK_CORRECTION, token, match_id, says, at)


@transaction.atomic
def answer_correction(*, correction_id: int, answer: str, note: str, token: str, at: datetime) -> None:
    """Answer for the owner: `stands`, `corrected` (his next file brings it) or `ended` (it goes out with today).

    Another holder than who asked. Raises MatchRefused.
    """
    _ask(ANSWER_CORRECTION, token, correction_id, answer, note, at)


@transaction.atomic
def look_again_blind(*, look_id: int, judgement: Judgement, note: str, token: str, at: datetime) -> None:
    """Say of a decision that was drawn what one would have decided. Only the figures change by it. Raises MatchRefused."""
    _ask(LOOKED_AGAIN, token, look_id, judgement.value, note, at)


def _ask(statement: str, *values: Any) -> tuple[Any, ...]:
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
