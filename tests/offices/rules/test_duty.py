"""Planning, calling up and relieving as rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mumian.offices.rules.duty import call_state, may_relieve
from mumian.offices.terms import CallAnswer, CallState, DepartmentKind, OfficerId

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ACCEPTANCE = ("440100", DepartmentKind.ACCEPTANCE)
LATE = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("answer", "later", "state"),
    [
        (None, timedelta(), CallState.CALLED),
        (None, LATE - timedelta(seconds=1), CallState.CALLED),
        (None, LATE, CallState.TIMED_OUT),
        (CallAnswer.ACKNOWLEDGED, 2 * LATE, CallState.ACKNOWLEDGED),
        (CallAnswer.DECLINED, 2 * LATE, CallState.DECLINED),
    ],
)
def test_call_stands_as_its_answer_and_the_time_say(answer: CallAnswer | None, later: timedelta, state: CallState) -> None:
    assert call_state(answer=answer, answer_by=AT + LATE, at=AT + later) is state


@pytest.mark.parametrize(
    ("successor", "serves_in", "later", "why"),
    [
        (2, [ACCEPTANCE], timedelta(), None),
        (1, [ACCEPTANCE], timedelta(), "nobody relieves himself"),
        (2, [], timedelta(), "does not serve in this department"),
        (2, [("440104", DepartmentKind.ACCEPTANCE)], timedelta(), "does not serve in this department"),
        (2, [ACCEPTANCE], -timedelta(minutes=1), "has not begun"),
    ],
)
def test_successor_serves_in_the_department_and_is_somebody_else(
    successor: int, serves_in: list[tuple[str, DepartmentKind]], later: timedelta, why: str | None
) -> None:
    verdict = may_relieve(
        relieved=OfficerId(1),
        successor=OfficerId(successor),
        department=ACCEPTANCE,
        successor_serves_in=serves_in,
        starts_at=AT,
        at=AT + later,
    )

    assert verdict.reason is None if why is None else verdict.reason is not None and why in verdict.reason.en
