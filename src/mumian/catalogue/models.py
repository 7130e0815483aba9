"""The rulebook as it was loaded, with its whole history, and the codes that rows of other packages point to.

An entry is never changed: what replaces it is another row, and the old one gets the moment until which it stood. Codes are
never deleted.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class RulebookLoad(models.Model):
    """One act of loading a rulebook that changed something."""

    rulebook = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    """SHA-256 of all entries, 64 hexadecimal characters."""
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=64)
    """The name of the account, or of the program that loaded it."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("rulebook", "loaded_at"), name="a_rulebook_is_loaded_once_at_a_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.rulebook} {self.version} ({self.pk})"


class RulebookEntry(models.Model):
    """An entry of a rulebook while it stood: from one load until another replaced or dropped it."""

    rulebook = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    code = models.CharField(max_length=64)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    recorded_from = models.DateTimeField()
    recorded_to = models.DateTimeField(null=True)
    load = models.ForeignKey(RulebookLoad, on_delete=models.PROTECT, related_name="entries")
    ended_by = models.ForeignKey(RulebookLoad, null=True, on_delete=models.PROTECT, related_name="ended_entries")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("rulebook", "kind", "code"), condition=Q(recorded_to=None), name="an_entry_stands_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(recorded_to=None) | Q(recorded_to__gt=F("recorded_from")), name="an_entry_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(recorded_to=None, ended_by=None) | Q(recorded_to__isnull=False, ended_by__isnull=False),
                name="an_entry_ends_by_a_load",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("rulebook", "kind", "code", "recorded_from"), name="rulebook_entry_history"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Identity(models.Model):
    """A code that rows of other packages point to. Once given it stays, whatever later rulebooks say."""

    code = models.CharField(max_length=64, primary_key=True)
    known_since = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class Service(Identity):
    """A service by its code."""


class Material(Identity):
    """A material by its code."""


class NoticeItem(Identity):
    """An item of the one-time notice by its code."""


class ReferenceList(Identity):
    """A reference list by its code."""


class DocumentType(Identity):
    """A document type by its code."""
