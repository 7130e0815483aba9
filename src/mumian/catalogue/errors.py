"""What could not be done with a rulebook."""

from __future__ import annotations

from datetime import datetime

from mumian.foundation.clock import local
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class RulebookBroken(Refusal):
    """A rulebook with problems is not loaded."""

    def __init__(self, count: int) -> None:
        super().__init__(
            Text(
                zh="规则手册没有装入：其中有 {count} 处问题。请先运行 mumian rulebook check 并改正。",
                en="The rulebook was not loaded: it has {count} problems. Run mumian rulebook check and correct them first.",
            ).filled(count=count)
        )


class LoadedBefore(Refusal):
    """A rulebook cannot be recorded at a moment before one that is recorded already: history is not rewritten."""

    def __init__(self, *, at: datetime, last: datetime) -> None:
        super().__init__(
            Text(
                zh="规则手册没有装入：{at} 早于上一次装入的时间 {last}，历史不能改写。请用现在的时间。",
                en="The rulebook was not loaded: {at} is before the last load at {last}, and history is not rewritten. "
                "Use the present time.",
            ).filled(at=f"{local(at):%Y-%m-%d %H:%M:%S}", last=f"{local(last):%Y-%m-%d %H:%M:%S}")
        )


class NoRulebook(Refusal):
    """No rulebook was recorded, or none yet at that moment."""

    def __init__(self, at: datetime | None = None) -> None:
        when = f"{local(at):%Y-%m-%d %H:%M}" if at else ""
        super().__init__(
            Text(
                zh=f"{when + ' 时' if when else ''}没有装入任何规则手册。请先运行 mumian rulebook load。",
                en=f"No rulebook was loaded{' by ' + when if when else ' yet'}. Run mumian rulebook load first.",
            )
        )
