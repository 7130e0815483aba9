"""A step that the database stops is one person's: it is done again or told, and the day goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from pytest_django import DjangoDbBlocker

from mumian.cases import services
from mumian.simulation.living import AN_HOUR
from mumian.simulation.running import Orders
from mumian.simulation.showing import as_lines
from mumian.simulation.summing import Summary, broken
from tests.simulation.towns import DAY, town
from tests.support.databases import TestDatabases

STOPPED = "The database stopped this step (DeadlockDetected)."


def stops(times: int, act: Callable[..., Any]) -> Callable[..., Any]:
    """The act, which the database stops the first so many times."""
    left = [times]

    def stopped(**said: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise OperationalError from psycopg.errors.DeadlockDetected()
        return act(**said)

    return stopped


@pytest.fixture
def lives(databases: TestDatabases, django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Any:
    def live() -> Summary:
        with django_db_blocker.unblock():
            summary, _ = town(databases, Orders(DAY, visitors=40, round=AN_HOUR, tickets=False), processes=0, folder=tmp_path)
        return summary

    return live


def test_set_that_is_stopped_once_is_done_again(lives: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "approve_cases", stops(1, services.approve_cases))

    city = lives().city

    assert (city["stopped_by_the_database"], city["stuck"], city["decisions"]["approved"]["department"] > 5) == ({}, {}, True)


def test_files_of_a_set_that_is_stopped_twice_are_taken_up_in_the_next_half_hour(
    lives: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "start_productions", stops(2, services.start_productions))

    city = lives().city

    assert city["stopped_by_the_database"] == {f"production.start: {STOPPED}": 1}
    assert (city["stuck"], city["documents"]["ready"] > 5) == ({}, True)


def test_application_that_is_stopped_is_told_and_everybody_and_all_money_is_accounted_for(
    lives: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "accept_application", stops(1, services.accept_application))

    summary = lives()

    [(told, number)] = summary.city["stopped_by_the_database"].items()
    assert (told.partition(": ")[2], number, broken(summary)) == (STOPPED, 1, ())
    assert summary.city["conservation"]["refused_at_the_door"] == 1
    assert any("steps that the database stopped" in line for line in as_lines(summary))
