"""What of an application is known before anybody is asked: from the person on record, his register and the documents he holds.

What was known is shown as such and may be corrected; what is usual is ticked beforehand and looks so; the declarations are never
filled in for anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mumian.cases.terms import Declared
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Service, Variant
from mumian.catalogue.rules.book.values import FactValue, all_on_day
from mumian.people.queries import DocumentSheet, PersonSheet
from mumian.people.terms import Agreement, PersonKind

DECLARATIONS: Final[Mapping[str, Declared]] = {
    "applicant.state_staff": Declared.STATE_STAFF,
    "applicant.serviceman": Declared.SERVICEMAN,
}
"""Facts that the applicant declares; the rulebook has the questions."""

USUALLY_NO: Final = (
    "applicant.id_card_being_replaced",
    "applicant.household_collective",
    "applicant.overseas_chinese",
    "applicant.data_changed",
    "case.foreign_language_papers",
    "case.by_agent",
)
"""What is asked of nearly everybody in vain: no is ticked beforehand, and is said to be."""

CARRIERS: Final = {"ENDORSE_HKMO": "EEP_HKMO", "ENDORSE_TW": "EEP_TW"}
"""The permit in which an endorsement sits: what is asked about the document held is asked about it."""

CITY: Final = 4
MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Known:
    """Facts by name: `on_record` are known, `usual` are ticked beforehand."""

    on_record: Mapping[str, FactValue]
    usual: Mapping[str, FactValue]

    @property
    def all(self) -> dict[str, FactValue]:
        """Both."""
        return {**self.usual, **self.on_record}


def known_of(person: PersonSheet, service: Service, book: Rulebook, *, register: Agreement, on: date) -> Known:
    """What is known of an application of this person for this service."""
    found = {**dict(_of_person(person, register)), **dict(_of_document(person, service, book, on))}
    asked = book.fact_of
    on_record = {name: value for name, value in found.items() if name in asked}
    usual = {name: False for name in USUALLY_NO if name in asked and name not in on_record}
    return Known(on_record, usual)


def _of_person(person: PersonSheet, register: Agreement) -> Iterator[tuple[str, FactValue]]:
    yield "applicant.birth_date", person.birth_date.isoformat()
    yield "applicant.nationality", person.nationality
    if person.kind is PersonKind.RESIDENT and person.register_division:
        yield "applicant.household_registered", True
        yield "applicant.register_district", person.register_division
        yield "applicant.register_city", person.register_division[:CITY] + "00"
    if register is Agreement.AGREES:
        yield "applicant.data_changed", False


def _of_document(person: PersonSheet, service: Service, book: Rulebook, on: date) -> Iterator[tuple[str, FactValue]]:
    held = held_for(person, service, on=on)
    if held is not None:
        version = version_of(held, book)
        if version:
            yield "document.version", version
        if held.expires_on:
            yield "document.months_left", months_between(on, held.expires_on)
    if service.document in CARRIERS:
        yield "case.repeat_same_kind", held is not None and last_variant(person, service) is not None


def held_for(person: PersonSheet, service: Service, *, on: date) -> DocumentSheet | None:
    """The document that the questions about "the document held" mean: the one to be renewed, or that carries the endorsement."""
    wanted = CARRIERS.get(service.document or "", service.document)
    fitting = [one for one in person.documents if one.type_code == wanted]
    return max(fitting, key=lambda one: (one.is_valid_on(on), one.issued_on), default=None)


def last_variant(person: PersonSheet, service: Service) -> Variant | None:
    """The kind of this service that the person had last."""
    kinds = {variant.code: variant for variant in service.variants}
    had = [one for one in person.documents if one.type_code == service.document and one.variant in kinds]
    return kinds[max(had, key=lambda one: one.issued_on).variant] if had else None


def version_of(held: DocumentSheet, book: Rulebook) -> str | None:
    """The version in use when the document was issued, the newest where two ran side by side."""
    kind = next((one for one in book.documents if one.code == held.type_code), None)
    versions = all_on_day(kind.versions, held.issued_on) if kind else ()
    newest = max(versions, key=lambda one: one.from_on or date.min, default=None)
    return newest.code if newest else None


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another; 0 when that is over."""
    months = (last.year - first.year) * MONTHS + last.month - first.month - (last.day < first.day)
    return max(months, 0)
