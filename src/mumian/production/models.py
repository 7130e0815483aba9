"""Blanks with the book of their movements, documents in work, quality records, and stock-taking.

What the constraints here cannot say (which state follows which, that blank and document agree, that the book is complete) stands
in the triggers of migrations 0002 and 0003.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from mumian.catalogue.models import DocumentType
from mumian.offices.models import Department, Officer
from mumian.production.terms import (
    LIVE_ORDERS,
    BlankForm,
    BlankState,
    Finding,
    Numbering,
    OrderState,
    SpoilCause,
)

CAPITALS_AND_DIGITS = r"^[A-Z0-9]{4,20}$"
IN_HANDS = [BlankState.ISSUED.value, BlankState.IN_WORK.value]
CAUSES = [cause.value for cause in SpoilCause]
WITH_A_REASON = [BlankState.SPOILED.value, BlankState.DESTROYED.value, BlankState.MISSING.value]


def _choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


def _one_of(column: str, words: type[StrEnum]) -> Q:
    return Q(**{f"{column}__in": [word.value for word in words]})


class BlankKind(models.Model):
    """A kind of blank: which document is made of it, between which days, and where its number comes from."""

    code = models.CharField(max_length=40, primary_key=True)
    document_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=12, choices=_choices(BlankForm))
    numbering = models.CharField(max_length=12, choices=_choices(Numbering))
    mrz_code = models.CharField(max_length=2, blank=True, default="")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_one_of("form", BlankForm), name="blank_has_a_known_form"),
            models.CheckConstraint(condition=_one_of("numbering", Numbering), name="documents_are_numbered_in_a_known_way"),
            models.UniqueConstraint(fields=["code", "document_type"], name="kind_and_its_document"),
        ]

    def __str__(self) -> str:
        return self.code


class BlankBatch(models.Model):
    """A delivery of blanks of one kind, numbered through; `numbers_from` where document numbers were allotted with it."""

    kind = models.ForeignKey(BlankKind, on_delete=models.PROTECT, related_name="batches")
    note = models.CharField(max_length=60, unique=True)
    first = models.CharField(max_length=20)
    last = models.CharField(max_length=20)
    numbers_from = models.CharField(max_length=20, blank=True, default="")
    quantity = models.PositiveIntegerField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="a_batch_holds_a_blank_at_least"),
            models.CheckConstraint(condition=~Q(note=""), name="a_batch_comes_with_a_note"),
            models.UniqueConstraint(fields=["id", "kind"], name="batch_and_its_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.first}–{self.last}"


class Destruction(models.Model):
    """Spoiled blanks destroyed together, before a witness."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    destroyed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(officer=F("witness")), name="nobody_witnesses_his_own_destruction"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Blank(models.Model):
    """One blank and where it is. `holder` is the producer who has it in his hands; the last four say who moved it last."""

    kind = models.ForeignKey(BlankKind, on_delete=models.PROTECT, related_name="blanks", db_index=False)
    batch = models.ForeignKey(BlankBatch, on_delete=models.PROTECT, related_name="blanks")
    document_type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+", db_index=False)
    serial = models.CharField(max_length=20)
    document_number = models.CharField(max_length=20, null=True)  # noqa: DJ001  # holders' numbers come with the order
    state = models.CharField(max_length=12, choices=_choices(BlankState))
    holder = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    destruction = models.ForeignKey(Destruction, null=True, on_delete=models.PROTECT, related_name="blanks", db_index=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    moved_at = models.DateTimeField()
    because = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "serial"], name="a_blank_is_entered_once"),
            models.UniqueConstraint(fields=["document_type", "document_number"], name="a_document_number_stands_on_one_blank"),
            models.UniqueConstraint(fields=["id", "kind"], name="blank_and_its_kind"),
            models.CheckConstraint(condition=_one_of("state", BlankState), name="blank_is_in_a_known_state"),
            models.CheckConstraint(
                condition=Q(state__in=IN_HANDS, holder__isnull=False) | (~Q(state__in=IN_HANDS) & Q(holder__isnull=True)),
                name="a_blank_is_in_somebodys_hands_while_issued_or_in_work",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_A_REASON) | ~Q(because=""), name="a_lost_or_spoiled_blank_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state=BlankState.DESTROYED.value, destruction__isnull=False)
                | (~Q(state=BlankState.DESTROYED.value) & Q(destruction__isnull=True)),
                name="a_blank_is_destroyed_before_a_witness",
            ),
            models.CheckConstraint(condition=Q(serial__regex=CAPITALS_AND_DIGITS), name="serial_is_capitals_and_digits"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("kind", "id", condition=Q(state=BlankState.IN_STOCK.value), name="blanks_in_stock"),
            models.Index("kind", "holder", "id", condition=Q(state=BlankState.ISSUED.value), name="blanks_in_hands"),
            models.Index("kind", "state", name="blanks_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.serial}"


class BlankMovement(models.Model):
    """A line in the book of blanks. Only the database writes it, whenever a blank changes its state or its holder.

    Its foreign keys are those of the blank it was copied from, which has had them checked, so they are not checked again.
    """

    blank = models.ForeignKey(Blank, on_delete=models.PROTECT, related_name="movements", db_constraint=False)
    from_state = models.CharField(max_length=12, blank=True, default="")
    to_state = models.CharField(max_length=12)
    holder = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    moved_at = models.DateTimeField()
    because = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.blank_id}: {self.from_state} → {self.to_state}"


class ProductionOrder(models.Model):
    """One document in the making, or made. A case has one live order; `attempt` counts how often it was made.

    Blank, kind and document type are held together by foreign keys over two columns (migration 0003), which check each as well.
    """

    case_key = models.CharField(max_length=64)
    attempt = models.PositiveSmallIntegerField()
    kind = models.ForeignKey(BlankKind, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    blank = models.OneToOneField(Blank, on_delete=models.PROTECT, related_name="order", db_constraint=False)
    document_type = models.ForeignKey(
        DocumentType, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    document_number = models.CharField(max_length=20)
    ordered = models.JSONField()
    mrz: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=44), default=list)
    state = models.CharField(max_length=12, choices=_choices(OrderState))
    produced_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case_key", "attempt"], name="an_attempt_is_made_once"),
            models.UniqueConstraint(
                fields=["case_key"],
                condition=Q(state__in=[state.value for state in LIVE_ORDERS]),
                name="a_case_has_one_document_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["document_type", "document_number"],
                condition=Q(state=OrderState.IN_WORK.value),
                name="a_number_is_in_work_once",
            ),
            models.UniqueConstraint(fields=["id", "produced_by"], name="order_and_its_producer"),
            models.CheckConstraint(condition=_one_of("state", OrderState), name="order_is_in_a_known_state"),
            models.CheckConstraint(condition=Q(attempt__gte=1), name="attempts_are_counted_from_one"),
            models.CheckConstraint(condition=~Q(case_key=""), name="a_document_is_made_for_a_case"),
            models.CheckConstraint(
                condition=Q(state=OrderState.IN_WORK.value, ended_at__isnull=True)
                | (~Q(state=OrderState.IN_WORK.value) & Q(ended_at__isnull=False)),
                name="an_order_ends_when_it_is_no_longer_in_work",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[OrderState.SPOILED.value, OrderState.RECALLED.value], cause__in=CAUSES)
                | Q(state__in=[state.value for state in LIVE_ORDERS], cause=""),
                name="a_spoiled_document_says_why",
            ),
            models.CheckConstraint(
                condition=Q(document_number__regex=CAPITALS_AND_DIGITS), name="number_of_a_document_is_capitals_and_digits"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("started_at", "id", condition=Q(state=OrderState.IN_WORK.value), name="orders_in_work"),
        ]

    def __str__(self) -> str:
        return f"{self.case_key}: {self.kind_id} ({self.state})"


class QualityRecord(models.Model):
    """The check of one document by somebody who did not produce it; `produced_by` repeats the order's, by a foreign key."""

    order = models.OneToOneField(ProductionOrder, on_delete=models.PROTECT, related_name="quality")
    produced_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    checked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    checked_at = models.DateTimeField()
    passed = models.BooleanField()
    read: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=60), default=list)
    differences = models.JSONField(default=list)
    cause = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(checked_by=F("produced_by")), name="nobody_checks_what_he_produced"),
            models.CheckConstraint(
                condition=Q(passed=True, cause="", differences=[]) | Q(passed=False, cause__in=CAUSES),
                name="a_failed_check_says_why_and_a_passed_one_has_no_difference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.passed}"


class StockCount(models.Model):
    """Blanks of one kind counted by two: those in stock, or those in one producer's hands (`holder`)."""

    kind = models.ForeignKey(BlankKind, on_delete=models.PROTECT, related_name="counts")
    holder = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    counted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    witness = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField()
    expected = models.PositiveIntegerField()
    seen = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(counted_by=F("witness")), name="stock_is_counted_by_two"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id}: {self.seen} of {self.expected}"


class StockFinding(models.Model):
    """One serial number that was not where the book says."""

    count = models.ForeignKey(StockCount, on_delete=models.PROTECT, related_name="findings")
    serial = models.CharField(max_length=20)
    finding = models.CharField(max_length=12, choices=_choices(Finding))
    state_before = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["count", "serial"], name="a_serial_is_found_once_in_a_count"),
            models.CheckConstraint(condition=_one_of("finding", Finding), name="stock_finding_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.serial}: {self.finding}"
