from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mumian.foundation import outbox
from mumian.foundation.outbox.events import Event, from_json
from mumian.foundation.outbox.models import PublishedEvent
from tests.foundation.outbox.noted import AT, DrumBeaten


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(outbox.PublishedOutsideTransaction):
        outbox.publish(DrumBeaten(drum="bronze", beat=1, at=AT))

    assert PublishedEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_event_of_an_act_that_was_rolled_back_is_not_kept() -> None:
    with transaction.atomic():
        outbox.publish(DrumBeaten(drum="bronze", beat=1, at=AT))
        transaction.set_rollback(True)

    assert PublishedEvent.objects.count() == 0


@pytest.mark.django_db
def test_event_is_written_with_topic_key_payload_and_time() -> None:
    outbox.publish(DrumBeaten(drum="bronze", beat=1, at=AT))

    assert list(PublishedEvent.objects.values_list("topic", "key", "payload", "occurred_at", "handed_on_at")) == [
        ("tests.drum_beaten", "drum:bronze", {"at": "2026-11-20T09:00:00Z", "drum": "bronze", "beat": 1}, AT, None)
    ]


@pytest.mark.django_db
def test_events_are_written_in_their_order_by_one_statement() -> None:
    with CaptureQueriesContext(connection) as statements:
        outbox.publish(*(DrumBeaten(drum="bronze", beat=number, at=AT) for number in range(50)))

    assert len(statements) == 1
    assert [event.payload["beat"] for event in PublishedEvent.objects.order_by("id")] == list(range(50))


@pytest.mark.django_db
def test_event_without_a_topic_is_refused() -> None:
    class Nameless(Event):
        @property
        def key(self) -> str:
            return "nothing:1"

    with pytest.raises(ValueError, match="topic"):
        outbox.publish(Nameless(at=AT))


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.integers())
def test_event_comes_back_from_the_database_as_it_was(drum: str, beat: int) -> None:
    event = DrumBeaten(drum=drum, beat=beat, at=AT)

    outbox.publish(event)

    with connection.cursor() as cursor:
        cursor.execute("SELECT topic, payload::text FROM outbox_event ORDER BY id DESC LIMIT 1")
        assert from_json(*cursor.fetchone()) == event


@pytest.mark.django_db
def test_database_refuses_to_rewrite_what_has_happened() -> None:
    outbox.publish(DrumBeaten(drum="bronze", beat=1, at=AT))

    with pytest.raises(IntegrityError, match="cannot be rewritten"), connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_event SET payload = '{}'")


@pytest.mark.django_db
def test_database_refuses_an_event_without_a_key() -> None:
    with pytest.raises(IntegrityError, match="event_names_its_topic_and_key"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES ('tests.drum_beaten', '', '{}', now())"
        )


@pytest.mark.django_db(transaction=True)
def test_publishing_wakes_nobody() -> None:
    with connection.cursor() as cursor:
        cursor.execute("LISTEN mumian_outbox")
    try:
        with transaction.atomic():
            outbox.publish(DrumBeaten(drum="bronze", beat=1, at=AT))
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert connection.connection is not None
        assert list(connection.connection.notifies(timeout=0)) == []
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UNLISTEN *")
