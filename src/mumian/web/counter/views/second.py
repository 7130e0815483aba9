"""The second officer's list: what may be approved at the counter, one key to look and one to approve."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.cases.queries import counter_list
from mumian.cases.queries.sight import sees_case
from mumian.cases.queries.windows import Application, application
from mumian.cases.services import approve_at_counter
from mumian.cases.terms import CaseId
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.offices.terms import Role
from mumian.people.queries import person_sheet
from mumian.web.counter.posting import key_of, on_to, page
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of, place_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.typed import number_typed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(Role.COUNTER_APPROVER)
def approving(request: OfficerRequest) -> HttpResponse:
    """What others of the department have accepted before the last full minute; the first of them stands open."""
    at, duty = arrived_at(request), place_of(request, Role.COUNTER_APPROVER)
    refusal: Refusal | None = None
    if request.method == "POST":
        wanted = request.POST.get("case", "")
        try:
            approve_at_counter(case_id=CaseId(number_typed(wanted) or 0), by=mover_of(request), at=at, key=key_of(request))
        except Refusal as refused:
            refusal = refused
        else:
            return on_to("counter:second", query=f"done={wanted}")
    rows = counter_list(department_id=duty.department_id, officer=request.officer.officer_id, at=at)
    asked = request.POST.get("case") or request.GET.get("case") or ""
    shown = next((row for row in rows if str(row.case_id) == asked), rows[0] if rows else None)
    done, book = request.GET.get("done", ""), current_rulebook()
    context = {
        "rows": rows,
        "shown": shown,
        "duty": duty,
        "case": application(shown.case_id) if shown else None,
        "person": _person(shown.case_id, request) if shown else None,
        "book": book,
        "document_names": {one.code: one.name for one in book.documents},
        "done": _done(request, done),
    }
    return page(request, "counter/second.html", context, refusal=refusal)


def _person(case_id: int, request: OfficerRequest) -> object:
    found = application(case_id)
    return person_sheet(found.applicant_id, on=local_date(arrived_at(request))) if found else None


def _done(request: OfficerRequest, written: str) -> Application | None:
    """What was approved just now, for who sees it."""
    case_id = number_typed(written)
    return application(case_id) if case_id is not None and sees_case(request.officer, case_id) else None
