"""The colours of `tokens.css` as values: the style guide shows them, a test measures them.

Contrast is the ratio of relative luminances of WCAG 2.2: 4.5 for letters (success criterion 1.4.3), 7 for letters read from
afar (1.4.6), 3 for edges and signs (1.4.11).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SHEET: Final = Path(__file__).parent / "static/shared/tokens.css"
LETTERS: Final = 4.5
FAR_LETTERS: Final = 7.0
SIGNS: Final = 3.0
LINEAR_BELOW: Final = 0.04045


@dataclass(frozen=True)
class Pair:
    """A colour that is read on a ground, and the contrast it must reach."""

    colour: str
    ground: str
    least: float = LETTERS


PAIRS: Final = (
    *(Pair(colour, ground) for colour in ("ink", "ink-soft", "link", "link-deep") for ground in ("paper", "mist")),
    Pair("kapok", "paper"),
    Pair("kapok-deep", "paper"),
    Pair("on-action", "action"),
    Pair("on-action", "action-deep"),
    Pair("action", "paper", SIGNS),
    Pair("ink", "kapok-ground"),
    Pair("on-link", "link"),
    Pair("link", "link-ground"),
    Pair("ink", "link-ground"),
    *(Pair(state, f"{state}-ground") for state in ("in-time", "two-days", "one-day", "today", "overdue")),
    *(Pair("ink", f"{state}-ground") for state in ("in-time", "two-days", "one-day", "today", "overdue")),
    *(Pair(state, "paper") for state in ("in-time", "two-days", "one-day", "today", "overdue")),
    Pair("paper", "in-time"),
    Pair("edge", "paper", SIGNS),
    Pair("edge", "mist", SIGNS),
    *(
        Pair(colour, ground, FAR_LETTERS)
        for colour in ("hall-ink", "hall-soft", "hall-call")
        for ground in ("hall", "hall-raised")
    ),
)


def colours(css: str) -> dict[str, dict[str, str]]:
    """The colour tokens of a sheet for `light`, `system dark` and `chosen dark`: name → `#RRGGBB`.

    A dark theme also holds the colours that it leaves as they are in the light one.
    """
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    blocks = {
        "light": r":root\s*\{(.*?)\}",
        "system dark": r':root\[data-theme="auto"\]\s*\{(.*?)\}',
        "chosen dark": r':root\[data-theme="dark"\]\s*\{(.*?)\}',
    }
    found: dict[str, dict[str, str]] = {}
    for name, pattern in blocks.items():
        block = re.search(pattern, without_comments, flags=re.DOTALL)
        if block is None:
            raise ValueError(f"The style sheet has no colours for the theme {name}.")
        found[name] = found.get("light", {}) | dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})\b", block[1]))
    return found


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 for black to 1 for white."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How well one colour is read on the other: 1 (not at all) to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
