"""The same command for many cases at once: each is answered for itself, and what is refused holds up none of the others.

Those that may take the step take it together, set by set; the others are asked for again one by one, for their sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected

from mumian.cases.services.deciding import approve_at_counter, approve_case
from mumian.cases.services.movers import Mover
from mumian.cases.services.producing import start_production
from mumian.cases.services.quick.attempting import NotDone
from mumian.cases.services.quick.sets import Fit, fitting, granted, take
from mumian.cases.services.sockets import sockets
from mumian.cases.terms import CaseId, Command, case_key
from mumian.catalogue.queries import one_rulebook
from mumian.foundation.commands import once
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.people.terms import PersonId

AT_ONCE: Final = 500
"""Cases of one set: more do not make it faster, and a set that is stopped goes one by one."""


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


class _One(Protocol):
    def __call__(self, *, case_id: CaseId, by: Mover, at: datetime) -> CaseId: ...


Before = Callable[[Sequence[Fit], Mover, datetime], Sequence[Fit]]
"""What is done before the step, or asked: answers those that take it."""


def approve_cases(*, case_ids: Sequence[CaseId], by: Mover, at: datetime, key: str = "") -> BulkAnswers:
    """Approve each of these cases that may be approved, each with its own move and its own row of audit.

    Answers them in the order asked, each named once. The same key again is answered, not done again.
    """
    return _keyed("approve_cases", case_ids, by, at, key, lambda: _all(Command.APPROVE_CASE, approve_case, case_ids, by, at))


def approve_cases_at_counter(*, case_ids: Sequence[CaseId], by: Mover, at: datetime, key: str = "") -> BulkAnswers:
    """Approve at the counter each of these cases that may be, as `approve_at_counter` does; the others take the ordinary way."""
    return _keyed(
        "approve_cases_at_counter",
        case_ids,
        by,
        at,
        key,
        lambda: _all(Command.APPROVE_AT_COUNTER, approve_at_counter, case_ids, by, at, before=_granted),
    )


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
        fit: Sequence[Fit] = fitting(command, case_ids, by, at)
        if fit and before is not None:
            fit = before(fit, by, at)
        if fit:
            take(command, fit, by, at)
        done.update(one.case_id for one in fit)
    return frozenset(done)


@contextmanager
def _or_nothing() -> Iterator[set[CaseId]]:
    """What was done; nothing where a constraint, a trigger, a refusal or somebody who locked the same has undone it."""
    done: set[CaseId] = set()
    try:
        yield done
    except (IntegrityError, Refusal, NotDone):
        done.clear()
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        done.clear()  # who stood in our way goes on now, and the cases are tried one by one


def _granted(fit: Sequence[Fit], _by: Mover, at: datetime) -> Sequence[Fit]:
    """Those for which the rulebook lets the counter approve."""
    return granted(fit, at)


def _make(fit: Sequence[Fit], by: Mover, at: datetime) -> Sequence[Fit]:
    """Blanks and numbers for all, department by department."""
    by_department: dict[int, list[tuple[str, PersonId]]] = defaultdict(list)
    for one in fit:
        by_department[one.department].append((case_key(one.case_id), one.applicant))
    for department, made in sorted(by_department.items()):
        sockets.making.start_many(cases=made, officer=by.on_staff.officer_id, department=department, at=at)
    return fit


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
