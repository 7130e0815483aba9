"""The mirror of the population register: whole versions, each loaded at once and never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mumian.people.models.persons import DIVISION, choices, one_of
from mumian.people.terms import RegisterEncoding, RegisterState, Sex


class RegisterVersion(models.Model):
    """One file of the register: a copy of all of it. Written after its entries, so that it exists whole or not at all.

    `sent_lines` counts the lines of the file without the heading and empty ones; each was entered or rejected.
    """

    name = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    encoding = models.CharField(max_length=12, choices=choices(RegisterEncoding))
    sent_lines = models.PositiveIntegerField()
    entered_lines = models.PositiveIntegerField()
    rejected_lines = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(sent_lines=F("entered_lines") + F("rejected_lines")),
                name="every_line_of_a_register_file_is_entered_or_rejected",
            ),
            models.CheckConstraint(condition=Q(entered_lines__gt=0), name="a_version_of_the_register_is_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="a_version_of_the_register_has_a_name"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_register_file_is_known_by_its_digest"),
            models.CheckConstraint(condition=one_of("encoding", RegisterEncoding), name="a_register_file_is_in_a_known_encoding"),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterEntry(models.Model):
    """One citizen as the register knows him in one version; `line` is where he stands in the file."""

    version = models.ForeignKey(RegisterVersion, on_delete=models.PROTECT, related_name="entries")
    line = models.PositiveIntegerField()
    number = models.CharField(max_length=18)
    name = models.CharField(max_length=80)
    name_form = models.CharField(max_length=80)
    sex = models.CharField(max_length=1, choices=choices(Sex))
    birth_date = models.DateField()
    division = models.CharField(max_length=6)
    state = models.CharField(max_length=12, choices=choices(RegisterState))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number", "version"], name="a_citizen_stands_once_in_a_version_of_the_register"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[1-8][0-9]{16}[0-9X]$"), name="the_register_knows_citizen_numbers"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(name_form=""), name="everybody_in_the_register_has_a_name"),
            models.CheckConstraint(condition=Q(sex__in=[Sex.MALE.value, Sex.FEMALE.value]), name="the_register_writes_m_or_f"),
            models.CheckConstraint(condition=Q(division__regex=DIVISION), name="a_register_entry_is_in_a_division"),
            models.CheckConstraint(condition=one_of("state", RegisterState), name="a_register_entry_is_in_a_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.line}"
