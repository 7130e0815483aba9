"""What goes over the wire: one message of a stream at a time, signed together with the question it answers.

    GET /streams/EXIT_BAR/after/41?nonce=…
    {"stream": "EXIT_BAR", "sequence": 42, "version": "2026-11-20", "whole": false, "nonce": "…", "checksum": "…", "body": "…",
     "signature": "…"}

`sequence` is the number of the message, or that of the last one, with an empty `body`, when there is nothing new. The checksum is
SHA-256 of the body, the signature HMAC-SHA-256 over all other fields; the nonce keeps an old answer from being given again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass


class AnswerWrong(Exception):  # noqa: N818  # errors are named for what could not be
    """What came back is not what was asked: torn, unsigned, changed on its way, or of another stream."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a stream; `body` is None where there is nothing new."""

    stream: str
    sequence: int
    version: str
    whole: bool
    body: bytes | None

    def checksum(self) -> str:
        """SHA-256 of the body in hexadecimal."""
        return hashlib.sha256(self.body or b"").hexdigest()


def signature_of(message: Message, *, nonce: str, key: bytes) -> str:
    """HMAC over every field, each with its length, so that none can flow into the next."""
    fields = (message.stream, str(message.sequence), message.version, str(message.whole), nonce, message.checksum())
    said = "".join(f"{len(field)}:{field}" for field in (*fields, "new" if message.body is not None else "old"))
    return hmac.digest(key, said.encode(), hashlib.sha256).hex()


def written(message: Message, *, nonce: str, key: bytes) -> bytes:
    """The message as it goes over the wire."""
    body = None if message.body is None else base64.b64encode(message.body).decode()
    kept = {
        "stream": message.stream,
        "sequence": message.sequence,
        "version": message.version,
        "whole": message.whole,
        "nonce": nonce,
        "checksum": message.checksum(),
        "body": body,
        "signature": signature_of(message, nonce=nonce, key=key),
    }
    return json.dumps(kept).encode()


def read(answer: bytes, *, stream: str, nonce: str, key: bytes) -> Message:
    """The message, when everything about it is right. Raises AnswerWrong."""
    try:
        kept = json.loads(answer)
        body = None if kept["body"] is None else base64.b64decode(kept["body"], validate=True)
        message = Message(str(kept["stream"]), int(kept["sequence"]), str(kept["version"]), kept["whole"] is True, body)
        signature, checksum = str(kept["signature"]), str(kept["checksum"])
    except (ValueError, KeyError, TypeError, binascii.Error) as fault:
        raise AnswerWrong("the answer cannot be read") from fault
    if checksum != message.checksum():
        raise AnswerWrong("the body is not what its checksum says")
    if not hmac.compare_digest(signature.encode(), signature_of(message, nonce=nonce, key=key).encode()):
        raise AnswerWrong("the signature is not the sender's, or answers another question")
    if message.stream != stream:
        raise AnswerWrong("the answer is about another stream")
    return message
