"""Centre, proxy and agent as processes: the link is cut, the agent is killed, and nobody's number is lost or given twice."""

from __future__ import annotations

import pytest
from bench.cutlink import measured

from tests.support.databases import TestDatabases

pytestmark = [pytest.mark.nightly, pytest.mark.django_db(transaction=True)]


def test_a_cut_link_and_a_killed_agent_lose_and_double_nothing(databases: TestDatabases) -> None:
    found = measured(databases, acts=160, seed=3)

    assert {name: found[name] for name in ("lost", "doubled", "same_number_twice", "calls_lost", "calls_doubled")} == {
        "lost": 0, "doubled": 0, "same_number_twice": 0, "calls_lost": 0, "calls_doubled": 0,
    }  # fmt: skip
    assert (found["untold_at_the_end"], found["late_lines"], found["not_refused_at_centre"], found["is_whole"]) == (0, 0, 0, True)
    assert found["waiting_agent"] == found["waiting_database"]
    assert min(found["told_by_agent"], found["called_by_agent"], found["told_by_centre"], found["untold_when_mended"]) > 0


def test_an_agent_whose_disk_forgets_is_found_out(databases: TestDatabases) -> None:
    found = measured(databases, acts=80, seed=3, control=True)

    assert min(found["lost"], found["same_number_twice"]) > 0
