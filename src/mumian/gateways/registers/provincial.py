"""Asks the province for the next message of a stream, with a time for each try and a pause between tries."""

from __future__ import annotations

import http.client
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from mumian.gateways.registers.wire import AnswerWrong, Message, read

TIMEOUT: Final = 10.0
"""Seconds for one try."""
PAUSES: Final = (0.5, 2.0)
"""Seconds before the second try and the third."""
MOST: Final = 1 << 30
"""Bytes of one answer; a list of five million lines is half of that."""

Fault = Literal["down", "slow", "wrong"]


class NotHeard(Exception):  # noqa: N818  # errors are named for what could not be
    """No answer that could be used; `fault` says of which kind."""

    def __init__(self, fault: Fault, why: str) -> None:
        super().__init__(why)
        self.fault = fault


@dataclass(frozen=True)
class Province:
    """The province's end of the feed, at an address and with the key that both sides hold."""

    address: str
    key: bytes = field(repr=False)
    timeout: float = TIMEOUT
    pauses: tuple[float, ...] = PAUSES
    sleep: Callable[[float], None] = time.sleep

    def next_after(self, stream: str, sequence: int) -> Message:
        """The message after this number; its body is None when there is none. Raises NotHeard after the last try.

        A message that was heard before counts as nothing new; one that leaves out others is wrong: nothing is passed over.
        """
        for pause in (*self.pauses, None):
            try:
                return self._asked(stream, sequence)
            except NotHeard:
                if pause is None:
                    raise
                self.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _asked(self, stream: str, sequence: int) -> Message:
        nonce = secrets.token_hex(16)
        name = urllib.parse.quote(stream, safe="")
        request = urllib.request.Request(f"{self.address.rstrip('/')}/streams/{name}/after/{sequence}?nonce={nonce}")  # noqa: S310  # the office's own setting
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:  # noqa: S310  # as above
                said = _within(answer, self.timeout)
        except TimeoutError as fault:
            raise NotHeard("slow", "no answer in time") from fault
        except urllib.error.URLError as fault:
            raise NotHeard("slow" if isinstance(fault.reason, TimeoutError) else "down", str(fault.reason)) from fault
        except (OSError, http.client.HTTPException) as fault:
            raise NotHeard("down", type(fault).__name__) from fault
        try:
            message = read(said, stream=stream, nonce=nonce, key=self.key)
        except AnswerWrong as fault:
            raise NotHeard("wrong", str(fault)) from fault
        if message.body is None or message.sequence <= sequence:
            if message.sequence < sequence:
                raise NotHeard("wrong", "the province is behind what was heard from it")
            return Message(stream, sequence, message.version, message.whole, None)
        if message.sequence != sequence + 1:
            raise NotHeard("wrong", f"message {message.sequence} came after {sequence}")
        return message


def _within(answer: http.client.HTTPResponse, seconds: float) -> bytes:
    """The whole answer, or TimeoutError: a sender that drips byte by byte would never be too slow otherwise."""
    until = time.monotonic() + seconds * 30
    parts: list[bytes] = []
    size = 0
    while part := answer.read(1 << 16):
        parts.append(part)
        size += len(part)
        if time.monotonic() > until:
            raise TimeoutError
        if size > MOST:
            raise NotHeard("wrong", "the answer has no end")
    return b"".join(parts)
