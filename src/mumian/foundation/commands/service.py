"""Doing an act once, however often it is asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from django.conf import settings
from django.db import connection, transaction
from pydantic import TypeAdapter

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

T = TypeVar("T")

LONGEST_KEY: Final = 200

# A second request with the same key waits here, on the unique index, until the first has committed or been rolled back.
CLAIM = """
    INSERT INTO command (actor, key, command, request_hash, asked_at) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (actor, key) DO NOTHING
"""
RECALL = "SELECT command, request_hash, answer::text FROM command WHERE actor = %s AND key = %s"
REMEMBER = "UPDATE command SET answer = %s::jsonb WHERE actor = %s AND key = %s"

KEY_USED: Final = Text(
    zh="这次请求没有办理：它的请求编号已经用于另一项内容不同的请求。请刷新页面后重新提交；之前的请求不受影响。",
    en="This request was not carried out: its key has already been used for a request with other content. "
    "Reload the page and submit again; the earlier request stands.",
)


class KeyUsedForAnotherRequest(Refusal):
    """The key belongs to an earlier request of the same asker with other content. Pages answer it with status 409."""

    def __init__(self) -> None:
        super().__init__(KEY_USED)


@transaction.atomic
def once(
    *, key: str, actor: str, command: str, content: Mapping[str, Any], at: datetime, act: Callable[[], T], answer: type[T]
) -> T:
    """Carry out `act` and keep its answer, or give the answer that it gave before.

    `key` is the asker's own (up to 200 characters, such as a UUID); `actor` says who asks, such as `account:17`: the keys of two
    askers never meet. `command` and `content` are what the request asks for; the content is kept only as a keyed hash. The answer
    is of the type `answer` (a frozen dataclass, an int, None …), kept as JSON: ids and dates, no personal data.

    When `act` raises, nothing is kept, not even the key, and the request may come again. Two requests at the same moment are done
    one after the other. Raises KeyUsedForAnotherRequest.
    """
    if not key or len(key) > LONGEST_KEY:
        raise ValueError(f"A command key has 1 to {LONGEST_KEY} characters.")
    fingerprint = request_hash(command, content)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [actor, key, command, fingerprint, at])
        if cursor.rowcount == 0:
            return _recalled(actor, key, command, fingerprint, answer)
    result = act()
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, [TypeAdapter(answer).dump_json(result).decode(), actor, key])
    return result


def forget_answers(*, before: datetime) -> int:
    """Delete the commands asked for before this moment; gives their number. A key older than that would be carried out anew."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM command WHERE asked_at < %s", [before])
        return int(cursor.rowcount)


def _recalled(actor: str, key: str, command: str, fingerprint: bytes, answer: type[T]) -> T:
    with connection.cursor() as cursor:
        cursor.execute(RECALL, [actor, key])
        row = cursor.fetchone()
    if row is None or (row[0], bytes(row[1])) != (command, fingerprint):
        raise KeyUsedForAnotherRequest
    recalled: T = TypeAdapter(answer).validate_json(row[2])
    return recalled


def request_hash(command: str, content: Mapping[str, Any]) -> bytes:
    """What is kept of a request: a keyed hash, for without the key a number of a document could be found by trying them all."""
    canonical = json.dumps([command, dict(content)], sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.blake2b(canonical.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=32).digest()
