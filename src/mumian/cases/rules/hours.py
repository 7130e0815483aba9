"""When a window accepts and hands out: in the hours of its hall, unless a leader has consented to another time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from mumian.foundation.calendar import DayOutsideCalendar, WorkingCalendar
from mumian.foundation.clock import local, moment_at
from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text
from mumian.offices.rules.opening import opening_intervals
from mumian.offices.terms import HoursSpan

SERVED_AFTER: Final = timedelta(hours=2)
"""So long after closing whoever waits already is still served; assumed."""

CLOSED: Final = Text(
    "未办理：{hall}现在不对外办理。请在开放时间办理；确需另定时间的，请局领导书面同意特事特办。",
    "Nothing was done: {hall} is closed now. Do it in its opening hours; where another time is needed, a leader has to consent "
    "in writing to special handling.",
)


def may_act_now(*, hall: Text, hours: Sequence[HoursSpan], calendar: WorkingCalendar | None, at: datetime) -> Verdict:
    """Decide whether a window of the hall may accept or hand out at this moment: from opening until who waits is served.

    The pause at noon counts as open. Where hours or calendar are unknown nobody is held up.
    """
    now = local(at)
    if calendar is None or not hours:
        return Verdict.yes()
    try:
        today = opening_intervals(hours, now.date(), calendar)
    except DayOutsideCalendar:
        return Verdict.yes()
    if not today:
        return Verdict.no(CLOSED.filled(hall=hall))
    begins = moment_at(now.date(), today[0].opens_at)
    ends = moment_at(now.date(), today[-1].closes_at) + SERVED_AFTER
    return Verdict.yes() if begins <= at < ends else Verdict.no(CLOSED.filled(hall=hall))
