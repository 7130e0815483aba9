"""The record of audit for people: how far it is sealed and witnessed, the chain of one thing, typed reasons, breaches."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mumian.audit.queries.overseeing import MOST, chain_of, record_state, typed_looks
from mumian.audit.terms import Thing
from mumian.cases.queries.breaches import breaches
from mumian.cases.queries.desks import special_handlings_seen_since
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.identifiers.codes import LETTERS
from mumian.offices.queries import sight_of
from mumian.offices.terms import Role
from mumian.web.desk.lookers import FIELD_WORDS
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required

THING: Final = re.compile(r"[a-z_]{1,40}:[^\x00-\x1f\x7f]{1,160}")
LOOKED_BACK: Final = timedelta(days=365)
WHO_SEE_BREACHES: Final = (Role.SUPERVISOR, Role.AUDIT_ADMINISTRATOR)


@never_cache
@require_safe
@officer_required(Role.AUDIT_ADMINISTRATOR)
def record(request: OfficerRequest) -> HttpResponse:
    """The newest head, the witnesses, and the chain of the thing that is asked for (`?thing=case:7`)."""
    asked = request.GET.get("thing", "").strip()
    is_understood = THING.fullmatch(asked) is not None
    chain = chain_of(Thing(asked)) if is_understood else []
    error = None
    if asked and not is_understood:
        error = _("Write the kind of the thing, a colon and its number, such as case:7, person:31 or officer:100001.")
    return render(
        request,
        "desk/audit.html",
        {
            "state": record_state(),
            "asked": asked,
            "error": error,
            "chain": chain,
            "holds": all(link.holds for link in chain),
            "most": MOST,
        },
        status=422 if error else 200,
    )


@never_cache
@require_safe
@officer_required(Role.AUDIT_ADMINISTRATOR)
def looks(request: OfficerRequest) -> HttpResponse:
    """Who saw whose data in full and typed a reason, the latest first."""
    return render(request, "desk/audit_looks.html", {"looks": typed_looks(), "words": FIELD_WORDS, "most": MOST})


@never_cache
@require_safe
@officer_required(*WHO_SEE_BREACHES)
def breaches_list(request: OfficerRequest) -> HttpResponse:
    """Demands outside the one-time notice of the last year, and how often special handling was agreed to."""
    since, sight = arrived_at(request) - LOOKED_BACK, sight_of(request.officer, roles=WHO_SEE_BREACHES)
    items = {item.code: item.text for item in current_rulebook().notices.items}
    return render(
        request,
        "desk/breaches.html",
        {
            "rows": breaches(since=since, sight=sight),
            "items": items,
            "special": special_handlings_seen_since(since, sight=sight),
            "shown": LETTERS.shown,
        },
    )
