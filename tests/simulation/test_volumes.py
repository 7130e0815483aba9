"""The rulebook's volumes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from mumian.simulation.volumes import Volumes, read_volumes

RULEBOOK = Path(__file__).parents[2] / "rulebooks" / "guangzhou"


@pytest.fixture(scope="module")
def volumes() -> Volumes:
    return read_volumes(RULEBOOK / "volumes.yaml")


def test_stated_figures_are_those_of_the_account(volumes: Volumes) -> None:
    stated = volumes.stated

    assert (stated.applications, stated.visitors_a_day, stated.visitors_on_a_peak_day, stated.overdue_cases) == (
        2_020_000,
        10_000,
        30_000,
        0,
    )


def test_shares_make_up_a_whole(volumes: Volumes) -> None:
    wholes: list[Iterable[float]] = [volumes.arrival.hour_share.values(), volumes.behaviour.rating.values()]
    wholes += [shares.values() for shares in (*volumes.mix.values(), *volumes.channels.values())]

    assert [pytest.approx(sum(whole)) for whole in wholes] == [1] * len(wholes)


def test_factors_leave_the_mean_as_it_is(volumes: Volumes) -> None:
    assert sum(volumes.arrival.weekday_factor.values()) == pytest.approx(6)
    assert sum(volumes.arrival.month_factor) == pytest.approx(12)


def test_monday_in_july_is_busier_than_saturday_in_february(volumes: Volumes) -> None:
    monday, saturday = date(2026, 7, 6), date(2026, 2, 7)

    assert [volumes.arrival.factor_on(day) for day in (monday, saturday)] == [
        pytest.approx(1.3 * 1.35),
        pytest.approx(0.6 * 0.85),
    ]


def test_every_service_of_the_mix_is_in_the_rulebook(volumes: Volumes) -> None:
    files = (RULEBOOK / "services").glob("*.yaml")
    read = [yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) for file in files]  # the safe loader, in C
    known = {entry["code"] for entries in read for entry in entries}

    assert {service for mix in volumes.mix.values() for service in mix} - known == set()


def test_every_source_is_in_the_rulebook(volumes: Volumes) -> None:
    known = {entry["code"] for entry in yaml.safe_load((RULEBOOK / "sources.yaml").read_text("utf-8"))}

    assert {*volumes.stated.sources, *volumes.arrival.sources} - known == set()


@pytest.mark.parametrize("change", [{"stranger": 1}, {"steps": {"consult": {"mean": -1, "deviation": 0}}}])
def test_what_cannot_be_volumes_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    content = yaml.safe_load((RULEBOOK / "volumes.yaml").read_text("utf-8")) | change
    file = tmp_path / "volumes.yaml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")

    with pytest.raises(ValidationError):
        read_volumes(file)
