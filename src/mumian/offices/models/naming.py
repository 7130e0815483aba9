"""What the tables share: a name in two languages, choices of an enum, spans of days."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value

from mumian.foundation.words import Text


class Named(models.Model):
    """Something with a name in both languages of the office."""

    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta:
        abstract = True

    @property
    def name(self) -> Text:
        return Text(zh=self.name_zh, en=self.name_en)


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """The words of an enum as plain strings, so that no class is written into a migration."""
    return [(word.value, word.value) for word in words]


def one_of(column: str, words: type[StrEnum]) -> Q:
    """The column holds one of these words."""
    return Q(**{f"{column}__in": [word.value for word in words]})


def days(first: str = "valid_from", last: str = "valid_to") -> Func:
    """The days from one column to another, both inclusive, an empty one open."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())
