"""Questions put to superiors: those that wait for somebody, those he asked, those of a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from mumian.cases.models import Question, QuestionStep
from mumian.cases.rules.questions import Post
from mumian.cases.terms import ENDS, CaseId, QuestionId
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.words import Text
from mumian.offices.queries import OfficerSheet
from mumian.offices.terms import ROLE_NAMES, OfficerId, Role

AT_MOST: Final = 100


@dataclass(frozen=True, slots=True)
class QuestionStepSheet:
    """Whom a question was put to: the role, the place, since when and by when an answer is wanted."""

    role: Text
    place: Text
    at: datetime
    answer_wanted_by: datetime


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """A question with its way upwards; the last step is who is waited for. `answer` is empty while nobody has answered.

    Both texts are empty for whom they do not concern.
    """

    question_id: QuestionId
    case_id: CaseId
    receipt_number: str | None
    draft_code: str
    service_name: Text
    text: str
    asked_badge: str
    asked_at: datetime
    steps: tuple[QuestionStepSheet, ...]
    answer: str
    answered_badge: str | None
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody is waited for."""
        return self.answered_at is None

    @property
    def waits_for(self) -> QuestionStepSheet:
        """Who is asked now, or answered last."""
        return self.steps[-1]


def questions_waiting_for(officer: OfficerSheet, *, most: int = AT_MOST) -> tuple[QuestionSheet, ...]:
    """The open questions that were put to a post he holds, the oldest first; not his own, and none about a case that has ended.

    Three queries.
    """
    mine = Q(pk__in=())
    for duty in officer.duties:
        here = Q(hall=None) | Q(hall__code=duty.hall) if duty.hall else Q()
        mine |= Q(role=duty.role.value, bureau__code=duty.bureau) & here
    put = QuestionStep.objects.filter(mine, question=OuterRef("pk"))
    waiting = Question.objects.filter(Exists(put), answered_at=None).exclude(asked_by_id=officer.officer_id)
    waiting = waiting.exclude(case__stage__in=[stage.value for stage in ENDS])
    return _sheets(waiting.order_by("asked_at", "pk")[:most])


def questions_asked_by(officer: OfficerId, *, most: int = AT_MOST) -> tuple[QuestionSheet, ...]:
    """What an officer asked, open ones first, then the latest. Three queries."""
    rows = Question.objects.filter(asked_by_id=officer)
    return _sheets(rows.order_by(F("answered_at").desc(nulls_first=True), "-asked_at", "-pk")[:most])


def questions_of(case_id: CaseId, *, viewer: OfficerSheet | None = None) -> tuple[QuestionSheet, ...]:
    """The questions about a case, in order. Three queries, two where there are none.

    With a viewer the words are there only for who asked, who answered and whom it was put to: who decides asks about what a list
    has said. That somebody is waited for is no secret.
    """
    found = _sheets(Question.objects.filter(case_id=case_id).order_by("pk"))
    return (
        found if viewer is None else tuple(one if _concerns(one, viewer) else replace(one, text="", answer="") for one in found)
    )


def _concerns(question: QuestionSheet, viewer: OfficerSheet) -> bool:
    if viewer.badge_number in {question.asked_badge, question.answered_badge}:
        return True
    return bool({step.role for step in question.steps} & {ROLE_NAMES[role] for role in viewer.roles})


def post_of(step: QuestionStep) -> Post:
    """The post of a step, for the rules."""
    return Post(Role(step.role), step.bureau.code, step.hall.code if step.hall else None)


def _sheets(rows: QuerySet[Question]) -> tuple[QuestionSheet, ...]:
    steps = Prefetch("steps", QuestionStep.objects.select_related("bureau", "hall").order_by("ordinal"))
    whole = rows.select_related("case", "asked_by", "answered_by").prefetch_related(steps)
    names = current_rulebook().service_of
    return tuple(
        QuestionSheet(
            question_id=QuestionId(row.pk),
            case_id=CaseId(row.case_id),
            receipt_number=row.case.receipt_number,
            draft_code=row.case.draft_code,
            service_name=names[row.case.service_id].name,
            text=row.text,
            asked_badge=row.asked_by.badge_number,
            asked_at=row.asked_at,
            steps=tuple(_steps(row.steps.all())),
            answer=row.answer,
            answered_badge=row.answered_by.badge_number if row.answered_by else None,
            answered_at=row.answered_at,
        )
        for row in whole
    )


def _steps(rows: Iterable[QuestionStep]) -> Iterable[QuestionStepSheet]:
    for row in rows:
        place = row.hall.name if row.hall else row.bureau.name
        yield QuestionStepSheet(ROLE_NAMES[Role(row.role)], place, row.at, row.answer_wanted_by)
