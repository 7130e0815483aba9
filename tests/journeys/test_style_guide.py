from __future__ import annotations

import pytest

from tests.journeys.browser import HALL, HALL_LARGE, HALL_UPRIGHT, KIOSK, Language, Screen
from tests.journeys.conftest import Opens

pytestmark = pytest.mark.browser

GROUND = "getComputedStyle(document.body).backgroundColor"


def test_theme_switch_changes_the_page_at_once_and_is_remembered(open_page: Opens) -> None:
    with open_page("/styleguide", language="en") as visit:
        page = visit.page
        page.fill("#id_guide_name", "typed before")
        page.click("text=Dark")
        at_once = (page.evaluate(GROUND), page.input_value("#id_guide_name"))

        page.reload()

        assert at_once == ("rgb(20, 23, 27)", "typed before")
        assert page.evaluate(GROUND) == "rgb(20, 23, 27)"


def test_language_switch_keeps_the_address(open_page: Opens) -> None:
    with open_page("/styleguide?page=3", language="zh") as visit:
        visit.page.click("text=English")

        assert visit.page.url.endswith("/styleguide?page=3")
        assert visit.page.text_content("h1") == "Style guide"


def test_page_follows_the_theme_of_the_system(open_page: Opens) -> None:
    with open_page("/styleguide", theme="dark") as visit:
        assert visit.page.evaluate(GROUND) == "rgb(20, 23, 27)"


def test_skip_link_leads_to_the_content(open_page: Opens) -> None:
    with open_page("/styleguide", language="en") as visit:
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")

        assert visit.page.evaluate("document.activeElement.id") == "main"


def test_print_is_a_clean_sheet(open_page: Opens) -> None:
    with open_page("/styleguide", theme="dark") as visit:
        visit.page.emulate_media(media="print", color_scheme="dark")

        assert visit.page.evaluate(GROUND) == "rgb(255, 255, 255)"
        assert [visit.page.is_visible(part) for part in (".switches", ".bar", ".button")] == [False, False, False]


def test_colour_is_not_needed_when_the_system_chooses_it(open_page: Opens) -> None:
    with open_page("/styleguide") as visit:
        visit.page.emulate_media(forced_colors="active")

        assert visit.page.evaluate("getComputedStyle(document.querySelector('.time-left')).borderTopStyle") == "solid"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("screen", [HALL, HALL_LARGE, HALL_UPRIGHT], ids=lambda screen: screen.name)
def test_hall_screen_shows_all_its_calls_without_scrolling(open_page: Opens, language: Language, screen: Screen) -> None:
    with open_page("/styleguide/screen", language=language, screen=screen) as visit:
        outside = visit.page.evaluate(
            "[...document.querySelectorAll('.call, .call span, .waiting li, .screen-foot p')].filter((one) => {"
            "const box = one.getBoundingClientRect(); return box.right > innerWidth || box.bottom > innerHeight || box.left < 0;"
            "}).map((one) => one.textContent)"
        )

        assert outside == []


@pytest.mark.parametrize("screen", [HALL, HALL_LARGE], ids=lambda screen: screen.name)
def test_newest_call_is_an_eighth_of_the_screen_high(open_page: Opens, screen: Screen) -> None:
    with open_page("/styleguide/screen", screen=screen) as visit:
        size = visit.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.call.newest')).fontSize)")

        assert size == pytest.approx(0.12 * screen.height, rel=0.01)


@pytest.mark.parametrize("address", ["/styleguide/touch", "/styleguide/touch?elder=yes"])
def test_touched_screen_has_nothing_to_scroll(open_page: Opens, address: str) -> None:
    with open_page(address, screen=KIOSK, language="en") as visit:
        hidden = visit.page.evaluate("document.querySelector('main').scrollHeight - document.querySelector('main').clientHeight")

        assert hidden == 0
