"""Open and close watches. Opening one only writes it down; `screening` compares, `queries.answers_for` reads."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import connection, transaction

from mumian.clearance.events import AnswerChanged
from mumian.clearance.rules.persons import watch_of
from mumian.clearance.terms import Ask, ListCode, PersonToClear, Reference
from mumian.foundation import outbox
from mumian.foundation.statements import all_rows

ASK = "SELECT lists.ask(%s::jsonb, %s)"
CLOSE = "SELECT lists.close(%s::text[], %s)"
LOOK_AGAIN = "SELECT reference, list_code FROM lists.look_again(%s)"


def open_watch(
    *, reference: Reference, person: PersonToClear, lists: Collection[ListCode], at: datetime, until: date | None = None
) -> None:
    """Have a person compared with these lists soon, and again whenever one of them changes, until the watch is closed.

    Nothing of the lists is looked at here, so it takes as long for everybody; `screen_waiting` compares. The same again changes
    nothing; another person value under the same reference is compared anew; lists are only added. Raises NothingToCompare.
    """
    open_watches(asks=[Ask(reference=reference, person=person, lists=tuple(lists), until=until)], at=at)


def open_watches(*, asks: Sequence[Ask], at: datetime) -> None:
    """The same for many references at once, in one statement; each reference stands once among them."""
    if not asks:
        return
    all_rows(ASK, [json.dumps([watch_of(ask) for ask in asks], ensure_ascii=False), at])


def close_watch(*, reference: Reference, at: datetime) -> None:
    """Watch this reference no longer; its last answers stay on record."""
    close_watches(references=[reference], at=at)


def close_watches(*, references: Collection[Reference], at: datetime) -> int:
    """The same for many; answers how many were open."""
    [(closed,)] = all_rows(CLOSE, [list(references), at])
    return int(closed)


@transaction.atomic
def look_again(*, at: datetime) -> int:
    """Close watches that are over and say anew what entries that begin or end today change. Answers how many answers changed.

    To be called once a day, and harmless at any other time. Until then an answer that hangs on such a day counts as not cleared.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOOK_AGAIN, [at])
        return tell(cursor.fetchall(), at)


def tell(changed: Iterable[tuple[Reference, ListCode]], at: datetime) -> int:
    """Publish one event for each reference; answers how many answers changed."""
    by_reference: dict[Reference, list[ListCode]] = defaultdict(list)
    for reference, code in changed:
        by_reference[reference].append(code)
    outbox.publish(
        *(AnswerChanged(reference=reference, lists=tuple(codes), at=at) for reference, codes in by_reference.items()),
    )
    return sum(map(len, by_reference.values()))
