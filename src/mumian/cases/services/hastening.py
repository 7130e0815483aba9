"""Urgent handling: asked for on a ground, approved by a superior in a session of his own, with its own promised time."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from mumian.cases.errors import URGENT_CLOSED, StepRefused
from mumian.cases.models import Case, CaseLimit, StageShare, Urgency, UrgencyRequest
from mumian.cases.rules.requests import NOTHING_ASKED, may_approve_haste, may_ask_for_haste
from mumian.cases.services.admitting import asked_of_the_rulebook
from mumian.cases.services.movers import Mover, held, locked, posted_over, touched
from mumian.cases.services.once import command
from mumian.cases.services.questions import is_above
from mumian.cases.services.timing import count_anew
from mumian.cases.terms import CaseId, CaseStage, LimitKind
from mumian.catalogue.rules.answers import Answer
from mumian.catalogue.rules.answers.values import LimitAnswer
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.queries import officer_by_id
from mumian.offices.terms import OfficerId

NO_HASTE = Text("这项业务没有加急办理", "this service has no urgent handling")
NOT_GROUNDED = Text("加急的条件不具备（{ground}）", "its condition is not met ({ground})")


@command
def request_urgency(*, case_id: CaseId, ground: str, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Ask for urgent handling, before acceptance or after it. A superior decides. Raises StepRefused with the sentence."""
    case = locked(case_id)
    posted_over(case, by.on_staff, by.on_staff.roles, at=at)
    waits = UrgencyRequest.objects.filter(case=case, decided_at=None).exists() or Urgency.objects.filter(case=case).exists()
    held(may_ask_for_haste(stage=CaseStage(case.stage), ground=ground, waits=waits), StepRefused)
    urgent_limit(asked_of_the_rulebook(case, at=at))
    UrgencyRequest.objects.create(case=case, ground=ground.strip(), asked_by_id=by.on_staff.officer_id, asked_at=at)
    return touched(case, "urgency_asked", by, at=at)


@command
def decide_urgency(*, case_id: CaseId, approved: bool, by: Mover, at: datetime, key: str = "") -> CaseId:
    """A superior of who asked approves, or does not. A case that is accepted already gets its new promise at once.

    Raises StepRefused for who is not above, and when nothing waits.
    """
    case = locked(case_id)
    request = UrgencyRequest.objects.select_for_update().filter(case=case, decided_at=None).first()
    if request is None:
        raise StepRefused(NOTHING_ASKED)
    asker = officer_by_id(OfficerId(request.asked_by_id), on=local_date(request.asked_at))
    held(may_approve_haste(is_above=asker is not None and is_above(by.on_staff, asker=asker)), StepRefused)
    request.approved, request.decided_by_id, request.decided_at = approved, by.officer_id, at
    request.save(update_fields=["approved", "decided_by_id", "decided_at"])
    if approved and case.stage == CaseStage.ACCEPTED:
        _promise_anew(case, urgent_limit(asked_of_the_rulebook(case, at=case.accepted_at or at)), at=at)
        make_urgent(case, request, at=at)
    return touched(case, "urgency_approved" if approved else "urgency_not_approved", by, at=at)


def granted_urgency(case: Case, said: Answer, *, at: datetime) -> LimitAnswer | None:
    """At acceptance: the limit of urgent handling where a superior has approved it; it is then on record. One query or two."""
    request = UrgencyRequest.objects.filter(case=case, approved=True).first()
    if request is None or case.round > 1:
        return None
    limit = urgent_limit(said)
    make_urgent(case, request, at=at)
    return limit


def urgent_limit(said: Answer) -> LimitAnswer:
    """The limit of urgent handling. Raises StepRefused where the rulebook has none, or its condition is not met."""
    if said.urgent is None:
        raise StepRefused(URGENT_CLOSED.filled(why=NO_HASTE))
    if said.urgent.is_open is False:
        raise StepRefused(URGENT_CLOSED.filled(why=NOT_GROUNDED.filled(ground=said.urgent.ground)))
    return said.urgent.limit


def make_urgent(case: Case, request: UrgencyRequest, *, at: datetime) -> None:
    """Urgent handling begins."""
    approved_by = request.decided_by_id or 0  # the database knows who it was, and refuses nobody
    Urgency.objects.create(case=case, ground=request.ground, asked_by_id=request.asked_by_id, approved_by_id=approved_by, at=at)


def _promise_anew(case: Case, limit: LimitAnswer, *, at: datetime) -> None:
    """The shorter promise, from the same moment of acceptance; no stage may use more than is left of it."""
    promised = CaseLimit.objects.filter(case=case, round=case.round, kind=LimitKind.PROMISED.value, met_at=None)
    promised.update(value=limit.value, unit=limit.unit.value)
    count_anew(case, at=at)
    due = promised.values_list("due_on", flat=True).first()
    if due:
        StageShare.objects.filter(Q(until__gt=due), case=case, round=case.round).update(until=due)
