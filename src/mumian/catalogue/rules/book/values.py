"""What all entries of the rulebook are made of: strict values, two-language texts, and spans of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

from mumian.foundation.words import Text


def _as_text(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if not isinstance(value, dict):
        raise PydanticCustomError("missing_translation", "this should be a text in two languages: {{zh: …, en: …}}")
    for language in ("zh", "en"):
        said = value.get(language)
        if said is None or (isinstance(said, str) and not said.strip()):
            raise PydanticCustomError("missing_translation", "the {language} text is missing", {"language": language})
        if not isinstance(said, str):
            raise PydanticCustomError("wrong_type", "the {language} text should be a text", {"language": language})
    unknown = sorted(str(key) for key in value if key not in ("zh", "en"))
    if unknown:
        raise PydanticCustomError("unknown_key", "a text has only zh and en, not {unknown}", {"unknown": ", ".join(unknown)})
    return Text(zh=value["zh"].strip(), en=value["en"].strip())


def _as_day(value: object) -> date:
    if isinstance(value, datetime):
        raise PydanticCustomError("wrong_type", "a day is written YYYY-MM-DD, without a time")
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("wrong_type", "a day is written YYYY-MM-DD")


def _as_fact(value: object) -> bool | int | str | tuple[str, ...]:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise PydanticCustomError("wrong_type", "a fact is true or false, a whole number, a text, a day or a list of texts")


FactValue = bool | int | str | tuple[str, ...]

Said = Annotated[
    Text,
    BeforeValidator(_as_text),
    PlainSerializer(lambda text: {"zh": text.zh, "en": text.en}),
    WithJsonSchema({"type": "object", "required": ["zh", "en"]}),
]
Day = Annotated[date, BeforeValidator(_as_day)]
Code = Annotated[str, Strict(), Field(min_length=1, pattern=r"^\S+$")]
Line = Annotated[str, Strict(), Field(min_length=1)]
Number = Annotated[int, Strict()]
Count = Annotated[int, Strict(), Field(ge=0)]
Flag = Annotated[bool, Strict()]
Fact = Annotated[FactValue, BeforeValidator(_as_fact)]
Expression = Annotated[str, Strict(), Field(min_length=1)]


class Entry(BaseModel):
    """A value of the rulebook: frozen, and refusing keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Span(Entry):
    """Days on which an entry holds, both ends included; an open end is null or left out."""

    from_on: Annotated[Day | None, Field(alias="from")] = None
    to_on: Annotated[Day | None, Field(alias="to")] = None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a day."""
        return (self.from_on or date.min) <= (other.to_on or date.max) and (other.from_on or date.min) <= (self.to_on or date.max)


S = TypeVar("S", bound=Span)


def on_day(spans: Iterable[S], day: date) -> S | None:
    """The span that holds on the day; none in a gap. Spans of one list never overlap (`check` sees to it)."""
    return next((span for span in spans if span.holds_on(day)), None)


def all_on_day(spans: Iterable[S], day: date) -> tuple[S, ...]:
    """All spans that hold on the day, in the order written."""
    return tuple(span for span in spans if span.holds_on(day))


def boundaries(spans: Sequence[Span]) -> tuple[date, ...]:
    """The first days on which something changes, earliest first."""
    return tuple(sorted({span.from_on for span in spans if span.from_on}))


def examples_before(value: Any) -> Any:
    """Read an example written flat, `{applicant.age: 12, on: 2006-03-01, is: 5}`, into its parts."""
    if not isinstance(value, dict) or "facts" in value:
        return value
    parts: dict[str, Any] = {key: value[key] for key in ("on", "is") if key in value}
    return {**parts, "facts": {key: said for key, said in value.items() if key not in ("on", "is")}}
