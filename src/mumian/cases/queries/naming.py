"""What a case is called, for pages that know only its key."""

from __future__ import annotations

from collections.abc import Collection

from mumian.cases.models import Case


def receipts_of(keys: Collection[str]) -> dict[str, str]:
    """The receipt numbers of these keys (`case:17`), where they are of cases that have one. One query."""
    numbers = {int(number) for kind, _, number in (key.partition(":") for key in keys) if kind == "case" and number.isdigit()}
    rows = Case.objects.filter(pk__in=numbers).exclude(receipt_number=None).values_list("pk", "receipt_number")
    return {f"case:{pk}": receipt for pk, receipt in rows if receipt}
