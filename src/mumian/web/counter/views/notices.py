"""The one-time notice: the 74 items with those that the program found ticked, and what a later demand would mean."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.cases.queries.windows import Application
from mumian.cases.services import issue_material_notice
from mumian.cases.terms import CaseStage
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.knowledge import FactsUnreadable
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.web.counter.filled import Filled, not_declared, read
from mumian.web.counter.posting import AT_WINDOWS, case_or_404, duty_of, key_of, on_to, page
from mumian.web.counter.saying import detected, said_of
from mumian.web.counter.views.applying import screen
from mumian.web.counter.window import hand_in_and
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.questions import PREFIX
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required


class BreachNotConfirmed(Refusal):
    """More would be demanded than the one-time notice named, and the officer has not said that he means it."""

    def __init__(self) -> None:
        super().__init__(BREACH)


BREACH = Text(
    "未出具告知：其中有项目不在一次性告知之内，出具后将记为违规并计数。确实需要的，请勾选“我知道”后再出具。",
    "No notice was issued: it names items that the one-time notice did not name, which will be recorded and counted as a breach. "
    "If it has to be, tick “I know” and issue it again.",
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*AT_WINDOWS)
def issue(request: OfficerRequest, case_id: int) -> HttpResponse:
    """Choose the items and issue the notice. It is reached from the screen, whose answers and ticks come along."""
    case, book = case_or_404(request, case_id), current_rulebook()
    filled = read(book, request.POST)
    if request.method == "POST" and case.stage is CaseStage.DRAFT and not_declared(filled):
        return screen(request, case, filled, errors=not_declared(filled), status=422)
    items = [code for code in dict.fromkeys(request.POST.getlist("item")) if code in book.notice_item_of]
    if request.method != "POST" or request.POST.get("act") != "issue":
        return _shown(request, case, filled, _found(request, case, filled))
    beyond = [code for code in items if case.notices and code not in case.first_items]
    try:
        if beyond and request.POST.get("breach") != "known":
            raise BreachNotConfirmed
        by, at, key = mover_of(request), arrived_at(request), key_of(request)
        hand_in_and(
            lambda: issue_material_notice(case_id=case.case_id, items=items, by=by, at=at),
            command="counter.notice",
            more={"items": items},
            case=case,
            filled=filled,
            duty=duty_of(request),
            by=by,
            at=at,
            key=key,
        )
    except Refusal as refusal:
        return _shown(request, case, filled, items, refusal=refusal)
    return on_to("counter:noticed", case_id=case_id)


@never_cache
@require_safe
@officer_required(*AT_WINDOWS)
def issued(request: OfficerRequest, case_id: int) -> HttpResponse:
    """What was told to the applicant, to print, and what happens when he is back."""
    case, book = case_or_404(request, case_id), current_rulebook()
    if case.notice is None:
        return on_to("counter:case", case_id=case_id)
    context = {"case": case, "service": book.service_of[case.service], "notice": case.notice, "items": book.notice_item_of}
    return page(request, "counter/noticed.html", context)


def _found(request: OfficerRequest, case: Application, filled: Filled) -> tuple[str, ...]:
    try:
        return detected(current_rulebook(), said_of(case, filled, duty=duty_of(request), at=arrived_at(request)))
    except FactsUnreadable:
        return ()


def _shown(
    request: OfficerRequest, case: Application, filled: Filled, ticked: Sequence[str], *, refusal: Refusal | None = None
) -> HttpResponse:
    book = current_rulebook()
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name.startswith(PREFIX) or name in ("material", "guardian")
        for value in values
    ]
    context = {
        "case": case,
        "service": book.service_of[case.service],
        "classes": book.notices.classes,
        "ticked": ticked,
        "found": _found(request, case, filled),
        "carried": [(str(name), str(value)) for name, value in carried],
        "is_later": bool(case.notices),
        "first_items": case.first_items,
    }
    return page(request, "counter/notice.html", context, refusal=refusal)
