"""The employer's unit is asked and answers at its own desk: the clock goes on by itself; what follows from it people decide."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from mumian.cases.models import Case
from mumian.cases.services.deciding import request_consent
from mumian.cases.services.movers import Mover, by_clock, locked, touched
from mumian.cases.services.timing import count_anew
from mumian.cases.terms import CaseId, StopGround, case_key
from mumian.clearance.queries.adjudicating import unit_of
from mumian.clearance.services.adjudicating import ask_unit_for_consent
from mumian.clearance.terms import MatchId
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text

TIME_TO_ANSWER: Final = timedelta(days=10)
PLEASE: Final = Text(
    "贵单位登记备案人员申请出入境证件，请在期限内答复是否同意。",
    "A person whom your unit has filed applies for a travel document. Please say in time whether you consent.",
)


@transaction.atomic
def employer_has_answered(*, case_id: CaseId, given: bool, at: datetime) -> bool:
    """Take the answer to the open request and let the clock go on after today; answers whether one was open.

    Whether the list is cleared by it is for a holder of the list to record. Raises CaseUnknown.
    """
    case = locked(case_id)
    request = case.consent_requests.filter(answered_at=None).first()
    if request is None:
        return False
    request.given, request.answered_at = given, at
    request.save(update_fields=["given", "answered_at"])
    _go_on(case, at)
    touched(case, "consent_answered", by_clock(at=at), at=at)
    return True


def _go_on(case: Case, at: datetime) -> None:
    stop = case.stops.filter(last=None, ground=StopGround.CONSENT.value).first()
    if stop is None:
        return
    stop.last, stop.resumed_at = max(stop.first, local_date(at)), at
    stop.save(update_fields=["last", "resumed_at"])
    count_anew(case, at=at)


@transaction.atomic
def ask_employer(*, case_id: CaseId, match_id: MatchId, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Write to the unit that filed the applicant and lay the letter before it at its own desk; the clock stands still.

    Only about a match that was found true. Raises StepRefused, MatchRefused.
    """
    unit = unit_of(match_id, token=by.acting.token, at=at)
    done = request_consent(case_id=case_id, addressed_to=unit or "—", reason=PLEASE, by=by, at=at, key=key)
    request = locked(case_id).consent_requests.filter(answered_at=None).select_related("letter").first()
    if request is not None:
        ask_unit_for_consent(
            match_id=match_id,
            reference=case_key(case_id),
            letter=request.letter.number,
            answer_by=local_date(at) + TIME_TO_ANSWER,
            token=by.acting.token,
            at=at,
        )
    return done
