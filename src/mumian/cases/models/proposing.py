"""What one proposes and another confirms: a refusal with its countersigner, an extension with a leader.

Each of the two acts in a session of his own, so nobody signs for another. What is still open when the case is decided or given up
ends with that move; only the database writes `ended_at` and `ended_by`.
"""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from mumian.cases.models.asking import decided
from mumian.cases.models.life import Case
from mumian.cases.models.naming import choices, one_of, written
from mumian.cases.terms import RefusalGround
from mumian.offices.models import Officer

OPEN: Final = Q(decided_at__isnull=True, ended_at__isnull=True)
"""Waits for its second person."""


def _ended(name: str) -> models.CheckConstraint:
    """What has ended says by which move, and nobody decides it any more."""
    is_open = Q(ended_at__isnull=True, ended_by="")
    has_ended = Q(ended_at__isnull=False, decided_at__isnull=True) & ~Q(ended_by="")
    return models.CheckConstraint(condition=is_open | has_ended, name=name)


class RefusalProposal(models.Model):
    """An approval officer proposes to refuse; a countersigner signs (`approved`), or sends it back with a remark."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="refusal_proposals")
    round = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=24, choices=choices(RefusalGround))
    law = models.CharField(max_length=200)
    reason_zh = models.TextField()
    reason_en = models.TextField()
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    remark = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=32, blank=True, default="", db_default="")
    """The command that left it without an object; empty while it is open, and when somebody decided it."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=one_of("ground", RefusalGround), name="a_proposed_refusal_has_a_ground_in_law"),
            models.CheckConstraint(
                condition=written("law", "reason_zh", "reason_en"), name="a_proposed_refusal_names_law_and_reason"
            ),
            decided("a_proposed_refusal_is_decided_by_somebody"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="nobody_countersigns_his_own_proposal",
            ),
            models.CheckConstraint(condition=~Q(approved=False) | written("remark"), name="a_refusal_is_sent_back_with_a_remark"),
            _ended("a_proposed_refusal_ends_by_a_move_or_is_decided"),
            models.UniqueConstraint(fields=["case"], condition=OPEN, name="a_refusal_is_proposed_once_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} refusal proposed"


class ExtensionProposal(models.Model):
    """An approval officer proposes to extend the limit of the law; a leader approves, or sends it back with a remark."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extension_proposals")
    round = models.PositiveSmallIntegerField()
    by_days = models.PositiveSmallIntegerField()
    """How much longer, in the limit's own unit."""
    reason_zh = models.TextField()
    reason_en = models.TextField()
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    remark = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=32, blank=True, default="", db_default="")
    """The command that left it without an object; empty while it is open, and when somebody decided it."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(by_days__gte=1), name="a_proposed_extension_is_at_least_one"),
            models.CheckConstraint(condition=written("reason_zh", "reason_en"), name="a_proposed_extension_has_its_reason"),
            decided("a_proposed_extension_is_decided_by_somebody"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="nobody_approves_his_own_extension"
            ),
            models.CheckConstraint(
                condition=~Q(approved=False) | written("remark"), name="an_extension_is_sent_back_with_a_remark"
            ),
            _ended("a_proposed_extension_ends_by_a_move_or_is_decided"),
            models.UniqueConstraint(fields=["case"], condition=OPEN, name="an_extension_is_proposed_once_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} extension proposed"
