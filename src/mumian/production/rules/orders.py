"""What may be done with a document in the state it is in, and by whom."""

from __future__ import annotations

from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId
from mumian.production.terms import OrderState

STATE_NAMES = {
    OrderState.IN_WORK: Text("在制", "in work"),
    OrderState.PASSED: Text("质检合格", "finished"),
    OrderState.SPOILED: Text("已作废", "spoiled"),
    OrderState.RECALLED: Text("已收回", "taken back"),
}


def may_be_spoiled(state: OrderState) -> Verdict:
    """Decide whether a document may be recorded as spoiled: while it is in work."""
    if state is OrderState.IN_WORK:
        return Verdict.yes()
    return Verdict.no(
        Text(
            "未登记废证：该证件{state}，不是在制状态。请刷新页面查看现状；已制成的证件须先收回。",
            "The document was not recorded as spoiled: it is {state}. Reload the page; a finished one is taken back instead.",
        ).filled(state=STATE_NAMES[state])
    )


def may_be_recalled(state: OrderState) -> Verdict:
    """Decide whether a document may be taken back: once it is finished."""
    if state is OrderState.PASSED:
        return Verdict.yes()
    return Verdict.no(
        Text(
            "未收回：该证件{state}，不是制成状态。请刷新页面查看现状。",
            "The document was not taken back: it is {state}, not finished. Reload the page.",
        ).filled(state=STATE_NAMES[state])
    )


def may_be_checked(*, state: OrderState, produced_by: OfficerId, checker: OfficerId) -> Verdict:
    """Decide whether this officer may check the document."""
    if state is not OrderState.IN_WORK:
        return Verdict.no(
            Text(
                "未登记质检：该证件{state}，不在待检之列。请刷新页面查看现状。",
                "No check was recorded: the document is {state} and waits for no check. Reload the page.",
            ).filled(state=STATE_NAMES[state])
        )
    if checker == produced_by:
        return Verdict.no(
            Text(
                "未登记质检：制证人不能检查自己制作的证件。请交另一名质检员检查。",
                "No check was recorded: nobody checks a document that he produced. Hand it to another checker.",
            )
        )
    return Verdict.yes()
