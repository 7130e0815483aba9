"""Enter people, their documents and guardians, and organisations. Numbers arrive as values that are well formed already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from mumian.foundation.words import Text
from mumian.people.errors import DocumentKnown, GuardianRefused, NumberKnown
from mumian.people.models import Guardianship, HeldDocument, IdentityNumber, LatinSpelling, Organisation, Person
from mumian.people.rules.age import may_guard
from mumian.people.rules.masking import masked_number
from mumian.people.rules.names import latin_form, written_form
from mumian.people.terms import (
    SCHEME_OF,
    DocumentFacts,
    GuardianFacts,
    OrganisationFacts,
    OrganisationId,
    PersonFacts,
    PersonId,
)


def enter_person(*, person: PersonFacts, at: datetime) -> PersonId:
    """Enter one person. See `enter_people`."""
    return enter_people(people=[person], at=at)[0]


@transaction.atomic
def enter_people(*, people: Sequence[PersonFacts], at: datetime) -> tuple[PersonId, ...]:
    """Enter people with their spellings, numbers and documents; answers their ids in the same order.

    Raises NumberKnown or DocumentKnown when somebody is on record with such a number; then nobody is entered.
    """
    _refuse_known_numbers(people)
    _refuse_known_documents([document for person in people for document in person.documents])
    rows = Person.objects.bulk_create(
        Person(
            kind=person.kind.value,
            name=person.name,
            name_form=written_form(person.name),
            sex=person.sex.value,
            birth_date=person.birth_date,
            nationality=person.nationality,
            register_division=person.register_division,
            invented=person.invented,
            entered_at=at,
        )
        for person in people
    )
    pairs = list(zip(rows, people, strict=True))
    LatinSpelling.objects.bulk_create(spelling for row, person in pairs for spelling in _spellings(row, person))
    IdentityNumber.objects.bulk_create(
        IdentityNumber(person=row, scheme=SCHEME_OF[type(number)].value, number=number.value)
        for row, person in pairs
        for number in person.numbers
    )
    _enter_documents(pairs, at=at)
    return tuple(PersonId(row.pk) for row in rows)


@transaction.atomic
def enter_document(*, person_id: PersonId, document: DocumentFacts, carrier_id: int | None = None, at: datetime) -> int:
    """Enter one document of a person on record; answers its id. Raises DocumentKnown."""
    _refuse_known_documents([document])
    row = _document(Person.objects.select_for_update().get(pk=person_id), document, at=at)
    row.carrier_id = carrier_id
    row.save(force_insert=True)
    return int(row.pk)


@transaction.atomic
def enter_guardians(*, guardians: Sequence[GuardianFacts]) -> int:
    """Enter who stands for which minors. Raises GuardianRefused with the sentence why; then nothing is entered."""
    wanted = {one for facts in guardians for one in (facts.guardian, facts.minor)}
    born = dict(Person.objects.select_for_update().filter(pk__in=wanted).values_list("pk", "birth_date"))
    for facts in guardians:
        verdict = may_guard(
            guardian=facts.guardian,
            minor=facts.minor,
            guardian_born_on=born[facts.guardian],
            minor_born_on=born[facts.minor],
            on=facts.valid_from,
        )
        if verdict.reason is not None:
            raise GuardianRefused(verdict.reason)
    return len(
        Guardianship.objects.bulk_create(
            Guardianship(
                guardian_id=facts.guardian,
                minor_id=facts.minor,
                minor_birth_date=born[facts.minor],
                relation=facts.relation.value,
                valid_from=facts.valid_from,
            )
            for facts in guardians
        )
    )


@transaction.atomic
def end_guardianship(*, guardian: PersonId, minor: PersonId, on: date) -> None:
    """Let this day be the last on which the guardian stands for the minor; it stays on record.

    Raises GuardianRefused when he does not on that day.
    """
    rows = Guardianship.objects.select_for_update().filter(guardian_id=guardian, minor_id=minor, valid_from__lte=on)
    row = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).first()
    if row is None:
        raise GuardianRefused(
            Text(
                "未结束监护关系：当日没有登记这一监护关系。请核对双方和日期。",
                "No guardianship was ended: none of these two is on record for that day. Check both people and the day.",
            )
        )
    row.valid_to = on
    row.save(update_fields=["valid_to"])


@transaction.atomic
def enter_organisations(*, organisations: Sequence[OrganisationFacts], at: datetime) -> tuple[OrganisationId, ...]:
    """Enter organisations; the database refuses a credit code that is on record."""
    rows = Organisation.objects.bulk_create(
        Organisation(
            kind=organisation.kind.value,
            name_zh=organisation.name_zh,
            name_en=organisation.name_en,
            name_form=written_form(organisation.name_zh),
            credit_code=organisation.credit_code,
            division=organisation.division,
            invented=organisation.invented,
            entered_at=at,
        )
        for organisation in organisations
    )
    return tuple(OrganisationId(row.pk) for row in rows)


def _spellings(row: Person, person: PersonFacts) -> Iterator[LatinSpelling]:
    for name in person.spellings:
        yield LatinSpelling(person=row, surname=name.surname, given=name.given, form=latin_form(name), origin=name.origin.value)


def _enter_documents(pairs: Sequence[tuple[Person, PersonFacts]], *, at: datetime) -> None:
    """Write what carries before what is carried, in two statements for any number of documents."""
    carriers = {
        (row.pk, place): _document(row, document, at=at)
        for row, person in pairs
        for place, document in enumerate(person.documents)
        if document.carrier is None
    }
    HeldDocument.objects.bulk_create(carriers.values())
    carried = []
    for row, person in pairs:
        for document in person.documents:
            if document.carrier is not None:
                held = _document(row, document, at=at)
                held.carrier = carriers[row.pk, document.carrier]
                carried.append(held)
    HeldDocument.objects.bulk_create(carried)


def _document(row: Person, document: DocumentFacts, *, at: datetime) -> HeldDocument:
    return HeldDocument(
        person=row,
        type_code=document.type_code,
        number=document.number,
        issuer=document.issuer,
        issued_on=document.issued_on,
        expires_on=document.expires_on,
        variant=document.variant,
        state=document.state.value,
        entered_at=at,
    )


def _refuse_known_numbers(people: Sequence[PersonFacts]) -> None:
    stated = {(number.value, SCHEME_OF[type(number)].value): number for person in people for number in person.numbers}
    known = IdentityNumber.objects.filter(number__in=[number for number, _ in stated]).values_list("number", "scheme")
    for key in known:
        if key in stated:
            raise NumberKnown(stated[key].masked)


def _refuse_known_documents(documents: Sequence[DocumentFacts]) -> None:
    stated = {(document.number, document.type_code, document.issuer) for document in documents}
    known = HeldDocument.objects.filter(number__in=[document.number for document in documents])
    for key in known.values_list("number", "type_code", "issuer"):
        if key in stated:
            raise DocumentKnown(masked_number(key[0]))
