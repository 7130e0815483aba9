"""Why a slip did not come out."""

from __future__ import annotations

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class PrinterSilent(Refusal):
    """The printer does not answer."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="小票没有打印出来：打印机没有响应。您的号码有效，请记下号码或用手机扫码；请告知大厅工作人员。",
                en="The slip was not printed: the printer does not answer. Your number is good: write it down or scan the code "
                "with your telephone, and please tell the staff of the hall.",
            )
        )


class OutOfPaper(Refusal):
    """The roll has come to its end."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="小票没有打印出来：打印机缺纸。您的号码有效，请记下号码或用手机扫码；请告知大厅工作人员。",
                en="The slip was not printed: the printer is out of paper. Your number is good: write it down or scan the code "
                "with your telephone, and please tell the staff of the hall.",
            )
        )
