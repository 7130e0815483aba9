"""A province on this machine, for trials and tests: a process of its own that can be slow, down, wrong, or say things twice.

Its streams are folders; `POST /streams/EXIT_BAR?version=v2&whole=no` with a file as the body adds a message, `POST /mood/slow`
changes its mood. Its ledger (`ledger.jsonl`) has every answer it gave: what arrived can be held against what was sent.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from mumian.gateways.registers.wire import Message, written

TRIAL_KEY: Final = "a key for trials, known to everybody"
SLOW: Final = 3600.0


class Mood(StrEnum):
    """How the simulator behaves."""

    WELL = "well"
    SLOW = "slow"
    DOWN = "down"
    TORN = "torn"
    FORGED = "forged"
    CHANGED = "changed"
    GAP = "gap"
    TWICE = "twice"
    STRANGE = "strange"


class Province:
    """The streams, on disk: `folder/STREAM/000001.json` beside its body `000001.csv`."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self.key = key
        self.mood = Mood.WELL
        self._lock = threading.Lock()

    def add(self, stream: str, body: bytes, *, version: str, whole: bool) -> int:
        """Add a message at the end of a stream; answers its number."""
        with self._lock:
            place = self.folder / stream
            place.mkdir(parents=True, exist_ok=True)
            number = self.last(stream) + 1
            (place / f"{number:06}.csv").write_bytes(body)
            made = place / f".{number:06}"
            made.write_text(json.dumps({"version": version, "whole": whole}))
            made.replace(place / f"{number:06}.json")  # a message exists when its description does
            return number

    def last(self, stream: str) -> int:
        """The number of the last message; 0 where there is none."""
        return max((int(one.stem) for one in (self.folder / stream).glob("[0-9]*.json")), default=0)

    def message(self, stream: str, number: int) -> Message:
        """One message."""
        place = self.folder / stream
        kept = json.loads((place / f"{number:06}.json").read_text())
        return Message(stream, number, kept["version"], kept["whole"], (place / f"{number:06}.csv").read_bytes())

    def answer(self, stream: str, after: int, nonce: str) -> bytes:
        """What is said to `after`, in today's mood."""
        last = self.last(stream)
        number = {Mood.GAP: after + 2, Mood.TWICE: after}.get(self.mood, after + 1)
        nothing = Message(stream, last, "", whole=False, body=None)
        message = self.message(stream, number) if 1 <= number <= last else nothing
        self._note(stream, after, message)
        if self.mood is Mood.FORGED:
            return written(message, nonce=nonce, key=b"another key")
        if self.mood is Mood.STRANGE:
            return written(replace(message, stream="SOMETHING_ELSE"), nonce=nonce, key=self.key)
        said = written(message, nonce=nonce, key=self.key)
        if self.mood is Mood.CHANGED:
            return said.replace(b'"sequence": ', b'"sequence": 1')
        return said[: len(said) // 2] if self.mood is Mood.TORN else said

    def _note(self, stream: str, after: int, message: Message) -> None:
        is_new = message.body is not None
        line = {"stream": stream, "after": after, "sequence": message.sequence, "new": is_new, "mood": self.mood}
        with self._lock, (self.folder / "ledger.jsonl").open("a") as ledger:
            ledger.write(json.dumps(line) + "\n")


def server_for(province: Province, *, host: str = "127.0.0.1", port: int = 0) -> ThreadingHTTPServer:
    """A server that speaks for this province; its port is chosen where none is named."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            match asked.path.strip("/").split("/"):
                case ["streams", stream, "after", number] if stream.isidentifier() and number.isdigit():
                    if province.mood is Mood.DOWN:
                        self.close_connection = True
                        self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
                        return
                    if province.mood is Mood.SLOW:
                        time.sleep(SLOW)
                    nonce = parse_qs(asked.query).get("nonce", [""])[0]
                    self._say(province.answer(stream, int(number), nonce))
                case _:
                    self.send_error(HTTPStatus.NOT_FOUND)

        def do_POST(self) -> None:
            asked = urlsplit(self.path)
            given = {name: values[0] for name, values in parse_qs(asked.query).items()}
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            match asked.path.strip("/").split("/"):
                case ["mood", mood] if mood in set(Mood):
                    province.mood = Mood(mood)
                    self._say(json.dumps({"mood": mood}).encode())
                case ["streams", stream] if stream.isidentifier():
                    whole = given.get("whole") == "yes"
                    number = province.add(stream, body, version=given.get("version", "trial"), whole=whole)
                    self._say(json.dumps({"sequence": number}).encode())
                case _:
                    self.send_error(HTTPStatus.NOT_FOUND)

        def _say(self, answer: bytes) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's own name
            """Nothing: the ledger says more."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    return server


def main(arguments: Sequence[str]) -> int:
    """Run a province until it is stopped."""
    parser = argparse.ArgumentParser(prog="mumian gateway provincial", description="A simulated province that sends lists.")
    parser.add_argument("--port", type=int, default=0, help="the port (any free one)")
    parser.add_argument("--folder", type=Path, default=Path("province"), help="where its streams and its ledger lie")
    parser.add_argument("--mood", choices=[mood.value for mood in Mood], default=Mood.WELL.value)
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    province = Province(options.folder, os.environ.get("MUMIAN_PROVINCIAL_KEY", TRIAL_KEY).encode())
    province.mood = Mood(options.mood)
    server = server_for(province, port=options.port)
    sys.stdout.write(f"ready http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0
