"""The summary as lines for a terminal and as a page with pictures."""

from __future__ import annotations

from mumian.simulation.showing.lines import as_lines
from mumian.simulation.showing.page import as_page

__all__ = ["as_lines", "as_page"]
