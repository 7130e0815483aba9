"""Which service cases are about, for figures that join them to something else."""

from __future__ import annotations

from collections.abc import Collection

from mumian.cases.models import Case


def services_of(case_ids: Collection[int]) -> dict[int, str]:
    """The code of the service of each of these cases; those that are not there are left out. One query."""
    return dict(Case.objects.filter(pk__in=case_ids).values_list("pk", "service__code")) if case_ids else {}
