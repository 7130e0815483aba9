from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.test import Client


@pytest.mark.smoke
@pytest.mark.core
@pytest.mark.django_db
def test_a_process_with_a_database_is_well(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_a_process_without_a_database_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", away)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (503, {"status": "database away"})
