"""The departments work off what is due first, and no faster than there are officers."""

from __future__ import annotations

from mumian.simulation.town.offices import AT_WORK, Crew, Desk, crew_of, worked_between

HOUR = 3600


def desk(*badges: str, strength: float = 1.0) -> Desk[int]:
    return Desk(Crew(badges, strength))


def test_what_is_due_first_is_done_first() -> None:
    here = desk("a")
    for number, due in ((1, "2006-03-20"), (2, "2006-03-10")):
        here.put(number, due=due, number=number, takes=HOUR)

    assert here.work(HOUR) == [("a", 2)]


def test_a_backlog_forms_where_too_few_work() -> None:
    here = desk("a")
    for number in range(10):
        here.put(number, due="", number=number, takes=HOUR * AT_WORK)

    done = here.work(HOUR)

    assert (len(done), len(here)) == (1, 9)


def test_half_an_officer_gets_half_as_much_done() -> None:
    whole, half = desk("a"), desk("a", strength=0.5)
    for here in (whole, half):
        for number in range(100):
            here.put(number, due="", number=number, takes=60)

    assert 2 * sum(len(half.work(HOUR)) for _ in range(1)) == len(whole.work(HOUR))


def test_time_in_which_nothing_waited_cannot_be_used_later() -> None:
    here = desk("a")
    here.work(8 * HOUR)
    for number in range(20):
        here.put(number, due="", number=number, takes=HOUR * AT_WORK)

    assert len(here.work(HOUR)) == 1


def test_a_file_is_kept_from_who_may_not_touch_it() -> None:
    here = desk("a", "b")
    here.put(1, due="", number=1, takes=10)

    assert here.work(HOUR, lambda badge, _: badge != "a") == [("b", 1)]


def test_a_file_that_nobody_there_may_touch_waits() -> None:
    here = desk("a")
    here.put(1, due="", number=1, takes=10)

    assert (here.work(HOUR, lambda _badge, _what: False), len(here)) == ([], 1)


def test_work_is_spread_over_all_who_are_there() -> None:
    here = desk("a", "b")
    for number in range(4):
        here.put(number, due="", number=number, takes=600)

    assert sorted(badge for badge, _ in here.work(HOUR)) == ["a", "a", "b", "b"]


def test_a_small_office_has_one_officer_a_part_of_the_time() -> None:
    assert crew_of(["x", "y"], 0.25) == Crew(("x",), 0.25)


def test_lunch_is_no_office_hour() -> None:
    assert worked_between(12 * HOUR, 14 * HOUR) == HOUR
