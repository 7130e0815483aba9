"""Who comes on a day, by which channel and for what: the rulebook's volumes met with the rulebook of that day."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Final

from mumian.foundation.clock import OFFICE_ZONE
from mumian.simulation.chance import chance_for
from mumian.simulation.volumes import Volumes

WORKING_DAYS_A_YEAR: Final = 250
BOOKLETS_END: Final = date(2015, 1, 1)
"""Until then the mix and the channels of 2006 hold, after it those of today: telephone and agents ended with the booklets."""

COUNTER, KIOSK, WEB, PHONE, POST = "counter", "kiosk", "web", "phone", "post_agent"
INSTEAD: Final[Mapping[str, str]] = {
    "HM-G-REPEAT": "HM-G",
    "HM-G": "HM-T",
    "FV-Q2": "FV-L",
    "FV-S2": "FV-L",
    "FV-M": "FV-F",
    "FS-NEW": "FV-L",
    "FR-WORK": "FV-F",
    "FR-FAMILY": "FV-L",
    "FR-STUDY": "FV-F",
    "FR-PRIVATE": "FV-L",
    "FR-PRESS": "FV-F",
    "PR-APPLY": "FR-FAMILY",
    "HM-Q": "HM-S",
    "TC-5Y": "TW-NEW",
    "HR-RENEW": "HM-RENEW",
}
"""On a day before a service existed its share goes to the code it maps to, step by step. The permits of compatriots from Hong
Kong, Macao and Taiwan bear a number that is theirs for life and is not invented here; their shares go the same way always."""

NOT_INVENTED: Final = frozenset({"TC-5Y", "HR-RENEW", "PR-APPLY"})
CLOSED_BEFORE: Final = time(8, 30)
NIGHT_SHARE: Final = 0.35
"""The part of web and kiosk applications that come while halls are closed; assumed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants something on this day. `number` counts the wishes of the run; `hall` is where, or who handles it."""

    number: int
    service: str
    channel: str
    hall: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Era:
    """Which of the volumes hold on a day."""

    mix: Mapping[str, float]
    channels: Mapping[str, float]
    incomplete: float


def era_of(volumes: Volumes, on: date) -> Era:
    """The mix of citizens and foreigners together, the channels and the part of incomplete papers."""
    behaviour = volumes.behaviour.incomplete_papers
    if on >= BOOKLETS_END:
        return Era(volumes.mix["nationwide_today"], volumes.channels["today"], behaviour.today)
    foreigners = volumes.stated.papers_of_foreigners / volumes.stated.applications
    mix = {service: share * (1 - foreigners) for service, share in volumes.mix["citizens_2006"].items()}
    mix |= {service: share * foreigners for service, share in volumes.mix["foreigners_2006"].items()}
    return Era(mix, volumes.channels["y2006"], behaviour.y2006)


def mix_on(mix: Mapping[str, float], is_offered: Callable[[str], bool]) -> dict[str, float]:
    """The shares of the services that are offered: what is not goes where it maps to, or falls away; they add up to 1."""
    found: dict[str, float] = {}
    for service, share in mix.items():
        code: str | None = service
        while code is not None and (code in NOT_INVENTED or not is_offered(code)):
            code = INSTEAD.get(code)
        if code is not None:
            found[code] = found.get(code, 0.0) + share
    whole = sum(found.values())
    return {service: share / whole for service, share in sorted(found.items())} if whole else {}


def visitors_on(volumes: Volumes, day: date, *, share: float, chance: Random) -> int:
    """How many come to the halls on a day, with its weekday, its month and the noise of days."""
    noise = max(0.2, chance.gauss(1, volumes.arrival.day_noise))
    return round(volumes.stated.visitors_a_day * share * volumes.arrival.factor_on(day) * noise)


def applications_for(volumes: Volumes, visitors: int) -> int:
    """How many applications, by all channels, go with so many visitors: 8080 with 10,000."""
    a_day = volumes.stated.applications / WORKING_DAYS_A_YEAR
    return round(visitors * a_day / volumes.stated.visitors_a_day)


class Picker:
    """Draws one of several by their weights."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._codes = list(weights)
        self._sums = list(accumulate(weights.values()))

    def __bool__(self) -> bool:
        return bool(self._codes)

    def draw(self, chance: Random) -> str:
        """One of them."""
        return self._codes[min(bisect(self._sums, chance.random() * self._sums[-1]), len(self._codes) - 1)]


@dataclass(frozen=True, slots=True)
class Place:
    """A hall as demand sees it: what it serves and when it is open, in seconds of the day; closed all day when empty."""

    code: str
    share: float
    families: frozenset[str]
    open: tuple[tuple[int, int], ...]


def moment(day: date, second: float) -> datetime:
    """A second of the office's day as a moment."""
    return datetime.combine(day, time(0), OFFICE_ZONE) + timedelta(seconds=int(second))


def arrival_second(volumes: Volumes, open_at: tuple[tuple[int, int], ...], chance: Random) -> int:
    """A second of arrival by the shares of hours; who would come long before opening comes a little before it."""
    hours = volumes.arrival.hour_share
    hour = chance.choices(list(hours), weights=list(hours.values()))[0]
    second = hour * 3600 + chance.randrange(3600)
    first, last = open_at[0][0], open_at[-1][1]
    return min(max(second, first - chance.randrange(1, 900)), last - 1)


class Demand:
    """Draws the wishes of one day after another; each day from a chance of its own."""

    def __init__(self, volumes: Volumes, *, seed: int, families: Mapping[str, str]) -> None:
        self._volumes, self._seed, self._families = volumes, seed, families
        self._number = 0

    def wishes(
        self,
        day: date,
        places: Iterable[Place],
        *,
        applications: int,
        is_offered: Callable[[str], bool],
        channels_of: Callable[[str], frozenset[str]],
        at_counters: bool,
    ) -> list[Wish]:
        """So many applications in the order of the day. Without open halls only those of channels that are open always."""
        chance = chance_for(self._seed, f"wishes of {day}")
        era = era_of(self._volumes, day)
        services, channels = Picker(mix_on(era.mix, is_offered)), Picker(era.channels)
        there = [place for place in places if place.share > 0]
        halls = {
            family: Picker({place.code: place.share for place in there if family in place.families})
            for family in {self._families[code] for code in mix_on(era.mix, is_offered)}
        }
        by_code = {place.code: place for place in there}
        found: list[Wish] = []
        for _ in range(applications if services else 0):
            service = services.draw(chance)
            channel = channels.draw(chance)
            if channel not in channels_of(service):
                channel = COUNTER
            drawn = halls[self._families[service]]
            if not drawn:
                continue
            hall = by_code[drawn.draw(chance)]
            second = self._second(hall, channel, chance)
            if second is None or (channel == COUNTER and not at_counters):
                continue
            self._number += 1
            found.append(Wish(self._number, service, channel, hall.code, moment(day, second)))
        return sorted(found, key=lambda wish: (wish.at, wish.number))

    def _second(self, hall: Place, channel: str, chance: Random) -> int | None:
        if channel == COUNTER:
            return arrival_second(self._volumes, hall.open, chance) if hall.open else None
        if channel in {WEB, KIOSK}:
            return self._any_hour(chance)
        return chance.randrange(9 * 3600, 17 * 3600)

    @staticmethod
    def _any_hour(chance: Random) -> int:
        """By day from eight to eight, a part of them at night."""
        if chance.random() < NIGHT_SHARE:
            return chance.choice((chance.randrange(0, 8 * 3600), chance.randrange(20 * 3600, 24 * 3600)))
        return chance.randrange(8 * 3600, 20 * 3600)
