"""What the desks print for somebody at the window besides the papers of a case. Templates stand beside this file."""

from __future__ import annotations

from mumian.web.desk.paper.looks import looks_sheet

__all__ = ["looks_sheet"]
