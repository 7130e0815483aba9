"""The streams of one process: what they are told, how often, and what they may have missed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from mumian.web.live.hub import BETWEEN, WIDEST_SPREAD, Hub, News, Stream
from tests.support.loops import finished


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    finished(test())


async def listening() -> Hub:
    hub = Hub()
    hub.begin_listening()
    await asyncio.sleep(0)
    return hub


async def told(stream: Stream, within: float = 3.0) -> News:
    async with asyncio.timeout(within):
        return await stream.news()


def test_stream_hears_of_its_topics_and_of_no_others() -> None:
    async def test() -> None:
        hub = await listening()
        cases, payments = hub.open(["cases"], age=0), hub.open(["payments"], age=0)

        hub.heard(["cases", "cases.case_moved"])

        assert await told(cases) == News(topics=("cases",))
        assert payments.pending == set()

    run(test)


def test_topic_can_be_one_kind_of_event() -> None:
    async def test() -> None:
        hub = await listening()
        stream = hub.open(["cases.case_moved", "cases.case_touched"], age=0)

        hub.heard(["cases", "cases.case_moved"])

        assert await told(stream) == News(topics=("cases.case_moved",))

    run(test)


def test_thousand_events_are_two_messages_a_second_apart() -> None:
    async def test() -> None:
        hub = await listening()
        stream = hub.open(["cases"], age=0)
        loop = asyncio.get_running_loop()
        heard: list[float] = []

        async def reads() -> None:
            for _ in range(2):
                await told(stream)
                heard.append(loop.time())

        async def happens() -> None:
            for _ in range(1000):
                hub.heard(["cases", "cases.case_moved"])
                if _ % 100 == 0:
                    await asyncio.sleep(0.01)

        await asyncio.gather(reads(), happens())

        assert heard[1] - heard[0] >= BETWEEN * 0.99
        assert (stream.pending, stream.wake.is_set()) == (set(), False)

    run(test)


def test_page_is_told_at_once_what_changed_since_it_was_read() -> None:
    async def test() -> None:
        now = 100.0
        hub = Hub(now=lambda: now)
        hub.heard_since = 50.0
        hub.changed_at = {"cases": 90.0, "payments": 70.0}

        found = [hub.missed(["cases", "payments"], since=now - age) for age in (5, 15, 35)]

        assert found == [set(), {"cases"}, {"cases", "payments"}]

    run(test)


def test_who_has_not_listened_all_the_while_says_that_anything_may_have_changed() -> None:
    async def test() -> None:
        hub = Hub(now=lambda: 100.0)
        never = hub.missed(["cases"], since=99.0)
        hub.heard_since = 99.5

        assert (never, hub.missed(["cases"], since=99.0)) == ({"cases"}, {"cases"})

    run(test)


def test_after_the_database_was_away_every_list_is_read_again() -> None:
    async def test() -> None:
        hub = await listening()
        stream = hub.open(["cases"], age=0)

        hub.end_listening()
        away = await told(stream)
        hub.begin_listening()

        assert (away, await told(stream)) == (News(is_listening=False), News(topics=("cases",)))

    run(test)


def test_stream_that_has_nothing_to_say_says_that_it_lives() -> None:
    async def test() -> None:
        hub = await listening()

        assert await hub.open(["cases"], age=0).news(beat=0.01) == News()

    run(test)


def test_fetching_of_many_pages_is_spread_but_never_beyond_half_a_second() -> None:
    async def test() -> None:
        hub = await listening()
        spreads = []
        for _ in range(2):
            spreads.append(hub.spread)
            for _ in range(300):
                hub.open(["cases"], age=0)

        assert (spreads[0], hub.spread) == (0.0, WIDEST_SPREAD)

    run(test)


def test_closed_stream_is_forgotten() -> None:
    async def test() -> None:
        hub = await listening()
        stream = hub.open(["cases"], age=0)
        waiting: Awaitable[News] = asyncio.ensure_future(stream.news())
        await asyncio.sleep(0)

        hub.close(stream)

        assert (await waiting, hub.streams) == (News(), set())

    run(test)
