"""Seeing somebody's personal data in full: an act with a reason, on record before anything is shown.

A page shows masked names and numbers. Where it has to show them in full it calls `see_in_full` and shows what that answers, in
the answer to the same request: the next time is another act.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.http import Http404

from mumian.audit.services.looking import look
from mumian.audit.terms import Reason, Thing
from mumian.cases.errors import CaseUnknown
from mumian.cases.queries import applicant_of
from mumian.cases.queries.sight import own_case_of, works_on
from mumian.cases.terms import CaseId, case_key
from mumian.foundation.clock import local_date
from mumian.people.queries import PersonSheet, person_sheet
from mumian.people.terms import PersonId, person_key
from mumian.queueing.queries import window_state
from mumian.queueing.queries.reading import at_window
from mumian.queueing.terms import TicketState
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of
from mumian.web.shared.signing_in.access import OfficerRequest

CASE: Final = "case:"
"""How the reference of a ticket begins that is about a case."""
EVERYTHING: Final = ("name", "spellings", "birth_date", "household_register", "numbers", "documents", "guardians")
"""What is covered on a page that shows a person masked."""


def own_reason(request: OfficerRequest, person_id: PersonId, *, case_id: int | None = None) -> Reason | None:
    """The reason that this officer has without saying one; None when he must say why.

    It is a case of the person that he works on, or the ticket that he serves when it is about such a case. With `case_id` it is
    asked of that case alone (whose applicant the caller knows to be this person).
    """
    own = own_case_of(person_id, request.officer) if case_id is None else case_id if works_on(request.officer, case_id) else None
    return Reason.own_case(case_key(own)) if own is not None else _ticket_served(request, person_id, case_id)


def _ticket_served(request: OfficerRequest, person_id: PersonId, case_id: int | None) -> Reason | None:
    """The ticket that this officer serves at his window now, when the case joined to it is of this person."""
    for window in sorted({duty.window for duty in request.officer.duties if duty.window}):
        ticket = at_window(window)
        if ticket is None or ticket.state is not TicketState.SERVING or not ticket.reference.startswith(CASE):
            continue
        number = ticket.reference.removeprefix(CASE)
        if not number.isdecimal() or case_id not in {None, int(number)} or _applicant(CaseId(int(number))) != person_id:
            continue
        state = window_state(window=window, at=arrived_at(request))
        if state is not None and state.officer == request.officer.officer_id:
            return Reason.open_ticket(f"ticket:{ticket.ticket_id}")
    return None


def _applicant(case_id: CaseId) -> PersonId | None:
    """Whom the case is about; None when there is no such case."""
    try:
        return applicant_of(case_id)
    except CaseUnknown:
        return None


def see_in_full(
    request: OfficerRequest,
    person_id: PersonId,
    *,
    fields: Sequence[str] = EVERYTHING,
    reason: Reason | None = None,
    words: str = "",
) -> PersonSheet:
    """Put on record that this officer sees these fields of the person, and answer the person.

    The reason is `reason` where the page knows one (a production order, a ticket), else the officer's own case, else the words
    he typed. Raises NoReason when there is none of these, Http404 when there is no such person.
    """
    at = arrived_at(request)
    sheet = person_sheet(person_id, on=local_date(at))
    if sheet is None:
        raise Http404
    why = reason or own_reason(request, person_id) or Reason.typed(words.strip())
    look(person=Thing(person_key(person_id)), fields=fields, reason=why, actor=acting_of(request), at=at)
    return sheet
