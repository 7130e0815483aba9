"""What a document is to be made of, for whoever makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mumian.cases.models import Case
from mumian.cases.terms import CaseKey, case_key


@dataclass(frozen=True, slots=True)
class ToMake:
    """The document that an application asks for."""

    service: str
    document: str
    variant: str
    hall: str | None


def documents_to_make(cases: Sequence[CaseKey]) -> dict[CaseKey, ToMake]:
    """What these cases ask for; cases that ask for no document are left out. One query."""
    ids = [int(case.partition(":")[2]) for case in cases]
    rows = (
        Case.objects.filter(pk__in=ids).exclude(document="").values_list("pk", "service_id", "document", "variant", "hall__code")
    )
    return {case_key(pk): ToMake(*values) for pk, *values in rows}
