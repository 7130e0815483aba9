"""Alarms about wanted persons, and what is late: raised by the clock, never by whoever asks the lists."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from mumian.clearance.queries import telling_why
from mumian.clearance.services import sockets
from mumian.foundation.words import Text

logger = logging.getLogger(__name__)

RAISE: Final = "SELECT lists.raise_alarms(%s)"
TO_CALL: Final = "SELECT alarm_id, step, badge FROM lists.alarms_to_call(%s)"
CALLED: Final = "SELECT lists.alarm_called(%s, %s, %s::smallint, %s, %s)"
TAKE: Final = "SELECT lists.take_alarm(%s, %s, %s)"
ESCALATE: Final = "SELECT lists.escalate(%s)"
DRAW: Final = "SELECT lists.draw_second_looks(%s)"

SAYS: Final = Text(
    "警情 {number}：请在五分钟内到工作台“警情”页确认。内容仅在工作台显示。",
    "Alarm {number}: acknowledge it on the page Alarms of your desk within five minutes. What it is about is shown there only.",
)


def call_about_alarms(*, at: datetime) -> int:
    """Raise alarms for new matches on the wanted list and call who is to be called by now; answers how many calls went out.

    What is sent is a number and no word about anybody. A call that could not be sent is tried again at the next round.
    """
    _one(RAISE, at)
    with connection.cursor() as cursor:
        cursor.execute(TO_CALL, [at])
        calls = cursor.fetchall()
    return sum(_call(alarm, step, badge, at) for alarm, step, badge in calls)


def _call(alarm: int, step: int, badge: str, at: datetime) -> int:
    channel = sockets.second_channel
    try:
        channel.tell(badge=badge, says=SAYS.filled(number=alarm), at=at)
    except OSError as fault:
        logger.warning("an alarm could not be sent", extra={"alarm": alarm, "channel": channel.name, "why": str(fault)})
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CALLED, [alarm, badge, step, channel.name, at])
    return 1


@transaction.atomic
def take_alarm(*, alarm_id: int, token: str, at: datetime) -> None:
    """Acknowledge an alarm: nobody else is called. Raises MatchRefused."""
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(TAKE, [token, alarm_id, at])


def escalate_what_is_late(*, at: datetime) -> int:
    """Mark what waits longer than its list allows; answers how much is newly late."""
    return _one(ESCALATE, at)


def draw_second_looks(*, at: datetime) -> int:
    """Draw settled decisions near the border for a second look; answers how many are new."""
    return _one(DRAW, at)


@transaction.atomic
def _one(statement: str, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [at])
        [number] = cursor.fetchone()
    return int(number)
