"""A hall at work as its devices see it: the officer of window 1 has opened it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from mumian.foundation.clock import SettableClock
from mumian.offices.queries import officer_by_badge
from mumian.offices.terms import OfficerId, Role
from mumian.queueing.services import open_window
from tests.factories import offices

WINDOW = "H01-W01"


@dataclass
class Hall:
    """Browsers of the hall: a device that nobody signs in on, and the officer's."""

    device: Client
    window: Client
    officer: OfficerId
    clock: SettableClock
    printed: Path


@pytest.fixture
def hall(officer_client: Client, rulebook_loaded: None, clock: SettableClock, settings: Settings, tmp_path: Path) -> Hall:
    settings.DEMO_MODE = True
    settings.PRINTED_FOLDER = tmp_path / "printed"
    settings.VOICE_FOLDER = tmp_path / "voice"
    found = officer_by_badge("100001", on=clock.now().date())
    assert found is not None
    open_window(window=WINDOW, officer=found.officer_id, at=clock.now(), skills=["ENDORSE", "NEW", "COLLECT"])
    device = Client(headers={"accept-language": "en"})
    return Hall(device, officer_client, found.officer_id, clock, tmp_path / "printed")


def words_of(answer: Any) -> str:
    """The page as text, with entities resolved and white space closed up."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def taken(hall: Hall, *services: str, **more: str) -> str:
    """Take a number at the machine; answers the address of its page."""
    answer = hall.device.post("/machine/H01/take", {"s": services or ("ENDORSE",), "people": "1", **more})
    assert answer.status_code == 303, words_of(answer)
    return str(answer["Location"])


__all__ = ["Hall", "Role", "offices", "taken", "words_of"]
