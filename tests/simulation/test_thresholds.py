"""What a leader may expect of the office, at five per cent of its volume: played every night."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from mumian.simulation import stage
from mumian.simulation.running import Orders
from mumian.simulation.volumes import Volumes, read_volumes
from tests.simulation.towns import town
from tests.support.databases import TestDatabases

pytestmark = pytest.mark.nightly
MEAN_MONTH = date(2026, 3, 1)
SHARE = 0.05
OF_THE_KIOSK = 6


@pytest.fixture
def plays(databases: TestDatabases, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Any:
    """Let a town live and answer its city."""

    def play(orders: Orders) -> dict[str, Any]:
        with django_db_blocker.unblock():
            summary, _ = town(databases, orders, processes=3, folder=tmp_path)
        return summary.city

    return play


def test_mean_month_with_the_standard_staff_ends_with_nothing_overdue_and_nothing_was_late(plays: Any) -> None:
    city = plays(Orders(MEAN_MONTH, 31, 14, share=SHARE, radar=True))

    assert (city["overdue"]["at_the_end"], city["documents"]["late_ones"], city["radar"]["missed"]) == (0, [], {})
    assert (city["stuck"], city["conservation"]["lost"], city["conservation"]["cases_lost"]) == ({}, 0, 0)


def test_thirty_per_cent_fewer_approvers_are_too_few_and_the_radar_named_every_day_beforehand(plays: Any) -> None:
    city = plays(Orders(MEAN_MONTH, 31, 14, share=SHARE, approvers=0.7, radar=True))

    missed, named = city["radar"]["missed"], city["radar"]["missed_and_named"]
    assert (city["documents"]["late"] > 100, len(missed) >= 5) == (True, True)
    assert city["radar"]["unnamed_days"] == []
    assert sum(named.values()) > 0.8 * sum(missed.values())


def test_repeat_endorsements_by_kiosk_are_done_within_six_working_days(plays: Any) -> None:
    city = plays(Orders(date(2006, 3, 1), 14, 14, share=SHARE))

    kiosk = city["documents"]["working_days"]["HM-G-REPEAT kiosk"]
    assert (kiosk["cases"] > 10, kiosk["longest"] <= OF_THE_KIOSK) == (True, True)


def test_individual_travel_is_most_of_a_years_cases(plays: Any) -> None:
    city = plays(Orders(date(2006, 1, 1), 365, share=0.0025))

    assert 0.8 <= city["applications"]["individual_travel"] <= 0.9


def test_a_night_has_cases_of_web_and_kiosk_and_none_of_a_hall(plays: Any) -> None:
    city = plays(Orders(date(2026, 3, 2), 2, share=SHARE))

    night = {
        channel: sum(number for hour, number in hours.items() if int(hour) < 7 or int(hour) >= 21)
        for channel, hours in city["applications"]["by_hour"].items()
    }
    assert (night["web"] > 0, night["kiosk"] > 0, night["counter"]) == (True, True, 0)


def test_memory_is_flat_over_a_month(
    databases: TestDatabases, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    with django_db_blocker.unblock():
        summary, _ = town(databases, Orders(MEAN_MONTH, 31, share=0.01), processes=2, folder=tmp_path)

    assert summary.run["memory_slope_mb_a_day"] < 0.5


def test_everybody_takes_a_number_and_is_called_in_the_order_that_the_town_expects(plays: Any) -> None:
    city = plays(Orders(date(2005, 9, 30), visitors=4_000, cases=False))
    said, whole = city["tickets"], city["tickets"]["all"]

    assert (whole["taken"], said["lost"], said["unlike"]) == (4_000, 0, 0)
    assert whole["served"] == city["conservation"]["served"] == said["calls"]
    assert sum(whole[end] for end in ("served", "left", "no_shows", "elsewhere")) == 4_000
    assert min(whole["no_shows"], whole["left"], whole["inside"]) > 0


def test_file_that_waits_for_an_employers_consent_is_in_time(plays: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody stands on the list of state staff: custodians look, the employer is asked, the clock stands until he answers."""

    def of_staff_alone(path: Path) -> Volumes:
        volumes = read_volumes(path)
        on_the_list = {"list_hits": {"FILED_STAFF": 1.0}, "false_matches": 0.0}
        return volumes.model_copy(update={"behaviour": volumes.behaviour.model_copy(update=on_the_list)})

    monkeypatch.setattr(stage, "read_volumes", of_staff_alone)
    city = plays(Orders(date(2026, 3, 6), 4, 18, share=0.004, radar=True, tickets=False))

    assert city["decisions"]["consents_asked"] > 20
    assert (city["documents"]["late_ones"], city["radar"]["missed"], city["stuck"]) == ([], {}, {})
