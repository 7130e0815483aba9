"""Whose cases they are: invented residents, each with one case, chosen by what they hold and what lists say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from mumian.people.models import Person
from mumian.people.queries import PersonSheet, person_sheets
from mumian.people.terms import NumberScheme, PersonId, PersonKind
from mumian.simulation.chance import chance_for
from mumian.simulation.city.first_cases.plans import AGAIN, PASSPORT, PERMIT, RENEWAL, TAIWAN, Plan, Who
from mumian.simulation.city.lists import listed_residents

OF_THE_CITY: Final = "4401"
SOON: Final = 6 * 30
SIXTEEN: Final = 16
AT_MOST: Final = 700
"""So many residents are looked at; they are in no order of their own, so that is as good as all."""
NEW: Final = {PASSPORT: "PASSPORT", PERMIT: "EEP_HKMO", TAIWAN: "EEP_TW"}
HELD: Final = {RENEWAL: "PASSPORT", AGAIN: "EEP_HKMO"}

Fits = Callable[[PersonSheet], bool]


@dataclass(slots=True)
class Applicants:
    """Residents who have no case yet."""

    waiting: list[PersonSheet]
    listed: dict[str, frozenset[str]]
    on: date

    def take(self, plan: Plan) -> PersonSheet:
        """Somebody for this story. A city too small to hold one is a fault (ValueError)."""
        return self._take(self._fits(plan))

    def take_parent_of(self, child: PersonSheet) -> PersonSheet:
        """The parent of this child."""
        guardians = {guardian.person_id for guardian in child.guardians}
        return self._take(lambda one: one.person_id in guardians)

    def _take(self, fits: Fits) -> PersonSheet:
        found = next((one for one in self.waiting if fits(one)), None)
        if found is None:
            raise ValueError("The city is too small for its first cases.")
        self.waiting.remove(found)
        return found

    def _fits(self, plan: Plan) -> Fits:
        wanted = {Who.STATE_STAFF: "FILED_STAFF", Who.BARRED: "EXIT_BAR"}.get(plan.who)

        def fits(one: PersonSheet) -> bool:
            is_child = one.age_on(self.on) < SIXTEEN
            if is_child is not (plan.who in (Who.CHILD, Who.FAMILY)) or self._list_of(one) != wanted:
                return False
            if is_child and not self._has_parent_waiting(one):
                return False
            valid = {document.type_code for document in one.documents if document.is_valid_on(self.on)}
            ever = {document.type_code for document in one.documents}
            return NEW.get(plan.service) not in ever and (plan.service not in HELD or HELD[plan.service] in valid)

        return fits

    def _list_of(self, one: PersonSheet) -> str | None:
        return next((code for code, numbers in self.listed.items() if citizen_number(one) in numbers), None)

    def _has_parent_waiting(self, child: PersonSheet) -> bool:
        """Whether a parent is there who needs a permit himself, for the story of a family."""
        parents = {guardian.person_id for guardian in child.guardians}
        return any(
            one.person_id in parents and self._list_of(one) is None and not _holds(one, "EEP_HKMO") for one in self.waiting
        )


def applicants(*, seed: int, on: date) -> Applicants:
    """The residents of the city as they are at its beginning, in an order drawn by the seed."""
    rows = Person.objects.filter(kind=PersonKind.RESIDENT.value, invented=True, register_division__startswith=OF_THE_CITY)
    ids = [PersonId(pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]
    listed = listed_residents(seed=seed)
    chosen = set(_listed_first(ids, listed)) | set(chance_for(seed, "first cases").sample(ids, k=min(len(ids), AT_MOST)))
    sheets = person_sheets(sorted(chosen | _parents_of(chosen)), on=on)
    waiting = [sheets[one] for one in sorted(sheets)]
    chance_for(seed, "order of first cases").shuffle(waiting)
    return Applicants(waiting, listed, on)


def citizen_number(one: PersonSheet) -> str:
    """The number by which a resident applies."""
    return next(number.number for number in one.numbers if number.scheme is NumberScheme.CITIZEN)


def _listed_first(ids: list[PersonId], listed: dict[str, frozenset[str]]) -> Iterator[PersonId]:
    numbers = [number for code in ("FILED_STAFF", "EXIT_BAR") for number in listed[code]]
    rows = Person.objects.filter(pk__in=ids, numbers__number__in=numbers)
    yield from (PersonId(pk) for pk in rows.values_list("pk", flat=True))


def _parents_of(children: set[PersonId]) -> set[PersonId]:
    rows = Person.objects.filter(pk__in=children, guardians__isnull=False)
    return {PersonId(pk) for pk in rows.values_list("guardians__guardian_id", flat=True)}


def _holds(one: PersonSheet, kind: str) -> bool:
    return any(document.type_code == kind for document in one.documents)
