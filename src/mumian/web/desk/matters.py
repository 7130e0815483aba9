"""What goes over when duty is handed over: each kind of open matter from the package that knows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from mumian.cases.queries.matters import OwnCases
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId, OpenMatter, OpenMatters
from mumian.payments.queries import windows_not_reckoned_up

DRAWER: Final = Text("窗口{window}的款项尚未结算", "the drawer of window {window} is not reckoned up")


class OwnDrawers:
    """Fills `offices.OpenMatters`: money that was taken and not reckoned up."""

    def open_matters(self, *, officer: OfficerId, at: datetime) -> Sequence[OpenMatter]:
        """One matter for each window. One query."""
        windows = windows_not_reckoned_up(officer)
        return [OpenMatter(f"drawer:{window}", DRAWER.filled(window=window)) for window in windows]


SOURCES: Final[tuple[OpenMatters, ...]] = (OwnCases(), OwnDrawers())


def open_matters_of(officer: OfficerId, *, at: datetime) -> tuple[OpenMatter, ...]:
    """Everything that this officer has open."""
    return tuple(matter for source in SOURCES for matter in source.open_matters(officer=officer, at=at))
