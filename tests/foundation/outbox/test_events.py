from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import NewType
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.foundation.outbox.events import Event, UnknownTopic, from_json, to_json, topics

CoatId = NewType("CoatId", int)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Button:
    holes: int
    colour: Colour


@dataclass(frozen=True, kw_only=True)
class CoatSewn(Event, topic="tests.coat_sewn"):
    """One field of every type that events use."""

    coat: CoatId
    name: str
    price: Decimal
    finished_on: date
    fitted_at: datetime | None
    seal: UUID
    warm: bool
    buttons: tuple[Button, ...]

    @property
    def key(self) -> str:
        return f"coat:{self.coat}"


moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]))
coats = st.builds(
    CoatSewn,
    at=moments,
    coat=st.integers(),
    name=st.text(st.characters(codec="utf-8")),
    price=st.decimals(allow_nan=False, allow_infinity=False),
    finished_on=st.dates(),
    fitted_at=st.none() | moments,
    seal=st.uuids(),
    warm=st.booleans(),
    buttons=st.lists(st.builds(Button, holes=st.integers(), colour=st.sampled_from(Colour)), max_size=3).map(tuple),
)


@given(coats)
def test_event_comes_back_from_json_as_it_was(coat: CoatSewn) -> None:
    assert from_json("tests.coat_sewn", to_json(coat)) == coat


def test_field_of_a_newer_program_is_passed_over() -> None:
    coat = CoatSewn(
        at=datetime(2026, 11, 20, tzinfo=UTC),
        coat=CoatId(1),
        name="",
        price=Decimal("1.50"),
        finished_on=date(2026, 11, 20),
        fitted_at=None,
        seal=UUID(int=7),
        warm=True,
        buttons=(),
    )
    newer = to_json(coat).replace("{", '{"lining": "silk", ', 1)

    assert from_json("tests.coat_sewn", newer) == coat


def test_wrong_type_in_a_payload_is_refused() -> None:
    with pytest.raises(ValueError, match="coat"):
        from_json("tests.coat_sewn", '{"coat": "one"}')


def test_unknown_topic_is_refused() -> None:
    with pytest.raises(UnknownTopic, match=r"tests\.never_heard_of"):
        from_json("tests.never_heard_of", "{}")


def test_every_topic_is_listed() -> None:
    assert "tests.coat_sewn" in topics()


def test_event_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CoatSewn(
            at=datetime(2026, 11, 20),  # noqa: DTZ001  # the mistake that is refused
            coat=CoatId(1),
            name="",
            price=Decimal(1),
            finished_on=date(2026, 11, 20),
            fitted_at=None,
            seal=UUID(int=7),
            warm=True,
            buttons=(),
        )


def test_topic_of_another_event_is_refused() -> None:
    with pytest.raises(ValueError, match="already belongs to"):

        class CoatTorn(Event, topic="tests.coat_sewn"):
            pass


@pytest.mark.parametrize("topic", ["coat", "Coat.sewn", "tests.coat.sewn", "tests.", "tests.coat sewn"])
def test_topic_of_another_form_is_refused(topic: str) -> None:
    with pytest.raises(ValueError, match=r"package\.what_happened"):

        class CoatTorn(Event, topic=topic):
            pass
