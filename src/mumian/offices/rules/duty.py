"""Who may plan duty, call somebody up and take over; and how a call stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.rules.sight import Sight
from mumian.offices.terms import CallAnswer, CallState, DepartmentKind, OfficerId, Role

PLANNERS = frozenset({Role.HALL_MANAGER, Role.LEADER})
"""Roles that plan duty and call people up, each within its own part of the tree."""


def may_plan(*, sight: Sight, bureau: str, hall: str | None) -> Verdict:
    """Decide whether somebody who sees this much as a planner may plan duty or call people up in this place."""
    if sight.covers(bureau=bureau, hall=hall):
        return Verdict.yes()
    return Verdict.no(
        Text(
            "未办理：只有本大厅负责人或本机构、上级机构的领导可以排班和召回。请联系他们。",
            "Nothing was changed: duty here is planned and called up by the manager of the hall "
            "or a leader of this bureau or one above.",
        )
    )


def call_state(*, answer: CallAnswer | None, answer_by: datetime, at: datetime) -> CallState:
    """How a call stands at this moment; who has not answered by then has let it pass, without any job saying so."""
    if answer is not None:
        return CallState(answer.value)
    return CallState.TIMED_OUT if at >= answer_by else CallState.CALLED


def may_relieve(
    *,
    relieved: OfficerId,
    successor: OfficerId,
    department: tuple[str, DepartmentKind],
    successor_serves_in: Collection[tuple[str, DepartmentKind]],
    starts_at: datetime,
    at: datetime,
) -> Verdict:
    """Decide whether this officer may take over the shift of that one now; departments are told as bureau and kind."""
    if successor == relieved:
        return Verdict.no(
            Text(
                "未交班：不能交接给自己。请选择接班人员。",
                "The duty was not handed over: nobody relieves himself. Choose the colleague who takes over.",
            )
        )
    if department not in successor_serves_in:
        return Verdict.no(
            Text(
                "未交班：接班人员今天不在本科室任职。请选择本科室人员。",
                "The duty was not handed over: the successor does not serve in this department today. "
                "Choose a colleague who does.",
            )
        )
    if at < starts_at:
        return Verdict.no(
            Text(
                "未交班：本班次尚未开始。请在开始后交班，或修改排班。",
                "The duty was not handed over: the shift has not begun. Hand it over once it has, or change the roster.",
            )
        )
    return Verdict.yes()
