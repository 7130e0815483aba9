"""The summary of the city's last simulated days, as the simulation has left it beside the house: a document of its own."""

from __future__ import annotations

import base64
import hashlib

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mumian.web.desk.views.leading import WHO_LEAD
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required

FILE = "simulated.html"
POLICY = "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@never_cache
@require_safe
@officer_required(*WHO_LEAD)
def simulated(request: OfficerRequest) -> HttpResponse:
    """The document with its pictures; it may use its own style alone. Where no day was simulated, how that is done."""
    try:
        page = (settings.ENVIRONMENT.var / FILE).read_text(encoding="utf-8")
    except OSError:
        return render(request, "desk/simulated.html")
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    response = HttpResponse(page)
    response["Content-Security-Policy"] = POLICY.format(digest=digest)
    return response
