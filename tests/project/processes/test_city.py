"""People come by themselves to a demonstration, and never to an office at work."""

from __future__ import annotations

import pytest

from mumian.foundation.errors import Refusal
from mumian.project.environment import Environment
from mumian.project.processes.table import processes


def names(**variables: str) -> list[str]:
    return [process.name for process in processes(Environment.read(variables))]


def test_a_demonstration_has_a_city() -> None:
    assert names(MUMIAN_PROFILE="demo")[-1] == "city"


def test_a_city_may_be_kept_still() -> None:
    assert "city" not in names(MUMIAN_PROFILE="demo", MUMIAN_CITY="still")


def test_an_office_has_none() -> None:
    assert "city" not in names(MUMIAN_PROFILE="office", MUMIAN_CITY="lively")


def test_a_word_that_is_no_kind_of_city_is_refused() -> None:
    with pytest.raises(Refusal, match="MUMIAN_CITY"):
        names(MUMIAN_CITY="noisy")
