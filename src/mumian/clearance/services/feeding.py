"""What arrives: kept as it came, then loaded by the role `lists`, in its order. A feed is heard by number, none passed over.

`receive` is the pages' door; everything else here is for the role `lists` and the owner.
"""

from __future__ import annotations

import io
import json
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.db.utils import IntegrityError

from mumian.catalogue.queries import current_rulebook
from mumian.clearance.errors import DeliveryRefused
from mumian.clearance.queries import telling_why
from mumian.clearance.queries.feeding import hash_of
from mumian.clearance.services.loading import load_list
from mumian.clearance.terms import POPULATION
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.people.services import load_register
from mumian.people.terms import RejectedLine

MIRROR: Final = "REGISTER_MIRROR"
"""The stream that carries the population register's mirror; its list waits with the list of that register."""
REJECTS_KEPT: Final = 200
"""How many rejected lines a delivery keeps; their number is in its counts."""

DELIVER: Final = "SELECT delivery_id, is_new FROM lists.deliver(%s, %s, %s, %s, %s, %s, %s)"
SOURCE: Final = """
    INSERT INTO lists.source (code, name, kind, token_hash, lists, per_minute, opened_on) VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
RENEW: Final = "UPDATE lists.source SET token_hash = %s WHERE code = %s AND kind = 'api'"
END_SOURCE: Final = "UPDATE lists.source SET ends_on = %s WHERE code = %s"
FEED: Final = """
    INSERT INTO lists.feed AS kept (stream, list_code, source_code, silent_after, heard_at) VALUES (%s, %s, %s, %s::interval, %s)
    ON CONFLICT (stream) DO UPDATE SET silent_after = EXCLUDED.silent_after
"""
SEQUENCE: Final = "SELECT sequence FROM lists.feed WHERE stream = %s"
HEARD: Final = """
    UPDATE lists.feed SET sequence = %s, heard_at = greatest(heard_at, %s), tried_at = %s, fault = '', fault_since = NULL
    WHERE stream = %s
"""
FAILED: Final = """
    UPDATE lists.feed SET tried_at = %s, fault = %s, fault_since = CASE WHEN fault = %s THEN fault_since ELSE %s END
    WHERE stream = %s
"""
ARRIVED: Final = """
    INSERT INTO lists.delivery (source_code, stream, key, version, is_whole, body, body_digest, received_at)
    SELECT source_code, stream, %s, %s, %s, %s, sha256(%s), %s FROM lists.feed WHERE stream = %s
    ON CONFLICT ON CONSTRAINT a_delivery_is_kept_once_by_its_key DO NOTHING
"""
NEXT: Final = """
    SELECT id, source_code, stream, version, is_whole, body FROM lists.delivery WHERE outcome = 'waiting'
    ORDER BY id LIMIT 1
"""
DONE: Final = """
    UPDATE lists.delivery SET outcome = %s, done_at = %s, counts = %s, rejects = %s, said_zh = %s, said_en = %s WHERE id = %s
"""
ONE_TAKER: Final = "SELECT pg_try_advisory_lock(hashtextextended('mumian takes deliveries', 0))"
NO_TAKER: Final = "SELECT pg_advisory_unlock(hashtextextended('mumian takes deliveries', 0))"

KNOWN: Final = Text("未登记：来源 {code} 已存在。", "Nothing was recorded: there is a source {code} already.")
NOT_SO: Final = Text(
    "未登记：来源代码应以小写字母开头，只含小写字母、数字和短横，2至40位；名称不能为空；每分钟次数应大于0。",
    "Nothing was recorded: a code is 2 to 40 small letters, digits and dashes and begins with a letter, the name says something, "
    "and a source may call at least once a minute.",
)
NO_SUCH_LIST: Final = Text(
    "未登记：手册中没有名单 {code}。可以报送的有：{known}。",
    "Nothing was recorded: the rulebook has no list {code}. What can be sent: {known}.",
)
UNKNOWN: Final = Text("未更换：没有来源 {code}。", "Nothing was changed: there is no source {code}.")


@transaction.atomic
def receive(*, token: str, stream: str, key: str, version: str, whole: bool, body: bytes, at: datetime) -> tuple[int, bool]:
    """Keep what a source sends; answers its number and whether it is new. The same key with the same content is kept once.

    It is loaded afterwards by the role `lists`. Raises MatchRefused for another's list and for a key that was used otherwise.
    """
    with telling_why(), connection.cursor() as cursor:
        cursor.execute(DELIVER, [hash_of(token), stream, key, version, whole, body, at])
        delivery_id, is_new = cursor.fetchone()
    return int(delivery_id), bool(is_new)


def open_source(*, code: str, name: str, streams: Sequence[str], opened_on: date, per_minute: int = 30) -> str:
    """Let somebody send lists over the web; answers his token, which is kept nowhere. Raises DeliveryRefused."""
    token = secrets.token_urlsafe(32)
    known = {*current_rulebook().list_of, MIRROR}
    if strange := sorted(set(streams) - known):
        raise DeliveryRefused(NO_SUCH_LIST.filled(code=strange[0], known=", ".join(sorted(known))))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM lists.source WHERE code = %s", [code])
            if cursor.fetchone() != (0,):
                raise DeliveryRefused(KNOWN.filled(code=code))
            cursor.execute(SOURCE, [code, name, "api", hash_of(token), list(streams), per_minute, opened_on])
    except IntegrityError as fault:
        raise DeliveryRefused(NOT_SO) from fault
    return token


def renew_token(*, code: str) -> str:
    """Give a source a new token; the one before opens nothing from now on. Raises DeliveryRefused."""
    token = secrets.token_urlsafe(32)
    _known_source(RENEW, hash_of(token), code)
    return token


def close_source(*, code: str, last_day: date) -> None:
    """Take nothing more from a source after this day. Raises DeliveryRefused."""
    _known_source(END_SOURCE, last_day, code)


def _known_source(statement: str, value: Any, code: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [value, code])
        if not cursor.rowcount:
            raise DeliveryRefused(UNKNOWN.filled(code=code))


@transaction.atomic
def keep_feed(*, stream: str, source: str, name: str, silent_after: timedelta, at: datetime) -> None:
    """Expect to hear a stream of a feed at least so often from now on; the list it carries waits while it is silent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM lists.source WHERE code = %s", [source])
        if cursor.fetchone() == (0,):
            cursor.execute(SOURCE, [source, name, "feed", None, [stream], 60, at.date()])
        cursor.execute(
            FEED, [stream, POPULATION if stream == MIRROR else stream, source, f"{silent_after.total_seconds()} seconds", at]
        )


def heard_up_to(stream: str) -> int:
    """The number of the last message of a stream that was kept."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCE, [stream])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


@transaction.atomic
def hear(*, stream: str, sequence: int, version: str, whole: bool, body: bytes | None, at: datetime) -> bool:
    """Keep the next message of a stream, or note that there is nothing new (`body` None). Answers whether it was new.

    Message and number are kept in one transaction: who is stopped in between hears it again and keeps it once. A message that was
    heard before changes nothing; one that leaves a gap is a fault of the caller and the database refuses it.
    """
    known = heard_up_to(stream)
    is_new = body is not None and sequence > known
    with connection.cursor() as cursor:
        if is_new:
            cursor.execute(ARRIVED, [f"{stream} {sequence}", version, whole, body, body, at, stream])
        cursor.execute(HEARD, [sequence if is_new else known, at, at, stream])
    return is_new


@transaction.atomic
def feed_failed(*, stream: str, fault: str, at: datetime) -> None:
    """Note that a stream could not be heard: it was `down`, too `slow`, or what it said was `wrong`."""
    with connection.cursor() as cursor:
        cursor.execute(FAILED, [at, fault, fault, at, stream])


def take_deliveries(*, at: Callable[[], datetime], most: int = 100) -> int:
    """Load what waits, in the order in which it came; answers how much was done. While one program does, no other does.

    Who is stopped goes on there: a list's file that was read in part, or loaded and not yet ticked off, is known again.
    """
    done = 0
    with _nobody_else_takes() as mine:
        while mine and done < most and _take_one(at()):
            done += 1
    return done


@contextmanager
def _nobody_else_takes() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute(ONE_TAKER)
        [mine] = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute(NO_TAKER)


def _take_one(at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(NEXT)
        row = cursor.fetchone()
    if row is None:
        return False
    number, source, stream, version, whole, body = row
    rejects: list[dict[str, Any]] = []
    try:
        # The mirror's version and its tick are one; a list's file is a long work that is known again by its version.
        with transaction.atomic() if stream == MIRROR else nullcontext():
            counts = _load(source, stream, version, whole, bytes(body), at, rejects)
            _done(number, "loaded", at, counts, rejects, Text("", ""))
    except Refusal as refusal:
        _done(number, "refused", at, None, rejects, refusal.sentence)
    return True


def _load(  # noqa: PLR0917  # the columns of a delivery, in their order
    source: str, stream: str, version: str, whole: bool, body: bytes, at: datetime, rejects: list[dict[str, Any]]
) -> dict[str, int]:
    if stream == MIRROR:

        def turn_away(one: RejectedLine) -> None:
            for fault in one.faults[:1]:
                _keep(rejects, one.line, fault.reason)

        loaded = load_register(file=io.BytesIO(body), version=version[:40], at=at, reject=turn_away)
        return {"added": loaded.entered, "rejected": loaded.rejected}
    with tempfile.NamedTemporaryFile(prefix="delivery-", suffix=".csv") as file:
        file.write(body)
        file.flush()
        kept = load_list(
            path=Path(file.name),
            code=stream,
            version=version,
            whole=whole,
            at=at,
            by=source,
            reject=lambda line, reason, _written: _keep(rejects, line, reason),
        )
    return asdict(kept.counts)


def _keep(rejects: list[dict[str, Any]], line: int, reason: Text) -> None:
    if len(rejects) < REJECTS_KEPT:
        rejects.append({"line": line, "zh": reason.zh, "en": reason.en})


def _done(  # noqa: PLR0917  # as above
    number: int, outcome: str, at: datetime, counts: dict[str, int] | None, rejects: list[dict[str, Any]], said: Text
) -> None:
    with connection.cursor() as cursor:
        figures = None if counts is None else json.dumps(counts)
        cursor.execute(DONE, [outcome, at, figures, json.dumps(rejects, ensure_ascii=False), said.zh, said.en, number])
