"""Which services a person may come for: those that fit his documents first, the others below, found by code or words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Service
from mumian.catalogue.rules.book.values import on_day
from mumian.foundation.words import Text
from mumian.people.queries import PersonSheet
from mumian.people.terms import PersonKind
from mumian.web.counter.initials import initials
from mumian.web.counter.knowing import CARRIERS, held_for, last_variant
from mumian.web.shared.finding import found_by

FAMILIES: Final = {
    PersonKind.RESIDENT: ("passport", "resident_permit", "hk_macao", "hk_macao_endorsement", "taiwan", "taiwan_endorsement"),
    PersonKind.COMPATRIOT: ("hkmo_resident", "taiwan_compatriot"),
    PersonKind.FOREIGNER: (
        "foreigner_visa",
        "stay_permit",
        "residence_permit",
        "permanent_residence",
        "foreigner_exit",
        "accommodation",
    ),
}
"""The families of services that are made for these people."""

REPEAT, RENEW, FIRST, POSSIBLE, OTHER = range(5)
SHOWN: Final = 6
COUNTER: Final = "counter"


@dataclass(frozen=True, slots=True)
class Choice:
    """A service to choose; `find` is everything by which it is found, `is_near` whether it fits the person."""

    code: str
    name: Text
    family: Text
    find: str
    rank: int

    @property
    def is_near(self) -> bool:
        """Whether it fits what the person holds."""
        return self.rank < POSSIBLE


def choices_for(person: PersonSheet, book: Rulebook, *, on: date, words: str = "") -> tuple[Choice, ...]:
    """The services that a window takes on the day and that answer to the words, those that fit the person first."""
    open_here = [one for one in book.services if on_day(one.offered, on) and _at_windows(one, on)]
    wanted = matching(book, words)
    found = [_choice(one, person, book, on) for one in open_here if one.code in wanted]
    return tuple(sorted(found, key=lambda one: one.rank))


def matching(book: Rulebook, words: str) -> frozenset[str]:
    """The services that answer to every word typed: its code, words in both languages, or first letters of its pinyin."""
    terms = words.casefold().split()
    by_letters = {
        one.code for one in book.services if all(term in one.code.casefold() or term in initials(one.name.zh) for term in terms)
    }
    return found_by(book, words) | by_letters


def _at_windows(service: Service, on: date) -> bool:
    span = on_day(service.channels, on)
    return span is not None and COUNTER in span.codes


def _choice(service: Service, person: PersonSheet, book: Rulebook, on: date) -> Choice:
    family = book.family_of[service.family].name
    find = " ".join((service.code, service.name.zh, service.name.en, initials(service.name.zh))).casefold()
    return Choice(service.code, service.name, family, find, _rank(service, person, on))


def _rank(service: Service, person: PersonSheet, on: date) -> int:
    """How well it fits: once more what he had, a new one for what he holds, a first one, made for such people, anything else."""
    if service.family not in FAMILIES.get(person.kind, ()):
        return OTHER
    held = held_for(person, service, on=on)
    if service.document in CARRIERS:
        if held is None or not held.is_valid_on(on):
            return POSSIBLE
        again = last_variant(person, service) is not None
        return REPEAT if again and on_day(service.counter_approval, on) else RENEW if again else POSSIBLE
    if service.document is None:
        return POSSIBLE
    return _rank_of_document(service, held is not None)


def _rank_of_document(service: Service, is_held: bool) -> int:  # one yes or no
    is_first = service.code.endswith("-NEW")
    if is_held:
        return POSSIBLE if is_first else RENEW if service.code.endswith("-RENEW") else POSSIBLE
    return FIRST if is_first else POSSIBLE
