"""The summary as lines for a terminal and as a page with pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mumian.simulation.showing.lines import as_lines
from mumian.simulation.showing.page import as_page
from mumian.simulation.summing import Summary

__all__ = ["as_lines", "as_page", "keep"]

KEPT: Final = "simulated.html"
"""The page of the last run, which leaders open from their desk."""


def keep(summary: Summary, house: Path) -> None:
    """Lay the page into the folder of a house, for its leaders, instead of the one before."""
    beside = house / f"{KEPT}.new"
    beside.write_text(as_page(summary), encoding="utf-8")
    beside.replace(house / KEPT)
