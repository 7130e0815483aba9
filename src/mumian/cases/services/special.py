"""Special handling: with a leader's written consent a case is taken, or its document handed out, at another place or time."""

from __future__ import annotations

from datetime import datetime

from mumian.cases.errors import StepRefused
from mumian.cases.models import Case, SpecialHandling
from mumian.cases.rules.requests import NO_SUCH_HALL, NOTHING_ASKED, Consent, may_ask_for_special_handling, may_consent
from mumian.cases.services.movers import Mover, held, locked, posted_over, touched
from mumian.cases.services.once import command
from mumian.cases.services.questions import is_above
from mumian.cases.terms import CaseId, CaseStage
from mumian.foundation.clock import local_date
from mumian.offices.models import Hall
from mumian.offices.queries import officer_by_id
from mumian.offices.terms import OfficerId, Role


@command
def request_special_handling(
    *,
    case_id: CaseId,
    reason: str,
    hall: str = "",
    place: str = "",
    time: datetime | None = None,
    by: Mover,
    at: datetime,
    key: str = "",
) -> CaseId:
    """Ask a leader to let the case be handled by another hall (its code), at another place (in words) or time.

    Raises StepRefused with the sentence.
    """
    case = locked(case_id)
    posted_over(case, by.on_staff, by.on_staff.roles, at=at)
    waits = SpecialHandling.objects.filter(case=case, decided_at=None).exists()
    where = Hall.objects.filter(code=hall).first() if hall else None
    if hall and where is None:
        raise StepRefused(NO_SUCH_HALL)
    place = place.strip() or (where.name.zh if where else "")
    changes = bool(place) or time is not None
    stage = CaseStage(case.stage)
    held(may_ask_for_special_handling(stage=stage, reason=reason, changes=changes, waits=waits), StepRefused)
    SpecialHandling.objects.create(
        case=case, reason=reason.strip(), hall=where, place=place, time=time, asked_by_id=by.on_staff.officer_id, asked_at=at
    )
    return touched(case, "special_handling_asked", by, at=at)


@command
def decide_special_handling(*, case_id: CaseId, approved: bool, consent: str, by: Mover, at: datetime, key: str = "") -> CaseId:
    """A leader consents in writing, or does not. From then on that hall and that day are free; hands and lists stay as they are.

    Raises StepRefused for who is no leader above who asked, without words, and when nothing waits.
    """
    case = locked(case_id)
    request = SpecialHandling.objects.select_for_update().filter(case=case, decided_at=None).first()
    if request is None:
        raise StepRefused(NOTHING_ASKED)
    officer = by.on_staff
    asker = officer_by_id(OfficerId(request.asked_by_id), on=local_date(request.asked_at))
    above = asker is not None and is_above(officer, asker=asker)
    held(may_consent(is_leader=Role.LEADER in officer.roles, is_above=above, consent=consent), StepRefused)
    request.approved, request.consent = approved, consent.strip()
    request.decided_by_id, request.decided_at = officer.officer_id, at
    request.save(update_fields=["approved", "consent", "decided_by_id", "decided_at"])
    return touched(case, "special_handling_agreed" if approved else "special_handling_not_agreed", by, at=at)


def consents_to(case: Case) -> tuple[Consent, ...]:
    """What leaders have consented to. One query."""
    rows = SpecialHandling.objects.filter(case=case, approved=True).values_list("hall__code", "time")
    return tuple(Consent(hall, local_date(time) if time else None) for hall, time in rows)
