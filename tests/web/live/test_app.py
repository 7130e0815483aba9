"""Who is let in, and what is said to him."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from mumian.web.live.app import Live, message
from mumian.web.live.hub import Hub, News
from tests.support.loops import finished

HEADERS = {"host": "localhost:8001", "cookie": "theme=dark; session=good"}
ASKED = "topics=cases&age=0.5"


async def admit(session: str) -> bool:
    return session == "good"


def answer(
    *,
    path: str = "/live/events",
    query: str = ASKED,
    method: str = "GET",
    headers: Mapping[str, str] = HEADERS,
    is_listening: bool = True,
    slow: bool = False,
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and what was said in the first tenth of a second, after which the browser goes away."""

    async def ask() -> tuple[int, dict[str, str], bytes]:
        hub = Hub()
        if is_listening:
            hub.begin_listening()
            hub.heard_since = -100.0
        live = Live(
            hub, admit=admit, cookie="session", is_ours=lambda host: host.startswith("localhost"), beat=0.02, slowest=0.05
        )
        sent: list[dict[str, Any]] = []
        gone = asyncio.Event()

        async def receive() -> Mapping[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(one: dict[str, Any]) -> None:
            sent.append(one)
            if slow and one["type"] == "http.response.body":
                await asyncio.sleep(60)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        asyncio.get_running_loop().call_later(0.1, gone.set)
        async with asyncio.timeout(5):
            await live(scope, receive, send)
        assert hub.streams == set()
        start, *bodies = sent
        said = {name.decode(): value.decode() for name, value in start["headers"]}
        return start["status"], said, b"".join(body["body"] for body in bodies)

    return finished(ask())


def test_officer_is_greeted_and_then_hears_that_the_stream_lives() -> None:
    status, headers, said = answer()

    assert (status, headers["content-type"], headers["cache-control"]) == (200, "text/event-stream", "no-store")
    assert said.startswith(b"event: hello\ndata: -\n\nevent: beat\ndata: -\n\n")


def test_while_the_database_is_away_it_is_said() -> None:
    assert answer(is_listening=False)[2].startswith(b"event: away\n")


@pytest.mark.parametrize(
    "headers",
    [
        {**HEADERS, "cookie": "session=bad"},
        {**HEADERS, "cookie": ""},
        {"host": "localhost:8001"},
        {**HEADERS, "host": "elsewhere.example:8001"},
        {**HEADERS, "origin": "https://elsewhere.example"},
        {**HEADERS, "origin": "null"},
    ],
)
def test_strangers_and_pages_of_others_hear_nothing(headers: dict[str, str]) -> None:
    status, said, body = answer(headers=headers)

    assert (status, "access-control-allow-origin" in said, b"event" in body) == (403, False, False)


def test_page_of_our_other_port_may_listen_with_its_cookie() -> None:
    status, headers, _ = answer(headers={**HEADERS, "origin": "http://localhost:8000"})

    assert (status, headers["access-control-allow-origin"], headers["access-control-allow-credentials"]) == (
        200,
        "http://localhost:8000",
        "true",
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "topics=",
        "topics=cases&age=-1",
        "topics=cases&age=x",
        "topics=Cases",
        "topics=cases.",
        "topics=" + ",".join(["cases", *"abcdefghi"]),
    ],
)
def test_question_that_makes_no_sense_is_refused(query: str) -> None:
    assert answer(query=query)[0] == 400


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/live/events", "POST", 405), ("/", "GET", 404), ("/live/healthz", "GET", 200), ("/live/events/x", "GET", 404)],
)
def test_other_addresses_are_answered(path: str, method: str, status: int) -> None:
    assert answer(path=path, method=method)[0] == status


def test_health_says_whether_the_database_is_heard() -> None:
    assert answer(path="/live/healthz", is_listening=False)[0] == 503


def test_browser_that_takes_no_message_is_cut_off() -> None:
    status, _, said = answer(slow=True)

    assert (status, said) == (200, b"event: hello\ndata: -\n\n")


def test_messages_name_topics_and_nothing_else() -> None:
    assert message(News(topics=("cases", "payments"))) == b'event: changed\ndata: ["cases", "payments"]\n\n'
