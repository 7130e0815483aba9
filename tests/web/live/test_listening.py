"""The listening connection hears what the dispatcher announces, also after the server has cut it off."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import psycopg
import pytest
from psycopg.types.json import Jsonb

from mumian.cases.terms import CaseStage
from mumian.foundation.outbox.dispatching import CHANNEL
from mumian.foundation.outbox.events import Event
from mumian.project.live import connecting
from mumian.queueing import events
from mumian.web.live.halls import Halls
from mumian.web.live.hub import Hub
from mumian.web.live.listening import HALL_CHANNEL, listen, number_of, topics_of
from tests.support.databases import TestDatabases
from tests.support.loops import finished


@pytest.mark.parametrize(
    ("payload", "number"), [('{"topic": "cases.case_moved", "id": 7}', 7), ("", 0), ("[]", 0), ('{"id": "x"}', 0), ("{", 0)]
)
def test_message_of_the_dispatcher_names_its_event(payload: str, number: int) -> None:
    assert number_of(payload) == number


def test_move_changes_the_lists_of_both_its_stages_and_of_no_other() -> None:
    assert topics_of("cases.case_moved", "submitted", "accepted") == {
        "cases",
        "cases.case_moved",
        "cases.submitted",
        "cases.accepted",
    }


def test_what_names_no_stage_may_change_every_list_of_cases() -> None:
    assert topics_of("cases.case_touched", None, None) >= {f"cases.{stage}" for stage in CaseStage}


def test_events_of_others_change_no_list_of_cases() -> None:
    assert topics_of("payments.fee_taken", None, None) == {"payments", "payments.fee_taken"}


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_it_hears_and_comes_back_when_it_was_cut_off(databases: TestDatabases, owner_sql: psycopg.Connection) -> None:
    def announce(topic: str) -> None:
        owner_sql.execute(
            "WITH event AS (INSERT INTO outbox_event (topic, key, payload, occurred_at) "
            'VALUES (%s, \'case:1\', \'{"start": "accepted", "end": "approved"}\', now()) RETURNING topic, id) '
            "SELECT pg_notify(%s, row_to_json(event)::text) FROM event",
            [topic, CHANNEL],
        )

    async def test() -> list[bool]:
        hub, halls = Hub(), Halls()
        task = asyncio.create_task(listen(hub, connecting(databases.login("reader")), halls))
        seen = []
        try:
            await until(lambda: hub.is_listening)
            announce("cases.case_moved")
            await until(lambda: "cases.approved" in hub.changed_at)
            first = hub.heard_since
            owner_sql.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mumian live' "
                "AND datname = current_database()"
            )
            await until(lambda: hub.heard_since not in {first, None})
            announce("payments.fee_taken")
            await until(lambda: "payments" in hub.changed_at)
            seen += [hub.is_listening, halls.is_listening]
        finally:
            task.cancel()
        return seen

    assert finished(test()) == [True, True]


TOLD_TO_ALL = [
    f"queueing.{what}" for what in ("ticket_taken", "ticket_called", "ticket_ended", "window_changed", "notice_changed")
]


@pytest.mark.django_db(transaction=True)
def test_who_follows_a_hall_without_signing_in_hears_of_tickets_and_windows_and_of_no_alarm_or_rating(
    databases: TestDatabases, owner_sql: psycopg.Connection
) -> None:
    topics = sorted(
        event.topic for event in vars(events).values() if isinstance(event, type) and issubclass(event, Event) and event.topic
    )
    with databases.login("reader").connect() as ears:
        ears.autocommit = True
        ears.execute(f"LISTEN {HALL_CHANNEL}".encode())
        for topic in topics:
            owner_sql.execute(
                "INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES (%s, 'window:1', %s, now())",
                [topic, Jsonb({"hall": "H01", "topic": topic})],
            )
        heard = [json.loads(notice.payload)["topic"] for notice in ears.notifies(timeout=5, stop_after=len(TOLD_TO_ALL))]
        heard += [notice.payload for notice in ears.notifies(timeout=0.2)]

    assert set(topics) >= {"queueing.alarm_raised", "queueing.rated_unsatisfied"}
    assert sorted(heard) == sorted(TOLD_TO_ALL)
