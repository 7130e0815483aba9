"""Found the invented city through the services of the house, in one transaction: it stands whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from mumian.catalogue.queries import current_rulebook
from mumian.forecasting.queries import hall_months
from mumian.forecasting.services import record_hall_months
from mumian.forecasting.terms import HallMonthFacts
from mumian.foundation.calendar import WorkingCalendar
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import HallSheet, halls_with_floors, officer_by_badge
from mumian.offices.services import appoint_officers, open_departments
from mumian.people.services import enter_guardians, enter_organisations, enter_people
from mumian.people.terms import GuardianFacts, PersonId, Relation
from mumian.simulation.chance import chance_for
from mumian.simulation.city.accounts import open_accounts_of
from mumian.simulation.city.figures import figures, months_before
from mumian.simulation.city.foreigners import foreigners, organisations
from mumian.simulation.city.numbers import Numbers
from mumian.simulation.city.residents import Resident, residents
from mumian.simulation.city.staff import FIRST_BADGE, appointments, departments, places
from mumian.simulation.volumes import Volumes, read_volumes

SEED = 20060701
RESIDENTS, FOREIGNERS, MONTHS = 2000, 200, 13

Progress = Callable[[Text], None]


class NotADemonstration(Refusal):
    """Invented people have no place among real ones."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "虚构城市未建立：这是正式系统。演示请另设实例（MUMIAN_PROFILE=demo）。",
                "The city was not founded: this is an office at work. Set up a demonstration beside it (MUMIAN_PROFILE=demo).",
            )
        )


class NoGround(Refusal):
    """There is nothing to found a city around."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "虚构城市未建立：规则手册中没有大厅或工作日历。请装入完整的规则手册（mumian rulebook load）。",
                "The city was not founded: the rulebook has no halls or no calendar. Load a whole one (mumian rulebook load).",
            )
        )


@dataclass(frozen=True, slots=True)
class Founded:
    """How many of each were made; nothing but noughts when the city stood already."""

    officers: int = 0
    residents: int = 0
    foreigners: int = 0
    documents: int = 0
    organisations: int = 0
    hall_months: int = 0


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the city is founded on."""

    city: str
    halls: tuple[HallSheet, ...]
    calendar: WorkingCalendar
    volumes: Volumes
    seed: int
    at: datetime
    on: date

    @property
    def districts(self) -> dict[str, float]:
        """The districts of today with a hall, weighted by how many go there."""
        weights: dict[str, float] = {}
        for hall in self.halls:
            weights[hall.district] = weights.get(hall.district, 0) + float(hall.daily_share)
        return weights


def is_founded(*, on: date) -> bool:
    """Whether the city stands."""
    return officer_by_badge(FIRST_BADGE, on=on) is not None


@transaction.atomic
def found_city(
    *,
    at: datetime,
    seed: int = SEED,
    progress: Progress = lambda _: None,
    number_of_residents: int = RESIDENTS,
    number_of_foreigners: int = FOREIGNERS,
) -> Founded:
    """Invent staff, people, documents and figures around the halls of the loaded rulebook; the same seed gives the same city.

    Where the city stands already, only the figures of months that have ended since are added. Raises NotADemonstration in an
    office at work, NoGround, or NoRulebook before one is loaded.
    """
    if not settings.DEMO_MODE:
        raise NotADemonstration
    on = local_date(at)
    ground = _ground(seed, at, on)
    if is_founded(on=on):
        return Founded(hall_months=record_hall_months(figures=_figures(ground), at=at))
    progress(Text("任命各岗位人员", "appointing the staff"))
    officers = _staff(ground)
    progress(Text("登记居民", "entering residents"))
    numbers = Numbers(chance_for(seed, "numbers"))
    papers = _residents(number_of_residents, ground, numbers)
    progress(Text("登记外国人和单位", "entering foreigners and organisations"))
    more_papers, number_of_organisations = _foreigners(number_of_foreigners, ground, numbers)
    progress(Text("推算各大厅上年数据", "working out the figures of the halls"))
    months = record_hall_months(figures=_figures(ground), at=at)
    progress(Text("开通演示账户", "opening the demo accounts"))
    open_accounts_of(on=on, at=at)
    return Founded(officers, number_of_residents, number_of_foreigners, papers + more_papers, number_of_organisations, months)


@transaction.atomic
def staff_city(*, at: datetime, seed: int = SEED) -> int:
    """Appoint the staff of an invented office and nobody else, for any day of the calendar; answers how many. May be run again.

    Raises NotADemonstration in an office at work, NoGround, or NoRulebook before a rulebook is loaded.
    """
    if not settings.DEMO_MODE:
        raise NotADemonstration
    on = local_date(at)
    return 0 if is_founded(on=on) else _staff(_ground(seed, at, on))


def _ground(seed: int, at: datetime, on: date) -> _Ground:
    halls = halls_with_floors(on=on)
    book = current_rulebook()
    if not halls or book.working_calendar is None:
        raise NoGround
    return _Ground(book.office.city, halls, book.working_calendar, read_volumes(volumes_file()), seed, at, on)


def volumes_file() -> Path:
    """Where the figures of the rulebook lie."""
    return Path(settings.BASE_DIR) / "rulebooks" / "guangzhou" / "volumes.yaml"


def _staff(ground: _Ground) -> int:
    wanted = list(places(ground.halls, city=ground.city))
    open_departments(wanted=departments(wanted))
    return appoint_officers(appointments=list(appointments(wanted, chance=chance_for(ground.seed, "staff"), on=ground.on)))


def _residents(number: int, ground: _Ground, numbers: Numbers) -> int:
    """Enter residents with their guardians; answers how many documents they hold."""
    chance = chance_for(ground.seed, "residents")
    people = residents(number, districts=ground.districts, chance=chance, numbers=numbers, on=ground.on)
    ids = enter_people(people=[resident.person for resident in people], at=ground.at)
    enter_guardians(guardians=_guardians(people, ids))
    return sum(len(resident.person.documents) for resident in people)


def _guardians(people: Sequence[Resident], ids: Sequence[PersonId]) -> list[GuardianFacts]:
    return [
        GuardianFacts(ids[resident.parent], one, Relation.PARENT, resident.person.birth_date)
        for resident, one in zip(people, ids, strict=True)
        if resident.parent is not None
    ]


def _foreigners(number: int, ground: _Ground, numbers: Numbers) -> tuple[int, int]:
    """Enter foreigners and organisations; answers how many documents and how many organisations."""
    chance = chance_for(ground.seed, "foreigners")
    people = list(foreigners(number, chance=chance, numbers=numbers, on=ground.on))
    enter_people(people=people, at=ground.at)
    invited = list(organisations(districts=sorted(ground.districts), chance=chance, numbers=numbers))
    enter_organisations(organisations=invited, at=ground.at)
    return sum(len(person.documents) for person in people), len(invited)


def _figures(ground: _Ground) -> list[HallMonthFacts]:
    """The figures of the months before today that are not recorded yet. Each month has a chance of its own."""
    months = months_before(ground.on, MONTHS)
    known = {(facts.hall, facts.month) for facts in hall_months(first=months[0], last=months[-1])}
    return [
        facts
        for month in months
        for facts in figures(
            ground.halls,
            [month],
            volumes=ground.volumes,
            calendar=ground.calendar,
            chance=chance_for(ground.seed, f"figures of {month:%Y-%m}"),
        )
        if (facts.hall, facts.month) not in known
    ]
