"""What is asked of every page in `pages.py`, in both languages and both themes."""

from __future__ import annotations

import pytest

from tests.journeys.browser import (
    DESK,
    PHONE,
    ZOOMED,
    Language,
    Screen,
    Theme,
    axe_faults,
    controls,
    reached_by_keyboard,
    sideways_scroll,
    small_targets,
)
from tests.journeys.conftest import Opens
from tests.journeys.pages import PAGES, Visited

pytestmark = pytest.mark.browser


@pytest.fixture(params=PAGES, ids=lambda page: page.address)
def visited(request: pytest.FixtureRequest, rulebook_loaded: None) -> Visited:
    """Each page in turn, in a house with its rulebook. Named here, since a test's database is chosen by the fixtures it names."""
    page: Visited = request.param
    return page


@pytest.mark.parametrize(("language", "theme", "screen"), [("zh", "light", DESK), ("en", "dark", PHONE)])
def test_page_has_no_fault_that_axe_can_find(
    open_page: Opens, visited: Visited, language: Language, theme: Theme, screen: Screen
) -> None:
    with open_page(visited.address, language=language, theme=theme, screen=screen) as visit:
        assert axe_faults(visit.page) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_never_scrolls_sideways(open_page: Opens, visited: Visited, language: Language) -> None:
    with open_page(visited.address, language=language, screen=PHONE) as visit:
        on_phone = sideways_scroll(visit.page)
        visit.page.set_viewport_size({"width": ZOOMED.width, "height": ZOOMED.height})

        assert (on_phone, sideways_scroll(visit.page)) == (0, 0)


def test_every_control_is_reached_by_the_keyboard_and_shows_it(open_page: Opens, visited: Visited) -> None:
    with open_page(visited.address, language="en") as visit:
        reached, without_ring = reached_by_keyboard(visit.page)

        assert (reached, without_ring) == (controls(visit.page), [])


def test_targets_are_large_enough(open_page: Opens, visited: Visited) -> None:
    with open_page(visited.address, language="zh", screen=PHONE) as visit:
        assert small_targets(visit.page, visited.target) == []


def test_browser_has_nothing_to_complain_of(open_page: Opens, visited: Visited) -> None:
    with open_page(visited.address) as visit:
        visit.page.wait_for_load_state("networkidle")

        assert [complaint for complaint in visit.complaints if "status of 404" not in complaint] == []
