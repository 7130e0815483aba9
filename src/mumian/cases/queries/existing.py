"""Whether there are cases at all."""

from __future__ import annotations

from mumian.cases.models import Case


def is_any_case() -> bool:
    """Whether anybody has ever opened one. One query."""
    return Case.objects.exists()
