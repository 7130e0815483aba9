"""The public board on the screens of a hall: whatever its size and whichever way up it hangs, everything can be seen."""

from __future__ import annotations

import pytest

from tests.journeys.browser import HALL, HALL_LARGE, HALL_UPRIGHT, Language, Screen
from tests.journeys.conftest import Opens

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Names of parts that stand lower than the place where they are shown, or wider than the screen.
OUT_OF_SIGHT = """() => {
  const main = document.querySelector("main").getBoundingClientRect();
  return [...document.querySelectorAll("main tr, main li, main p, .screen-foot p")]
    .filter((part) => {
      const box = part.getBoundingClientRect();
      const lowest = part.closest("main") ? main.bottom : window.innerHeight;
      return box.bottom > lowest + 1 || box.right > window.innerWidth + 1;
    })
    .map((part) => part.textContent.trim().slice(0, 40));
}"""


@pytest.mark.parametrize(("screen", "language"), [(HALL, "zh"), (HALL, "en"), (HALL_LARGE, "en"), (HALL_UPRIGHT, "en")])
def test_every_part_of_the_board_fits_the_screen(
    open_page: Opens, rulebook_loaded: None, screen: Screen, language: Language
) -> None:
    with open_page("/halls/H02/board/screen", screen=screen, language=language) as visit:
        page = visit.page
        parts = int(str(page.text_content("h2")).split("/")[-1])
        hidden = {}
        for part in range(1, parts + 1):
            page.goto(page.url.split("?")[0] + f"?part={part}")
            hidden[part] = page.evaluate(OUT_OF_SIGHT)

        assert hidden == {part: [] for part in range(1, parts + 1)}
        assert parts > 3
