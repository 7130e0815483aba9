"""Keep a table equal to what is stated, in a fixed number of statements, without ever deleting a row."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows were added, changed and closed; three noughts when all was so already."""

    added: int = 0
    changed: int = 0
    closed: int = 0

    def __add__(self, other: Kept) -> Kept:
        return Kept(self.added + other.added, self.changed + other.changed, self.closed + other.closed)

    def __bool__(self) -> bool:
        return self != Kept()


def keep_by_code(model: type[Row], stated: Mapping[str, Values], *, closed_on: date | None) -> Kept:
    """Make the rows with these codes carry these values, opening those that were closed.

    With `closed_on`, open rows that are no longer stated are closed on that day; without it they stay as they are.
    """
    existing = {row.code: row for row in model._default_manager.select_for_update().all()}  # type: ignore[attr-defined]  # every model kept so has a code
    wanted = {code: {**values, "closed_on": None} for code, values in stated.items()}
    added = [model(code=code, **values) for code, values in wanted.items() if code not in existing]
    changed = [existing[code] for code, values in wanted.items() if code in existing and _take_over(existing[code], values)]
    open_ones = model._default_manager.filter(closed_on__isnull=True)
    closed = open_ones.exclude(code__in=wanted).update(closed_on=closed_on) if closed_on else 0
    model._default_manager.bulk_create(added)
    columns = sorted({"closed_on", *(column for values in wanted.values() for column in values)})
    model._default_manager.bulk_update(changed, columns)
    return Kept(len(added), len(changed), closed)


def _take_over(row: Model, values: Values) -> bool:
    """Set the values on the row and say whether that changed anything."""
    different = {column: value for column, value in values.items() if getattr(row, column) != value}
    for column, value in different.items():
        setattr(row, column, value)
    return bool(different)


def keep_statements(model: type[Row], stated: Mapping[int, Sequence[Values]], columns: Sequence[str], *, at: datetime) -> Kept:
    """Make the dated statements about each hall (by id) be exactly these; what is not stated any more is withdrawn."""
    in_force = model._default_manager.select_for_update().filter(hall_id__in=stated, withdrawn_at__isnull=True)
    existing = {(row.hall_id, _content({c: getattr(row, c) for c in columns})): row for row in in_force}  # type: ignore[attr-defined]  # every model kept so has a hall
    wanted = {(hall, _content(values)): values for hall, rows in stated.items() for values in rows}
    withdrawn = [row.pk for key, row in existing.items() if key not in wanted]
    model._default_manager.filter(pk__in=withdrawn).update(withdrawn_at=at)
    added = [model(hall_id=key[0], stated_at=at, **values) for key, values in wanted.items() if key not in existing]
    model._default_manager.bulk_create(added)
    return Kept(added=len(added), closed=len(withdrawn))


def _content(values: Values) -> Hashable:
    return tuple((column, tuple(v) if isinstance(v, (list, tuple)) else v) for column, v in sorted(values.items()))
