"""What an acceptance costs: the questions put to the database by each of its requests have an upper bound."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test.utils import CaptureQueriesContext

from mumian.cases.models import Case
from tests.factories.people import enter
from tests.web.counter.conftest import NO, Window, grown_up, needed

pytestmark = pytest.mark.django_db


def test_each_request_of_an_acceptance_asks_little(window: Window) -> None:
    person = enter(grown_up())
    case: Case = window.begin("PP-NEW", person)
    papers = needed(window, case)
    form = {**NO, "identity": "yes", "pay": "cash", "act": "accept", "material": papers}
    requests: dict[str, Callable[[], HttpResponseBase]] = {
        "counter": lambda: window.get("/counter/"),
        "find": lambda: window.post("/counter/", q="440199199501010013"),
        "person": lambda: window.get(f"/counter/people/{person}/"),
        "screen": lambda: window.get(f"/counter/cases/{case.pk}/"),
        "check": lambda: window.client.post(f"/counter/cases/{case.pk}/check/", dict(NO)),
        "accept": lambda: window.post(f"/counter/cases/{case.pk}/", **form),
        "accepted": lambda: window.get(f"/counter/cases/{case.pk}/accepted/"),
    }

    asked = {}
    for name, request in requests.items():
        with CaptureQueriesContext(connection) as seen:
            answer = request()
        assert answer.status_code in (200, 303), name
        asked[name] = sum("SAVEPOINT" not in query["sql"] for query in seen)  # these stand for one transaction outside of tests

    most = {"counter": 7, "find": 9, "person": 8, "screen": 13, "check": 7, "accept": 18, "accepted": 9}
    assert {name: number for name, number in asked.items() if number > most[name]} == {}, asked
