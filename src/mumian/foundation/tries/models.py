"""The table of wrong tries."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class WrongTries(models.Model):
    """Tries that count against one address or one number. `subject` is a keyed hash: nobody can tell from it whose it is."""

    subject = models.CharField(max_length=64, primary_key=True)
    wrong = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "wrong_tries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(subject__regex=r"^[0-9a-f]{64}$"), name="who_tried_is_kept_as_a_hash"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index("last_at", name="wrong_tries_by_age")]

    def __str__(self) -> str:
        return f"{self.subject[:8]} {self.wrong}"
