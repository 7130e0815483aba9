"""Lists by program: who may, how often, and that the same twice is once."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from mumian.clearance.services import feeding
from mumian.foundation.clock import SettableClock
from tests.support.databases import TestDatabases
from tests.support.roles import acting_as

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rulebook_loaded")]

FILE = (
    "entry_id,name,aliases,dob,id_number,doc_number,nationality,sex,ground,valid_from,valid_to,owner\nE9,木棉新,,1991,,,,,,,,甲\n"
)
ADDRESS = "/api/lists/EXIT_BAR/deliveries"


def test_program_sends_a_list_and_reads_what_became_of_it(clock: SettableClock, databases: TestDatabases) -> None:
    with acting_as("lists", databases):
        token = feeding.open_source(code="court", name="虚构法院", streams=["EXIT_BAR"], opened_on=date(2026, 1, 1), per_minute=8)
    client = Client()
    headers = {"authorization": f"Bearer {token}", "idempotency-key": "k1", "x-list-version": "court 1"}

    def send(body: str = FILE, address: str = ADDRESS, **other: str) -> int:
        return client.post(address, body, content_type="text/csv", headers={**headers, **other}).status_code

    codes = [send(), send(), send(body="x"), send(address="/api/lists/WANTED/deliveries"), send(**{"idempotency-key": ""})]
    with acting_as("lists", databases):
        feeding.take_deliveries(at=clock.now)
    said = client.get("/api/lists/deliveries/1", headers=headers).json()

    assert codes == [202, 200, 409, 403, 400]
    assert (said["outcome"], said["counts"]["added"]) == ("loaded", 1)
    assert client.get("/api/lists/deliveries/1").status_code == 401
    assert send(authorization="Bearer another") == 401
    assert [send() for _ in range(3)] == [200, 200, 429]
