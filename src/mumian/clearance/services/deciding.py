"""Decide about matches: one person, or two where the list asks for two. Who acts is known by the token of his session."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from mumian.clearance.queries import telling_why
from mumian.clearance.services.watching import tell
from mumian.clearance.terms import DecisionId, Judgement, MatchId, Reference

DECIDE = "SELECT decision_id, changed::text FROM lists.decide(%s, %s, %s, %s, %s, %s)"
CONFIRM = "SELECT changed::text FROM lists.confirm(%s, %s, %s)"
WITHDRAW = "SELECT changed::text FROM lists.withdraw(%s, %s, %s)"


@transaction.atomic
def decide_match(
    *, match_id: MatchId, judgement: Judgement, note: str, token: str, at: datetime, reference: Reference | None = None
) -> DecisionId:
    """Decide that a match is another person or the same, or that for `reference` its condition is met.

    It replaces what was decided before. On lists that ask for two people it counts once another holder has confirmed it. It stays
    until person or entry changes; a condition belongs to the one reference. Raises MatchRefused.
    """
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(DECIDE, [token, match_id, judgement.value, reference, note, at])
        [(decision_id, changed)] = cursor.fetchall()
    _tell(changed, at)
    return DecisionId(decision_id)


@transaction.atomic
def confirm_decision(*, decision_id: DecisionId, token: str, at: datetime) -> None:
    """Make a decision count as the second person. Raises MatchRefused."""
    _move(CONFIRM, token, decision_id, at)


@transaction.atomic
def withdraw_decision(*, decision_id: DecisionId, token: str, at: datetime) -> None:
    """Take a decision back, with the conditions that rest on it: the match is open again. Raises MatchRefused."""
    _move(WITHDRAW, token, decision_id, at)


def _move(statement: str, token: str, decision_id: DecisionId, at: datetime) -> None:
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(statement, [token, decision_id, at])
        [(changed,)] = cursor.fetchall()
    _tell(changed, at)


def _tell(changed: str, at: datetime) -> None:
    rows: list[dict[str, Any]] = json.loads(changed)
    tell([(row["reference"], row["list_code"]) for row in rows], at)
