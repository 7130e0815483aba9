"""Files of firms, and which application each of their lines became."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mumian.cases.models.life import Batch, Case
from mumian.offices.models import Officer
from mumian.people.models import Organisation


class BatchUpload(models.Model):
    """A file as it was handed in, whole. It is taken once: its good lines become applications of a batch."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="a_firm_hands_in_a_file_once"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_file_of_a_firm_is_known_by_its_digest"),
            models.CheckConstraint(
                condition=Q(batch__isnull=True, taken_by__isnull=True, taken_at__isnull=True)
                | Q(batch__isnull=False, taken_by__isnull=False, taken_at__isnull=False),
                name="who_took_a_file_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class BatchRow(models.Model):
    """A line that became an application. The same content of the same firm never becomes two while the first is open."""

    upload = models.ForeignKey(BatchUpload, on_delete=models.PROTECT, related_name="rows", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows", db_index=False)
    line = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="batch_row")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "digest"], name="a_line_of_a_batch_is_taken_once"),
            models.UniqueConstraint(fields=["upload", "line"], name="a_line_of_a_file_is_taken_once"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_line_is_known_by_its_digest"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index("digest", name="lines_by_digest")]

    def __str__(self) -> str:
        return f"{self.upload_id}: {self.line}"
