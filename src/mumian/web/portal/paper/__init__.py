"""The public pages on paper: leaflets, sample forms and the hall's board for the wall. Templates stand beside this file."""

from __future__ import annotations

from mumian.web.portal.paper.sheets import board_sheet, form_sheet, leaflet_sheet

__all__ = ["board_sheet", "form_sheet", "leaflet_sheet"]
