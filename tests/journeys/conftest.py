"""The browser and the house it visits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from mumian.foundation.clock import SettableClock
from mumian.web.shared import arrival
from tests.factories.cases import AT
from tests.journeys.browser import CHROMIUM, DESK, Language, Screen, Theme, Visit, chromium, visiting

Opens = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the journey is skipped, but never where everything must be tried."""
    if not CHROMIUM.exists():
        reason = f"There is no browser at {CHROMIUM}. Install chromium, or name another one in MUMIAN_CHROMIUM."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code of ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium() as browser:
        yield browser
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def house(django_test_environment: None) -> Iterator[str]:
    """The address of a house that stands for the whole run.

    Its requests have connections of their own: they see what is committed. A test whose pages read asks for `rulebook_loaded` or
    `db`; one whose pages write asks for `transactional_db`, after which the tests take a new copy of the database.
    """
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SettableClock:
    """The clock of the pages, which stands until it is moved."""
    stopped = SettableClock(AT)
    monkeypatch.setattr(arrival, "CLOCK", stopped)
    return stopped


@pytest.fixture
def open_page(browser: Browser, house: str) -> Opens:
    """Opens a page of the house: `with open_page("/styleguide", screen=PHONE, language="en") as visit: …`."""

    def opened(
        path: str, *, screen: Screen = DESK, language: Language = "zh", theme: Theme = "light"
    ) -> AbstractContextManager[Visit]:
        return visiting(browser, f"{house}{path}", screen=screen, language=language, theme=theme)

    return opened
