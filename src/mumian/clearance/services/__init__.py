"""Watches, decisions about matches, loads of lists, holders."""

from __future__ import annotations

from mumian.clearance.services.deciding import confirm_decision, decide_match, withdraw_decision
from mumian.clearance.services.holding import end_holding, entrust_list
from mumian.clearance.services.loading import load_list
from mumian.clearance.services.watching import close_watch, close_watches, look_again, open_watch, open_watches

__all__ = [
    "close_watch",
    "close_watches",
    "confirm_decision",
    "decide_match",
    "end_holding",
    "entrust_list",
    "load_list",
    "look_again",
    "open_watch",
    "open_watches",
    "withdraw_decision",
]
