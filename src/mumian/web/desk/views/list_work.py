"""Around the matches: alarms, requests to list owners, second looks, the month's quality, feeds and deliveries."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mumian.clearance.errors import MatchRefused
from mumian.clearance.queries import adjudicating
from mumian.clearance.queries.feeding import DeliveryState, deliveries, feed_states, lists_being_keyed
from mumian.clearance.queries.measuring import QualityLine, quality_of, second_look
from mumian.clearance.rules.judging import BAND_WORDS, Band
from mumian.clearance.rules.reasons import REASON_WORDS, ReasonCode
from mumian.clearance.services.adjudicating import answer_correction, look_again_blind
from mumian.clearance.services.alarming import take_alarm
from mumian.clearance.terms import Judgement
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.terms import Role
from mumian.web.desk.evidence import rows_of_kept
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.desk.views.matches import ANSWERS, NOT_CHOSEN, WHO_HOLD, list_name
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said

WHO_ARE_CALLED: Final = (*WHO_HOLD, Role.LEADER)
WHO_MEASURE: Final = (*WHO_HOLD, Role.SUPERVISOR, Role.LEADER)
WHO_SEE_FEEDS: Final = (*WHO_HOLD, Role.SUPERVISOR, Role.LEADER, Role.SYSTEM_ADMINISTRATOR)
STEPS: Final = {1: _("holders on duty"), 2: _("all holders"), 3: _("all holders and the leaders")}
DONE: Final = {
    "taken": _("The alarm is yours; nobody else is called."),
    "answered": _("The answer is on record."),
    "looked": _("The second look is on record."),
}
FAULTS: Final = {"down": _("no answer"), "slow": _("no answer in time"), "wrong": _("an answer that cannot be trusted")}
OUTCOMES: Final = {
    "waiting": (_("waits"), "warn"),
    "loaded": (_("loaded"), "good"),
    "refused": (_("refused"), "bad"),
}
NOTHING: Final = {"judgement": "", "note": ""}
MIRROR: Final = Text("人口信息库镜像", "mirror of the population register")


@never_cache
@require_safe
@officer_required(*WHO_ARE_CALLED)
def alarms(request: OfficerRequest) -> HttpResponse:
    """Alarms that nobody has taken, and those of the last day."""
    return render(request, "desk/alarms.html", {**_alarms(request), "refusal": None})


@never_cache
@require_POST
@officer_required(*WHO_ARE_CALLED)
def take(request: OfficerRequest, alarm_id: int) -> HttpResponse:
    """Acknowledge an alarm."""
    try:
        take_alarm(alarm_id=alarm_id, token=acting_of(request).token, at=arrived_at(request))
    except Refusal as refusal:
        return refused(request, "desk/alarms.html", _alarms(request), refusal)
    return done("desk:alarms", "taken")


def _alarms(request: OfficerRequest) -> dict[str, Any]:
    found = adjudicating.alarms_of(token=acting_of(request).token, at=arrived_at(request))
    return {"alarms": found, "steps": STEPS, "key": key_of(request), "done": DONE.get(request.GET.get("done", ""))}


@never_cache
@require_safe
@officer_required(*WHO_HOLD)
def corrections(request: OfficerRequest) -> HttpResponse:
    """Requests about entries of the lists that are held."""
    return render(request, "desk/corrections.html", {**_corrections(request), "refusal": None})


@never_cache
@require_POST
@officer_required(*WHO_HOLD)
def answer(request: OfficerRequest, correction_id: int) -> HttpResponse:
    """Answer for the owner of an entry."""
    try:
        chosen = request.POST.get("answer", "")
        if chosen not in ANSWERS:
            raise MatchRefused(NOT_CHOSEN)
        answer_correction(
            correction_id=correction_id,
            answer=chosen,
            note=request.POST.get("note", "").strip(),
            token=acting_of(request).token,
            at=arrived_at(request),
        )
    except MatchRefused as refusal:
        return refused(request, "desk/corrections.html", _corrections(request), refusal)
    return done("desk:corrections", "answered")


def _corrections(request: OfficerRequest) -> dict[str, Any]:
    token, at = acting_of(request).token, arrived_at(request)
    held = adjudicating.lists_held(token=token, at=at)
    found = adjudicating.corrections_waiting(token=token, at=at) if held else ()
    return {
        "corrections": [(one, list_name(one.code)) for one in found],
        "answers": ANSWERS,
        "typed": {name: request.POST.get(name, "") for name in ("answer", "note")},
        "key": key_of(request),
        "done": DONE.get(request.GET.get("done", "")),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_HOLD)
def look_again(request: OfficerRequest, look_id: int) -> HttpResponse:
    """A blind second look: the evidence without the decision."""
    token, at = acting_of(request).token, arrived_at(request)
    context: dict[str, Any] = {"look_id": look_id, "rows": [], "list": Text("", ""), "typed": NOTHING, "key": key_of(request)}
    try:
        shown = second_look(look_id, token=token, at=at)
        context |= {
            "list": list_name(shown.code),
            "rows": rows_of_kept(shown.person, shown.entry, shown.reasons),
            "typed": {name: request.POST.get(name, "") for name in ("judgement", "note")},
            "refusal": None,
        }
        if request.method == "POST":
            chosen = request.POST.get("judgement", "")
            if chosen not in (Judgement.SAME_PERSON, Judgement.OTHER_PERSON):
                raise MatchRefused(NOT_CHOSEN)
            note = request.POST.get("note", "").strip()
            look_again_blind(look_id=look_id, judgement=Judgement(chosen), note=note, token=token, at=at)
            return done("desk:matches", "looked")
    except MatchRefused as refusal:
        return refused(request, "desk/second_look.html", context, refusal)
    return render(request, "desk/second_look.html", context)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the month's page, as it is written there."""

    rules: int
    band: str
    reason: str
    decided: int
    same: int
    precision: str
    median: str
    late: int
    agreed: str


@never_cache
@require_safe
@officer_required(*WHO_MEASURE)
def quality(request: OfficerRequest) -> HttpResponse:
    """The month's figures on one page."""
    first, last = month_of(request)
    lines = quality_of(first=first, last=last)
    context = {
        "month": f"{first:%Y-%m}",
        "by_list": [(list_name(line.code), _shown(line)) for line in summed(lines)],
        "lines": [(list_name(line.code), _shown(line)) for line in lines],
    }
    return render(request, "desk/match_quality.html", context)


@never_cache
@require_safe
@officer_required(*WHO_MEASURE)
def quality_file(request: OfficerRequest) -> HttpResponse:
    """The same as a file."""
    first, last = month_of(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="matches-{first:%Y-%m}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    names = ("list", "rules", "band", "class", "decided", "same_person", "other_person", "precision", "median_seconds", "late")
    writer.writerow([*names, "second_looks", "second_looks_agree"])
    for line in quality_of(first=first, last=last):
        figures = (line.decided, line.same, line.other, f"{line.precision:.4f}", round(line.median_seconds), line.late)
        writer.writerow([line.code, line.rules, line.band, line.reason, *figures, line.looked_again, line.agreed])
    return answer


def month_of(request: OfficerRequest) -> tuple[date, date]:
    """The first and last day of the month that was asked for; of this one where none can be read."""
    try:
        first = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        first = local_date(arrived_at(request)).replace(day=1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def summed(lines: Sequence[QualityLine]) -> list[QualityLine]:
    """The lines of each list as one; the median is that of its largest line, for medians cannot be added."""
    found: dict[str, QualityLine] = {}
    largest: dict[str, int] = {}
    for line in lines:
        before = found.get(line.code)
        if before is None:
            found[line.code], largest[line.code] = replace(line, band="", reason=""), line.decided
            continue
        median = line.median_seconds if line.decided > largest[line.code] else before.median_seconds
        largest[line.code] = max(largest[line.code], line.decided)
        counted = ("decided", "same", "other", "late", "looked_again", "agreed")
        totals = {name: getattr(before, name) + getattr(line, name) for name in counted}
        found[line.code] = replace(before, median_seconds=median, **totals)
    return list(found.values())


def _shown(line: QualityLine) -> Shown:
    minutes = round(line.median_seconds / 60)
    return Shown(
        rules=line.rules,
        band=said(BAND_WORDS[Band(line.band)]) if line.band else "",
        reason=said(REASON_WORDS[ReasonCode(line.reason)]) if line.reason in set(ReasonCode) else "—",
        decided=line.decided,
        same=line.same,
        precision=f"{100 * line.precision:.1f} %",
        median=ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes},
        late=line.late,
        agreed=f"{line.agreed} / {line.looked_again}" if line.looked_again else "—",
    )


@never_cache
@require_safe
@officer_required(*WHO_SEE_FEEDS)
def feeds(request: OfficerRequest) -> HttpResponse:
    """How feeds and deliveries stand; about lists, about nobody."""
    at = arrived_at(request)
    found = feed_states(at=at)
    context = {
        "feeds": [(one, MIRROR if one.stream != one.code else list_name(one.code), FAULTS.get(one.fault)) for one in found],
        "sent": [({**_fields(one), "said": _result(one)}, *OUTCOMES[one.outcome]) for one in deliveries()],
        "keying": [(list_name(one.code), one) for one in lists_being_keyed()],
        "now": at,
    }
    return render(request, "desk/feeds.html", context)


def _fields(one: DeliveryState) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("delivery_id", "source", "stream", "version", "received_at")}


def _result(one: DeliveryState) -> str:
    if one.outcome == "refused":
        return said(Text(one.said_zh, one.said_en))
    return ", ".join(f"{name} {number}" for name, number in (one.counts or {}).items() if number)
