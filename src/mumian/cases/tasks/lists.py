"""When reference lists have answered: the lists of work learn it at the tick, and it goes on record, whatever was answered.

What they answered stays with `clearance` and is asked there at every decision; cases keeps no second answer beside it.
"""

from __future__ import annotations

from mumian.cases.errors import CaseUnknown
from mumian.cases.services.consenting import employer_has_answered
from mumian.cases.services.movers import by_clock, locked, touched
from mumian.cases.terms import CaseId, CaseStage
from mumian.clearance.events import AnswerChanged, ConsentAnswered
from mumian.clearance.rules.ticks import next_tick
from mumian.foundation.outbox import Delivery, Later

CASE = "case"


def tell_lists_answered(event: AnswerChanged, delivery: Delivery) -> None:
    """Tell at the next full minute that an accepted case has an answer; earlier than that nobody learns that there is one."""
    visible_from = next_tick(event.at)
    if delivery.at < visible_from:
        raise Later(visible_from)
    kind, _, number = event.reference.partition(":")
    if kind != CASE:
        return
    try:
        case = locked(CaseId(int(number)))
    except CaseUnknown:
        return
    if case.stage == CaseStage.ACCEPTED.value:
        touched(case, "lists_answered", by_clock(at=delivery.at), at=delivery.at)


def take_answer_of_unit(event: ConsentAnswered, delivery: Delivery) -> None:
    """The unit that filed the applicant has answered: the clock goes on."""
    kind, _, number = event.reference.partition(":")
    if kind != CASE:
        return
    try:
        employer_has_answered(case_id=CaseId(int(number)), given=event.given, at=event.at)
    except CaseUnknown:
        return
