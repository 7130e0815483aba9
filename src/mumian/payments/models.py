"""Orders with their lines, waivers, receipts, refunds, reckonings. Amounts are whole fen.

What these constraints cannot say (sums over rows, and that nothing is rewritten) stands in the triggers of migration 0002.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mumian.offices.models import Officer, Window
from mumian.payments.terms import FEE, Method

CODE = r"^[0-9ACDEFGHJKMNPQRTVWXY]{10}$"


def _choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class Order(models.Model):
    """What is to be paid for a reference. A changed order is a new one, and the old one is withdrawn."""

    reference = models.TextField()
    purpose = models.TextField(default=FEE)
    amount = models.BigIntegerField()
    placed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    placed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["reference", "purpose"], condition=Q(withdrawn_at=None), name="one_order_stands_for_a_purpose"
            ),
            models.CheckConstraint(condition=~Q(reference="") & ~Q(purpose=""), name="an_order_names_what_it_is_for"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="an_order_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.purpose}"


class OrderLine(models.Model):
    """One charge of an order."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines", db_index=False)
    place = models.PositiveSmallIntegerField()
    code = models.TextField()
    name_zh = models.TextField()
    name_en = models.TextField()
    amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "place"], name="lines_of_an_order_have_their_places"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_charge_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.code}"


class Waiver(models.Model):
    """Why nothing is taken on an order, and who said so."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="waiver")
    ground = models.TextField()
    waived_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    waived_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(ground=""), name="a_waiver_has_its_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.ground}"


class Reconciliation(models.Model):
    """One officer's takings at one window, reckoned up: what receipts and refunds add up to, and what was counted."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    cash = models.BigIntegerField()
    card = models.BigIntegerField()
    receipts_count = models.PositiveIntegerField()
    refunds_count = models.PositiveIntegerField()
    counted_cash = models.BigIntegerField()
    counted_card = models.BigIntegerField()
    explanation = models.TextField(blank=True, default="")
    reconciled_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(cash=F("counted_cash"), card=F("counted_card")) | ~Q(explanation=""),
                name="a_difference_is_explained",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["on", "window"], name="reckonings_of_a_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.window_id} {self.officer_id}"


class Receipt(models.Model):
    """Money taken at a window. Its number cannot be guessed and carries a check character."""

    number = models.CharField(max_length=10, unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="receipts")
    amount = models.BigIntegerField()
    method = models.CharField(max_length=8, choices=_choices(Method))
    trace = models.TextField(blank=True, default="")
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField()
    reconciliation = models.ForeignKey(Reconciliation, null=True, on_delete=models.PROTECT, related_name="receipts")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(number__regex=CODE), name="receipt_number_has_its_shape"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_receipt_is_for_money"),
            models.CheckConstraint(condition=Q(method__in=[one.value for one in Method]), name="money_comes_in_a_known_way"),
            models.CheckConstraint(
                condition=~Q(method=Method.CARD.value) | ~Q(trace=""), name="a_payment_by_card_names_its_slip"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["taken_by", "window"], condition=Q(reconciliation=None), name="receipts_not_reckoned_up")
        ]

    def __str__(self) -> str:
        return self.number


class Refund(models.Model):
    """Money given back on a receipt, the way it came in."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    ground = models.TextField()
    refunded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+", db_index=False)
    refunded_at = models.DateTimeField()
    reconciliation = models.ForeignKey(Reconciliation, null=True, on_delete=models.PROTECT, related_name="refunds")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_refund_gives_money_back"),
            models.CheckConstraint(condition=~Q(ground=""), name="a_refund_has_its_ground"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["refunded_by", "window"], condition=Q(reconciliation=None), name="refunds_not_reckoned_up")
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id}: {self.amount}"
