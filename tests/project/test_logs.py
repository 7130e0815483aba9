"""Logs are read by people who may not see personal data."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from django.test import RequestFactory

from mumian.project.logs import JsonLines

NAME = "张三"


def line(record: logging.LogRecord) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(JsonLines().format(record))
    del made["at"]
    return made


def record(name: str, message: str, *arguments: object, **extra: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": name, "levelname": "WARNING", "msg": message, "args": arguments})
    made.__dict__.update(extra)
    return made


def test_a_line_holds_message_and_plain_values() -> None:
    assert line(record("mumian.worker", "turn of %s", "now", done=3, again=None, whole={"name": NAME}, text="x" * 101)) == {
        "level": "warning",
        "logger": "mumian.worker",
        "message": "turn of now",
        "done": 3,
        "again": None,
    }


def test_an_address_is_not_logged(rf: RequestFactory) -> None:
    request = rf.get(f"/receipts/{NAME}?number=440102199001011234")

    assert line(record("django.request", "%s: %s", "Not Found", request.path, request=request, status_code=404)) == {
        "level": "warning",
        "logger": "django.request",
        "message": "%s: %s",
        "method": "GET",
        "route": None,
        "status_code": 404,
    }


def test_a_fault_is_logged_by_its_kind_and_place_not_by_its_text() -> None:
    try:
        raise ValueError(f"Key (name)=({NAME}) already exists")
    except ValueError:
        fault = sys.exc_info()

    told = line(record("mumian.web", "not done", exc_info=fault))

    assert told["fault"] == "ValueError"
    assert [place.rpartition(" ")[2] for place in told["where"]] == [
        "test_a_fault_is_logged_by_its_kind_and_place_not_by_its_text"
    ]
    assert NAME not in json.dumps(told, ensure_ascii=False)
