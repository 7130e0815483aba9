"""The same command for many cases at once: each is answered for itself, and what is refused holds up none of the others.

Those that may take the step take it together, set by set; the others are asked for again one by one, for their sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from django.db import IntegrityError, connection, transaction

from mumian.cases.services.deciding import approve_case
from mumian.cases.services.movers import Mover
from mumian.cases.services.producing import start_production
from mumian.cases.services.quick.attempting import NotDone, moment, postings, token
from mumian.cases.services.sockets import sockets
from mumian.cases.terms import CaseId, Command, case_key
from mumian.catalogue.queries import one_rulebook
from mumian.foundation.commands import once
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.people.terms import PersonId

AT_ONCE: Final = 500
"""Cases of one set: more do not make it faster, and a set that is stopped goes one by one."""

FIT = "SELECT case_id, applicant_id, department_id FROM cases_fit(%s, %s, %s, %s::bigint[], %s::text[], %s)"
TAKE = "SELECT cases_take_steps(%s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class BulkAnswer:
    """What came of one of many cases; `refused` is the sentence for the officer, None when it was done."""

    case_id: CaseId
    refused: Text | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.refused is None


BulkAnswers = tuple[BulkAnswer, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A case that may take the step, and the department in which its officer takes it."""

    case_id: CaseId
    applicant: PersonId
    department: int


class _One(Protocol):
    def __call__(self, *, case_id: CaseId, by: Mover, at: datetime) -> CaseId: ...


Before = Callable[[Sequence[Fit], Mover, datetime], None]


def approve_cases(*, case_ids: Sequence[CaseId], by: Mover, at: datetime, key: str = "") -> BulkAnswers:
    """Approve each of these cases that may be approved, each with its own move and its own row of audit.

    Answers them in the order asked, each named once. The same key again is answered, not done again.
    """
    return _keyed("approve_cases", case_ids, by, at, key, lambda: _all(Command.APPROVE_CASE, approve_case, case_ids, by, at))


def start_productions(*, case_ids: Sequence[CaseId], by: Mover, at: datetime, key: str = "") -> BulkAnswers:
    """Begin the document of each of these cases where it may be begun, each with a blank and a number of its own."""
    return _keyed(
        "start_productions",
        case_ids,
        by,
        at,
        key,
        lambda: _all(Command.START_PRODUCTION, start_production, case_ids, by, at, before=_make),
    )


@transaction.atomic
def _keyed(  # noqa: PLR0917  # private, and both callers read as a table
    name: str, case_ids: Sequence[CaseId], by: Mover, at: datetime, key: str, act: Callable[[], BulkAnswers]
) -> BulkAnswers:
    if not key:
        return act()
    content = {"case_ids": [int(one) for one in case_ids], "by": by.said}
    return once(key=key, actor=by.said, command=f"cases.{name}", content=content, at=at, act=act, answer=BulkAnswers)


def _all(  # noqa: PLR0917  # as above
    command: Command, one: _One, case_ids: Sequence[CaseId], by: Mover, at: datetime, before: Before | None = None
) -> BulkAnswers:
    wanted = sorted(set(case_ids))
    answers: dict[CaseId, BulkAnswer] = {}
    with one_rulebook():
        for first in range(0, len(wanted), AT_ONCE):
            some = wanted[first : first + AT_ONCE]
            together = _together(command, some, by, at, before)
            answers |= {case_id: BulkAnswer(case_id) for case_id in together}
            answers |= _one_by_one(one, [case_id for case_id in some if case_id not in together], by, at)
    return tuple(answers[case_id] for case_id in dict.fromkeys(case_ids))


def _together(command: Command, case_ids: Sequence[CaseId], by: Mover, at: datetime, before: Before | None) -> frozenset[CaseId]:
    """Those that have taken the step in one set; none where something stops the set."""
    with _or_nothing() as done, transaction.atomic():
        values: list[Any] = [list(case_ids), command.value, by.on_staff.officer_id, *postings(by, command), at]
        with connection.cursor() as cursor:
            cursor.execute(FIT, values)
            fit = [Fit(CaseId(case_id), PersonId(person), department) for case_id, person, department in cursor.fetchall()]
            if not fit:
                return frozenset()
            if before is not None:
                before(fit, by, at)
            ids, places = [one.case_id for one in fit], [one.department for one in fit]
            cursor.execute(TAKE, [ids, places, command.value, by.on_staff.officer_id, token(by), at, moment(at)])
        done.update(ids)
    return frozenset(done)


@contextmanager
def _or_nothing() -> Iterator[set[CaseId]]:
    """What was done; nothing where a constraint, a trigger or a refusal has undone it."""
    done: set[CaseId] = set()
    try:
        yield done
    except (IntegrityError, Refusal, NotDone):
        done.clear()


def _make(fit: Sequence[Fit], by: Mover, at: datetime) -> None:
    """Blanks and numbers for all, department by department."""
    by_department: dict[int, list[tuple[str, PersonId]]] = defaultdict(list)
    for one in fit:
        by_department[one.department].append((case_key(one.case_id), one.applicant))
    for department, made in sorted(by_department.items()):
        sockets.making.start_many(cases=made, officer=by.on_staff.officer_id, department=department, at=at)


def _one_by_one(act: _One, case_ids: Sequence[CaseId], by: Mover, at: datetime) -> dict[CaseId, BulkAnswer]:
    """Each in its own part of the transaction."""
    answers: dict[CaseId, BulkAnswer] = {}
    for case_id in case_ids:
        try:
            with transaction.atomic():
                act(case_id=case_id, by=by, at=at)
            answers[case_id] = BulkAnswer(case_id)
        except Refusal as refusal:
            answers[case_id] = BulkAnswer(case_id, refusal.sentence)
    return answers
