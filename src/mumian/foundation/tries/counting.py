"""Counting tries in the database, so that all processes count together.

A try counts before it is looked at and is taken back when it was right: tries that come at the same moment cannot slip past.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from mumian.foundation.tries.models import WrongTries
from mumian.foundation.tries.waiting import Tally

ENTER = """
    INSERT INTO wrong_tries (subject, wrong, last_at, until)
    SELECT subject, 0, %(at)s, %(at)s FROM unnest(%(subjects)s::text[]) AS subject
    ON CONFLICT (subject) DO NOTHING
"""


@transaction.atomic
def begin_try(*, subjects: Sequence[str], at: datetime) -> datetime | None:
    """Count a try against each of these (an address, a number) and say nothing; or the moment until which one of them waits.

    While somebody waits nothing is counted and nothing may be looked up. Three statements at most.
    """
    hashes = sorted(map(_hashed, subjects))  # one order for all, so that two tries never wait for each other
    with connection.cursor() as cursor:
        cursor.execute(ENTER, {"subjects": hashes, "at": at})
    rows = list(WrongTries.objects.select_for_update().filter(pk__in=hashes).order_by("pk"))
    tallies = [Tally(wrong=row.wrong, last_at=row.last_at, until=row.until) for row in rows]
    if any(tally.waits(at) for tally in tallies):
        return max(tally.until for tally in tallies)
    for row, tally in zip(rows, tallies, strict=True):
        after = tally.after_another(at)
        row.wrong, row.last_at, row.until = after.wrong, after.last_at, after.until
    WrongTries.objects.bulk_update(rows, ["wrong", "last_at", "until"])
    return None


def was_right(*, subjects: Sequence[str], at: datetime) -> None:
    """Take the try back: it was right. One statement."""
    hashes = sorted(map(_hashed, subjects))
    WrongTries.objects.filter(pk__in=hashes, wrong__gt=0).update(wrong=F("wrong") - 1, until=at)


def forget_tries(*, before: datetime) -> int:
    """Delete what was last tried before this moment; gives the number of rows."""
    return WrongTries.objects.filter(last_at__lt=before).delete()[0]


def _hashed(subject: str) -> str:
    return salted_hmac("mumian.foundation.tries", subject, algorithm="sha256").hexdigest()
