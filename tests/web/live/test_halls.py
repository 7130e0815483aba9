"""What screens of a hall are told: calls alone, what was missed after a sleep, and that nobody listens at present."""

from __future__ import annotations

import json

from mumian.web.live.app import Live
from mumian.web.live.halls import ANEW, AWAY, KEPT, Halls, HallStream
from mumian.web.live.hub import Hub


async def _nobody(_session: str) -> bool:
    return False


def listening() -> Halls:
    halls = Halls(life="one")
    halls.begin_listening()
    return halls


def following(halls: Halls, code: str, *, last: str = "") -> HallStream:
    stream = HallStream()
    halls.open(code, last=last, stream=stream)
    return stream


def called(halls: Halls, number: str) -> None:
    halls.heard("H01", {"hall": "H01", "number": number, "window_number": 3, "officer": 17})


def test_the_halls_that_are_handed_in_are_followed_even_while_nobody_does() -> None:
    halls = Halls()

    assert Live(Hub(), admit=_nobody, cookie="session", is_ours=lambda _host: True, halls=halls).halls is halls


def test_a_call_is_told_to_those_who_follow_the_hall_and_says_nothing_of_the_officer() -> None:
    halls = listening()
    here, elsewhere = following(halls, "H01"), following(halls, "H02")

    called(halls, "A001")

    [_hello, told] = here.waiting
    assert json.loads(told.decode().split("data: ")[1]) == {"hall": "H01", "number": "A001", "window_number": 3}
    assert len(elsewhere.waiting) == 1


def test_a_screen_that_slept_hears_what_it_missed_and_nothing_twice() -> None:
    halls = listening()
    for number in ("A001", "A002", "A003"):
        called(halls, number)

    woken = following(halls, "H01", last=f"one-{halls.halls['H01'].number - 2}")

    assert [b"A001" in one or b"A002" in one or b"A003" in one for one in woken.waiting] == [False, True, True]


def test_who_slept_too_long_or_followed_another_process_reads_his_page_anew() -> None:
    halls = listening()
    for number in range(KEPT + 5):
        called(halls, f"A{number}")

    assert [ANEW in following(halls, "H01", last=last).waiting for last in ("one-2", "two-3", "one-x")] == [True, True, True]


def test_while_the_database_is_away_screens_are_told_so_and_read_anew_afterwards() -> None:
    halls = listening()
    stream = following(halls, "H01")

    halls.end_listening()
    halls.begin_listening()

    assert list(stream.waiting)[1:] == [AWAY, ANEW]


def test_a_hall_that_nobody_follows_and_nobody_heard_of_is_not_kept() -> None:
    halls = listening()

    for number in range(3):
        halls.close(f"X{number}", following(halls, f"X{number}"))

    assert halls.halls == {}


def test_a_hall_that_comes_anew_gives_no_number_twice() -> None:
    halls = listening()
    stream = following(halls, "H01")
    called(halls, "A001")
    halls.begin_listening()
    before = halls.halls["H01"].number
    halls.close("H01", stream)

    called(halls, "A002")

    assert halls.halls["H01"].number == before + 1
