"""Pictures of the pages of a running house, to be looked at.

`python -m tests.journeys.pictures http://localhost:8000 FOLDER [ADDRESS …]`; without addresses it takes every page of `pages.py`:
desk, phone and 400 % zoom, both languages, both themes.
"""

from __future__ import annotations

import re
import sys
from itertools import product
from pathlib import Path
from typing import get_args

from tests.journeys.browser import DESK, PHONE, ZOOMED, Language, Theme, chromium, visiting
from tests.journeys.pages import PAGES


def take(house: str, folder: Path, addresses: list[str]) -> int:
    """Write a PNG of the whole page for every address, screen, language and theme; answers how many."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = list(product(addresses, (DESK, PHONE, ZOOMED), get_args(Language), get_args(Theme)))
    with chromium() as browser:
        for address, screen, language, theme in wanted:
            name = re.sub(r"\W+", "-", address.strip("/")) or "front"
            with visiting(browser, house + address, screen=screen, language=language, theme=theme) as visit:
                visit.page.screenshot(path=folder / f"{name}-{screen.name}-{language}-{theme}.png", full_page=True)
    return len(wanted)


if __name__ == "__main__":
    count = take(sys.argv[1].rstrip("/"), Path(sys.argv[2]), sys.argv[3:] or [page.address for page in PAGES])
    sys.stdout.write(f"{count} pictures in {sys.argv[2]}\n")
