"""A town that lives through the services: a day of a thousand visitors, and what the database says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from mumian.simulation.living import AN_HOUR
from mumian.simulation.running import Orders, Town
from mumian.simulation.showing import as_lines, as_page
from mumian.simulation.summing import Summary
from tests.simulation.towns import DAY, town
from tests.support.databases import TestDatabases


@pytest.fixture(scope="module")
def lived_day(
    databases: TestDatabases, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Summary, Town]]:
    with django_db_blocker.unblock():
        yield town(databases, Orders(DAY, visitors=1_000), processes=3, folder=tmp_path_factory.mktemp("town"))


def test_office_of_the_day_is_as_small_as_its_crowd(lived_day: tuple[Summary, Town]) -> None:
    assert lived_day[0].city["orders"]["staffed"] == 0.1


def test_everybody_who_came_was_served_or_left_with_a_reason(lived_day: tuple[Summary, Town]) -> None:
    kept = lived_day[0].city["conservation"]

    assert (kept["came"], kept["lost"]) == (1_000, 0)


def test_every_case_of_the_town_stands_in_the_database(lived_day: tuple[Summary, Town]) -> None:
    kept = lived_day[0].city["conservation"]

    assert kept["opened"] > 700
    assert (kept["in_database"], kept["cases_lost"]) == (kept["opened"] + kept["refused_at_the_door"], 0)


def test_everybody_took_a_number_and_was_called_when_the_town_expected_it(lived_day: tuple[Summary, Town]) -> None:
    said, kept = lived_day[0].city["tickets"], lived_day[0].city["conservation"]

    assert (said["all"]["taken"], said["lost"], said["unlike"]) == (1_000, 0, 0)
    assert said["all"]["served"] == said["calls"] == kept["served"]


def test_all_money_of_the_day_is_in_the_drawers_that_were_reckoned_up(lived_day: tuple[Summary, Town]) -> None:
    city = lived_day[0].city

    assert (city["conservation"]["yuan_lost"], city["drawers"]["cash_yuan"]) == (0, city["applications"]["fees_yuan"])
    assert city["drawers"]["reckoned_up"] > 20


def test_no_case_broke_the_rule_of_three_hands(lived_day: tuple[Summary, Town]) -> None:
    hands = lived_day[0].city["three_hands"]

    assert hands["with_all_three"] > 400
    assert hands["sentence"] == f"0 of {hands['cases']} cases broke the rule of three hands"


def test_no_case_is_stuck(lived_day: tuple[Summary, Town]) -> None:
    assert lived_day[0].city["stuck"] == {}


def test_nobody_who_may_stand_on_a_list_waits_for_his_turn_at_approval_before_the_custodians_look(
    lived_day: tuple[Summary, Town],
) -> None:
    """They look as soon as a list answers: else a file that is decided on its last day is late by the day they need."""
    city = lived_day[0].city

    assert sum(city["decisions"]["lists_looked_at"].values()) > 5
    assert [step for step in city["refused_steps"] if step.startswith("cases.approve")] == []


def test_nothing_is_overdue_in_the_evening(lived_day: tuple[Summary, Town]) -> None:
    assert lived_day[0].city["overdue"]["at_the_end"] == 0


def test_counter_approval_and_the_department_both_decide(lived_day: tuple[Summary, Town]) -> None:
    approved = lived_day[0].city["decisions"]["approved"]

    assert approved["counter"] > 200
    assert approved["department"] > 200


def test_documents_became_ready_on_the_day(lived_day: tuple[Summary, Town]) -> None:
    documents = lived_day[0].city["documents"]

    assert (documents["ready"] > 400, documents["late"]) == (True, 0)


def test_the_record_of_audit_is_sealed_under_one_root(lived_day: tuple[Summary, Town]) -> None:
    run = lived_day[0].run

    assert (len(run["audit_root"]), run["audit_size"]) == (64, run["acts_on_record"])


def test_the_day_costs_two_cores_less_than_twenty_seconds(lived_day: tuple[Summary, Town]) -> None:
    """Seconds of processors, as seconds of a clock hang on what else the machine does."""
    assert sum(lived_day[0].run["processor_seconds"].values()) < 2 * 20


def test_the_lines_put_the_figures_of_2005_beside(lived_day: tuple[Summary, Town]) -> None:
    said = "\n".join(as_lines(lived_day[0]))

    assert "2,020,000" in said
    assert "cases broke the rule of three hands" in said


def test_the_page_has_pictures_and_fetches_nothing(lived_day: tuple[Summary, Town]) -> None:
    page = as_page(lived_day[0])

    assert page.count("<svg") >= 3
    assert ("<script" in page, "http" in page, " style=" in page) == (False, False, False)


def test_the_same_seed_gives_the_same_city_whatever_the_number_of_processes(
    databases: TestDatabases, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    orders = Orders(DAY, visitors=40, round=AN_HOUR)
    with django_db_blocker.unblock():
        alone, _ = town(databases, orders, processes=0, folder=tmp_path_factory.mktemp("one"))
        together, _ = town(databases, orders, processes=3, folder=tmp_path_factory.mktemp("three"))

    assert alone.city_as_json() == together.city_as_json()
    assert json.loads(alone.city_as_json())["applications"]["opened"] > 20
    said = alone.city["tickets"]
    assert (said["all"]["taken"], said["all"]["served"], said["lost"], said["unlike"]) == (40, said["calls"], 0, 0)
