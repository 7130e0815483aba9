"""What could not be done with money. The sentence of each says what was not done, why, and what to do next."""

from __future__ import annotations

from typing import Final

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class OrderRefused(Refusal):
    """An order was not placed, waived or changed."""


class PaymentRefused(Refusal):
    """No money was taken or given back."""


class ReconciliationRefused(Refusal):
    """Takings were not reckoned up."""


AMOUNT_UNKNOWN: Final = Text(
    "未生成缴费单：“{name}”的金额没有公布。请输入该项金额。",
    'No order was made: the amount of "{name}" is not published. Enter that amount.',
)
PAID_ALREADY: Final = Text(
    "未更改缴费单：已经收过费。请先退费，再重新生成。",
    "The order was not changed: money has been taken on it. Refund that first, then place it again.",
)
NO_ORDER: Final = Text(
    "未办理：没有这张缴费单，或它已被替换。请刷新页面。",
    "Nothing was done: there is no such order, or another one has taken its place. Reload the page.",
)
NOTHING_DUE: Final = Text(
    "未收费：这张缴费单没有应收款（{state}）。",
    "Nothing was taken: nothing is due on this order ({state}).",
)
TOO_MUCH: Final = Text(
    "未收费：应收 {due}，不能收 {amount}。请按应收金额收取。",
    "Nothing was taken: {due} is due, not {amount}. Take what is due.",
)
NOT_POSITIVE: Final = Text(
    "未办理：金额必须大于零。请改正金额。",
    "Nothing was done: the amount must be more than nothing. Correct it.",
)
NO_TRACE: Final = Text(
    "未收费：刷卡收款须填写凭证号。请照 POS 单填写。",
    "Nothing was taken: a payment by card needs the number on the terminal's slip. Enter it.",
)
NO_RECEIPT: Final = Text(
    "未退费：没有这张收据。请核对收据编号。",
    "Nothing was given back: there is no such receipt. Check its number.",
)
REFUND_TOO_HIGH: Final = Text(
    "未退费：这张收据最多还能退 {most}，不能退 {amount}。请改正金额。",
    "Nothing was given back: at most {most} is left on this receipt, not {amount}. Correct the amount.",
)
NO_GROUND: Final = Text(
    "未办理：没有写明理由。请写明理由。",
    "Nothing was done: the ground is missing. State it.",
)
WAIVED_LATE: Final = Text(
    "未减免：这张缴费单没有应收款（{state}）。",
    "Nothing was waived: nothing is due on this order ({state}).",
)
NOTHING_TAKEN: Final = Text(
    "未对账：此窗口没有您尚未对账的收款。",
    "Nothing was reckoned up: you have taken nothing at this window since the last time.",
)
DIFFERENCE_UNEXPLAINED: Final = Text(
    "未对账：清点金额与收据相差 {difference}。请复点；确有差额的，写明原因。",
    "The takings were not reckoned up: the count differs from the receipts by {difference}. Count again; if it stands, say why.",
)
