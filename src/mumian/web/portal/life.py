"""The way of an application as its holder reads it: what is done, where it stands, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mumian.cases.queries import PublicStatus
from mumian.cases.terms import ENDS, STAGE_NAMES, CaseStage
from mumian.catalogue.terms import Path
from mumian.foundation.words import Text

S = CaseStage
WAYS: Final[dict[Path, tuple[CaseStage, ...]]] = {
    Path.FULL: (S.SUBMITTED, S.ACCEPTED, S.APPROVED, S.IN_PRODUCTION, S.READY, S.COLLECTED),
    Path.DECISION: (S.SUBMITTED, S.ACCEPTED, S.APPROVED),
    Path.REGISTRATION: (S.SUBMITTED, S.REGISTERED),
}


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step: `state` is done, now or next, as the life line on the page wants it."""

    state: str
    title: Text
    at: datetime | None


def life_of(status: PublicStatus) -> tuple[LifeStep, ...]:
    """The steps behind, the present one, and those still to come on the way of this service."""
    past = [(step.stage, step.at) for step in status.steps]
    if is_over(status):
        return tuple(LifeStep("done", STAGE_NAMES[stage], at) for stage, at in past)
    *before, now = past or [(status.stage, status.since)]
    way = WAYS[status.path]
    ahead = way[way.index(now[0]) + 1 :] if now[0] in way else way[1:]
    return (
        *(LifeStep("done", STAGE_NAMES[stage], at) for stage, at in before),
        LifeStep("now", STAGE_NAMES[now[0]], now[1]),
        *(LifeStep("next", STAGE_NAMES[stage], None) for stage in ahead),
    )


def is_over(status: PublicStatus) -> bool:
    """Whether nothing more is done in this case."""
    return status.stage in ENDS | {S.ARCHIVED} or (status.path, status.stage) == (Path.DECISION, S.APPROVED)
