"""The end of a shift: what was taken at the window is held against what was counted."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.money import Currency, Money
from mumian.payments.queries import reconciliations_on, takings_of
from mumian.payments.services import reconcile_takings
from mumian.payments.terms import Takings
from mumian.web.counter.posting import AT_WINDOWS, duty_of, on_to, page
from mumian.web.counter.window import NO_WINDOW, NoPlace
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required

NOTHING = Money(Currency.CNY, 0)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*AT_WINDOWS)
def reckon(request: OfficerRequest) -> HttpResponse:
    """Count first, then see what was expected; a difference has to be explained."""
    at, window = arrived_at(request), duty_of(request).window
    typed = {name: request.POST.get(name, "").strip()[:300] for name in ("cash", "card", "explanation")}
    expected = takings_of(officer=request.officer.officer_id, window=window) if window else Takings(NOTHING, NOTHING, 0, 0)
    own = [one for one in reconciliations_on(local_date(at)) if one.badge_number == request.officer.badge_number]
    context = {"typed": typed, "expected": expected, "own_ones": own, "is_counted": False, "window": window or ""}
    if request.method != "POST":
        return page(request, "counter/takings.html", context)
    try:
        if window is None:
            raise NoPlace(NO_WINDOW)
        reconcile_takings(
            officer=request.officer.officer_id,
            window=window,
            counted_cash=Money.parse(typed["cash"] or "0"),
            counted_card=Money.parse(typed["card"] or "0"),
            explanation=typed["explanation"],
            at=at,
        )
    except Refusal as refusal:
        return page(request, "counter/takings.html", {**context, "is_counted": True}, refusal=refusal)
    return on_to("counter:takings")
