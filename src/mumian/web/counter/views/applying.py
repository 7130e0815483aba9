"""The one screen: what is stated, what was handed in, what the rulebook says of it, and the acceptance."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mumian.audit.terms import Reason
from mumian.cases.queries.requests import RequestKind, may_be_done_here, requests_of
from mumian.cases.queries.windows import Application, promised_on
from mumian.cases.services import answer_notice
from mumian.cases.terms import CaseStage, case_key
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import Answer
from mumian.catalogue.rules.answers.values import NeedState, Question
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.rules.knowledge import FactsUnreadable
from mumian.clearance.terms import WORD_NAMES, Word
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.payments.queries import order_for
from mumian.payments.terms import METHOD_NAMES
from mumian.people.queries import person_sheet
from mumian.people.rules.age import OF_AGE
from mumian.web.counter.filled import ALONE, Filled, not_declared, read
from mumian.web.counter.knowing import DECLARATIONS, USUALLY_NO
from mumian.web.counter.posting import AT_WINDOWS, case_or_404, duty_of, has_taken_up, key_of, on_to, page
from mumian.web.counter.saying import CONSENTED, elsewhere, said_of
from mumian.web.counter.window import accept_at_window, keep_for_family
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.looking import EVERYTHING, own_reason, see_in_full
from mumian.web.shared.questions import NO, PREFIX, YES, Asked, all_questions, field_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required

WORD_OF = dict.fromkeys(CaseStage, Word.PROCEED) | {CaseStage.ACCEPTED: Word.WAIT}
"""All that the counter is told: it follows from the stage alone, so that it is the same whatever a list says."""


@dataclass(frozen=True, slots=True)
class Line:
    """A question with where its answer comes from: `record`, `usual` or the officer's own hand."""

    asked: Asked
    source: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*AT_WINDOWS)
def apply(request: OfficerRequest, case_id: int) -> HttpResponse:
    """The screen of an application; POST does what its buttons say."""
    case, book = case_or_404(request, case_id), current_rulebook()
    if request.method != "POST":
        return screen(request, case, as_kept(case))
    if request.POST.get("act") == "answer":
        return _back(request, case)
    filled = read(book, request.POST)
    wrong = {**{PREFIX + fact: sentence for fact, sentence in filled.wrong.items()}, **_asked_still(case, filled)}
    if request.POST.get("act") == "check" or wrong:
        return screen(request, case, filled, errors=wrong, status=422 if request.POST.get("act") != "check" else 200)
    return _taken(request, case, filled)


def _taken(request: OfficerRequest, case: Application, filled: Filled) -> HttpResponse:
    """Accept, or keep for the family; back to the screen with the sentence where it was not done."""
    by, at, duty, key = mover_of(request), arrived_at(request), duty_of(request), key_of(request)
    try:
        if request.POST.get("act") == "keep":
            group_id = keep_for_family(case=case, filled=filled, duty=duty, by=by, at=at, key=key)
            return on_to("counter:family", group_id=group_id)
        accept_at_window(case=case, filled=filled, duty=duty, by=by, at=at, key=key)
    except Refusal as refusal:
        return screen(request, case, filled, refusal=refusal)
    return on_to("counter:accepted", case_id=case.case_id)


@never_cache
@officer_required(*AT_WINDOWS)
@require_POST
def check(request: OfficerRequest, case_id: int) -> HttpResponse:
    """What the rulebook says to what stands on the screen at this moment; nothing is kept. A script asks it after each answer."""
    case = case_or_404(request, case_id)
    filled = read(current_rulebook(), request.POST)
    return page(request, "counter/_said.html", _answers(request, case, filled))


@never_cache
@require_safe
@officer_required(*AT_WINDOWS)
def accepted(request: OfficerRequest, case_id: int) -> HttpResponse:
    """What was accepted, with the receipt to print; the same page whatever the reference lists say."""
    case = case_or_404(request, case_id)
    if case.receipt_number is None:
        return on_to("counter:case", case_id=case_id)
    book = current_rulebook()
    person = person_sheet(case.applicant_id, on=local_date(arrived_at(request)))
    order = order_for(case_key(case_id))
    context = {
        "case": case,
        "service": book.service_of[case.service],
        "person": person,
        "order": order,
        "due_on": promised_on(case.case_id),
        "word": WORD_NAMES[WORD_OF[case.stage]],
    }
    return page(request, "counter/accepted.html", context)


def _back(request: OfficerRequest, case: Application) -> HttpResponse:
    """The person is back with what the notice named."""
    try:
        answer_notice(case_id=case.case_id, by=mover_of(request), at=arrived_at(request), key=key_of(request))
    except Refusal as refusal:
        return screen(request, case, as_kept(case), refusal=refusal)
    return on_to("counter:case", case_id=case.case_id)


def _asked_still(case: Application, filled: Filled) -> dict[str, str]:
    """The declarations that were not asked; of an application that was handed in before they are on record."""
    return not_declared(filled) if case.stage is CaseStage.DRAFT else {}


def as_kept(case: Application) -> Filled:
    """An application as it stands, with what is usual ticked beforehand while it is a draft."""
    book = current_rulebook()
    usual: dict[str, FactValue] = {}
    if case.stage is CaseStage.DRAFT:
        usual = {name: False for name in USUALLY_NO if name in book.fact_of}
    return Filled(
        facts={**usual, **case.facts},
        wrong={},
        materials=case.handed_in,
        identity_checked=False,
        method=None,
        trace="",
        guardian=case.agent_id,
        amounts={},
    )


def screen(
    request: OfficerRequest,
    case: Application,
    filled: Filled,
    *,
    errors: dict[str, str] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The screen. Whoever may take the application sees whom it is about, and that is on record."""
    if not case.is_in_hand:
        return _not_in_hand(request, case)
    why = own_reason(request, case.applicant_id, case_id=case.case_id)
    if why is None and (has_taken_up(request, case) or case.stage is CaseStage.DRAFT):
        why = Reason.own_case(case_key(case.case_id))  # the applicant stands at his window, and he goes on with it
    if why is None:
        raise Http404
    person = see_in_full(request, case.applicant_id, fields=EVERYTHING, reason=why)
    book, on = current_rulebook(), local_date(arrived_at(request))
    context = {
        **_answers(request, case, filled, errors=errors),
        "person": person,
        "age": person.age_on(on),
        "is_minor": person.age_on(on) < OF_AGE,
        "guardian": str(filled.guardian) if filled.guardian else request.POST.get("guardian", ""),
        "alone": ALONE,
        "errors": list((errors or {}).items()),
        "items": book.notice_item_of,
        "document_names": {one.code: one.name for one in book.documents},
        "haste": [one for one in requests_of(case.case_id) if one.kind is RequestKind.URGENCY],
    }
    return page(request, "counter/application.html", context, refusal=refusal, status=status)


def _not_in_hand(request: OfficerRequest, case: Application) -> HttpResponse:
    """A case that has left the window: accepted, declined, withdrawn."""
    if case.receipt_number:
        return on_to("counter:accepted", case_id=case.case_id)
    if case.stage is CaseStage.NOT_ACCEPTED:
        return on_to("counter:declined", case_id=case.case_id)
    book = current_rulebook()
    return page(request, "counter/over.html", {"case": case, "service": book.service_of[case.service]})


def _answers(
    request: OfficerRequest, case: Application, filled: Filled, *, errors: dict[str, str] | None = None
) -> dict[str, object]:
    """What the screen says of what stands on it: verdict, fee, day, materials, and the questions that are still open."""
    book, at, duty = current_rulebook(), arrived_at(request), duty_of(request)
    unread: Text | None
    try:
        said, unread = said_of(case, filled, duty=duty, at=at), None
    except FactsUnreadable as unreadable:
        said, unread = said_of(case, as_kept(case), duty=duty, at=at), unreadable.sentence
    service = book.service_of[case.service]
    away = elsewhere(book, said, duty=duty)
    consented = bool(away and duty.hall) and may_be_done_here(case.case_id, hall=duty.hall or "", on=local_date(at))
    order = order_for(case_key(case.case_id)) if said.fee and said.fee.total else None
    return {
        "case": case,
        "filled": filled,
        "service": service,
        "variant": said.variant,
        "said": said,
        "unread": unread,
        "lines": _lines(request, case, filled, said, errors or {}),
        "declarations": _declarations(request, case, filled, errors or {}),
        "needs": [need for need in said.materials if need.state not in (NeedState.NOT_NEEDED, NeedState.BY_OFFICE)],
        "material_of": book.material_of,
        "ticked": {*case.handed_in, *filled.materials},
        "elsewhere": None if consented else away,
        "consented": CONSENTED if consented else None,
        "order": order,
        "is_paid": order is not None and order.is_settled,
        "methods": METHOD_NAMES,
        "missing": [need for need in said.needed if not need.handed_in],
    }


def _lines(request: OfficerRequest, case: Application, filled: Filled, said: Answer, errors: dict[str, str]) -> list[Line]:
    """The questions of the rulebook: first those nobody has answered, then what is usual, then what is known."""
    book = current_rulebook()
    typed = QueryDict(mutable=True)
    typed.update({PREFIX + name: _written(value) for name, value in filled.facts.items() if not name.endswith("materials")})
    for name, value in request.POST.items():
        if name.startswith(PREFIX):
            typed[name] = str(value)
    wrong = {name.removeprefix(PREFIX): sentence for name, sentence in errors.items()}
    hidden = {*DECLARATIONS, "applicant.guardian_present", "case.variant", "case.materials", "office.district", "case.urgent"}
    asked = [one for one in all_questions(book, typed, said) if one.fact not in hidden]
    lines = [Line(field_of(said, one, typed, wrong), _source(one, case, filled)) for one in asked]
    return sorted(lines, key=lambda line: ("", "usual", "record").index(line.source))


def _source(question: Question, case: Application, filled: Filled) -> str:
    if question.fact in case.facts and filled.facts.get(question.fact) == case.facts[question.fact]:
        return "record"
    return "usual" if question.fact in USUALLY_NO and filled.facts.get(question.fact) is False else ""


def _declarations(request: OfficerRequest, case: Application, filled: Filled, errors: dict[str, str]) -> list[Asked]:
    """What every applicant is asked to declare; never filled in beforehand."""
    book = current_rulebook()
    found = []
    for fact, subject in DECLARATIONS.items():
        if subject in case.declared or fact not in book.fact_of:
            continue
        declared = book.fact_of[fact]
        ask = declared.ask or declared.name
        value = filled.facts.get(fact) if request.method == "POST" else None
        found.append(
            Asked(
                Question(fact, ask, declared.type),
                PREFIX + fact,
                "" if value is None else YES if value else NO,
                error=errors.get(PREFIX + fact, ""),
            )
        )
    return found


def _written(value: FactValue) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return ",".join(value) if isinstance(value, tuple) else str(value)
