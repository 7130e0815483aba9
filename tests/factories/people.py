"""Invented people, entered through the services of `people`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from mumian.foundation.identifiers import CitizenNumber, Sex
from mumian.people.services import enter_person
from mumian.people.terms import DocumentFacts, LatinName, PersonFacts, PersonId, PersonKind

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)

ADULT_NUMBER = CitizenNumber("440199199001010017")
CHILD_NUMBER = CitizenNumber("440199201501010021")


def resident(**changes: object) -> PersonFacts:
    """A resident of age with a passport and a permit that carries an endorsement; say what shall be otherwise."""
    facts = PersonFacts(
        kind=PersonKind.RESIDENT,
        name="木棉一",
        sex=Sex.MALE,
        birth_date=date(1990, 1, 1),
        nationality="CHN",
        spellings=(LatinName("MU", "MIANYI"),),
        numbers=(ADULT_NUMBER,),
        register_division="440104",
        documents=(
            DocumentFacts("PASSPORT", "EA1234567", "CHN", date(2020, 5, 1), date(2030, 4, 30)),
            DocumentFacts("EEP_HKMO", "CA1234567", "CHN", date(2021, 5, 1), date(2031, 4, 30)),
            DocumentFacts("ENDORSE_HKMO", "GZ1234567", "CHN", date(2026, 5, 1), date(2027, 4, 30), "HKG-G-1Y1", carrier=1),
        ),
        invented=True,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]  # the names of fields, given by the test


def child(**changes: object) -> PersonFacts:
    """A child of eleven without documents."""
    facts = resident(
        name="木棉小",
        sex=Sex.FEMALE,
        birth_date=date(2015, 1, 1),
        spellings=(LatinName("MU", "MIANXIAO"),),
        numbers=(CHILD_NUMBER,),
    )
    return replace(facts, documents=(), **changes)  # type: ignore[arg-type]  # the names of fields, given by the test


def foreigner(**changes: object) -> PersonFacts:
    """A foreigner with a passport."""
    facts = PersonFacts(
        kind=PersonKind.FOREIGNER,
        name="Jörg Müller",
        sex=Sex.MALE,
        birth_date=date(1980, 2, 3),
        nationality="DEU",
        spellings=(LatinName("MUELLER", "JOERG"), LatinName("MÜLLER", "JÖRG")),
        documents=(DocumentFacts("FOREIGN_PASSPORT", "C01X00T47", "DEU", date(2022, 1, 1), date(2031, 12, 31)),),
        invented=True,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]  # the names of fields, given by the test


def enter(person: PersonFacts | None = None) -> PersonId:
    """Enter this person, or the resident."""
    return enter_person(person=person or resident(), at=AT)
