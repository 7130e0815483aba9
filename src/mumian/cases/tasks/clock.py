"""What the clock does by itself, asked once a minute: notices lapse, questions go up, due days follow calendar and stops, ends
are archived.

Each case in a transaction of its own, a bounded number at a time: what is left is done in the next minute. A refusal of one
holds up none of the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, TypeVar

from mumian.cases.services import (
    archive,
    cases_to_archive,
    escalate_question,
    lapse_notice,
    notices_to_lapse,
    questions_to_escalate,
    recount_due_days,
    recount_held,
)
from mumian.catalogue.errors import NoRulebook
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal

logger = logging.getLogger(__name__)

AT_A_TIME: Final = 200
One = TypeVar("One")


def clock_strikes(at: datetime) -> dict[str, int]:
    """Do what the hour asks for; answers how much of each was done. Without a rulebook there is nothing to do yet."""
    try:
        calendar = current_rulebook().working_calendar
    except NoRulebook:
        return {}
    done = {
        "lapsed": _each(notices_to_lapse(on=local_date(at)), lambda one: lapse_notice(case_id=one, at=at)),
        "escalated": _each(questions_to_escalate(at=at), lambda one: escalate_question(question_id=one, at=at)),
        "archived": _each(cases_to_archive(at=at, most=AT_A_TIME), lambda one: archive(case_id=one, at=at)),
    }
    if calendar is not None:
        done["recounted"] = recount_due_days(calendar_version=calendar.version, at=at) + recount_held(at=at)
    if any(done.values()):
        logger.info("the clock struck", extra={name: count for name, count in done.items() if count})
    return done


def _each(ones: Iterable[One], act: Callable[[One], object]) -> int:
    count = 0
    for one in tuple(ones)[:AT_A_TIME]:
        try:
            act(one)
            count += 1
        except Refusal as refusal:
            logger.info("left as it was", extra={"what": str(one), "why": refusal.sentence.en})
    return count
