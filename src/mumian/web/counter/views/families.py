"""A family at the window: several applications, accepted in one act."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.cases.queries import group_list
from mumian.cases.queries.sight import sees_case
from mumian.cases.services import accept_together
from mumian.cases.terms import CaseStage
from mumian.foundation.errors import Refusal
from mumian.web.counter.posting import AT_WINDOWS, duty_of, key_of, on_to, page
from mumian.web.counter.window import NO_HALL, NoPlace
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.typed import number_typed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*AT_WINDOWS)
def family(request: OfficerRequest, group_id: int) -> HttpResponse:
    """The applications of a family; POST accepts those that wait, all or none."""
    at = arrived_at(request)
    members = group_list(group_id, at=at)
    if not members or not all(sees_case(request.officer, one.case_id) for one in members):
        raise Http404
    waiting = [one for one in members if one.stage is CaseStage.SUBMITTED]
    context = {
        "group_id": group_id,
        "members": members,
        "waiting": waiting,
        "accepted": [one for one in members if one.receipt_number],
        "identity": request.POST.get("identity") == "yes",
    }
    if request.method != "POST":
        return page(request, "counter/family.html", context)
    hall = duty_of(request).hall
    chosen = [number_typed(code) for code in request.POST.getlist("case")]
    try:
        if hall is None:
            raise NoPlace(NO_HALL)
        accept_together(
            case_ids=[one.case_id for one in members if one.case_id in chosen],
            hall=hall,
            identity_checked=request.POST.get("identity") == "yes",
            by=mover_of(request),
            at=at,
            key=key_of(request),
        )
    except Refusal as refusal:
        return page(request, "counter/family.html", context, refusal=refusal)
    return on_to("counter:family", group_id=group_id)
