"""A person on record: covered by default, in full for a reason that goes on record, with what is known and what can be added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any, Final, TypeVar

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mumian.audit.errors import NoReason
from mumian.cases.queries.lists import Row
from mumian.cases.queries.sheets import SEES_LISTS
from mumian.cases.queries.sight import cases_of
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.values import on_day
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers import LETTERS
from mumian.foundation.identifiers.base import as_typed
from mumian.foundation.words import Text
from mumian.offices.terms import Role
from mumian.people.queries import PersonSheet, agrees_with_register, people_by_name, people_by_number, person_sheet
from mumian.people.rules.age import OF_AGE
from mumian.people.rules.masking import masked_name
from mumian.people.services import add_document, add_guardian, add_spelling
from mumian.people.terms import (
    FIELD_NAMES,
    DocumentFacts,
    LatinName,
    PersonId,
    Relation,
    SpellingOrigin,
)
from mumian.people.terms import names as words_of
from mumian.web.desk.lookers import lines_for
from mumian.web.desk.paper import looks_sheet
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of
from mumian.web.shared.looking import own_reason, see_in_full
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import day, page_language, said

E = TypeVar("E", SpellingOrigin, Relation)

WHO_SEE_PERSONS: Final = (
    Role.ACCEPTANCE_OFFICER,
    Role.COUNTER_APPROVER,
    Role.HALL_MANAGER,
    Role.APPROVAL_OFFICER,
    Role.COUNTERSIGNER,
    Role.PRODUCTION_OFFICER,
    Role.QUALITY_CHECKER,
    Role.HAND_OVER_OFFICER,
    Role.LIST_CUSTODIAN,
    Role.FOREIGNERS_OFFICER,
    Role.SUPERVISOR,
)
WHO_ADD: Final = (
    Role.ACCEPTANCE_OFFICER,
    Role.COUNTER_APPROVER,
    Role.HALL_MANAGER,
    Role.APPROVAL_OFFICER,
    Role.FOREIGNERS_OFFICER,
)
WHO_PRINT_LOOKS: Final = (
    Role.ACCEPTANCE_OFFICER,
    Role.COUNTER_APPROVER,
    Role.HALL_MANAGER,
    Role.SUPERVISOR,
    Role.AUDIT_ADMINISTRATOR,
)
DONE: Final = {
    "spelling": gettext_lazy("The spelling has been entered."),
    "document": gettext_lazy("The document has been entered."),
    "guardian": gettext_lazy("The guardian has been entered."),
}
DAY_UNREADABLE: Final = Text(
    "未登记：日期无法识别。请写成2026-11-20的形式。", "Nothing was entered: a day could not be read. Write it as 2026-11-20."
)
CHOOSE: Final = Text("未登记：选项无法识别。请从列出的选项中选择。", "Nothing was entered: choose one of what is listed.")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A form that was not taken: which of the page's forms, and the sentence why."""

    form: str
    sentence: Text


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_SEE_PERSONS)
def find(request: OfficerRequest) -> HttpResponse:
    """Find somebody by number or name. What was typed is sent in the body, so that it stands in no address."""
    wanted = request.POST.get("wanted", "").strip()
    on = local_date(arrived_at(request))
    number = as_typed(wanted)
    found = people_by_number(number, on=on) if any(sign.isdigit() for sign in number) else people_by_name(wanted, on=on)
    return render(
        request,
        "desk/persons.html",
        {"wanted": wanted, "asked": request.method == "POST", "people": found if wanted else (), "on": on, "words": words_of},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_SEE_PERSONS)
def show(request: OfficerRequest, person_id: int) -> HttpResponse:
    """The person's sheet: covered, or after a POST with a reason this once in full."""
    if request.method != "POST":
        return _page(request, _person(request, person_id))
    words = request.POST.get("words", "")
    try:
        return _page(request, see_in_full(request, PersonId(person_id), words=words), in_full=True)
    except NoReason as refusal:
        return _page(request, _person(request, person_id), trouble=Trouble("look", refusal.sentence))


@officer_required(*WHO_ADD)
@require_POST
def spelling(request: OfficerRequest, person_id: int) -> HttpResponse:
    """Enter another Latin spelling."""

    def entered() -> None:
        name = LatinName(
            request.POST.get("surname", ""), request.POST.get("given", ""), _chosen(request, "origin", SpellingOrigin)
        )
        add_spelling(person_id=PersonId(person_id), spelling=name, acting=acting_of(request), at=arrived_at(request))

    return _entered(request, person_id, "spelling", entered)


@officer_required(*WHO_ADD)
@require_POST
def document(request: OfficerRequest, person_id: int) -> HttpResponse:
    """Enter a document that the person holds."""

    def entered() -> None:
        expires_on = request.POST.get("expires_on", "").strip()
        facts = DocumentFacts(
            type_code=_document_type(request),
            number=as_typed(request.POST.get("number", "")),
            issuer=as_typed(request.POST.get("issuer", "")),
            issued_on=_day(request, "issued_on"),
            expires_on=_day(request, "expires_on") if expires_on else None,
        )
        add_document(person_id=PersonId(person_id), document=facts, acting=acting_of(request), at=arrived_at(request))

    return _entered(request, person_id, "document", entered)


@officer_required(*WHO_ADD)
@require_POST
def guardian(request: OfficerRequest, person_id: int) -> HttpResponse:
    """Enter who stands for a minor."""

    def entered() -> None:
        at = arrived_at(request)
        add_guardian(
            minor=PersonId(person_id),
            guardian_number=request.POST.get("guardian_number", ""),
            relation=_chosen(request, "relation", Relation),
            valid_from=local_date(at),
            acting=acting_of(request),
            at=at,
        )

    return _entered(request, person_id, "guardian", entered)


@never_cache
@require_safe
@officer_required(*WHO_PRINT_LOOKS)
def looks(request: OfficerRequest, person_id: int) -> HttpResponse:
    """Who has looked at this person's data: for the person at the window, for supervision and for the audit administrator."""
    lines = [[one.when, one.who, one.place, one.what, one.why] for one in lines_for(PersonId(person_id))]
    return render(request, "desk/person_looks.html", {"person": _person(request, person_id), "lines": lines})


@never_cache
@require_safe
@officer_required(*WHO_PRINT_LOOKS)
def looks_paper(request: OfficerRequest, person_id: int) -> HttpResponse:
    """The same list on paper."""
    person, lines = _person(request, person_id), lines_for(PersonId(person_id))
    pdf = looks_sheet(person, lines, language=page_language(), at=arrived_at(request))
    name = f'inline; filename="looks-{person_id}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


def _person(request: OfficerRequest, person_id: int) -> PersonSheet:
    found = person_sheet(PersonId(person_id), on=local_date(arrived_at(request)))
    if found is None:
        raise Http404
    return found


def _page(request: OfficerRequest, person: PersonSheet, *, in_full: bool = False, trouble: Trouble | None = None) -> HttpResponse:
    at, officer = arrived_at(request), request.officer
    may_add = bool(officer.roles & set(WHO_ADD))
    context: dict[str, Any] = {
        "person": person,
        "in_full": in_full,
        "on": local_date(at),
        "age": person.age_on(local_date(at)),
        "is_minor": person.age_on(local_date(at)) < OF_AGE,
        "reason": own_reason(request, person.person_id),
        "division": _division(person.register_division, local_date(at)),
        "register": agrees_with_register(person.person_id) if officer.roles & SEES_LISTS else None,
        "documents": _documents(person, in_full=in_full),
        "guardians": [
            (one.person_id, one.name if in_full else masked_name(one.name), said(words_of.RELATION_NAMES[one.relation]))
            for one in person.guardians
        ],
        "cases": [_case(row) for row in cases_of(person.person_id, officer=officer, at=at)],
        "origins": [(one.value, said(name)) for one, name in words_of.ORIGIN_NAMES.items()],
        "relations": [(one.value, said(name)) for one, name in words_of.RELATION_NAMES.items()],
        "document_types": [(one.code, said(one.name)) for one in current_rulebook().documents],
        "may_add": may_add,
        "may_print_looks": bool(officer.roles & set(WHO_PRINT_LOOKS)),
        "typed": request.POST if trouble else {},
        "trouble": trouble,
        "done": DONE.get(request.GET.get("done", "")),
        "words": words_of,
        "field_names": FIELD_NAMES,
    }
    return render(request, "desk/person.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if trouble else HTTPStatus.OK)


def _documents(person: PersonSheet, *, in_full: bool) -> list[list[str]]:
    """The documents as rows of a table."""
    names = {one.code: said(one.name) for one in current_rulebook().documents}
    return [
        [
            names.get(one.type_code, one.type_code),
            one.number if in_full else one.masked,
            one.issuer,
            day(one.expires_on, year=True, weekday=False) or _("no end"),
            said(words_of.DOCUMENT_STATE_NAMES[one.state]),
        ]
        for one in person.documents
    ]


def _case(row: Row) -> list[str]:
    """An application as a row of a table."""
    address = reverse("desk:case", kwargs={"case_id": row.case_id})
    number = format_html('<a href="{}">{}</a>', address, LETTERS.shown(row.receipt_number or row.draft_code))
    return [number, said(row.service_name), said(row.stage_name), day(row.due_on)]


def _entered(request: OfficerRequest, person_id: int, what: str, act: Callable[[], None]) -> HttpResponse:
    """Do it and go back to the person's page, or show the page again with the sentence and everything that was typed."""
    person = _person(request, person_id)
    try:
        act()
    except Refusal as refusal:
        return _page(request, person, trouble=Trouble(what, refusal.sentence))
    address = f"{reverse('desk:person', kwargs={'person_id': person_id})}?done={what}"
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def _chosen(request: OfficerRequest, field: str, kind: type[E]) -> E:
    try:
        return kind(request.POST.get(field, ""))
    except ValueError as error:
        raise Refusal(CHOOSE) from error


def _day(request: OfficerRequest, field: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(field, "").strip())
    except ValueError as error:
        raise Refusal(DAY_UNREADABLE) from error


def _document_type(request: OfficerRequest) -> str:
    code = request.POST.get("type_code", "")
    if code not in {one.code for one in current_rulebook().documents}:
        raise Refusal(CHOOSE)
    return code


def _division(code: str | None, on: date) -> str:
    """The name of the division with its code, or what is known of it."""
    if code is None:
        return _("not stated")
    named = on_day([one for one in current_rulebook().divisions.divisions if one.code == code], on)
    return f"{said(named.name)} ({code})" if named else code
