"""A real browser for journeys: where it is found, the screens it is tried on, and what is asked of every page."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM: Final = Path(os.environ.get("MUMIAN_CHROMIUM", "/usr/bin/chromium"))
CONTROLS: Final = Path(__file__).with_name("controls.js").read_text(encoding="utf-8").partition("\n")[2].strip()


@dataclass(frozen=True)
class Screen:
    """A size in CSS pixels. 320 px wide is a desk's screen of 1280 px at 400 % zoom (WCAG 2.2, success criterion 1.4.10)."""

    name: str
    width: int
    height: int


DESK: Final = Screen("desk", 1280, 800)
PHONE: Final = Screen("phone", 390, 844)
ZOOMED: Final = Screen("zoomed", 320, 256)
HALL: Final = Screen("hall", 1920, 1080)
HALL_LARGE: Final = Screen("hall-large", 3840, 2160)
HALL_UPRIGHT: Final = Screen("hall-upright", 1080, 1920)
KIOSK: Final = Screen("kiosk", 1280, 1024)

FROM_THE_TOP: Final = "document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')"
"""Some pages put the focus where work goes on; Tab is pressed from the top nevertheless."""

Language = Literal["zh", "en"]
Theme = Literal["light", "dark"]
LANGUAGE_TAGS: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en-GB"}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the machine, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Visit:
    """One page, open, with everything the browser complained about."""

    page: Page
    complaints: list[str]


@dataclass(frozen=True)
class Look:
    """One way of looking at a page. Two of them see a page in both languages, both themes and on both screens."""

    language: Language
    theme: Theme
    screen: Screen

    def context_of(self, browser: Browser, **more: Any) -> BrowserContext:
        """Somebody who looks so: this screen, this language of the browser, this theme of the system."""
        return browser.new_context(
            viewport={"width": self.screen.width, "height": self.screen.height},
            locale=LANGUAGE_TAGS[self.language],
            color_scheme=self.theme,
            reduced_motion="reduce",
            **more,
        )


AT_A_DESK: Final = Look("zh", "light", DESK)
ON_A_PHONE: Final = Look("en", "dark", PHONE)


@contextmanager
def visiting(
    browser: Browser, address: str, *, screen: Screen = DESK, language: Language = "zh", theme: Theme = "light"
) -> Iterator[Visit]:
    """Open an address as somebody new: this screen, this language of the browser, this theme of the system."""
    context = Look(language, theme, screen).context_of(browser)
    try:
        with visiting_in(context, address) as visit:
            yield visit
    finally:
        context.close()


@contextmanager
def visiting_in(context: BrowserContext, address: str) -> Iterator[Visit]:
    """Open an address in a tab of its own, with no cookie of earlier visits; what the browser has fetched before it has."""
    context.clear_cookies()
    page = context.new_page()
    visit = Visit(page, [])
    page.on("console", lambda message: visit.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.goto(address)
    yield visit
    page.close()


@contextmanager
def leading_on(page: Page) -> Iterator[None]:
    """What is done inside leads to another page, or to this one anew: wait until that one stands.

    The browser answers a click before the next page has come; what is ticked or measured in between belongs to the old one.
    """
    with page.expect_navigation():
        yield


def axe_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and its own best practices: rule and place, one per line."""
    results: dict[str, Any] = Axe().run(page).response
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in results["violations"]
        for node in violation["nodes"]
    ]


def sideways_scroll(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def _controls(page: Page, question: str) -> Any:
    return page.evaluate(f"{CONTROLS}.{question}")


def controls(page: Page) -> list[str]:
    """Every control that somebody with a mouse can use. Of a group of radio buttons only one, since arrows lead to the others."""
    return sorted(_controls(page, "byKeyboard()"))


def reached_by_keyboard(page: Page, *, most: int = 400) -> tuple[list[str], list[str]]:
    """Press Tab through the whole page: the controls it came to, and those where the ring was missing or thinner than 3 px.

    The page writes down where the focus goes; asking it after every key would take most of the time.
    """
    _controls(page, "follow()")
    at_once = len(controls(page)) + 2
    for _ in range(0, most, at_once):
        for _ in range(at_once):
            page.keyboard.press("Tab")
        walked = page.evaluate("window.walked")
        if walked["again"]:
            break
    reached = [step["name"] for step in walked["steps"] if step["control"]]
    without_ring = [step["name"] for step in walked["steps"] if not step["ring"]]
    return sorted(reached), without_ring


def small_targets(page: Page, least: int) -> list[str]:
    """Controls lower than `least` CSS pixels, with their height."""
    found: list[str] = _controls(page, f"lowerThan({least})")
    return found


@dataclass(frozen=True)
class Faults:
    """What one look at a page found. A page is loaded once for all of it, as loading is what takes the time."""

    axe: list[str]
    """Against WCAG 2.2 and the good practices that axe knows; asked for in one look."""
    sideways: list[int]
    """Pixels that the page is wider than its window, where it is: at the look's size, on a phone, at 400 % zoom."""
    unreached: list[str]
    """Controls that Tab does not come to; looked for at a desk."""
    without_ring: list[str]
    """Controls that do not show that the keyboard is at them; looked for at a desk."""
    small: list[str]
    """Targets that are too low; looked for on a phone."""


NO_FAULTS: Final = Faults([], [], [], [], [])


def axe_looks(place: int, look: Look) -> bool:
    """Whether axe looks at the page at this place of a list in this look: the pages take turns with the two looks.

    A page has the same parts in both, and axe takes more time than all the rest. The colours are tried in both themes by
    `tests/web/shared/test_tokens.py`, every pair of them.
    """
    return (place % 2 == 0) == (look.theme == "light")


def faults_of(page: Page, look: Look, *, least: int, axe_too: bool) -> Faults:
    """Everything that is asked of every page, on one that stands open in this look; targets may be `least` CSS pixels low."""
    axe = axe_faults(page) if axe_too else []
    unreached: list[str] = []
    without_ring: list[str] = []
    small: list[str] = []
    if look.screen is DESK:
        page.evaluate(FROM_THE_TOP)
        reached, without_ring = reached_by_keyboard(page)
        unreached = sorted((Counter(controls(page)) - Counter(reached)).elements())
    else:
        small = small_targets(page, least)
    widths = []
    for screen in (look.screen, PHONE, ZOOMED):
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        widths.append(sideways_scroll(page))
    return Faults(axe, [width for width in widths if width], unreached, without_ring, small)
