"""What machine, windows and screen of a hall are served by while its agent runs it: a few addresses on the loopback address.

    GET /  /window/CODE  /screen  /state (JSON)      POST /take  /window/CODE/next|recall|begin|end|no_show

Who asks for JSON (`Accept: application/json`) gets it: 200 with `label`, 409 with the sentence of a refusal.
"""

from __future__ import annotations

import json
from collections import deque
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from mumian.foundation.clock import SystemClock
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.gateways.halls import pages
from mumian.gateways.halls.linking import Teller
from mumian.queueing.rules.journal import Act
from mumian.queueing.services.agent import HallAgent
from mumian.queueing.terms import Priority

MOST: Final = 64 << 10
SHOWN: Final = 8
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
WINDOW_ACTS: Final = {"recall": Act.RECALL, "begin": Act.BEGIN, "end": Act.END, "no_show": Act.NO_SHOW}
UNKNOWN: Final = Text("没有这个地址。", "There is no such address.")
WRONG: Final = Text("未办理：请求无法读懂。", "Nothing was done: the request can't be read.")


class HallServer(ThreadingHTTPServer):
    """Listens on an address; port 0 takes a free one."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], agent: HallAgent, teller: Teller) -> None:
        super().__init__(address, _Asked)
        self.agent, self.teller = agent, teller
        # What the screen showed before the agent was killed or lost its power.
        self.calls: deque[tuple[str, int]] = deque(agent.last_calls(SHOWN, at=SystemClock().now()), maxlen=SHOWN)

    def state(self) -> dict[str, Any]:
        """The hall as plain values."""
        desk = self.agent.desk
        waiting: dict[str, int] = {}
        for held in list(desk.waiting.values()):
            service = held.services[held.errand - 1]
            waiting[service] = waiting.get(service, 0) + 1
        at_window = {window: held.label for window, held in list(desk.at_window.items())}
        offered = {skill for post in desk.posts.values() for skill in post["skills"]}
        return {
            "hall": desk.hall,
            "epoch": desk.epoch,
            "entrusted": desk.entrusted,
            "linked": self.teller.is_linked,
            "untold": self.agent.untold,
            "late": list(self.agent.late),
            "numbers_left": desk.numbers_left,
            "waiting": waiting,
            "names": {code: names for code, names in desk.names.items() if code in offered},
            "windows": {
                code: {"number": post.get("number", code), "label": at_window.get(code), "begun": code in desk.begun}
                for code, post in desk.posts.items()
            },
            "calls": list(self.calls),
        }

    def take(self, said: dict[str, Any]) -> str:
        """A number. Raises Refusal; ValueError for what can't be read."""
        services = said.get("services") or said.get("service") or []
        services = [services] if isinstance(services, str) else [str(one) for one in services]
        if not services or not set(services) <= self.agent.desk.names.keys() | self.agent.desk.elsewhere.keys():
            raise ValueError(services)
        label = self.agent.take(
            services=services, at=SystemClock().now(), priority=Priority(str(said.get("priority", "ordinary"))),
            people=int(str(said.get("people", 1))), low=said.get("low") in (True, "yes"), seat=said.get("seat") in (True, "yes"),
        )  # fmt: skip
        self.teller.wake()
        return label

    def at_window(self, window: str, what: str) -> str | None:
        """Next, or something with what is there; answers its label. Raises Refusal; KeyError for an unknown act."""
        at = SystemClock().now()
        if what == "next":
            label = self.agent.call_next(window=window, at=at)
        else:
            label = self.agent.act(WINDOW_ACTS[what], window=window, at=at)
        if label and what in {"next", "recall"}:
            self.calls.append((label, self.agent.desk.posts.get(window, {}).get("number", 0)))
        self.teller.wake()
        return label


class _Asked(BaseHTTPRequestHandler):
    """One request."""

    server: HallServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Mumian", ""
    timeout = 30

    def do_GET(self) -> None:  # the library's name
        parts = urlsplit(self.path)
        state = self.server.state()
        match parts.path.strip("/").split("/"):
            case [""]:
                self._page(pages.machine(state, parse_qs(parts.query).get("label", [""])[0]))
            case ["window", code]:
                self._page(pages.window(state, code))
            case ["screen"]:
                self._page(pages.screen(state))
            case ["state"]:
                self._json(state)
            case _:
                self._json({"zh": UNKNOWN.zh, "en": UNKNOWN.en}, HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:  # the library's name
        if not self._is_from_here():
            self._json({"zh": WRONG.zh, "en": WRONG.en}, HTTPStatus.FORBIDDEN)
            return
        try:
            said = self._said()
            match urlsplit(self.path).path.strip("/").split("/"):
                case ["take"]:
                    label = self.server.take(said)
                    self._done(label, f"/?label={label}")
                case ["window", code, what]:
                    self._done(self.server.at_window(code, what), f"/window/{code}")
                case _:
                    self._json({"zh": UNKNOWN.zh, "en": UNKNOWN.en}, HTTPStatus.NOT_FOUND)
        except Refusal as refusal:
            self._refused(refusal.sentence)
        except (ValueError, KeyError, TypeError):
            self._json({"zh": WRONG.zh, "en": WRONG.en}, HTTPStatus.BAD_REQUEST)

    def _is_from_here(self) -> bool:
        """A page of somebody else must not let our browser act."""
        origin = self.headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == self.headers.get("Host")

    def _said(self) -> dict[str, Any]:
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 <= length <= MOST:
            raise ValueError(length)
        body = self.rfile.read(length).decode()
        if self.headers.get("Content-Type", "").startswith("application/json"):
            said = json.loads(body or "{}")
            if not isinstance(said, dict):
                raise ValueError(body)
            return said
        return {name: values[-1] if name != "services" else values for name, values in parse_qs(body).items()}

    def _wants_json(self) -> bool:
        return "application/json" in self.headers.get("Accept", "")

    def _done(self, label: str | None, page: str) -> None:
        if self._wants_json():
            self._json({"label": label})
        else:
            self._answer(HTTPStatus.SEE_OTHER, b"", "text/plain", {"Location": page})

    def _refused(self, why: Text) -> None:
        if self._wants_json():
            self._json({"zh": why.zh, "en": why.en}, HTTPStatus.CONFLICT)
            return
        state, said = self.server.state(), f"{why.zh} {why.en}"
        parts = urlsplit(self.path).path.strip("/").split("/")
        page = pages.window(state, parts[1], said) if parts[0] == "window" else pages.machine(state, said=said)
        self._page(page, HTTPStatus.CONFLICT)

    def _json(self, said: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        self._answer(status, json.dumps(said, ensure_ascii=False).encode(), "application/json; charset=utf-8")

    def _page(self, page: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._answer(status, page.encode(), "text/html; charset=utf-8")

    def _answer(self, status: HTTPStatus, body: bytes, kind: str, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store"}
        for name, value in (
            headers | {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"} | (more or {})
        ).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Nothing: the journal is the record."""
