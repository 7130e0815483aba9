"""The listening connection hears what the dispatcher announces, also after the server has cut it off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import psycopg
import pytest

from mumian.foundation.outbox.dispatching import CHANNEL
from mumian.project.live import connecting
from mumian.web.live.hub import Hub
from mumian.web.live.listening import listen, topic_of
from tests.support.databases import TestDatabases


@pytest.mark.parametrize(
    ("payload", "topic"),
    [('{"topic": "cases.case_moved", "id": 7}', "cases.case_moved"), ("", ""), ("[]", ""), ('{"topic": 5}', ""), ("{", "")],
)
def test_message_of_the_dispatcher_names_its_topic(payload: str, topic: str) -> None:
    assert topic_of(payload) == topic


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_it_hears_and_comes_back_when_it_was_cut_off(databases: TestDatabases, owner_sql: psycopg.Connection) -> None:
    def announce(topic: str) -> None:
        owner_sql.execute("SELECT pg_notify(%s, json_build_object('topic', %s::text, 'id', 1)::text)", [CHANNEL, topic])

    async def test() -> list[bool]:
        hub = Hub()
        task = asyncio.create_task(listen(hub, connecting(databases.login("reader"))))
        seen = []
        try:
            await until(lambda: hub.is_listening)
            announce("cases.case_moved")
            await until(lambda: "cases" in hub.changed_at)
            first = hub.heard_since
            owner_sql.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mumian live' "
                "AND datname = current_database()"
            )
            await until(lambda: hub.heard_since not in {first, None})
            announce("payments.fee_taken")
            await until(lambda: "payments" in hub.changed_at)
            seen.append(hub.is_listening)
        finally:
            task.cancel()
        return seen

    assert asyncio.run(test()) == [True]
