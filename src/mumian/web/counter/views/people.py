"""A person at the window: which services fit him, and how an application begins."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mumian.cases.queries import group_list
from mumian.cases.queries.windows import open_of
from mumian.cases.services import open_draft
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.services import Service, Variant
from mumian.catalogue.rules.book.values import FactValue, on_day
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.people.queries import DocumentSheet, PersonSheet, agrees_with_register, person_sheet
from mumian.people.terms import PersonId
from mumian.web.counter.choosing import SHOWN, choices_for
from mumian.web.counter.knowing import held_for, known_of, last_variant
from mumian.web.counter.posting import AT_WINDOWS, key_of, on_to, page
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.typed import number_typed


@never_cache
@require_safe
@officer_required(*AT_WINDOWS)
def person(request: OfficerRequest, person_id: int) -> HttpResponse:
    """The person, masked, with the services that fit first and what he has open."""
    return _shown(request, _person(request, person_id), words=request.GET.get("q", "").strip()[:80])


@never_cache
@officer_required(*AT_WINDOWS)
@require_POST
def begin(request: OfficerRequest, person_id: int) -> HttpResponse:
    """Begin an application; a service with kinds asks for the kind first, the one the person had last ticked beforehand."""
    sheet, at, book = _person(request, person_id), arrived_at(request), current_rulebook()
    service = book.service_of.get(request.POST.get("service", ""))
    if service is None:
        raise Http404
    kinds = [one for one in service.variants if on_day(one.offered, local_date(at))]
    chosen = next((one for one in kinds if one.code == request.POST.get("variant")), None)
    if kinds and chosen is None:
        last = last_variant(sheet, service)
        return _shown(request, sheet, service=service, kinds=kinds, last=last.code if last else kinds[0].code)
    register = agrees_with_register(sheet.person_id).agreement
    known = known_of(sheet, service, book, register=register, on=local_date(at))
    facts = {**known.on_record, **_of_kind(chosen, set(book.fact_of))}
    family = number_typed(request.POST.get("group"))
    try:
        case_id = open_draft(
            service=service.code,
            channel="counter",
            applicant=sheet.person_id,
            applied_with=_applied_with(sheet, held_for(sheet, service, on=local_date(at))),
            facts=facts,
            group_id=family if family is not None and group_list(family, at=at) else None,
            by=mover_of(request),
            at=at,
            key=key_of(request),
        )
    except Refusal as refusal:
        return _shown(request, sheet, refusal=refusal)
    return on_to("counter:case", case_id=case_id)


def _shown(
    request: OfficerRequest,
    sheet: PersonSheet,
    *,
    words: str = "",
    service: Service | None = None,
    kinds: Sequence[Variant] = (),
    last: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    at, book = arrived_at(request), current_rulebook()
    on = local_date(at)
    choices = choices_for(sheet, book, on=on, words=words)
    near = [one for one in choices if one.is_near][:SHOWN]
    group = request.POST.get("group") or request.GET.get("group") or ""
    context = {
        "person": sheet,
        "on": on,
        "words": words,
        "near": near,
        "others": [one for one in choices if one not in near],
        "waiting": open_of(sheet.person_id, at=at),
        "service": service,
        "kinds": [(one, fee.amount if (fee := on_day(one.fee, on)) else None) for one in kinds],
        "last": last,
        "group": group if group.isdigit() else "",
        "document_names": {one.code: one.name for one in book.documents},
        "nothing": _("No service answers to these words. Try its code, or other words.") if not choices else "",
    }
    return page(request, "counter/person.html", context, refusal=refusal)


def _person(request: OfficerRequest, person_id: int) -> PersonSheet:
    sheet = person_sheet(PersonId(person_id), on=local_date(arrived_at(request)))
    if sheet is None:
        raise Http404
    return sheet


def _of_kind(chosen: Variant | None, asked: set[str]) -> dict[str, FactValue]:
    """What the kind chosen says about the application."""
    if chosen is None:
        return {}
    found = {"case.variant": chosen.code, "case.destination": chosen.dest, "case.action": chosen.action}
    return {name: value for name, value in found.items() if value and name in asked}


def _applied_with(sheet: PersonSheet, held: DocumentSheet | None) -> str:
    """The number used to apply: the identity number, else the document's."""
    if sheet.numbers:
        return sheet.numbers[0].number
    return held.number if held else sheet.documents[-1].number if sheet.documents else ""
