"""What a document is to be made of, for whoever makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mumian.cases.terms import CaseKey
from mumian.foundation.statements import all_rows

ASKED_FOR: Final = """
    SELECT asked.id, asked.service_id, asked.document, asked.variant, hall.code
    FROM cases_case asked LEFT JOIN offices_hall hall ON hall.id = asked.hall_id
    WHERE asked.id = ANY(%s) AND asked.document <> ''
"""
# A list of unknown length is planned anew at each question; one case is not.
ASKED_FOR_ONE: Final = ASKED_FOR.replace("= ANY(%s)", "= %s")


@dataclass(frozen=True, slots=True)
class ToMake:
    """The document that an application asks for."""

    service: str
    document: str
    variant: str
    hall: str | None


def documents_to_make(cases: Sequence[CaseKey]) -> dict[CaseKey, ToMake]:
    """What these cases ask for; cases that ask for no document are left out. One query."""
    ids = {int(case.partition(":")[2]): case for case in cases}
    rows = all_rows(ASKED_FOR_ONE, [*ids]) if len(ids) == 1 else all_rows(ASKED_FOR, [list(ids)])
    return {ids[pk]: ToMake(*values) for pk, *values in rows}
