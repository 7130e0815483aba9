"""Open the first cases through the services of the house, with the officers of the city, at moments of the past weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from mumian.cases.queries.existing import is_any_case
from mumian.foundation.clock import local_date
from mumian.simulation.city.first_cases.days import Days
from mumian.simulation.city.first_cases.office import Office
from mumian.simulation.city.first_cases.people import applicants
from mumian.simulation.city.first_cases.plans import Story, Who, plans
from mumian.simulation.city.first_cases.stories import STORIES
from mumian.simulation.city.first_cases.walking import Walk
from mumian.simulation.city.founding import SEED


@transaction.atomic
def first_cases(*, at: datetime, seed: int = SEED) -> dict[Story, int]:
    """Open the first cases; answers how many there are of each story. Where somebody has opened a case already, none.

    Everything else of the city must stand: people, staff, lists, blanks and shelves, and the packages joined to cases.
    """
    if is_any_case():
        return {}
    opened: Counter[Story] = Counter()
    for walk, parent in walks(at=at, seed=seed):
        if parent is not None:
            walk.accepted_with(parent)
        else:
            STORIES[walk.plan.story](walk)
        opened[walk.plan.story] += 1
    return dict(opened)


def walks(*, at: datetime, seed: int = SEED) -> Iterator[tuple[Walk, Walk | None]]:
    """Whose cases these are and when each was handed in; a child of a family comes with its parent."""
    on = local_date(at)
    office, people = Office.of_the_city(on=on), applicants(seed=seed, on=on)
    days = Days.before(on)
    for place, plan in enumerate(plans(halls=len(office.halls))):
        walk = Walk(plan, place, office, days, people.take(plan))
        is_family = plan.who is Who.FAMILY
        yield walk, replace(walk, person=people.take_parent_of(walk.person)) if is_family else None
