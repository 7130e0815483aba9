"""Wrong tries: who guesses has to wait longer and longer, who mistypes hardly notices."""

from __future__ import annotations

from mumian.foundation.tries.counting import begin_try, forget_tries, was_right
from mumian.foundation.tries.waiting import FREE, Tally

__all__ = ["FREE", "Tally", "begin_try", "forget_tries", "was_right"]
