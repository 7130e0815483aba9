"""What happens to cases without anybody at a page: by the clock, and when packages below have something to tell."""

from __future__ import annotations

from mumian.cases.tasks.clock import clock_strikes
from mumian.cases.tasks.lists import take_answer_of_unit, tell_lists_answered

__all__ = ["clock_strikes", "take_answer_of_unit", "tell_lists_answered"]
