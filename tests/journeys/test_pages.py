"""What is asked of every page in `pages.py`, in both languages, both themes and on both screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.browser import AT_A_DESK, NO_FAULTS, ON_A_PHONE, Look, axe_looks, faults_of, visiting_in
from tests.journeys.pages import PAGES, Visited

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=[AT_A_DESK, ON_A_PHONE], ids=["at-a-desk", "on-a-phone"])
def look(request: pytest.FixtureRequest) -> Look:
    """Each look in turn."""
    look: Look = request.param
    return look


@pytest.fixture(scope="module")
def context(browser: Browser, look: Look) -> Iterator[BrowserContext]:
    """Somebody who looks so at one page after the other: nine tenths of what a page fetches it shares with the one before."""
    context = look.context_of(browser)
    yield context
    context.close()


@pytest.mark.parametrize("visited", PAGES, ids=lambda page: page.address)
def test_page_has_no_fault(rulebook_loaded: None, house: str, context: BrowserContext, look: Look, visited: Visited) -> None:
    with visiting_in(context, f"{house}{visited.address}") as visit:
        found = faults_of(visit.page, look, least=visited.target, axe_too=axe_looks(PAGES.index(visited), look))
        complaints = [complaint for complaint in visit.complaints if "status of 404" not in complaint]

    assert (found, complaints) == (NO_FAULTS, [])
