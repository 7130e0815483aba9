"""The documents that invented people hold, in the series and for the terms of the day on which each was issued."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from mumian.foundation.identifiers import CitizenNumber
from mumian.people.rules.age import age_on
from mumian.people.terms import DocumentFacts, DocumentState
from mumian.simulation.chance import day_between, years_after
from mumian.simulation.city.numbers import Numbers

CHN = "CHN"
ONE_DAY = timedelta(days=1)
DAYS_A_MONTH = 30

LOST, CANCELLED = 0.02, 0.01
FULL_TERM_FROM = 16
FULL_TERM, CHILD_TERM = 10, 5

CARD_TERMS = ((16, 5), (26, 10), (46, 20))
"""Identity cards of people younger than so many years are good for so many years, later ones without end (Law on Resident
Identity Cards, article 5)."""

ENDORSED = 0.7
ENDORSEMENTS = (("HKG-3M-1", 3), ("MAC-3M-1", 3), ("HKG-12M-1", 12), ("MAC-12M-1", 12), ("HKG-12M-2", 12))
"""Kinds of endorsement for individual travel (HM-G), with their months."""


@dataclass(frozen=True, slots=True)
class Series:
    """How numbers of a document looked since a day: a prefix, perhaps a letter, digits."""

    since: date
    prefix: str
    digits: int
    letter: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A document residents hold: the part of them that does, and its series, the newest first."""

    type_code: str
    holders: float
    series: tuple[Series, ...]


KINDS = (
    Kind("PASSPORT", 0.45, (Series(date(2017, 4, 1), "E", 7, letter=True), Series(date(2012, 5, 15), "E", 8))),
    Kind("EEP_HKMO", 0.6, (Series(date(2018, 12, 1), "C", 7, letter=True), Series(date(2014, 5, 20), "C", 8))),
    Kind("EEP_TW", 0.12, (Series(date(2016, 12, 26), "L", 8),)),
)


def identity_card(number: CitizenNumber, *, chance: Random, on: date) -> Iterator[DocumentFacts]:
    """The identity card of somebody from 16; its number is the citizen number."""
    if age_on(number.birth_date, on) < FULL_TERM_FROM:
        return
    first = max(years_after(number.birth_date, FULL_TERM_FROM), years_after(on, -9))
    issued_on = day_between(chance, first, on)
    years = next((years for below, years in CARD_TERMS if age_on(number.birth_date, issued_on) < below), None)
    yield DocumentFacts("ID_CARD", number.value, CHN, issued_on, years_after(issued_on, years) if years else None)


def papers_of_resident(born: date, *, chance: Random, numbers: Numbers, on: date) -> Iterator[DocumentFacts]:
    """The passport and permits somebody holds, some run out or lost; a permit may carry an endorsement.

    Children hold fewer. Carriers are named by their place after an identity card where there is one.
    """
    place = 1 if age_on(born, on) >= FULL_TERM_FROM else 0
    for kind in KINDS:
        if chance.random() >= kind.holders * (1 if place else 0.5):
            continue
        document = _document(kind, born, chance=chance, numbers=numbers, on=on)
        yield document
        if kind.type_code == "EEP_HKMO" and chance.random() < ENDORSED:
            yield _endorsement(document, place, chance=chance, numbers=numbers, on=on)
            place += 1
        place += 1


def _document(kind: Kind, born: date, *, chance: Random, numbers: Numbers, on: date) -> DocumentFacts:
    issued_on = day_between(chance, max(kind.series[-1].since, born, years_after(on, -11)), on)
    series = next(series for series in kind.series if series.since <= issued_on)
    years = FULL_TERM if age_on(born, issued_on) >= FULL_TERM_FROM else CHILD_TERM
    return DocumentFacts(
        type_code=kind.type_code,
        number=numbers.document(series.prefix, series.digits, letter=series.letter),
        issuer=CHN,
        issued_on=issued_on,
        expires_on=years_after(issued_on, years) - ONE_DAY,
        state=_state(chance),
    )


def _state(chance: Random) -> DocumentState:
    drawn = chance.random()
    if drawn < LOST:
        return DocumentState.LOST
    return DocumentState.CANCELLED if drawn < LOST + CANCELLED else DocumentState.VALID


def _endorsement(permit: DocumentFacts, carrier: int, *, chance: Random, numbers: Numbers, on: date) -> DocumentFacts:
    code, months = chance.choice(ENDORSEMENTS)
    latest = min(on, permit.expires_on or on)
    issued_on = day_between(chance, max(permit.issued_on, years_after(latest, -2)), latest)
    return DocumentFacts(
        type_code="ENDORSE_HKMO",
        number=numbers.document("GZ", 8),
        issuer=CHN,
        issued_on=issued_on,
        expires_on=issued_on + timedelta(days=months * DAYS_A_MONTH),
        variant=f"HM-G/{code}",
        carrier=carrier,
        state=permit.state,
    )
