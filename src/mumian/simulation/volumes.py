"""How many visitors come, when and for what, read from the rulebook's `volumes.yaml`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Factor = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]

HOURS_A_DAY, DAYS_A_WEEK, MONTHS = 24, 7, 12
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: tuple[str, ...] = ()
    note: str = ""


class Stated(_Part):
    """What was stated of 2005 and 2006."""

    year: int
    applications: Count
    individual_travel_endorsements: Count
    papers_of_foreigners: Count
    telephone_enquiries: Count
    visitors_a_day: Count
    visitors_on_a_peak_day: Count
    overdue_cases: Count
    satisfaction: dict[str, Share]


class Arrival(_Part):
    """Parts of the day, and factors on the mean day."""

    hour_share: dict[Annotated[int, Field(ge=0, lt=HOURS_A_DAY)], Share]
    weekday_factor: dict[str, Factor]
    month_factor: Annotated[tuple[Factor, ...], Field(min_length=MONTHS, max_length=MONTHS)]
    day_noise: Factor

    def factor_on(self, day: date) -> float:
        """How a day stands to the mean day, by weekday and month."""
        return self.weekday_factor[WEEKDAYS[day.weekday()]] * self.month_factor[day.month - 1]


class Name(_Part):
    """A name in two languages."""

    zh: str
    en: str


class Peak(_Part):
    """A time when more come."""

    code: str
    name: Name
    lead_days: Count
    length_days: Count
    factor: Factor


class Step(_Part):
    """How long a step takes, in seconds."""

    mean: Factor
    deviation: Factor


class ByEra(_Part):
    """A part that changed since 2006."""

    y2006: Share
    today: Share


class Behaviour(_Part):
    """What visitors do."""

    patience_minutes: Count
    no_show: Share
    incomplete_papers: ByEra
    delivery_by_courier: Share
    urgent: Share
    companions: Factor
    rating_given: Share
    rating: dict[str, Share]
    list_hits: dict[str, Share]
    false_matches: Share


class Volumes(_Part):
    """The whole file."""

    stated: Stated
    arrival: Arrival
    peaks: tuple[Peak, ...]
    steps: dict[str, Step]
    mix: dict[str, dict[str, Share]]
    channels: dict[str, dict[str, Share]]
    behaviour: Behaviour
    waiting_targets: dict[str, Count]
    telephone: dict[str, Count]
    nationwide: dict[str, object]


def read_volumes(path: Path) -> Volumes:
    """Read the file. Raises pydantic's ValidationError with what is wrong."""
    return Volumes.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
