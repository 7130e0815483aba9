"""Browsers without a screen: HTTP/1.1 over connections that stay open, cookies, forms, and streams of server-sent events.

They cost a tenth of a millisecond a page, so that on a machine that serves and asks at once it is the serving that is measured.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Final
from urllib.parse import urlencode

HOST: Final = "127.0.0.1"
LINE: Final = 1 << 16
PATIENCE: Final = 30.0
"""Seconds for one answer."""
TOKEN: Final = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY: Final = re.compile(rb'name="key" value="([^"]+)"')

Form = Sequence[tuple[str, str]]


class Unexpected(Exception):  # noqa: N818  # it is what a page answered
    """A page answered something else than it should: its address, its status (0 where it is another fault), what it said."""

    def __init__(self, said: str, status: int = 0) -> None:
        super().__init__(said)
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page said. `leads_to` is the address of a redirection, without the host."""

    status: int
    leads_to: str
    body: bytes
    drawn: float = 0.0
    """How many seconds ago a list that several pages share was drawn."""

    def found(self, pattern: re.Pattern[bytes]) -> str:
        """What the page holds at this place. Raises Unexpected."""
        match = pattern.search(self.body)
        if match is None:
            raise Unexpected(f"{pattern.pattern!r} is not on the page: {self.words()}")
        return unescape(match[1].decode())

    def words(self) -> str:
        """The beginning of what can be read on the page."""
        main = self.body.partition(b"<main")[2] or self.body
        return " ".join(re.sub(r"<[^>]*>", " ", unescape(main.decode(errors="replace"))).split())[:400]


@dataclass
class Browser:
    """One browser: its cookies, and one connection to the pages."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    _stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, **headers: str) -> Answer:
        """Open a page."""
        return await self._ask("GET", path, b"", headers)

    async def post(self, path: str, form: Form) -> Answer:
        """Send a form with the token of the page it was on."""
        body = urlencode([("csrfmiddlewaretoken", self.token), *form]).encode()
        return await self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def close(self) -> None:
        """Hang up."""
        if self._stream:
            self._stream[1].close()
        self._stream = None

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self.port}", f"Cookie: {self.cookie}", "Accept-Language: zh-CN"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body)}", "", ""] if body else ["", ""]
        whole = "\r\n".join(lines).encode() + body
        was_open = self._stream is not None
        try:
            answer = await self._exchange(whole)
        except (asyncio.IncompleteReadError, ConnectionError) as fault:
            began = isinstance(fault, asyncio.IncompleteReadError) and bool(fault.partial)
            if not was_open or began or method != "GET":
                raise
            answer = await self._exchange(whole)  # it had been closed while nobody used it; browsers open another one
        if token := TOKEN.search(answer.body):
            self.token = token[1].decode()
        return answer

    async def _exchange(self, whole: bytes) -> Answer:
        if self._stream is None:
            self._stream = await asyncio.open_connection(HOST, self.port, limit=LINE)
        reader, writer = self._stream
        try:
            writer.write(whole)
            async with asyncio.timeout(PATIENCE):
                return await self._read(reader)
        except BaseException:
            self.close()  # what is left of this answer must not be taken for the next one
            raise

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        status, headers = await _head(reader)
        for name, value in headers:
            if name == "set-cookie":
                pair = value.partition(";")[0].partition("=")
                self.cookies[pair[0].strip()] = pair[2].strip()
        said = dict(headers)
        if said.get("transfer-encoding") == "chunked":
            body = b"".join([part async for part in _chunks(reader)])
        else:
            body = await reader.readexactly(int(said.get("content-length", "0")))
        if said.get("connection") == "close":
            self.close()
        return Answer(status, said.get("location", ""), body, float(said.get("mumian-drawn", "0")))

    @property
    def cookie(self) -> str:
        """The header with all cookies."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


async def sign_in(port: int, username: str, password: str) -> Browser:
    """Somebody who has signed in by the page for it. Raises Unexpected."""
    browser = Browser(port)
    address = "/accounts/login/"
    await browser.get(address)
    answer = await browser.post(address, [("login", username), ("password", password)])
    if not answer.leads_to:
        raise Unexpected(f"{address} answered {answer.status} to {username}: {answer.words()}", answer.status)
    return browser


async def listen(port: int, cookie: str, topics: str) -> AsyncIterator[bytes]:
    """The messages of a stream, such as `changed`, until it ends. Raises Unexpected where there is none."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=LINE)
    try:
        lines = [f"GET /live/events?topics={topics}&age=0 HTTP/1.1", f"Host: {HOST}:{port}", f"Cookie: {cookie}", "", ""]
        writer.write("\r\n".join(lines).encode())
        status, _ = await _head(reader)
        if status != 200:  # noqa: PLR2004  # OK
            raise Unexpected(f"the stream answered {status}")
        async for part in _chunks(reader):
            for line in part.splitlines():
                if line.startswith(b"event: "):
                    yield line.removeprefix(b"event: ")
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def _head(reader: asyncio.StreamReader) -> tuple[int, list[tuple[str, str]]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in head[1:] if line)
    return int(head[0].split()[1]), [(name.lower(), value.strip()) for name, _, value in fields]


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await reader.readline()).partition(b";")[0], 16):
        yield await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
