"""What people, their numbers, documents and guardians are called, and the plain values in which a person comes to the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from mumian.foundation.identifiers import (
    CitizenNumber,
    HongKongIdentityNumber,
    Identifier,
    OldCitizenNumber,
    OldPermanentResidenceNumber,
    PermanentResidenceNumber,
    Sex,
)

PersonId = NewType("PersonId", int)
OrganisationId = NewType("OrganisationId", int)


def person_key(person_id: int) -> str:
    """How the record of audit names a person: `person:31`."""
    return f"person:{person_id}"


INVENTED_DIVISION = "440199"
"""Citizen numbers of invented persons begin with this code, which GB/T 2260 has given to no division: they are well formed by
GB 11643 and can belong to nobody."""


class PersonKind(StrEnum):
    """Whose papers somebody applies for."""

    RESIDENT = "resident"
    COMPATRIOT = "compatriot"
    FOREIGNER = "foreigner"


class NumberScheme(StrEnum):
    """The rule an identity number follows."""

    CITIZEN = "citizen"
    OLD_CITIZEN = "old_citizen"
    PERMANENT_RESIDENCE = "permanent_residence"
    OLD_PERMANENT_RESIDENCE = "old_permanent_residence"
    HONG_KONG = "hong_kong"


SCHEME_OF: dict[type[Identifier], NumberScheme] = {
    CitizenNumber: NumberScheme.CITIZEN,
    OldCitizenNumber: NumberScheme.OLD_CITIZEN,
    PermanentResidenceNumber: NumberScheme.PERMANENT_RESIDENCE,
    OldPermanentResidenceNumber: NumberScheme.OLD_PERMANENT_RESIDENCE,
    HongKongIdentityNumber: NumberScheme.HONG_KONG,
}


class SpellingOrigin(StrEnum):
    """Where a Latin spelling comes from."""

    PINYIN = "pinyin"
    DOCUMENT = "document"
    DECLARED = "declared"


class DocumentState(StrEnum):
    """What is known of a document besides its dates; one that has merely expired stays `valid` here."""

    VALID = "valid"
    LOST = "lost"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


class Relation(StrEnum):
    """What makes somebody the guardian of a minor (Civil Code, article 27)."""

    PARENT = "parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    APPOINTED = "appointed"


class OrganisationKind(StrEnum):
    """Who invites, employs, teaches or lodges."""

    FIRM = "firm"
    SCHOOL = "school"
    HOTEL = "hotel"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class LatinName:
    """A name in Latin letters as a document writes it; who has no surname has all of it in `surname` (ICAO Doc 9303-3)."""

    surname: str
    given: str = ""
    origin: SpellingOrigin = SpellingOrigin.PINYIN


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document somebody holds. `type_code` is the rulebook's, `issuer` a three-letter code (ISO 3166-1, or one that
    ICAO Doc 9303-3 adds; the D of German documents is written DEU here).

    An endorsement or a visa names the document it sits in by its place in the person's list (`carrier`).
    """

    type_code: str
    number: str
    issuer: str
    issued_on: date
    expires_on: date | None
    variant: str = ""
    carrier: int | None = None
    state: DocumentState = DocumentState.VALID


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person at the door. Numbers have been read already and are well formed; `nationality` is coded as `issuer` is."""

    kind: PersonKind
    name: str
    sex: Sex
    birth_date: date
    nationality: str
    spellings: tuple[LatinName, ...]
    numbers: tuple[Identifier, ...] = ()
    register_division: str | None = None
    documents: tuple[DocumentFacts, ...] = ()
    invented: bool = False


@dataclass(frozen=True, slots=True)
class GuardianFacts:
    """Who stands for a minor, and since when."""

    guardian: PersonId
    minor: PersonId
    relation: Relation
    valid_from: date


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """An organisation; its credit code (GB 32100) has been read already."""

    kind: OrganisationKind
    name_zh: str
    name_en: str
    credit_code: str | None
    division: str
    invented: bool = False
