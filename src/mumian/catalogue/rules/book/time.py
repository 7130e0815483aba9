"""`time.yaml`, `calendar.csv`, `reforms.yaml`, `examples.yaml`.

How days are counted, what changed when, and what must come out.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from mumian.catalogue.rules.book.values import Code, Count, Day, Entry, Fact, Flag, Line, Said, Span
from mumian.catalogue.terms import DayType, LimitUnit, Outcome


def _as_moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)  # local time of the office by definition
        except ValueError:
            pass
        else:
            return value if len(value) == len("2006-01-01") else moment.strftime("%Y-%m-%dT%H:%M")
    raise PydanticCustomError("wrong_type", "a moment is written YYYY-MM-DD or YYYY-MM-DD HH:MM, in the office's local time")


Moment = Annotated[str, BeforeValidator(_as_moment)]


class TimeRule(Entry):
    """How limits are counted."""

    code: Code
    text: Said
    basis: tuple[Code, ...] = ()
    note: Said | Line | None = None


class CutOff(Span):
    """The hour after which an acceptance counts as the next working day's."""

    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    basis: tuple[Code, ...] = ()
    note: Said | None = None


class Pause(Span):
    """Days that are not counted, both ends included."""


class TimeVector(Entry):
    """An acceptance, a limit and the day on which it ends. `counted_from` is the first day that counts."""

    code: Code
    accepted: Moment
    limit: Count
    unit: LimitUnit
    pauses: tuple[Pause, ...] = ()
    counted_from: Day | None = None
    due: Moment
    note: Said | None = None


class TimeRules(Entry):
    """How the office counts."""

    rules: Annotated[tuple[TimeRule, ...], Field(min_length=1)]
    cut_off: tuple[CutOff, ...] = ()
    vectors: tuple[TimeVector, ...] = ()


class CalendarDay(Entry):
    """A day of the working-day calendar."""

    date: Day
    weekday: Line
    day_type: DayType
    name_zh: str = ""
    name_en: str = ""
    source: str = ""
    confidence: str = ""

    @property
    def is_working(self) -> bool:
        """Whether the office works on that day."""
        return self.day_type in (DayType.WORKDAY, DayType.MAKEUP_WORKDAY)


def _as_month_or_day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        try:
            date.fromisoformat(value if len(value) != len("2006-01") else f"{value}-01")
        except ValueError:
            pass
        else:
            return value
    raise PydanticCustomError("wrong_type", "this is written YYYY-MM-DD or YYYY-MM")


class ReformSource(Entry):
    """What a source says about a reform."""

    code: Code
    says: Said


class Reform(Entry):
    """A change of the rules. `disagree`: the sources do not agree, and each is quoted."""

    code: Code
    on: Annotated[str, BeforeValidator(_as_month_or_day)]
    title: Said
    what: Said
    services: tuple[Code, ...] = ()
    families: tuple[Code, ...] = ()
    sources: tuple[ReformSource, ...] = ()
    disagree: Flag = False
    basis: tuple[Code, ...] = ()
    note: Said | None = None


class Expectation(Entry):
    """What an answer must say.

    What is left out is not compared. `reasons` are the codes of rules that decided, `lists` the reference lists.
    """

    verdict: Outcome | None = None
    reasons: tuple[Code, ...] | None = None
    materials: tuple[Code, ...] | None = None
    fee: Count | None = None
    fee_unknown: Flag | None = None
    promised_on: Day | None = None
    statutory_on: Day | None = None
    lists: tuple[Code, ...] | None = None
    order: Line | None = None
    asks: tuple[Code, ...] | None = None
    counter_approval: Flag | None = None


class AcceptanceExample(Entry):
    """A whole question and its answer."""

    code: Code | None = None
    service: Code
    on: Day
    channel: Code | None = None
    audience: Line | None = None
    accepted_at: Moment | None = None
    facts: dict[str, Fact] = Field(default_factory=dict)
    expect: Expectation
    note: Said | Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _expects_something(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("expect") == {}:
            raise PydanticCustomError("nothing_expected", "an example expects at least one thing")
        return value
