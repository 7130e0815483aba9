"""Work lists, bulk approval, search."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.cases.queries import search
from mumian.cases.queries.work_lists import COUNTED, Wanted, bureaus_seen, desk_list, seen_alike, seen_among
from mumian.cases.rules.shares import SHARE_OF
from mumian.cases.services import BulkAnswer, approve_cases
from mumian.cases.terms import STAGE_NAMES, CaseId, CaseStage
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.values import all_on_day
from mumian.foundation.clock import local_date
from mumian.foundation.deadlines import COLOUR_WORDS
from mumian.foundation.errors import Refusal
from mumian.offices.terms import Role
from mumian.web.desk.filters import page_number, query_of, wanted_from, written
from mumian.web.desk.own_lists import lists_of
from mumian.web.desk.posting import key_of
from mumian.web.desk.rows import line_of
from mumian.web.desk.views.papers import WHO_WORK_ON_CASES
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.drawing import DRAWINGS, is_refresh
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said
from mumian.web.shared.typed import number_typed

MOST_AT_ONCE: Final = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_WORK_ON_CASES)
def work_list(request: OfficerRequest) -> HttpResponse:
    """The cases that the address asks for; a POST approves the ticked ones, each for itself."""
    if is_refresh(request):
        return _drawn(request)
    if request.method != "POST":
        return _page(request)
    ticked = _ticked(request)[:MOST_AT_ONCE]
    seen = seen_among(ticked, officer=request.officer)
    wanted = [CaseId(case_id) for case_id in ticked if case_id in seen]
    if not wanted:
        return _page(request, refusal=_("Nothing was approved: no case is ticked. Tick the cases, and send again."))
    try:
        answers = approve_cases(case_ids=wanted, by=mover_of(request), at=arrived_at(request), key=key_of(request))
    except Refusal as refusal:
        return _page(request, refusal=said(refusal.sentence))
    if all(one.is_done for one in answers):
        address = reverse("desk:cases") + query_of(wanted_from(request.GET)) + f"&approved={len(answers)}"
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
    return _page(request, answers=answers)


@never_cache
@require_safe
@officer_required(*WHO_WORK_ON_CASES)
def find(request: OfficerRequest) -> HttpResponse:
    """Cases by receipt number, folder barcode, number of a document or name; straight to the case when it is one."""
    words = request.GET.get("q", "").strip()
    found = search(words, at=arrived_at(request)) if words else ()
    seen = seen_among([row.case_id for row in found], officer=request.officer)
    rows = [row for row in found if row.case_id in seen]
    if len(rows) == 1:
        return HttpResponseRedirect(reverse("desk:case", kwargs={"case_id": rows[0].case_id}))
    context = {"words": words, "lines": [line_of(row) for row in rows], "hidden": len(found) - len(rows)}
    return render(request, "desk/case_search.html", context)


def _drawn(request: OfficerRequest) -> HttpResponse:
    """The list alone, drawn once for all officers who see it alike."""
    wanted, page = wanted_from(request.GET), page_number(request.GET.get("page", ""))

    def draw() -> str:
        return render_to_string("desk/_case_section.html", _list(request, wanted, page), request)

    return DRAWINGS.answer(("cases", wanted, page, get_language(), seen_alike(wanted, request.officer)), draw)


def _list(request: OfficerRequest, wanted: Wanted, page: int) -> dict[str, Any]:
    """What the list itself shows. Everything of the officer that it depends on is in `seen_alike`."""
    listed = desk_list(wanted, officer=request.officer, at=arrived_at(request), page=page)
    own = (one.label for one in lists_of(request.officer.roles) if one.wanted == wanted)
    return {
        "title": next(own, _title(wanted)),
        "lines": [line_of(row, listed.urgent) for row in listed.rows],
        "listed": listed,
        "count": _count(listed.cases),
        "typed": written(wanted),
        "page_address": reverse("desk:cases") + query_of(wanted, page="{page}"),
        "decides": Role.APPROVAL_OFFICER in request.officer.roles and wanted.stage is CaseStage.ACCEPTED,
        "ticked": set(_ticked(request)),
    }


def _page(request: OfficerRequest, *, answers: Sequence[BulkAnswer] = (), refusal: str = "") -> HttpResponse:
    wanted = wanted_from(request.GET)
    own = lists_of(request.officer.roles)
    context: dict[str, Any] = {
        **_list(request, wanted, page_number(request.GET.get("page", ""))),
        "own_lists": [(one.label, reverse("desk:cases") + query_of(one.wanted), one.wanted == wanted) for one in own],
        "here": reverse("desk:cases") + query_of(wanted),
        "choices": _choices(request, wanted),
        "key": str(uuid.uuid4()) if answers else key_of(request),
        "refusal": refusal,
        "done": _done(request.GET.get("approved", "")),
        "answers": _answers(answers),
    }
    nothing_done = bool(refusal) or (bool(answers) and not any(one.is_done for one in answers))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if nothing_done else HTTPStatus.OK
    return render(request, "desk/cases.html", context, status=status)


def _ticked(request: OfficerRequest) -> list[int]:
    return [number for value in request.POST.getlist("case") if (number := number_typed(value)) is not None]


def _title(wanted: Wanted) -> str:
    if wanted.group:
        return _("Applications of a family")
    return _("Applications of a firm") if wanted.batch else _("Cases")


def _count(cases: int) -> str:
    if cases > COUNTED:
        return _("more than %(num)s cases") % {"num": COUNTED}
    return ngettext("%(num)s case", "%(num)s cases", cases) % {"num": cases}


def _done(approved: str) -> str | None:
    number = number_typed(approved)
    if number is None:
        return None
    return ngettext("%(num)s case was approved.", "%(num)s cases were approved.", number) % {"num": number}


def _answers(answers: Sequence[BulkAnswer]) -> dict[str, Any] | None:
    """What came of it: how many were approved, and each other with its sentence."""
    if not answers:
        return None
    refused = [(one.case_id, said(one.refused)) for one in answers if one.refused]
    return {"approved": len(answers) - len(refused), "refused": refused}


def _choices(request: OfficerRequest, wanted: Wanted) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer; the first choice asks for nothing."""
    book, every = current_rulebook(), ("", _("all"))
    halls = all_on_day(book.halls, local_date(arrived_at(request)))
    colours = [(colour.value, said(words)) for colour, words in COLOUR_WORDS.items()]
    return {
        "stage": [every, *((stage.value, said(name)) for stage, name in STAGE_NAMES.items())],
        "hall": [every, *((hall.code, said(hall.name)) for hall in halls)],
        "bureau": [every, *((code, said(name)) for code, name in bureaus_seen(request.officer))],
        "service": [every, *((one.code, said(one.name)) for one in book.services)],
        "colour": [every, *colours],
        "stage_colour": [every, *colours] if wanted.stage in SHARE_OF else [],
    }
