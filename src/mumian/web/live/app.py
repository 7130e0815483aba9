"""The ASGI application: `GET /live/events?topics=cases&age=0.4` answers with a stream that never ends by itself for long.

Beside it `GET /live/halls/H01` tells anybody what the screens of a hall show (see `halls`; most come by `door`).

Messages: `hello` once the database is heard, `changed` with a JSON list of topics, `away` while the database is not heard, `beat`
when there is nothing to say. None carries anything about a person.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from mumian.web.live.halls import AWAY, Halls, HallStream
from mumian.web.live.hub import BEAT, Hub, News, Stream

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Admit = Callable[[str], Awaitable[bool]]

PATH: Final = "/live/events"
HEALTH: Final = "/live/healthz"
HALL: Final = re.compile(r"/live/halls/([A-Z0-9]{1,16})")
TOPIC: Final = re.compile(r"[a-z][a-z_]{1,40}(\.[a-z][a-z_]{1,40})?")
MOST_TOPICS: Final = 8
MOST_STREAMS: Final = 6000
MOST_FOLLOWERS: Final = 8000
"""Screens and telephones that may follow halls at once; officers have streams of their own, so that no crowd keeps them out."""
OLDEST: Final = 24 * 60 * 60.0
LIFE: Final = 10 * 60.0
"""Seconds after which a stream is ended; the page opens another one, and the session is looked at again."""
SLOWEST: Final = 10.0
"""Seconds that a browser may take for a message; a slower one is cut off and comes back when it can."""

TEXT: Final = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
# X-Accel-Buffering: nginx would otherwise keep the messages until it has four thousand bytes of them.
STREAM: Final = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser asks for: whose session, which topics, and how many seconds ago its lists were read."""

    session: str
    topics: tuple[str, ...]
    age: float


class Live:
    """Answers browsers. `admit` says whether a session may listen, `is_ours` whether the office is called by that name."""

    def __init__(
        self,
        hub: Hub,
        *,
        admit: Admit,
        cookie: str,
        is_ours: Callable[[str], bool],
        life: float = LIFE,
        beat: float = BEAT,
        slowest: float = SLOWEST,
        halls: Halls | None = None,
    ) -> None:
        self.hub = hub
        self.halls = Halls() if halls is None else halls  # one without streams counts as empty
        self.admit = admit
        self.cookie = cookie
        self.is_ours = is_ours
        self.life = life
        self.beat = beat
        self.slowest = slowest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        cross = cross_origin(headers)
        if followed := HALL.fullmatch(scope["path"]):
            await self._follow(followed[1], scope, headers, receive, send)
            return
        status, answer = await self._judge(scope, headers)
        if answer is None:
            await send({"type": "http.response.start", "status": status, "headers": [*TEXT, *cross]})
            await send({"type": "http.response.body", "body": b"" if status == 200 else SAID[status]})  # noqa: PLR2004  # OK
            return
        await send({"type": "http.response.start", "status": status, "headers": [*STREAM, *cross]})
        await self._tell(answer, receive, send)

    async def _judge(self, scope: Scope, headers: Mapping[str, str]) -> tuple[int, Asked | None]:
        """The status, and what is to be streamed if anything is."""
        if scope["path"] == HEALTH:
            return (200 if self.hub.is_listening else 503), None
        if scope["path"] != PATH:
            return 404, None
        if scope["method"] != "GET":
            return 405, None
        asked = read(scope.get("query_string", b"").decode("latin-1"), cookies(headers).get(self.cookie, ""))
        if asked is None:
            return 400, None
        if not await self._may_listen(headers, asked.session):
            return 403, None
        return (503, None) if len(self.hub.streams) >= MOST_STREAMS else (200, asked)

    async def _may_listen(self, headers: Mapping[str, str], session: str) -> bool:
        is_our_page = self.is_ours(headers.get("host", "")) and comes_from_our_page(headers)
        return is_our_page and bool(session) and await self.admit(session)

    async def _tell(self, asked: Asked, receive: Receive, send: Send) -> None:
        stream = self.hub.open(asked.topics, age=asked.age)
        watch = asyncio.create_task(_close_when_gone(stream, receive))
        ends_at = self.hub.now() + self.life * random.uniform(0.8, 1.2)  # noqa: S311  # spreads load
        try:
            await self._send(send, message(News(is_listening=self.hub.is_listening), greeting=True))
            while not stream.is_closed and self.hub.now() < ends_at:
                news = await stream.news(beat=self.beat)
                if not stream.is_closed:
                    await self._send(send, message(news))
            await send({"type": "http.response.body", "body": b""})
        except (TimeoutError, OSError):
            pass  # too slow, or gone: there is nobody to tell
        finally:
            watch.cancel()
            self.hub.close(stream)

    async def _follow(self, code: str, scope: Scope, headers: Mapping[str, str], receive: Receive, send: Send) -> None:
        """Tell a screen what happens in a hall, from the last message that it has heard."""
        status = self.may_follow(headers) if scope["method"] == "GET" else 405
        kind = STREAM if status == 200 else TEXT  # noqa: PLR2004  # OK
        await send({"type": "http.response.start", "status": status, "headers": [*kind, *cross_origin(headers)]})
        if status != 200:  # noqa: PLR2004  # OK
            await send({"type": "http.response.body", "body": SAID[status]})
            return
        last = headers.get("last-event-id") or parse_qs(scope.get("query_string", b"").decode("latin-1")).get("last", [""])[0]
        stream = HallStream()
        self.halls.open(code, last=last, stream=stream)
        watch = asyncio.create_task(_close_when_gone(stream, receive))
        ends_at = self.hub.now() + self.life * random.uniform(0.8, 1.2)  # noqa: S311  # spreads load
        try:
            while not stream.is_closed and self.hub.now() < ends_at:
                said = await stream.next(beat=self.beat)
                if not stream.is_closed:
                    await self._send(send, said if self.halls.is_listening else AWAY)
            await send({"type": "http.response.body", "body": b""})
        except (TimeoutError, OSError):
            pass  # too slow, or gone: it comes back with the last number it has
        finally:
            watch.cancel()
            stream.close()
            self.halls.close(code, stream)

    def may_follow(self, headers: Mapping[str, str]) -> int:
        """The status of the answer to a page or screen that would follow a hall."""
        if not (self.is_ours(headers.get("host", "")) and comes_from_our_page(headers)):
            return 403
        return 503 if len(self.halls) >= MOST_FOLLOWERS else 200

    async def _send(self, send: Send, body: bytes) -> None:
        async with asyncio.timeout(self.slowest):
            await send({"type": "http.response.body", "body": body, "more_body": True})


SAID: Final = {
    400: b"Say which topics and how old the lists are.\n",
    403: b"Only the pages of signed-in officers may listen.\n",
    404: b"There is nothing here.\n",
    405: b"Streams are read with GET.\n",
    503: b"Not live at present; come again.\n",
}


def message(news: News, *, greeting: bool = False) -> bytes:
    """One message as server-sent events are written (WHATWG HTML, 9.2)."""
    if not news.is_listening:
        return b"event: away\ndata: -\n\n"
    if news.topics:
        return f"event: changed\ndata: {json.dumps(news.topics)}\n\n".encode()
    return b"event: hello\ndata: -\n\n" if greeting else b"event: beat\ndata: -\n\n"


def read(query: str, session: str) -> Asked | None:
    """What is asked, or None when it makes no sense."""
    values = parse_qs(query)
    topics = tuple(sorted({topic for topic in values.get("topics", [""])[0].split(",") if topic}))
    try:
        age = float(values.get("age", ["0"])[0])
    except ValueError:
        return None
    if not topics or len(topics) > MOST_TOPICS or not all(TOPIC.fullmatch(topic) for topic in topics):
        return None
    return Asked(session=session, topics=topics, age=min(age, OLDEST)) if age >= 0 else None


def cookies(headers: Mapping[str, str]) -> dict[str, str]:
    """The cookies of a request by their names."""
    pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
    return {name: value for name, _, value in pairs if name}


def comes_from_our_page(headers: Mapping[str, str]) -> bool:
    """Whether the asking page was served under the same name: the pages may have another port, never another host."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).hostname == urlsplit(f"//{headers.get('host', '')}").hostname


def cross_origin(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """What lets the page of our other port read the answer, with its cookie."""
    origin = headers.get("origin")
    if origin is None or not comes_from_our_page(headers):
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


async def _close_when_gone(stream: Stream | HallStream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()
