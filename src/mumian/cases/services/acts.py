"""Putting acts on the record of audit, in the transaction of the act itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mumian.audit.services import record_act
from mumian.audit.terms import Thing
from mumian.cases.models import Case
from mumian.cases.terms import case_key

if TYPE_CHECKING:
    from mumian.cases.services.movers import Mover


def record(case: Case, act: str, mover: Mover, *, at: datetime, detail: dict[str, str] | None = None) -> None:
    """Put on record what was done to the case, in the session of who did it. The first act of a case makes it known there."""
    said = {"stage": case.stage, **(detail or {})}
    record_act(thing=Thing(case_key(case.pk)), act=act, actor=mover.acting, at=at, detail=said, expects="either")
