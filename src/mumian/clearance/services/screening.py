"""Compare those who wait with their lists: candidates by keys, the rules over their evidence, one answer for each list.

All who are taken together are settled in one transaction with one time, whatever was found: so the next tick shows them together.
The worker does it every few seconds. A login that may not see entries settles only those who meet none, and leaves the others.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from mumian.clearance.queries.meeting import Candidate, array_text, bearers_for, bearers_of, candidate_of, near_text
from mumian.clearance.rules.facts import Facts, facts_of_kept
from mumian.clearance.rules.judging import RULES_VERSION
from mumian.clearance.rules.keys import KEYS_VERSION, Keyed, keyed
from mumian.clearance.rules.results import Stand, find
from mumian.clearance.services.watching import tell
from mumian.foundation.statements import all_rows

logger = logging.getLogger(__name__)

MOST: Final = 500
"""How many are taken at once: a second's work at most, so that a batch does not run over a tick."""

WAITING: Final = "SELECT watch_id, person FROM lists.waiting(%s)"
SCREEN: Final = (
    "SELECT reference, list_code FROM lists.screen("
    "%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::integer[], %s::text[], %s::smallint, %s)"
)
CANDIDATES: Final = """
    SELECT watch_id, entry_id, list_code, is_register, version, name, aliases, birth_date, id_number, doc_number, nationality, sex
    FROM lists.candidates_of(
        %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::integer[], %s::text[], %s::smallint, %s)
"""
JUDGED: Final = "SELECT lists.judged(%s::jsonb, %s::smallint, %s::smallint, %s)"
SETTLED: Final = "SELECT reference, list_code FROM lists.settled(%s::bigint[], %s)"
SWEEP: Final = "SELECT lists.sweep(%s)"
MAY_COMPARE: Final = "SELECT pg_try_advisory_xact_lock_shared(hashtextextended('mumian compares persons', 0))"
ALONE: Final = "SELECT pg_advisory_lock(hashtextextended('mumian compares persons', 0))::text"
MAY_JUDGE: Final = """
    SELECT has_function_privilege(
        'lists.candidates_of(bigint[], bigint[], text[], text[], integer[], text[], smallint, timestamptz)', 'EXECUTE')
"""


def screen_waiting(*, at: datetime, most: int = MOST) -> int:
    """Compare all who wait, `most` at a time; answers how many were compared. Publishes AnswerChanged."""
    [(judging,)] = all_rows(MAY_JUDGE)
    done = 0
    while True:
        taken, settled = _screen_some(at=at, most=most, judging=judging)
        done += settled
        if taken < most or not settled:
            return done


def compare_alone() -> None:
    """Until this session of the database ends nobody else compares: for whoever plays days of another time than the clock's, as
    answers of today are no answers on those days. Waits for who is comparing now.
    """
    all_rows(ALONE)


def sweep(*, most: int = 5000) -> int:
    """Take away the keys of watches that are closed; answers how many had some."""
    [(swept,)] = all_rows(SWEEP, [most])
    return int(swept)


@transaction.atomic
def _screen_some(*, at: datetime, most: int, judging: bool) -> tuple[int, int]:
    """How many were taken, and how many of them are settled; nobody while somebody else compares alone."""
    if all_rows(MAY_COMPARE) == [(False,)]:
        return 0, 0
    waiting = all_rows(WAITING, [most])
    people = dict(_keyed(waiting))
    if not people:
        return len(waiting), 0
    asked = (*arrays({watch: keys for watch, (_, keys) in people.items()}), KEYS_VERSION, at)
    if not judging:
        told = all_rows(SCREEN, asked)
        tell(told, at)
        return len(waiting), len({reference for reference, _ in told})
    candidates = [candidate_of(row) for row in all_rows(CANDIDATES, asked)]
    findings = judged(candidates, {watch: facts for watch, (facts, _) in people.items()})
    if findings:
        all_rows(JUDGED, [json.dumps(findings, ensure_ascii=False), KEYS_VERSION, RULES_VERSION, at])
    tell(all_rows(SETTLED, [list(people), at]), at)
    return len(waiting), len(people)


def _keyed(waiting: Iterable[Sequence[Any]]) -> Iterable[tuple[int, tuple[Facts, Keyed]]]:
    """Each with his keys. Whoever cannot be keyed keeps waiting, so that he does not hold up the others."""
    for watch, person in waiting:
        try:
            facts = facts_of_kept(json.loads(person))
            yield watch, (facts, keyed(facts))
        except (ValueError, KeyError, IndexError, TypeError) as error:
            logger.exception("a person cannot be compared", extra={"watch": watch, "error": type(error).__qualname__})


def arrays(
    people: dict[int, Keyed],
) -> tuple[list[int], list[int | None], list[str], list[str], list[int | None], list[str | None]]:
    """Of each: owner, number, keys of numbers, keys of names, birth, births near it, as the database takes them."""
    every = people.values()
    return (
        list(people),
        [one.number for one in every],
        [array_text(one.plain) for one in every],
        [array_text(one.named) for one in every],
        [one.born for one in every],
        [near_text(one) for one in every],
    )


def judged(candidates: Sequence[Candidate], people: dict[int, Facts]) -> list[dict[str, Any]]:
    """What the rules find, ready for the database."""
    counts = bearers_of({name for one in candidates for name in people[one.owner].names}) if candidates else {}
    findings = []
    for one in candidates:
        person = people[one.owner]
        stand = Stand(one.list_code, one.version, one.is_register, bearers_for(person, counts))
        result = find(person, one.facts, stand)
        if result is not None:
            findings.append(
                {
                    "watch": one.owner,
                    "entry": one.entry,
                    "keys": list(result.keys_met),
                    "agrees": result.agrees,
                    "band": result.band.value,
                    "reasons": [code.value for code in result.reasons],
                    "evidence": result.evidence,
                }
            )
    return findings
