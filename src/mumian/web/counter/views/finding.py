"""The one field: a number, a name, a receipt, a folder or a scan, and the person or case it leads to."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.cases.queries.sight import sees_case
from mumian.cases.queries.windows import application, case_by_code, in_hand
from mumian.cases.terms import CaseId
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.people.queries import PersonSheet, people_by_name, people_by_number
from mumian.web.counter.posting import AT_WINDOWS, on_to, page, take_up
from mumian.web.counter.understanding import Asked, understood
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.status_links import case_of_token

LONGEST = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*AT_WINDOWS)
def find(request: OfficerRequest) -> HttpResponse:
    """Find the person or the case; one that is found alone is opened at once."""
    written = request.POST.get("q", "")[:LONGEST].strip()
    group = request.POST.get("group") or request.GET.get("group") or ""
    at = arrived_at(request)
    waiting = in_hand(request.officer.officer_id, at=at)
    context = {"written": written, "group": group if group.isdigit() else "", "in_hand": waiting}
    try:
        asked = understood(written)
    except Refusal as refusal:
        return page(request, "counter/find.html", {**context, "people": (), "nobody": ""}, refusal=refusal)
    if asked.is_empty:
        return page(request, "counter/find.html", {**context, "people": (), "nobody": ""})
    case_id = _case(request, asked)
    if case_id:
        return on_to("counter:case", case_id=case_id)
    found = _people(request, asked)
    if len(found) == 1 and not asked.name:
        return on_to("counter:person", person_id=found[0].person_id, query=f"group={group}" if group.isdigit() else "")
    nobody = "" if found else _("Nobody is on record with this. Compare it with the document, or enter the person as new.")
    return page(request, "counter/find.html", {**context, "people": found, "nobody": nobody, "asked": asked})


def _case(request: OfficerRequest, asked: Asked) -> CaseId | None:
    """The case that a receipt, folder, draft or notice names, if it belongs to a hall that the officer sees or to none yet."""
    found = case_of_token(asked.token) if asked.token else case_by_code(asked.code) if asked.code else None
    if not found or sees_case(request.officer, found):
        return found
    shown = application(found)
    if shown is None or shown.receipt_number is not None:
        return None
    take_up(request, shown)
    return found


def _people(request: OfficerRequest, asked: Asked) -> tuple[PersonSheet, ...]:
    on = local_date(arrived_at(request))
    if asked.number:
        return people_by_number(asked.number, on=on)
    return people_by_name(asked.name, on=on) if asked.name else ()
