"""The tables of cases. What the constraints here cannot say stands in the triggers and privileges of migration 0002."""

from __future__ import annotations

from mumian.cases.models.asking import Question, QuestionStep, SpecialHandling, UrgencyRequest
from mumian.cases.models.batches import BatchRow, BatchUpload
from mumian.cases.models.letters import Breach, ConsentRequest, Declaration, HandedIn, Letter, Notice, NoticeItem
from mumian.cases.models.life import Batch, Case, FolderScan, FrozenList, Group, ListAnswer, Move, TransitionRow
from mumian.cases.models.proposing import ExtensionProposal, RefusalProposal
from mumian.cases.models.time import CaseLimit, ClockStop, StageShare, Urgency
from mumian.cases.models.visits import ReservedNumber, Visit

__all__ = [
    "Batch",
    "BatchRow",
    "BatchUpload",
    "Breach",
    "Case",
    "CaseLimit",
    "ClockStop",
    "ConsentRequest",
    "Declaration",
    "ExtensionProposal",
    "FolderScan",
    "FrozenList",
    "Group",
    "HandedIn",
    "Letter",
    "ListAnswer",
    "Move",
    "Notice",
    "NoticeItem",
    "Question",
    "QuestionStep",
    "RefusalProposal",
    "ReservedNumber",
    "SpecialHandling",
    "StageShare",
    "TransitionRow",
    "Urgency",
    "UrgencyRequest",
    "Visit",
]
