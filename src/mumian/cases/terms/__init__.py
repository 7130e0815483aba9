"""The words of this package."""

from __future__ import annotations

from mumian.cases.terms.matters import (
    CLEARING_ANSWERS,
    GROUND_NAMES,
    AcceptanceRule,
    Declared,
    LetterKind,
    LimitKind,
    ListAnswerKind,
    RefusalGround,
    StopGround,
)
from mumian.cases.terms.stages import (
    COMMAND_NAMES,
    ENDS,
    STAGE_NAMES,
    THREE_HANDS,
    CaseId,
    CaseKey,
    CaseStage,
    Command,
    Hand,
    MoverKind,
    QuestionId,
    RequestId,
    case_key,
)

__all__ = [
    "CLEARING_ANSWERS",
    "COMMAND_NAMES",
    "ENDS",
    "GROUND_NAMES",
    "STAGE_NAMES",
    "THREE_HANDS",
    "AcceptanceRule",
    "CaseId",
    "CaseKey",
    "CaseStage",
    "Command",
    "Declared",
    "Hand",
    "LetterKind",
    "LimitKind",
    "ListAnswerKind",
    "MoverKind",
    "QuestionId",
    "RefusalGround",
    "RequestId",
    "StopGround",
    "case_key",
]
