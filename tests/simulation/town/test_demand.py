"""Who comes on a day follows from the volumes, the rulebook of the day and the seed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from mumian.simulation.chance import chance_for
from mumian.simulation.town.demand import (
    COUNTER,
    Demand,
    Place,
    Wish,
    applications_for,
    era_of,
    mix_on,
    visitors_on,
)
from mumian.simulation.volumes import Volumes, read_volumes

DAY = date(2006, 3, 8)
HALL = Place("H01", 0.6, frozenset({"a"}), ((9 * 3600, 12 * 3600), (13 * 3600, 17 * 3600)))
OTHER = Place("H02", 0.4, frozenset({"a"}), ((9 * 3600, 17 * 3600),))


@pytest.fixture(scope="module")
def volumes() -> Volumes:
    return read_volumes(Path(__file__).parents[3] / "rulebooks" / "guangzhou" / "volumes.yaml")


def wished(volumes: Volumes, *, day: date = DAY, seed: int = 1, number: int = 400, at_counters: bool = True) -> list[Wish]:
    services = set(era_of(volumes, day).mix)
    demand = Demand(volumes, seed=seed, families=dict.fromkeys(services, "a"))
    return demand.wishes(
        day,
        (HALL, OTHER) if at_counters else (Place("H01", 1.0, frozenset({"a"}), ()),),
        applications=number,
        is_offered=lambda code: code in services,
        channels_of=lambda _code: frozenset({COUNTER, "kiosk", "web", "phone", "post_agent"}),
        at_counters=at_counters,
    )


def test_the_same_seed_brings_the_same_people(volumes: Volumes) -> None:
    assert wished(volumes) == wished(volumes)


def test_another_seed_brings_other_people(volumes: Volumes) -> None:
    assert wished(volumes) != wished(volumes, seed=2)


def test_individual_travel_is_most_of_what_is_applied_for_in_2006(volumes: Volumes) -> None:
    mix = mix_on(era_of(volumes, DAY).mix, lambda _code: True)

    assert 0.8 <= mix["HM-G"] + mix["HM-G-REPEAT"] <= 0.9


def test_before_a_service_exists_its_share_goes_to_the_code_it_maps_to(volumes: Volumes) -> None:
    mix = era_of(volumes, DAY).mix
    before = mix_on(mix, lambda code: code not in {"HM-G-REPEAT", "FV-Q2", "FV-S2"})

    assert "HM-G-REPEAT" not in before
    assert before["HM-G"] == pytest.approx(
        mix_on(mix, lambda _: True)["HM-G"] + mix_on(mix, lambda _: True)["HM-G-REPEAT"], rel=1e-3
    )


def test_shares_of_a_day_make_up_a_whole(volumes: Volumes) -> None:
    for day in (date(2003, 1, 8), DAY, date(2026, 11, 20)):
        assert sum(mix_on(era_of(volumes, day).mix, lambda code: code != "HM-G-REPEAT").values()) == pytest.approx(1)


def test_where_all_halls_are_closed_only_machines_and_homes_apply(volumes: Volumes) -> None:
    channels = Counter(wish.channel for wish in wished(volumes, at_counters=False))

    assert channels[COUNTER] == 0
    assert channels["kiosk"] > 0
    assert channels["web"] > 0


def test_a_night_has_web_and_kiosk_and_nobody_in_a_hall(volumes: Volumes) -> None:
    night = {wish.channel for wish in wished(volumes, number=4000) if wish.at.hour < 7 or wish.at.hour >= 21}

    assert night == {"kiosk", "web"}


def test_nobody_wants_anything_before_his_day_or_after_it(volumes: Volumes) -> None:
    assert {wish.at.date() for wish in wished(volumes)} == {DAY}


def test_ten_thousand_visitors_go_with_the_applications_of_2005(volumes: Volumes) -> None:
    assert applications_for(volumes, 10_000) == 8_080


def test_a_mean_month_has_the_mean_of_visitors(volumes: Volumes) -> None:
    days = [date(2006, 3, 1) + timedelta(days=number) for number in range(28)]
    open_days = [day for day in days if day.weekday() < 6]
    visitors = [visitors_on(volumes, day, share=1.0, chance=chance_for(1, f"{day}")) for day in open_days]

    assert sum(visitors) / len(visitors) == pytest.approx(10_000, rel=0.08)


def test_nobody_comes_on_a_sunday(volumes: Volumes) -> None:
    assert visitors_on(volumes, date(2006, 3, 5), share=1.0, chance=chance_for(1, "sunday")) == 0
