"""Somebody who is not on record yet: entered from the papers he shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers import (
    CitizenNumber,
    HongKongIdentityNumber,
    Identifier,
    OldPermanentResidenceNumber,
    PermanentResidenceNumber,
    Sex,
    parse_citizen_number,
)
from mumian.foundation.identifiers.base import as_typed
from mumian.people.rules.spellings import suggested_spellings
from mumian.people.terms import DocumentFacts, LatinName, PersonFacts, PersonKind, SpellingOrigin
from mumian.web.counter.posting import AT_WINDOWS, key_of, on_to, page
from mumian.web.counter.understanding import understood
from mumian.web.counter.window import enter_at_window
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said

FIELDS: Final = (
    "kind",
    "name",
    "surname",
    "given",
    "sex",
    "born",
    "nationality",
    "number",
    "division",
    "document",
    "document_number",
    "issuer",
    "issued",
    "expires",
)
LONGEST: Final = 120
SEPARATOR: Final = ","
"""Between surname and given names of a spelling that was chosen among those suggested."""
KIND_NAMES: Final = {
    PersonKind.RESIDENT: gettext_lazy("Resident of the mainland"),
    PersonKind.COMPATRIOT: gettext_lazy("Resident of Hong Kong, Macao or Taiwan"),
    PersonKind.FOREIGNER: gettext_lazy("Foreigner"),
}
OLD_PERMANENT: Final = 15
HONG_KONG_LONGEST: Final = 11
DIVISION: Final = 6
STATE: Final = 3


@dataclass(frozen=True, slots=True)
class Read:
    """The form as it was read: the person, or what is wrong with which field."""

    person: PersonFacts | None
    wrong: Mapping[str, str]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*AT_WINDOWS)
def enter(request: OfficerRequest) -> HttpResponse:
    """The form. Spellings can be suggested from pinyin; what a scan or a number has told stands in it already."""
    at, book = arrived_at(request), current_rulebook()
    on = local_date(at)
    source = request.POST if request.method == "POST" else request.GET
    typed = {name: source.get(name, "").strip()[:LONGEST] for name in FIELDS}
    if SEPARATOR in source.get("spelling", ""):
        typed["surname"], _comma, typed["given"] = source["spelling"][:LONGEST].partition(SEPARATOR)
    if request.method != "POST" or request.POST.get("act") == "scan":
        return _form(request, book, _from_scan(source.get("q", ""), typed, on))
    if request.POST.get("act") == "spell":
        return _form(request, book, typed, spellings=_suggested(typed, on))
    read = _read(typed, on)
    if read.person is None:
        return _form(request, book, typed, wrong=read.wrong, status=422)
    try:
        person_id = enter_at_window(person=read.person, by=mover_of(request), at=at, key=key_of(request))
    except Refusal as refusal:
        return _form(request, book, typed, refusal=refusal)
    group = request.POST.get("group", "")
    return on_to("counter:person", person_id=person_id, query=f"group={group}" if group.isdigit() else "")


def _form(
    request: OfficerRequest,
    book: Rulebook,
    typed: Mapping[str, str],
    *,
    wrong: Mapping[str, str] | None = None,
    spellings: tuple[LatinName, ...] = (),
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "typed": typed,
        "wrong": {**dict.fromkeys(FIELDS, ""), **(wrong or {})},
        "errors": list((wrong or {}).items()),
        "kinds": [(kind.value, str(name)) for kind, name in KIND_NAMES.items()],
        "documents": [(one.code, said(one.name)) for one in book.documents if one.number_patterns],
        "spellings": spellings,
        "group": request.POST.get("group") or request.GET.get("group") or "",
    }
    return page(request, "counter/enter.html", context, refusal=refusal, status=status)


def _suggested(typed: Mapping[str, str], on: date) -> tuple[LatinName, ...]:
    """The spellings that the rules of 2012 give for the pinyin typed, and those of older documents."""
    if not typed["surname"]:
        return ()
    return suggested_spellings(surname_pinyin=typed["surname"], given_pinyin=typed["given"], on=on, surname=typed["name"][:1])


def _from_scan(written: str, typed: dict[str, str], on: date) -> dict[str, str]:
    """What a scanned document, or a number that nobody has yet, says by itself."""
    try:
        asked = understood(written[:200])
    except Refusal:
        return typed
    if asked.zone is not None:
        zone = asked.zone
        born, expires = zone.born_on(as_of=on), zone.expires_on(as_of=on)
        nationality = zone.nationality or zone.issuer
        return {
            **typed,
            "kind": typed["kind"] or (PersonKind.RESIDENT if nationality == "CHN" else PersonKind.FOREIGNER).value,
            "surname": zone.surname,
            "given": zone.given,
            "sex": zone.sex.value,
            "born": born.isoformat() if born else "",
            "nationality": nationality,
            "document_number": zone.document_number,
            "issuer": zone.issuer,
            "expires": expires.isoformat() if expires else "",
            "document": "PASSPORT" if nationality == "CHN" else "FOREIGN_PASSPORT",
        }
    if asked.number and not typed["number"]:
        return {**typed, "number": asked.number}
    return {**typed, "name": typed["name"] or asked.name}


def _read(typed: Mapping[str, str], on: date) -> Read:
    wrong: dict[str, str] = {}
    kind = PersonKind(typed["kind"]) if typed["kind"] in set(PersonKind) else None
    if kind is None:
        wrong["kind"] = _("Choose whose papers these are.")
    if not typed["name"]:
        wrong["name"] = _("Write the name as it stands in the document.")
    number = _number(typed["number"], kind, wrong)
    sex, born = typed["sex"], _day(typed["born"], "born", wrong)
    if isinstance(number, CitizenNumber):
        sex, born = number.sex.value, number.birth_date
        wrong.pop("born", None)
    elif born is None and "born" not in wrong:
        wrong["born"] = _("Write the date of birth, like 2006-10-09.")
    if sex not in set(Sex):
        wrong["sex"] = _("Choose what the document says.")
    if born and born > on:
        wrong["born"] = _("This day is still to come. Compare it with the document.")
    if not typed["surname"] or not typed["surname"].replace(" ", "").isascii():
        wrong["surname"] = _("Write the surname in Latin letters; without a document let it be suggested from pinyin.")
    nationality = typed["nationality"].upper() or ("CHN" if kind is not PersonKind.FOREIGNER else "")
    if len(nationality) != STATE or not nationality.isalpha():
        wrong["nationality"] = _("Write the three letters of the state, such as FRA.")
    document = _document(typed, wrong)
    _papers_of(kind, number, document, wrong)
    division = as_typed(typed["division"])
    if division and (len(division) != DIVISION or not division.isdigit()):
        wrong["division"] = _("Write the six digits of the district of the household register.")
    if wrong or kind is None or born is None:
        return Read(None, wrong)
    spelling = LatinName(
        typed["surname"].upper(), typed["given"].upper(), SpellingOrigin.DOCUMENT if document else SpellingOrigin.PINYIN
    )
    person = PersonFacts(
        kind=kind,
        name=typed["name"],
        sex=Sex(sex),
        birth_date=born,
        nationality=nationality,
        spellings=(spelling,),
        numbers=(number,) if number else (),
        register_division=division or None,
        documents=(document,) if document else (),
        invented=settings.DEMO_MODE,
    )
    return Read(person, {})


def _papers_of(kind: PersonKind | None, number: Identifier | None, document: DocumentFacts | None, wrong: dict[str, str]) -> None:
    """Nobody is entered without a number by which he is found again."""
    if kind is PersonKind.FOREIGNER and document is None and "document_number" not in wrong:
        wrong["document_number"] = _("A foreigner is entered with the passport. Write its number.")
    if kind is PersonKind.COMPATRIOT and number is None and document is None and not {"number", "document_number"} & set(wrong):
        wrong["document_number"] = _("Write the number of the card or of the permit that was shown.")
    if kind is PersonKind.RESIDENT and number is None and "number" not in wrong:
        wrong["number"] = _("Write the identity number; it stands on the identity card or in the household register.")


def _number(written: str, kind: PersonKind | None, wrong: dict[str, str]) -> Identifier | None:
    """The identity number by the rule of whoever holds it; a sentence where it cannot be right."""
    sign = as_typed(written)
    if not sign:
        return None
    try:
        if kind is PersonKind.FOREIGNER:
            return OldPermanentResidenceNumber(sign) if len(sign) == OLD_PERMANENT else PermanentResidenceNumber(sign)
        if kind is PersonKind.COMPATRIOT and len(sign) <= HONG_KONG_LONGEST:
            return HongKongIdentityNumber.parse(sign)
        return parse_citizen_number(sign)
    except Refusal as refusal:
        wrong["number"] = said(refusal.sentence)
        return None


def _document(typed: Mapping[str, str], wrong: dict[str, str]) -> DocumentFacts | None:
    number = as_typed(typed["document_number"])
    if not number:
        return None
    issued, expires = _day(typed["issued"], "issued", wrong), _day(typed["expires"], "expires", wrong)
    issuer = (typed["issuer"] or typed["nationality"] or "CHN").upper()
    if issued is None and "issued" not in wrong:
        wrong["issued"] = _("Write the day on which the document was issued, like 2006-10-09.")
    if issued and expires and expires < issued:
        wrong["expires"] = _("The document would expire before it was issued. Compare both days with it.")
    if len(issuer) != STATE or not issuer.isalpha():
        wrong["issuer"] = _("Write the three letters of the state, such as FRA.")
    if not typed["document"]:
        wrong["document"] = _("Choose which document it is.")
    if not number.replace("(", "").replace(")", "").isalnum() or not number.isascii():
        wrong["document_number"] = _("The number has letters and digits only. Copy it from the document.")
    if wrong or issued is None:
        return None
    return DocumentFacts(typed["document"], number, issuer, issued, expires)


def _day(written: str, field: str, wrong: dict[str, str]) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        wrong[field] = _("Please write the day like 2006-10-09.")
        return None
