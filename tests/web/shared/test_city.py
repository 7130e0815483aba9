"""Pages say how far the city of a demonstration is played, while it is being played."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings

from mumian.web.shared import city
from mumian.web.shared.city import FILE, CityNote, city_note


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, var=tmp_path)
    city._last.at = float("-inf")
    yield tmp_path
    city._last.at = float("-inf")


def test_days_are_told_while_they_are_played(folder: Path) -> None:
    (folder / FILE).write_text(json.dumps({"done": 7, "days": 30, "state": "filling"}))

    assert city_note() == CityNote(done=7, days=30)


def test_nothing_is_told_when_all_days_are_played(folder: Path) -> None:
    (folder / FILE).write_text(json.dumps({"done": 30, "days": 30, "state": "live"}))

    assert city_note() is None


def test_nothing_is_told_where_nobody_plays() -> None:
    assert city_note() is None


def test_a_file_that_cannot_be_read_is_no_fault_of_a_page(folder: Path) -> None:
    (folder / FILE).write_text('{"done": ')

    assert city_note() is None
