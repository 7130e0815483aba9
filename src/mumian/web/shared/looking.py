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
from mumian.cases.queries.sight import own_case_of, works_on
from mumian.cases.terms import case_key
from mumian.foundation.clock import local_date
from mumian.people.queries import PersonSheet, person_sheet
from mumian.people.terms import PersonId, person_key
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of
from mumian.web.shared.signing_in.access import OfficerRequest

EVERYTHING: Final = ("name", "spellings", "birth_date", "household_register", "numbers", "documents", "guardians")
"""What is covered on a page that shows a person masked."""


def own_reason(request: OfficerRequest, person_id: PersonId, *, case_id: int | None = None) -> Reason | None:
    """The reason that this officer has without saying one: a case of the person that he works on; None when he must say why.

    With `case_id` it is asked of that case alone (whose applicant the caller knows to be this person).
    """
    if case_id is None:
        case_id = own_case_of(person_id, request.officer)
    elif not works_on(request.officer, case_id):
        return None
    return Reason.own_case(case_key(case_id)) if case_id is not None else None


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
