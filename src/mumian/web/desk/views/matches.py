"""The adjudication desk: what waits on the lists an officer holds, and one reference with its evidence side by side.

The queue names no person. Who opens a reference says why, each showing is on record; after a quarter of an hour he says it anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mumian.cases.queries.naming import receipts_of
from mumian.cases.services.consenting import ask_employer
from mumian.cases.terms import CaseId
from mumian.catalogue.queries import current_rulebook
from mumian.clearance import services
from mumian.clearance.errors import MatchRefused
from mumian.clearance.queries import adjudicating, matches_of
from mumian.clearance.queries.measuring import second_looks_waiting
from mumian.clearance.rules.reasons import REASON_WORDS, ReasonCode
from mumian.clearance.services import adjudicating as deciding
from mumian.clearance.terms import POPULATION, DecisionId, Judgement, MatchId, MatchSheet
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.terms import Role
from mumian.web.desk.evidence import rows_of
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of, mover_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.typed import number_typed

WHO_HOLD: Final = (Role.APPROVAL_OFFICER, Role.COUNTERSIGNER, Role.LIST_CUSTODIAN)
LOOKED: Final = "looked_at_matches"
"""Where the sign-in session keeps the reason that was given for a reference, and until when it serves."""
SERVES: Final = timedelta(minutes=15)
DONE: Final = {
    "decided": _("Your decision is on record."),
    "second": _("Your decision is on record. It counts when a second holder confirms it."),
    "confirmed": _("You have confirmed the decision; it counts now."),
    "withdrawn": _("The decision was taken back; the match is open again."),
    "noted": _("The note was added."),
    "asked": _("The letter is out and lies on the unit's desk; the clock of the case stands still."),
    "correction": _("The owner of the list was asked to check the entry."),
    "reviewed": _("The objection was reviewed."),
}
STATES: Final = {
    adjudicating.QueueState.OPEN: (_("nobody has decided"), "warn"),
    adjudicating.QueueState.SECOND: (_("needs a second person"), "warn"),
    adjudicating.QueueState.TRUE: (_("same person; condition open"), "plain"),
}
JUDGEMENTS: Final = {
    Judgement.OTHER_PERSON: _("another person"),
    Judgement.SAME_PERSON: _("the same person"),
    Judgement.CONSENT_HELD: _("the unit consents"),
    Judgement.RESTRICTION_OVER: _("the restriction is over"),
}
OUTCOMES: Final = {
    "stands": _("the decision stands"),
    "taken_back": _("the decision was taken back"),
    "nothing_found": _("nothing had been found"),
}
ANSWERS: Final = {
    "stands": _("the entry stands"),
    "corrected": _("the entry will be put right with the next file"),
    "ended": _("the entry goes out with today"),
}
NOT_CHOSEN: Final = Text("未作出认定：没有选择结论。请选择。", "Nothing was decided: no outcome was chosen. Choose one.")
NO_CASE: Final = Text("未发函：这不是一件申请。", "Nothing was sent: this is no application.")


@never_cache
@require_safe
@officer_required(*WHO_HOLD)
def queue(request: OfficerRequest) -> HttpResponse:
    """What waits, the next due first; objections and second looks below. Nobody is named."""
    token, at = acting_of(request).token, arrived_at(request)
    held = adjudicating.lists_held(token=token, at=at)
    rows = adjudicating.queue_of(token=token, at=at)
    reviews = adjudicating.reviews_waiting(token=token, at=at) if held else ()
    context = {
        "held": [list_name(code) for code in held],
        "rows": [
            (one, list_name(one.code), *STATES[one.state], one.due_at if is_open else None, is_open and one.due_at <= at)
            for is_open in (True, False)
            for one in rows
            if (one.state is not adjudicating.QueueState.TRUE) is is_open
        ],
        "reviews": reviews,
        "looks": second_looks_waiting(token=token, at=at) if held else (),
        "alarms": [one for one in adjudicating.alarms_of(token=token, at=at) if one.taken_at is None],
        "receipts": receipts_of([*(one.reference for one in rows), *(one.reference for one in reviews)]),
        "done": DONE.get(request.GET.get("done", "")),
        "now": at,
    }
    return render(request, "desk/matches.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_HOLD)
def match(request: OfficerRequest, reference: str) -> HttpResponse:
    """One reference: first the question why, then the evidence of the lists that are held. Each showing is a look on record."""
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()
        try:
            context = _page(request, reference, reason)
        except MatchRefused as refusal:
            return refused(request, "desk/match.html", _question(request, reference), refusal)
        _remember(request, reference, reason)
        return render(request, "desk/match.html", context)
    kept = _remembered(request, reference)
    page = _question(request, reference) if kept is None else _page(request, reference, kept)
    return render(request, "desk/match.html", page)


@never_cache
@require_POST
@officer_required(*WHO_HOLD)
def act(request: OfficerRequest, reference: str) -> HttpResponse:
    """What a holder does about a match; the same page says what was done or why not."""
    reason = _remembered(request, reference)
    if reason is None:
        return done("desk:match", "", reference=reference)
    step = STEPS.get(request.POST.get("act", ""))
    if step is None:
        raise Http404
    try:
        with transaction.atomic():
            said = step(request, reference)
    except Refusal as refusal:
        return refused(request, "desk/match.html", _page(request, reference, reason), refusal)
    return done("desk:match", said, reference=reference)


def _decide(request: OfficerRequest, reference: str) -> str:
    chosen = request.POST.get("judgement", "")
    if chosen not in set(Judgement):
        raise MatchRefused(NOT_CHOSEN)
    judgement = Judgement(chosen)
    is_condition = judgement in {Judgement.CONSENT_HELD, Judgement.RESTRICTION_OVER}
    services.decide_match(
        match_id=_match_id(request),
        judgement=judgement,
        note=_note(request),
        token=acting_of(request).token,
        at=arrived_at(request),
        reference=reference if is_condition else None,
    )
    return "second" if request.POST.get("two_people") else "decided"


def _confirm(request: OfficerRequest, reference: str) -> str:
    services.confirm_decision(decision_id=_decision_id(request), token=acting_of(request).token, at=arrived_at(request))
    return "confirmed"


def _withdraw(request: OfficerRequest, reference: str) -> str:
    services.withdraw_decision(decision_id=_decision_id(request), token=acting_of(request).token, at=arrived_at(request))
    return "withdrawn"


def _add_note(request: OfficerRequest, reference: str) -> str:
    deciding.add_note(match_id=_match_id(request), says=_note(request), token=acting_of(request).token, at=arrived_at(request))
    return "noted"


def _ask_unit(request: OfficerRequest, reference: str) -> str:
    kind, _sep, number = reference.partition(":")
    if kind != "case" or not number.isdigit():
        raise MatchRefused(NO_CASE)
    ask_employer(
        case_id=CaseId(int(number)),
        match_id=_match_id(request),
        by=mover_of(request),
        at=arrived_at(request),
        key=key_of(request),
    )
    return "asked"


def _ask_correction(request: OfficerRequest, reference: str) -> str:
    deciding.ask_for_correction(
        match_id=_match_id(request), says=_note(request), token=acting_of(request).token, at=arrived_at(request)
    )
    return "correction"


def _review(request: OfficerRequest, reference: str) -> str:
    deciding.review_objection(
        review_id=number_typed(request.POST.get("review")) or 0,
        take_back=request.POST.get("outcome") == "taken_back",
        note=_note(request),
        token=acting_of(request).token,
        at=arrived_at(request),
    )
    return "reviewed"


STEPS: Final[dict[str, Callable[[OfficerRequest, str], str]]] = {
    "decide": _decide,
    "confirm": _confirm,
    "withdraw": _withdraw,
    "note": _add_note,
    "consent": _ask_unit,
    "correction": _ask_correction,
    "review": _review,
}


def _page(request: OfficerRequest, reference: str, reason: str) -> dict[str, Any]:
    token, at = acting_of(request).token, arrived_at(request)
    sheets = matches_of(reference, token=token, reason=reason, at=at)
    notes = adjudicating.notes_of(reference, token=token, at=at)
    consents = adjudicating.consents_of(reference, token=token, at=at)
    corrections = adjudicating.corrections_of(reference, token=token, at=at)
    me = request.officer.badge_number
    return {
        **_question(request, reference),
        "is_shown": True,
        "reason": reason,
        "matches": [
            {
                "sheet": one,
                "list": list_name(one.code),
                "two_people": _two_people(one.code),
                "agrees": one.code == POPULATION and one.evidence is None,
                "rows": rows_of(one.person, one.entry, one.reasons),
                "said": [REASON_WORDS[ReasonCode(code)] for code in one.reasons if code in set(ReasonCode)],
                "judgements": _judgements(one),
                "may_confirm": one.decision is not None and not one.decision.is_settled and one.decision.decided_by != me,
                "may_ask_unit": one.code == "FILED_STAFF" and _is_true(one) and one.condition is None,
                "notes": [note for note in notes if note.match_id == one.match_id],
                "consents": [consent for consent in consents if consent.match_id == one.match_id],
                "corrections": [asked for asked in corrections if asked.match_id == one.match_id],
            }
            for one in sheets
        ],
        "reviews": adjudicating.reviews_of(reference, token=token, at=at),
        "names": JUDGEMENTS,
        "outcomes": OUTCOMES,
        "answers": ANSWERS,
        "typed": {name: request.POST.get(name, "") for name in ("note", "judgement", "match")},
        "me": me,
    }


def _question(request: OfficerRequest, reference: str) -> dict[str, Any]:
    return {
        "reference": reference,
        "receipt": receipts_of([reference]).get(reference),
        "is_shown": False,
        "reason": request.POST.get("reason", ""),
        "key": key_of(request),
        "refusal": None,
        "done": DONE.get(request.GET.get("done", "")),
    }


def _judgements(one: MatchSheet) -> list[tuple[str, Any]]:
    """What can be decided next: first who it is, and of a true match whether its condition is met."""
    if one.code == POPULATION:
        return [(Judgement.SAME_PERSON.value, JUDGEMENTS[Judgement.SAME_PERSON])]
    first = [Judgement.OTHER_PERSON, Judgement.SAME_PERSON]
    if _is_true(one):
        first = [Judgement.CONSENT_HELD if one.code == "FILED_STAFF" else Judgement.RESTRICTION_OVER, Judgement.OTHER_PERSON]
    return [(judgement.value, JUDGEMENTS[judgement]) for judgement in first]


def _is_true(one: MatchSheet) -> bool:
    return one.decision is not None and one.decision.is_settled and one.decision.judgement is Judgement.SAME_PERSON


def list_name(code: str) -> Text:
    """The name of a list in the rulebook."""
    kept = current_rulebook().list_of.get(code)
    return kept.name if kept else Text(code, code)


def _two_people(code: str) -> bool:
    kept = current_rulebook().list_of.get(code)
    return bool(kept and kept.two_people)


def _match_id(request: OfficerRequest) -> MatchId:
    return MatchId(number_typed(request.POST.get("match")) or 0)


def _decision_id(request: OfficerRequest) -> DecisionId:
    return DecisionId(number_typed(request.POST.get("decision")) or 0)


def _note(request: OfficerRequest) -> str:
    return request.POST.get("note", "").strip()


def _remember(request: OfficerRequest, reference: str, reason: str) -> None:
    until = (arrived_at(request) + SERVES).timestamp()
    request.session[LOOKED] = {**request.session.get(LOOKED, {}), reference: [reason, until]}


def _remembered(request: OfficerRequest, reference: str) -> str | None:
    reason, until = request.session.get(LOOKED, {}).get(reference, ("", 0.0))
    return str(reason) if reason and until > arrived_at(request).timestamp() else None
