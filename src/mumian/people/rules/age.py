"""How old somebody is on a day, and who needs a guardian."""

from __future__ import annotations

from datetime import date

from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text

OF_AGE = 18
"""Years (Civil Code, article 17)."""


def age_on(birth_date: date, on: date) -> int:
    """Full years on this day; a year is full on the birthday, that of 29 February on 1 March of common years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def may_guard(*, guardian: int, minor: int, guardian_born_on: date, minor_born_on: date, on: date) -> Verdict:
    """Decide whether one person may be entered as guardian of another from this day."""
    if guardian == minor:
        return Verdict.no(
            Text(
                "未登记监护关系：本人不能是自己的监护人。请选择监护人。",
                "No guardian was entered: nobody guards himself. Choose the guardian.",
            )
        )
    if age_on(minor_born_on, on) >= OF_AGE:
        return Verdict.no(
            Text(
                "未登记监护关系：被监护人已满18周岁。如无民事行为能力，请按委托办理。",
                "No guardian was entered: the person is of age. Who cannot act himself applies through a representative.",
            )
        )
    if age_on(guardian_born_on, on) < OF_AGE:
        return Verdict.no(
            Text(
                "未登记监护关系：监护人未满18周岁。请由成年的监护人陪同。",
                "No guardian was entered: the guardian is under 18. An adult guardian has to come along.",
            )
        )
    return Verdict.yes()
