"""What happens to cases, told to those upstairs: ids and dates only."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.cases.terms import CaseId, CaseStage, Command, QuestionId, VisitId, case_key, visit_key
from mumian.foundation.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class _CaseEvent(Event):
    case_id: CaseId

    @property
    def key(self) -> str:
        return case_key(self.case_id)


@dataclass(frozen=True, kw_only=True)
class CaseMoved(_CaseEvent, topic="cases.case_moved"):
    """A case has gone from one stage to another."""

    command: Command
    start: CaseStage
    end: CaseStage


@dataclass(frozen=True, kw_only=True)
class CaseTouched(_CaseEvent, topic="cases.case_touched"):
    """Something else about a case has changed: an answer of a list, a stop of the clock, a limit."""


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(_CaseEvent, topic="cases.question_asked"):
    """A question was put to a superior, first or because the one before did not answer in time."""

    question_id: QuestionId


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(_CaseEvent, topic="cases.question_answered"):
    """A superior has answered."""

    question_id: QuestionId


@dataclass(frozen=True, kw_only=True)
class VisitChanged(Event, topic="cases.visit_changed"):
    """A visit at home was asked for or decided."""

    visit_id: VisitId

    @property
    def key(self) -> str:
        return visit_key(self.visit_id)
