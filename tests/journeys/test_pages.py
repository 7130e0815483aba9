"""What is asked of every page in `pages.py`, in both languages, both themes and on both screens."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.journeys.browser import AT_A_DESK, ON_A_PHONE, Faults, Look, faults_of, has_its_contrast_seen
from tests.journeys.conftest import Opens
from tests.journeys.pages import PAGES, Visited

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Seen:
    """What was seen of one page in one look."""

    faults: Faults
    complaints: list[str]


@pytest.fixture(scope="module")
def seen_before() -> dict[tuple[Visited, Look], Seen]:
    """What was seen already: one visit answers all questions."""
    return {}


@pytest.fixture(params=PAGES, ids=lambda page: page.address)
def visited(request: pytest.FixtureRequest) -> Visited:
    """Each page in turn."""
    page: Visited = request.param
    return page


@pytest.fixture(params=[AT_A_DESK, ON_A_PHONE], ids=["at-a-desk", "on-a-phone"])
def seen(
    request: pytest.FixtureRequest,
    rulebook_loaded: None,
    open_page: Opens,
    visited: Visited,
    seen_before: dict[tuple[Visited, Look], Seen],
) -> Seen:
    """The page in each look, in a house with its rulebook (a test's database is chosen by the fixtures it names)."""
    look: Look = request.param
    if (visited, look) not in seen_before:
        with open_page(visited.address, language=look.language, theme=look.theme, screen=look.screen) as visit:
            complaints = [complaint for complaint in visit.complaints if "status of 404" not in complaint]
            contrast = has_its_contrast_seen(PAGES.index(visited), look)
            found = faults_of(visit.page, look, least=visited.target, contrast=contrast)
            seen_before[visited, look] = Seen(found, complaints)
    return seen_before[visited, look]


def test_page_has_no_fault_that_axe_can_find(seen: Seen) -> None:
    assert seen.faults.axe == []


def test_page_never_scrolls_sideways(seen: Seen) -> None:
    assert seen.faults.sideways == []


def test_every_control_is_reached_by_the_keyboard_and_shows_it(seen: Seen) -> None:
    assert (seen.faults.unreached, seen.faults.without_ring) == ([], [])


def test_targets_are_large_enough(seen: Seen) -> None:
    assert seen.faults.small == []


def test_browser_has_nothing_to_complain_of(seen: Seen) -> None:
    assert seen.complaints == []
