"""The same command for many cases at once: each is answered for itself, and what is refused holds up none of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction

from mumian.cases.services.deciding import approve_case
from mumian.cases.services.movers import Mover
from mumian.cases.services.producing import start_production
from mumian.cases.terms import CaseId
from mumian.foundation.commands import once
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


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


def approve_cases(*, case_ids: Sequence[CaseId], by: Mover, at: datetime, key: str = "") -> BulkAnswers:
    """Approve each of these cases that may be approved, each with its own move and its own row of audit.

    Answers them in the order asked, each named once. The same key again is answered, not done again.
    """
    return _keyed("approve_cases", case_ids, by, at, key, lambda: _one_by_one(approve_case, case_ids, by, at))


def start_productions(*, case_ids: Sequence[CaseId], by: Mover, at: datetime, key: str = "") -> BulkAnswers:
    """Begin the document of each of these cases where it may be begun, each with a blank and a number of its own."""
    return _keyed("start_productions", case_ids, by, at, key, lambda: _one_by_one(start_production, case_ids, by, at))


@transaction.atomic
def _keyed(  # noqa: PLR0917  # private, and both callers read as a table
    name: str, case_ids: Sequence[CaseId], by: Mover, at: datetime, key: str, act: Callable[[], BulkAnswers]
) -> BulkAnswers:
    if not key:
        return act()
    content = {"case_ids": [int(one) for one in case_ids], "by": by.said}
    return once(key=key, actor=by.said, command=f"cases.{name}", content=content, at=at, act=act, answer=BulkAnswers)


def _one_by_one(act: _One, case_ids: Sequence[CaseId], by: Mover, at: datetime) -> BulkAnswers:
    """Each in its own part of the transaction, in one order of locks whoever asks for which."""
    answers: dict[CaseId, BulkAnswer] = {}
    for case_id in sorted(set(case_ids)):
        try:
            with transaction.atomic():
                act(case_id=case_id, by=by, at=at)
            answers[case_id] = BulkAnswer(case_id)
        except Refusal as refusal:
            answers[case_id] = BulkAnswer(case_id, refusal.sentence)
    return tuple(answers[case_id] for case_id in dict.fromkeys(case_ids))
