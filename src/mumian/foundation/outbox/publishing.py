"""Writing events in the transaction of what they tell."""

from __future__ import annotations

from django.db import connection

from mumian.foundation.outbox.events import Event, to_json

INSERT_ONE = "INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES (%s, %s, %s::jsonb, %s)"
INSERT = """
    INSERT INTO outbox_event (topic, key, payload, occurred_at)
    SELECT topic, key, payload::jsonb, occurred_at
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[])
         WITH ORDINALITY AS event(topic, key, payload, occurred_at, place)
    ORDER BY place
"""


class PublishedOutsideTransaction(RuntimeError):  # noqa: N818  # errors are named for what could not be
    """An event was published with no transaction open: what it tells and the event itself could part ways."""


def publish(*events: Event) -> None:
    """Leave these events in the outbox, in this order, as part of the caller's transaction: both are kept, or neither.

    One statement, however many events. Nothing is sent from here and nobody is woken: NOTIFY takes a lock that all committing
    transactions share, so only the dispatcher uses it. Raises PublishedOutsideTransaction.
    """
    if not connection.in_atomic_block:
        raise PublishedOutsideTransaction("Publish an event inside the transaction.atomic() of the act that it tells.")
    if any(not event.topic for event in events):
        raise ValueError("An event without a topic cannot be published.")
    if not events:
        return
    with connection.cursor() as cursor:
        if len(events) == 1:  # by far the most frequent, and the cheaper statement
            [event] = events
            cursor.execute(INSERT_ONE, [event.topic, event.key, to_json(event), event.at])
            return
        cursor.execute(
            INSERT,
            [
                [event.topic for event in events],
                [event.key for event in events],
                [to_json(event) for event in events],
                [event.at for event in events],
            ],
        )
