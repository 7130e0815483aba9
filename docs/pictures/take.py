"""Take the pictures of the README from a running demonstration.

./mumian demo --port 8000                                      # in one window
.venv/bin/python -m docs.pictures.take http://localhost:8000    # in another
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.journeys.browser import HALL, Language, Screen, chromium, visiting

HERE = Path(__file__).parent
PAGE = Screen("readme", 1200, 860)

# What is shown: the file, the address, the language and the screen.
PICTURES: tuple[tuple[str, str, Language, Screen], ...] = (
    ("service.png", "/services/PP-NEW/?lang=en", "en", PAGE),
    ("board.png", "/halls/H01/board/screen?lang=zh-hans&part=2", "zh", HALL),
)


def take(address: str) -> None:
    """Write each picture beside this file."""
    with chromium() as browser:
        for name, path, language, screen in PICTURES:
            with visiting(browser, address + path, screen=screen, language=language) as visit:
                visit.page.screenshot(path=HERE / name)
                sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004  # the program's name and one address
        sys.exit("Name the address of a running demonstration: python -m docs.pictures.take http://localhost:8000")
    take(sys.argv[1].rstrip("/"))
