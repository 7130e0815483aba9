"""What else may come of an application: it is not accepted, the applicant gives it up, or it is urgent."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mumian.cases.queries.windows import letter_numbers
from mumian.cases.services import decline_acceptance, withdraw
from mumian.cases.terms import GROUND_NAMES, CaseStage, RefusalGround
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.web.counter.filled import NOTHING_STATED, read
from mumian.web.counter.posting import AT_WINDOWS, case_or_404, duty_of, key_of, on_to, page
from mumian.web.counter.views.applying import screen
from mumian.web.counter.window import ask_for_haste, hand_in_and
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required

AT_THE_DOOR: Final = (
    RefusalGround.NO_LICENCE_NEEDED,
    RefusalGround.NOT_COMPETENT,
    RefusalGround.NOT_ELIGIBLE,
    RefusalGround.IDENTITY_NOT_PROVEN,
    RefusalGround.FALSE_STATEMENTS,
)
"""The grounds on which a window may decline (Administrative Licensing Law, article 32); the others are for who decides."""
MOST: Final = 600
NO_LAW: Final = Text(
    "未作出决定：没有选择法律依据。请选择后再提交。",
    "The application was not declined: no law is chosen. Choose one, and send again.",
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*AT_WINDOWS)
def decline(request: OfficerRequest, case_id: int) -> HttpResponse:
    """Do not take the application, on a ground in law, by a letter with reason and remedy."""
    case, book = case_or_404(request, case_id), current_rulebook()
    typed = {name: request.POST.get(name, "").strip()[:MOST] for name in ("ground", "law", "reason_zh", "reason_en")}
    laws = _laws(book, case.service, request)
    context = {
        "case": case,
        "service": book.service_of[case.service],
        "grounds": [(ground.value, GROUND_NAMES[ground]) for ground in AT_THE_DOOR],
        "laws": laws,
        "typed": typed,
    }
    if request.method != "POST":
        return page(request, "counter/decline.html", context)
    by, at, key = mover_of(request), arrived_at(request), key_of(request)
    ground = RefusalGround(typed["ground"]) if typed["ground"] in AT_THE_DOOR else RefusalGround.NOT_ELIGIBLE
    reason = Text(typed["reason_zh"], typed["reason_en"])
    try:
        law = _law(book, laws, typed["law"])
        hand_in_and(
            lambda: decline_acceptance(case_id=case.case_id, ground=ground, law=law, reason=reason, by=by, at=at),
            command="counter.decline",
            more=typed,
            case=case,
            filled=NOTHING_STATED,
            duty=duty_of(request),
            by=by,
            at=at,
            key=key,
        )
    except Refusal as refusal:
        return page(request, "counter/decline.html", context, refusal=refusal)
    return on_to("counter:declined", case_id=case_id)


@never_cache
@require_safe
@officer_required(*AT_WINDOWS)
def declined(request: OfficerRequest, case_id: int) -> HttpResponse:
    """What became of an application that was not taken, with its letter."""
    case, book = case_or_404(request, case_id), current_rulebook()
    if case.stage is not CaseStage.NOT_ACCEPTED:
        return on_to("counter:case", case_id=case_id)
    letters = letter_numbers(case.case_id)
    context = {"case": case, "service": book.service_of[case.service], "letter": letters[0] if letters else ""}
    return page(request, "counter/declined.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*AT_WINDOWS)
def give_up(request: OfficerRequest, case_id: int) -> HttpResponse:
    """The applicant gives the application up; it is asked once more before it is done."""
    case, book = case_or_404(request, case_id), current_rulebook()
    reason = request.POST.get("reason", "").strip()[:MOST]
    context = {"case": case, "service": book.service_of[case.service], "reason": reason}
    if request.method != "POST":
        return page(request, "counter/withdraw.html", context)
    try:
        withdraw(case_id=case.case_id, reason=reason, by=mover_of(request), at=arrived_at(request), key=key_of(request))
    except Refusal as refusal:
        return page(request, "counter/withdraw.html", context, refusal=refusal)
    return on_to("counter:case", case_id=case_id)


@never_cache
@officer_required(*AT_WINDOWS)
@require_POST
def hasten(request: OfficerRequest, case_id: int) -> HttpResponse:
    """Ask a superior for urgent handling; he decides in a session of his own."""
    case = case_or_404(request, case_id)
    ground = request.POST.get("urgent_ground", "").strip()[:MOST]
    try:
        ask_for_haste(case=case, ground=ground, by=mover_of(request), at=arrived_at(request), key=key_of(request))
    except Refusal as refusal:
        return screen(request, case, read(current_rulebook(), request.POST), refusal=refusal)
    return on_to("counter:case", case_id=case_id)


def _laws(book: Rulebook, service: str, request: OfficerRequest) -> list[tuple[str, Text]]:
    on = local_date(arrived_at(request))
    codes = dict.fromkeys((*book.service_of[service].basis, *book.notices.basis))
    return [(code, book.law_of[code].title) for code in codes if code in book.law_of and book.law_of[code].is_in_force(on)]


def _law(book: Rulebook, laws: list[tuple[str, Text]], code: str) -> str:
    """The law as letters name it. Raises Refusal when none of those that are offered was chosen."""
    if code not in dict(laws):
        raise Refusal(NO_LAW)
    return book.law_of[code].title.zh
