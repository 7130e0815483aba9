"""A list follows what a colleague does, keeps what was typed, and comes back when the live process was killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise
from urllib.request import urlopen

import pytest
from django.conf import settings as house_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings

from mumian.accounts.services import open_demo_accounts
from mumian.foundation.clock import SystemClock
from mumian.foundation.outbox.dispatching import Dispatcher
from mumian.foundation.outbox.working import announce_until
from mumian.offices.models import Officer
from mumian.offices.terms import Role
from mumian.project.environment import Environment
from tests.factories import offices
from tests.support.databases import TestDatabases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "kapok flowers in spring"
A_SECOND = 950
"""Milliseconds by the clock of the browser, which counts from when a page asked and not from when it went on its way."""
WITHIN = 3_000
"""Milliseconds. It takes less than half a second on a machine that does nothing else; the promise is one."""


@pytest.fixture
def officers(transactional_db: None) -> None:
    """The acceptance officers `chen` and `mu`."""
    accounts = open_demo_accounts(usernames=["chen", "mu"], password=PASSWORD, at=datetime(2026, 9, 1, tzinfo=UTC))
    offices.small_office()
    for badge, account_id in zip(("100001", "100002"), accounts.values(), strict=True):
        offices.officer(badge, offices.posting(Role.ACCEPTANCE_OFFICER, hall="H01", window="H01-W01"))
        Officer.objects.filter(badge_number=badge).update(account_id=account_id)


class LiveProcess:
    """The live process over this test's copy of the database; it can be killed and started again on its port."""

    def __init__(self, databases: TestDatabases) -> None:
        with socket.socket() as tried:
            tried.bind(("127.0.0.1", 0))
            self.port = int(tried.getsockname()[1])
        environment = Environment.read()
        self.environment = {
            **os.environ,
            "DATABASE_URL": databases.login("owner").url,
            "MUMIAN_VAR": str(databases.folder),
            "MUMIAN_PROFILE": "test",
            "MUMIAN_PORT": str(environment.port),
            "MUMIAN_LIVE_PORT": str(self.port),
            "MUMIAN_SECRET_KEY": house_settings.SECRET_KEY,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mumian.project.live"],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while not self.is_healthy():
            assert self.process.poll() is None, "The live process has ended."
            assert time.monotonic() < deadline, "The live process does not answer."
            threading.Event().wait(0.05)

    def is_healthy(self) -> bool:
        with suppress(OSError):
            return bool(urlopen(f"http://127.0.0.1:{self.port}/live/healthz", timeout=5).status == 200)
        return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def live(databases: TestDatabases, settings: Settings, officers: None) -> Iterator[LiveProcess]:
    """A live process that the pages know of, and somebody who announces events as the worker does."""
    process = LiveProcess(databases)
    settings.LIVE_PORT = process.port
    settings.ROOT_URLCONF = "tests.journeys.live_pages"
    stop = threading.Event()
    announcing = threading.Thread(target=announce_until, kwargs={"stop": stop, "dispatcher": Dispatcher(clock=SystemClock())})
    announcing.start()
    try:
        process.start()
        yield process
    finally:
        stop.set()
        announcing.join(30)
        process.kill()


@pytest.fixture
def at_desk(browser: Browser, house: str, live: LiveProcess) -> Iterator[Callable[[str], Page]]:
    """`at_desk("chen")` is the list in a browser of his own. All are closed before the house loses its database."""
    contexts = []

    def opened(username: str) -> Page:
        context = browser.new_context(locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{house}/cases")
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Cases")
        return page

    yield opened
    for context in contexts:
        context.close()


def test_list_follows_what_a_colleague_does_and_keeps_what_was_begun(at_desk: Callable[[str], Page], live: LiveProcess) -> None:
    mine, other = at_desk("chen"), at_desk("mu")
    other.get_by_role("button", name="Act").click()
    expect(mine.get_by_label("case-1", exact=True)).to_be_visible(timeout=WITHIN)
    mine.get_by_label("case-1", exact=True).check()
    mine.get_by_text("More about case-1").click()
    mine.get_by_label("Note").fill("half a sen")
    mine.keyboard.press("ArrowLeft")

    other.get_by_role("button", name="Act").click()

    expect(mine.get_by_label("case-2", exact=True)).to_be_visible(timeout=WITHIN)
    expect(mine.get_by_label("case-1", exact=True)).to_be_checked()
    expect(mine.get_by_label("case-2", exact=True)).not_to_be_checked()
    expect(mine.locator("#case-1 details")).to_have_attribute("open", "")
    expect(mine.locator("#case-2 details")).not_to_have_attribute("open", "")
    expect(mine.get_by_label("Note")).to_be_focused()
    mine.keyboard.type("X")
    expect(mine.get_by_label("Note")).to_have_value("half a seXn")
    expect(mine.locator("[aria-live=polite]")).to_have_text("The list was updated.")


def test_list_shows_within_a_second_what_a_colleague_did(at_desk: Callable[[str], Page], live: LiveProcess) -> None:
    mine, other = at_desk("chen"), at_desk("mu")
    waited = []

    for number in range(1, 6):
        begun = time.monotonic()
        other.get_by_role("button", name="Act").click()
        expect(mine.get_by_label(f"case-{number}", exact=True)).to_be_visible(timeout=WITHIN)
        waited.append(time.monotonic() - begun)
        time.sleep(1)  # a page fetches once a second: the next act is one by itself

    assert min(waited) < 1  # others may keep the machine busy; what the page or the processes waited for on purpose would show


def test_many_acts_are_few_fetches(at_desk: Callable[[str], Page], live: LiveProcess) -> None:
    mine, other = at_desk("chen"), at_desk("mu")
    fetches: list[float] = []
    mine.on(
        "requestfinished",
        lambda request: fetches.append(request.timing["startTime"]) if "mumian-live" in request.headers else None,
    )

    for number in range(1, 11):
        other.get_by_role("button", name="Act").click()
        expect(other.get_by_label(f"case-{number}", exact=True)).to_be_visible()
    expect(mine.get_by_label("case-10", exact=True)).to_be_visible(timeout=WITHIN)

    assert [late - early for early, late in pairwise(fetches) if late - early < A_SECOND] == []


def test_page_says_that_it_is_not_live_and_comes_back(at_desk: Callable[[str], Page], live: LiveProcess) -> None:
    mine, other = at_desk("chen"), at_desk("mu")
    live.kill()
    expect(mine.locator(".live-note")).to_contain_text("Not live since", timeout=10_000)
    other.get_by_role("button", name="Act").click()

    live.start()

    expect(mine.locator(".live-note")).to_be_hidden(timeout=20_000)
    expect(mine.get_by_label("case-1", exact=True)).to_be_visible(timeout=WITHIN)


def test_who_was_signed_out_is_told(at_desk: Callable[[str], Page], live: LiveProcess) -> None:
    mine, other = at_desk("chen"), at_desk("mu")
    mine.context.clear_cookies()

    other.get_by_role("button", name="Act").click()

    expect(mine.locator(".live-note")).to_contain_text("You are signed out", timeout=WITHIN)
