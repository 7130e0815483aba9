"""Find people by number, document or name, and tell who they are; each question costs a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Prefetch, Q, QuerySet

from mumian.foundation.identifiers import Sex
from mumian.foundation.statements import all_rows, one_row
from mumian.people.models import Guardianship, HeldDocument, Organisation, Person
from mumian.people.rules.age import age_on
from mumian.people.rules.masking import masked_name, masked_number
from mumian.people.rules.names import is_latin, latin_form, written_form
from mumian.people.terms import DocumentState, LatinName, NumberScheme, PersonId, PersonKind, Relation, SpellingOrigin

FOUND_AT_MOST = 20

# Asked for every case that is opened, made or handed out, and for hundreds at once: one statement, read as it comes.
WHOLE: Final = """
    SELECT person.id, person.kind, person.name, person.sex, person.birth_date, person.nationality, person.register_division,
           person.invented,
           ARRAY(SELECT ARRAY[surname, given, origin]::text[] FROM people_latinspelling
                 WHERE person_id = person.id ORDER BY id),
           ARRAY(SELECT ARRAY[scheme, number]::text[] FROM people_identitynumber WHERE person_id = person.id ORDER BY id),
           (SELECT json_agg(json_build_array(id, type_code, number, issuer, issued_on, expires_on, variant, carrier_id, state)
                            ORDER BY issued_on, id)::text FROM people_helddocument WHERE person_id = person.id),
           (SELECT json_agg(json_build_array(kept.guardian_id, guardian.name, kept.relation) ORDER BY kept.id)::text
            FROM people_guardianship kept JOIN people_person guardian ON guardian.id = kept.guardian_id
            WHERE kept.minor_id = person.id AND kept.valid_from <= %(on)s
              AND (kept.valid_to IS NULL OR kept.valid_to >= %(on)s))
    FROM people_person person WHERE person.id = ANY(%(people)s) ORDER BY person.id
"""
# A list of unknown length is planned anew at each question; one person is not.
ONE: Final = WHOLE.replace("= ANY(%(people)s) ORDER BY person.id", "= %(people)s")

BY_NUMBER: Final = """
    SELECT person_id FROM people_identitynumber WHERE number = %(number)s
    UNION SELECT person_id FROM people_helddocument WHERE number = %(number)s ORDER BY 1 LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class NumberSheet:
    """One identity number of a person."""

    scheme: NumberScheme
    number: str

    @property
    def masked(self) -> str:
        """The last four characters."""
        return masked_number(self.number)


@dataclass(frozen=True, slots=True)
class DocumentSheet:
    """One document of a person."""

    document_id: int
    type_code: str
    number: str
    issuer: str
    issued_on: date
    expires_on: date | None
    variant: str
    carrier_id: int | None
    state: DocumentState

    @property
    def masked(self) -> str:
        """The last four characters of its number."""
        return masked_number(self.number)

    def is_valid_on(self, on: date) -> bool:
        """Whether it can be used on this day; its last day counts."""
        return self.state is DocumentState.VALID and self.issued_on <= on <= (self.expires_on or date.max)


@dataclass(frozen=True, slots=True)
class GuardianSheet:
    """Who stands for a minor."""

    person_id: PersonId
    name: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """A person, whole. Pages show `masked_name` and masked numbers until a reason is stated."""

    person_id: PersonId
    kind: PersonKind
    name: str
    sex: Sex
    birth_date: date
    nationality: str
    register_division: str | None
    invented: bool
    spellings: tuple[LatinName, ...]
    numbers: tuple[NumberSheet, ...]
    documents: tuple[DocumentSheet, ...]
    guardians: tuple[GuardianSheet, ...]

    @property
    def masked_name(self) -> str:
        """The surname and a dot."""
        return masked_name(self.name)

    def age_on(self, on: date) -> int:
        """Full years on this day."""
        return age_on(self.birth_date, on)


def person_sheet(person_id: PersonId, *, on: date) -> PersonSheet | None:
    """One person with everything on record, guardians as on this day. One query."""
    row = one_row(ONE, {"people": int(person_id), "on": on})
    return _whole(*row) if row else None


def person_sheets(person_ids: Collection[PersonId], *, on: date) -> dict[PersonId, PersonSheet]:
    """The same for many people, by id. One query for any number of people."""
    rows = all_rows(WHOLE, {"people": [int(one) for one in person_ids], "on": on})
    return {PersonId(row[0]): _whole(*row) for row in rows}


def people_by_number(number: str, *, on: date) -> tuple[PersonSheet, ...]:
    """Everybody with this identity or document number, written without blanks in capitals. Two queries.

    Numbers of documents can meet by chance across states, so there may be more than one.
    """
    found = [PersonId(row[0]) for row in all_rows(BY_NUMBER, {"number": number, "most": FOUND_AT_MOST})]
    return tuple(person_sheets(found, on=on).values()) if found else ()


def people_by_name(written: str, *, on: date, born_on: date | None = None) -> tuple[PersonSheet, ...]:
    """At most twenty people whose name begins so, as written or in Latin letters (surname first). Six queries."""
    if is_latin(written):
        found = Person.objects.filter(spellings__form__startswith=latin_form(written)).values("pk")
        rows = _people(on).filter(pk__in=found)
    elif written_form(written):
        rows = _people(on).filter(name_form__startswith=written_form(written))
    else:
        return ()
    if born_on:
        rows = rows.filter(birth_date=born_on)
    return tuple(_sheet(row) for row in rows.order_by("name_form", "pk")[:FOUND_AT_MOST])


def organisations_by_name(written: str) -> tuple[Organisation, ...]:
    """At most twenty organisations whose Chinese name begins so, or that have this credit code. One query."""
    form = written_form(written)
    if not form:
        return ()
    rows = Organisation.objects.filter(Q(name_form__startswith=form) | Q(credit_code=form))
    return tuple(rows.order_by("name_form", "pk")[:FOUND_AT_MOST])


def _people(on: date) -> QuerySet[Person]:
    in_force = Guardianship.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return Person.objects.prefetch_related(
        Prefetch("guardians", in_force.select_related("guardian").order_by("pk")),
        "spellings",
        "numbers",
        Prefetch("documents", HeldDocument.objects.order_by("issued_on", "pk")),
    )


def _whole(  # noqa: PLR0917  # the columns of the statement, in order
    person_id: int,
    kind: str,
    name: str,
    sex: str,
    birth_date: date,
    nationality: str,
    register_division: str | None,
    invented: bool,
    spellings: list[list[str]],
    numbers: list[list[str]],
    documents: str | None,
    guardians: str | None,
) -> PersonSheet:
    return PersonSheet(
        person_id=PersonId(person_id),
        kind=PersonKind(kind),
        name=name,
        sex=Sex(sex),
        birth_date=birth_date,
        nationality=nationality,
        register_division=register_division,
        invented=invented,
        spellings=tuple(LatinName(surname, given, SpellingOrigin(origin)) for surname, given, origin in spellings),
        numbers=tuple(NumberSheet(NumberScheme(scheme), number) for scheme, number in numbers),
        documents=tuple(_held(*one) for one in json.loads(documents or "[]")),
        guardians=tuple(
            GuardianSheet(PersonId(guardian), called, Relation(relation))
            for guardian, called, relation in json.loads(guardians or "[]")
        ),
    )


def _held(  # noqa: PLR0917  # as above
    document_id: int,
    type_code: str,
    number: str,
    issuer: str,
    issued_on: str,
    expires_on: str | None,
    variant: str,
    carrier_id: int | None,
    state: str,
) -> DocumentSheet:
    return DocumentSheet(
        document_id=document_id,
        type_code=type_code,
        number=number,
        issuer=issuer,
        issued_on=date.fromisoformat(issued_on),
        expires_on=date.fromisoformat(expires_on) if expires_on else None,
        variant=variant,
        carrier_id=carrier_id,
        state=DocumentState(state),
    )


def _sheet(row: Person) -> PersonSheet:
    return PersonSheet(
        person_id=PersonId(row.pk),
        kind=PersonKind(row.kind),
        name=row.name,
        sex=Sex(row.sex),
        birth_date=row.birth_date,
        nationality=row.nationality,
        register_division=row.register_division,
        invented=row.invented,
        spellings=tuple(LatinName(one.surname, one.given, SpellingOrigin(one.origin)) for one in row.spellings.all()),
        numbers=tuple(NumberSheet(NumberScheme(one.scheme), one.number) for one in row.numbers.all()),
        documents=tuple(_document(one) for one in row.documents.all()),
        guardians=tuple(
            GuardianSheet(PersonId(one.guardian_id), one.guardian.name, Relation(one.relation)) for one in row.guardians.all()
        ),
    )


def _document(row: HeldDocument) -> DocumentSheet:
    return DocumentSheet(
        document_id=row.pk,
        type_code=row.type_code,
        number=row.number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        expires_on=row.expires_on,
        variant=row.variant,
        carrier_id=row.carrier_id,
        state=DocumentState(row.state),
    )
