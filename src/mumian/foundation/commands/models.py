"""The command table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AnsweredCommand(models.Model):
    """One request that was carried out, and the answer it got."""

    actor = models.TextField()
    key = models.TextField()
    command = models.TextField()
    request_hash = models.BinaryField()
    answer = models.JSONField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "command"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["actor", "key"], name="a_key_is_used_once_by_its_asker"),
            models.CheckConstraint(
                condition=~models.Q(actor="") & ~models.Q(key="") & ~models.Q(command=""),
                name="command_names_its_asker_key_and_act",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index("asked_at", name="command_by_age")]

    def __str__(self) -> str:
        return f"{self.command} of {self.actor}"
