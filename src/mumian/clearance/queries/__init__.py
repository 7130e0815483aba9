"""What the lists say of a reference: cleared or not to everybody, the matches themselves to holders of a list who say why.

Everything is asked through functions of the schema `lists`: the pages have no right to read its tables.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, connection, transaction

from mumian.clearance.rules.persons import person_from
from mumian.clearance.rules.refusing import refusal_of
from mumian.clearance.terms import (
    DecisionId,
    EntryFacts,
    Judgement,
    ListAnswer,
    ListCode,
    MatchId,
    MatchSheet,
    Reference,
    StandingDecision,
    Word,
)

RELEASED = "SELECT reference, list_code, is_cleared FROM lists.released(%s::text[], %s)"
MATCHES = """
    SELECT match_id, list_code, entry::text, keys_met, found_at, version, person::text, decision::text, condition::text,
           band, reasons, evidence::text
    FROM lists.matches_of(%s, %s, %s, %s)
"""
WAITING = "SELECT reference, list_code, since FROM lists.waiting_for(%s, %s)"

STANDS_AT = """
    SELECT version.version FROM lists.reference_list list JOIN lists.list_version version ON version.id = list.current_version
    WHERE list.code = %s
"""


@dataclass(frozen=True, slots=True)
class WaitingMatch:
    """A reference that a list does not clear and that its holders have to look at."""

    reference: Reference
    code: ListCode
    since: datetime


def answers_for(reference: Reference, *, at: datetime) -> tuple[ListAnswer, ...]:
    """What each list that was asked says of this reference: cleared, or not. Empty when nothing was asked. One query.

    An answer counts from the next tick after it was recorded (60 s); one that takes clearance back counts at once.
    """
    return answers_for_many([reference], at=at)[reference]


def answers_for_many(references: Collection[Reference], *, at: datetime) -> dict[Reference, tuple[ListAnswer, ...]]:
    """The same for many references in one query; each of them is in the answer."""
    found: dict[Reference, list[ListAnswer]] = {reference: [] for reference in references}
    with connection.cursor() as cursor:
        cursor.execute(RELEASED, [list(found), at])
        for reference, code, is_cleared in cursor.fetchall():
            found[reference].append(ListAnswer(code, is_cleared))
    return {reference: tuple(answers) for reference, answers in found.items()}


def word_for(reference: Reference, *, lists: Collection[ListCode], at: datetime) -> Word:
    """The one word for the counter: proceed when each of these lists is cleared, else wait. One query, whatever it answers."""
    cleared = {answer.code for answer in answers_for(reference, at=at) if answer.is_cleared}
    return Word.PROCEED if cleared >= set(lists) else Word.WAIT


def matches_of(reference: Reference, *, token: str, reason: str, at: datetime) -> tuple[MatchSheet, ...]:
    """The matches of a reference on the lists that the one who acts holds; the look is written down with its reason.

    `token` is that of his session. Raises MatchRefused when he holds no list or gives no reason.
    """
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(MATCHES, [token, reference, reason, at])
        return tuple(_sheet(*row) for row in cursor.fetchall())


def waiting_matches(*, token: str, at: datetime) -> tuple[WaitingMatch, ...]:
    """What waits for the holder who acts, longest first: references only, the details are a look of their own."""
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(WAITING, [token, at])
        return tuple(WaitingMatch(*row) for row in cursor.fetchall())


def loaded_version(code: ListCode) -> str | None:
    """At which version a list stands; None when it was never loaded. For the role `lists` and the owner only."""
    with connection.cursor() as cursor:
        cursor.execute(STANDS_AT, [code])
        row = cursor.fetchone()
    return row[0] if row else None


@contextmanager
def telling_why() -> Iterator[None]:
    """Turn what the database refuses into a refusal with its sentence; all that was written inside is undone."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as fault:
        refusal = refusal_of(str(fault))
        if refusal is None:
            raise
        raise refusal from fault


def _sheet(  # noqa: PLR0917  # the columns of the statement, in order
    match_id: int,
    code: str,
    entry: str,
    keys_met: list[str],
    found_at: datetime,
    version: str,
    person: str,
    decision: str | None,
    condition: str | None,
    band: str,
    reasons: list[str],
    evidence: str | None,
) -> MatchSheet:
    return MatchSheet(
        match_id=MatchId(match_id),
        code=code,
        entry=_entry(json.loads(entry)),
        keys_met=tuple(keys_met),
        found_at=found_at,
        version=version,
        person=person_from(json.loads(person)),
        decision=_decision(decision),
        condition=_decision(condition),
        band=band,
        reasons=tuple(reasons),
        evidence=json.loads(evidence) if evidence else None,
    )


def _entry(kept: dict[str, Any]) -> EntryFacts:
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("valid_from", "valid_to")}
    return EntryFacts(**{**kept, **days, "aliases": tuple(kept["aliases"])})


def _decision(said: str | None) -> StandingDecision | None:
    if said is None:
        return None
    kept = json.loads(said)
    return StandingDecision(
        decision_id=DecisionId(kept["decision_id"]),
        judgement=Judgement(kept["judgement"]),
        decided_by=kept["decided_by"],
        decided_at=datetime.fromisoformat(kept["decided_at"]),
        note=kept["note"],
        confirmed_by=kept["confirmed_by"],
        is_settled=kept["is_settled"],
    )
