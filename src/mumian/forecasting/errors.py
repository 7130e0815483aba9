"""What could not be done with figures, in sentences."""

from __future__ import annotations

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class FiguresRefused(Refusal):
    """Figures of a month that cannot be true, or of a hall nobody knows; the sentence says what is wrong."""


class FiguresUnreadable(Refusal):
    """A file that does not hold monthly figures at all."""

    def __init__(self, *, missing: str) -> None:
        super().__init__(
            Text(
                "未载入任何数据：文件首行缺少列 {missing}。请按手册的列名补齐后重新载入。",
                "Nothing was loaded: the first line lacks the column {missing}. Add what is missing and load it again.",
            ).filled(missing=missing)
        )
