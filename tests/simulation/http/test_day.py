"""When a day at the pages counts as lived: every life ended or stands somewhere, every list shows what it should."""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from mumian.simulation.http.browser import Answer
from mumian.simulation.http.day import Day, Plan, shortcomings
from mumian.simulation.http.watching import LIST, Shown, Watch

PLAN = Plan(rate=0.1, minutes=1)
SIX = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
WOUNDED = Plan(rate=0.1, minutes=1, kills=("web", "database"))
KILLED = Counter(web=1)


def test_day_on_which_every_life_ended_lacks_nothing() -> None:
    assert shortcomings(PLAN, Day(begun=6, ended=SIX), stands_again=True) == ()


def test_life_that_was_let_go_is_said_and_no_loss() -> None:
    day = Day(begun=6, ended=SIX[:5], let_go={5_000_005: "waits for the reference lists"})

    assert shortcomings(PLAN, day, stands_again=True) == ()
    assert day.as_values()["lives_let_go"] == {"waits for the reference lists": 1}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (Day(begun=6, let_go=dict.fromkeys(range(6), "at the window")), "no life came to its end"),
        (Day(begun=4, ended=SIX[:4]), "2 of 6 people could not even begin"),
        (Day(begun=6, ended=SIX[:1]), "nobody can say what became of 5 lives"),
        (Day(begun=6, ended=SIX[:5], faults=["person 1: 500"]), "a life met a fault: person 1: 500"),
        (Day(begun=6, ended=SIX, lists_behind=["list 1 hears of no change any more"]), "list 1 hears of no change any more"),
        (Day(begun=6, ended=SIX, list_faults=["x"]), "1 refreshes of lists failed, though nothing was killed: x"),
    ],
)
def test_what_is_missing_is_named(day: Day, said: str) -> None:
    assert shortcomings(PLAN, day, stands_again=True) == (said,)


def test_house_that_does_not_stand_again_is_named() -> None:
    assert shortcomings(PLAN, Day(begun=6, ended=SIX), stands_again=False) == ("the house did not stand again at the end",)


def test_lists_may_fail_while_processes_are_killed_if_they_show_at_the_end_what_they_should() -> None:
    day = Day(begun=6, ended=SIX, list_faults=["answered 503"], killed=KILLED)

    assert shortcomings(WOUNDED, day, stands_again=True) == ()


def test_day_on_which_nothing_was_killed_though_it_was_asked_for_proves_nothing() -> None:
    said = "nothing was killed, though web, database were to be"

    assert shortcomings(WOUNDED, Day(begun=6, ended=SIX), stands_again=True) == (said,)


class Page:
    """A page of the lists that always shows these cases."""

    def __init__(self, *cases: int) -> None:
        self._body = b"".join(b'<tr id="case-%d">' % case for case in cases)

    async def get(self, path: str, **_headers: str) -> Answer:
        assert path == LIST
        return Answer(200, "", self._body)


def test_list_that_lost_what_it_was_told_of_is_behind() -> None:
    lists = [Shown(frozenset({b"17", b"18"}), is_open=True), Shown(frozenset({b"16", b"17"}), is_open=True)]
    lists.append(Shown(frozenset({b"17", b"18"}), is_open=False))

    look = Watch(lists=lists).behind(Page(17, 18), within=0)  # type: ignore[arg-type]  # it opens pages
    with ThreadPoolExecutor(1) as elsewhere:  # a browser of other tests may keep a loop in this thread
        found = elsewhere.submit(asyncio.run, look).result()

    assert found == ["list 2 shows 1 cases that are gone and lacks 1", "list 3 hears of no change any more"]
