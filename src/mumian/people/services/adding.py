"""What officers add to a person on record: a spelling, a document, a guardian. Each is an act, kept with what it added."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from mumian.audit.services import record_act
from mumian.audit.terms import Acting, Thing
from mumian.foundation.identifiers.base import as_typed
from mumian.foundation.words import Text
from mumian.people.errors import DocumentRefused, GuardianRefused, PersonUnknown, SpellingRefused
from mumian.people.models import LatinSpelling, Person
from mumian.people.rules.names import latin_form
from mumian.people.services.persons import enter_document, enter_guardians
from mumian.people.terms import DocumentFacts, GuardianFacts, LatinName, PersonId, Relation, person_key

LATIN: Final = re.compile(r"^[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ' .\-]*$")
NUMBER: Final = re.compile(r"^[A-Z0-9()/\-]{4,24}$")
ISSUER: Final = re.compile(r"^[A-Z]{3}$")
LONGEST: Final = 80

NOT_LATIN: Final = Text(
    "未登记拼写：只能用拉丁字母书写（如 ZHANG），最多80个字符。请照证件填写。",
    "No spelling was entered: it is written in Latin letters (such as ZHANG), 80 at most. Copy it from the document.",
)
SPELT_SO: Final = Text(
    "未登记拼写：此人已有这一拼写。无须再次登记。",
    "No spelling was entered: it is on record for this person. Nothing need be done.",
)
NUMBER_UNREADABLE: Final = Text(
    "未登记证件：证件号码应为4至24位字母和数字。请照证件填写。",
    "No document was entered: its number has 4 to 24 letters and digits. Copy it from the document.",
)
ISSUER_UNREADABLE: Final = Text(
    "未登记证件：签发地应为三个字母的代码（如 CHN）。请照证件机读区填写。",
    "No document was entered: its issuer is a code of three letters (such as CHN). Copy it from the machine-readable zone.",
)
ENDS_BEFORE: Final = Text(
    "未登记证件：有效期截止日早于签发日。请核对两个日期。",
    "No document was entered: it would expire before it was issued. Check both days.",
)
GUARDED_SO: Final = Text(
    "未登记监护关系：这一监护关系已有登记。无须再次登记。",
    "No guardian was entered: this guardianship is on record. Nothing need be done.",
)


@transaction.atomic
def add_spelling(*, person_id: PersonId, spelling: LatinName, acting: Acting, at: datetime) -> None:
    """Keep another Latin spelling of the name. Raises SpellingRefused, PersonUnknown."""
    person = _locked(person_id)
    surname, given = spelling.surname.strip().upper(), spelling.given.strip().upper()
    parts = [part for part in (surname, given) if part]
    if not surname or not all(LATIN.match(part) and len(part) <= LONGEST for part in parts):
        raise SpellingRefused(NOT_LATIN)
    if LatinSpelling.objects.filter(person=person, surname=surname, given=given).exists():
        raise SpellingRefused(SPELT_SO)
    LatinSpelling.objects.create(
        person=person, surname=surname, given=given, form=latin_form(surname + given), origin=spelling.origin.value
    )
    _on_record(person_id, "spelling_added", acting, at)


@transaction.atomic
def add_document(*, person_id: PersonId, document: DocumentFacts, acting: Acting, at: datetime) -> int:
    """Keep a document that the person holds; answers its id. Raises DocumentRefused, DocumentKnown, PersonUnknown."""
    _locked(person_id)
    if not NUMBER.match(document.number):
        raise DocumentRefused(NUMBER_UNREADABLE)
    if not ISSUER.match(document.issuer):
        raise DocumentRefused(ISSUER_UNREADABLE)
    if document.expires_on and document.expires_on < document.issued_on:
        raise DocumentRefused(ENDS_BEFORE)
    document_id = enter_document(person_id=person_id, document=document, at=at)
    _on_record(person_id, "document_added", acting, at, {"type": document.type_code, "issuer": document.issuer})
    return document_id


@transaction.atomic
def add_guardian(
    *, minor: PersonId, guardian_number: str, relation: Relation, valid_from: date, acting: Acting, at: datetime
) -> PersonId:
    """Keep who stands for the minor; the guardian is named by an identity number that is on record. Answers the guardian's id.

    Raises GuardianRefused, PersonUnknown.
    """
    _locked(minor)
    guardian = Person.objects.filter(numbers__number=as_typed(guardian_number)).first()
    if guardian is None:
        raise PersonUnknown
    guardian_id = PersonId(guardian.pk)
    if Person.objects.get(pk=minor).guardians.filter(guardian_id=guardian_id, valid_to=None).exists():
        raise GuardianRefused(GUARDED_SO)
    enter_guardians(guardians=[GuardianFacts(guardian_id, minor, relation, valid_from)])
    _on_record(minor, "guardian_added", acting, at, {"guardian": person_key(guardian_id), "relation": relation})
    return guardian_id


def _locked(person_id: PersonId) -> Person:
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise PersonUnknown
    return person


def _on_record(person_id: PersonId, act: str, acting: Acting, at: datetime, detail: Mapping[str, str] | None = None) -> None:
    record_act(thing=Thing(person_key(person_id)), act=act, actor=acting, at=at, detail=detail, expects="either")
