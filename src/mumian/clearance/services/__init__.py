"""Watches, decisions about matches, loads of lists, holders."""

from __future__ import annotations

from mumian.clearance.services.deciding import confirm_decision, decide_match, withdraw_decision
from mumian.clearance.services.holding import end_holding, entrust_list
from mumian.clearance.services.loading import load_list
from mumian.clearance.services.loading.keying import key_lists_anew
from mumian.clearance.services.rescreening import rescreen
from mumian.clearance.services.screening import compare_alone, screen_waiting, sweep
from mumian.clearance.services.watching import close_watch, close_watches, look_again, open_watch, open_watches

__all__ = [
    "close_watch",
    "close_watches",
    "compare_alone",
    "confirm_decision",
    "decide_match",
    "end_holding",
    "entrust_list",
    "key_lists_anew",
    "load_list",
    "look_again",
    "open_watch",
    "open_watches",
    "rescreen",
    "screen_waiting",
    "sweep",
    "withdraw_decision",
]
