"""What the officer has in hand and what he has accepted today."""

from __future__ import annotations

from datetime import datetime, time

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mumian.cases.queries.windows import accepted_by, in_hand
from mumian.foundation.clock import local
from mumian.web.counter.posting import AT_WINDOWS, page
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required


@never_cache
@require_safe
@officer_required(*AT_WINDOWS)
def today(request: OfficerRequest) -> HttpResponse:
    """Two lists: applications that wait for somebody, and the acceptances of the day with where they stand now."""
    at = arrived_at(request)
    here = local(at)
    since = datetime.combine(here.date(), time.min, tzinfo=here.tzinfo)
    officer = request.officer.officer_id
    context = {"in_hand": in_hand(officer, at=at), "accepted": accepted_by(officer, since=since, at=at), "day": here.date()}
    return page(request, "counter/today.html", context)
