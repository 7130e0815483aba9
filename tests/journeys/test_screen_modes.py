"""A call on the big screen of a hall: spoken in three languages and flashed, flashed alone, or silent."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect
from pytest_django.fixtures import Settings

from mumian.gateways.speech import Clips
from tests.journeys.browser import HALL
from tests.journeys.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("rulebook_loaded")]

CALLED = {"kind": "called", "hall": "H01", "number": "A017", "window": "H01-W03", "window_number": 3, "floor": 1}
STREAM = f"id: p-1\nevent: hall\ndata: {json.dumps(CALLED)}\n\n"
SPOKEN = ["cmn/A017/3.wav", "yue/A017/3.wav", "eng/A017/3.wav"]
# The flash lasts shorter than a test may take to look.
WATCH = """
new MutationObserver(() => { window.flashed ||= document.body.classList.contains("flash"); })
  .observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
window.flashed = false;
"""


def told(origin: str) -> Callable[[Route], None]:
    """A live process that says one thing."""
    allowed = {"access-control-allow-origin": origin, "access-control-allow-credentials": "true"}
    return lambda route: route.fulfill(body=STREAM, headers={"content-type": "text/event-stream", **allowed})


@pytest.fixture
def voice_and_stream(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A house whose clips are made, with a live process beside it."""
    settings.LIVE_PORT = 9
    monkeypatch.setattr(Clips, "are_there", lambda _: True)


@pytest.mark.usefixtures("voice_and_stream")
@pytest.mark.parametrize(("mode", "flashes", "spoken"), [("voice", True, SPOKEN), ("flash", True, []), ("silent", False, [])])
def test_call_is_shown_in_every_mode_and_heard_or_flashed_as_the_mode_says(
    open_page: Opens, house: str, mode: str, flashes: bool, spoken: list[str]
) -> None:
    heard: list[str] = []

    def clip(route: Route) -> None:
        heard.append(route.request.url.partition("/voice/")[2])
        route.abort()

    with open_page("/waiting/", screen=HALL) as visit:
        page = visit.page
        page.add_init_script(WATCH)
        page.route("**/live/halls/**", told(house))
        page.route("**/screens/voice/**", clip)
        page.goto(f"{house}/screens/H01/?mode={mode}")
        expect(page.locator(".call.newest .call-ticket")).to_have_text("A017")
        page.wait_for_timeout(500)

        assert (page.evaluate("window.flashed"), heard[: len(SPOKEN)]) == (flashes, spoken)
