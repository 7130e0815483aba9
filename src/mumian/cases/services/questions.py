"""Asking above: from any case an officer asks his superior; what is not answered in time goes to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max

from mumian.cases.errors import CaseUnknown, StepRefused
from mumian.cases.events import QuestionAnswered, QuestionAsked
from mumian.cases.models import Case, Question, QuestionStep
from mumian.cases.queries.questions import post_of
from mumian.cases.rules.questions import (
    NO_WORDS,
    NOBODY_ABOVE,
    SUPERIORS,
    Post,
    Serving,
    answer_wanted_by,
    may_answer,
    next_post,
    posts_above,
)
from mumian.cases.services.movers import Mover, by_clock, held, locked, posted_over, touched
from mumian.cases.services.once import command
from mumian.cases.services.timing import NO_CALENDAR
from mumian.cases.terms import ENDS, CaseId, QuestionId
from mumian.catalogue.queries import current_rulebook
from mumian.foundation import outbox
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.offices.models import Bureau, Hall
from mumian.offices.queries import OfficerSheet, officer_by_id, officers_holding
from mumian.offices.terms import OfficerId, Role


@command
def ask_above(*, case_id: CaseId, text: str, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Ask the nearest superior about a case. Who waits is shown on the case, and its clock goes on.

    Raises StepRefused when the question has no words, or nobody is posted above the officer on the day.
    """
    case = locked(case_id)
    officer = by.on_staff
    posted_over(case, officer, officer.roles, at=at)
    if not text.strip():
        raise StepRefused(NO_WORDS)
    question = Question(case=case, text=text.strip(), asked_by_id=officer.officer_id, asked_at=at)
    post = _next_above(officer, asked=(), on=local_date(at))
    if post is None:
        raise StepRefused(NOBODY_ABOVE)
    question.save()
    _put_to(question, post, ordinal=1, at=at)
    outbox.publish(QuestionAsked(case_id=case_id, question_id=QuestionId(question.pk), at=at))
    return touched(case, "asked_above", by, at=at)


@command
def answer_question(*, question_id: QuestionId, text: str, by: Mover, at: datetime, key: str = "") -> CaseId:
    """Answer a question; anyone whom it was put to may, once. Raises StepRefused with the sentence why not."""
    question, case = _locked(question_id)
    officer = by.on_staff
    verdict = may_answer(
        officer=serving(officer), asked=_asked(question), is_answered=question.answered_at is not None, answer=text
    )
    held(verdict, StepRefused)
    question.answer, question.answered_by_id, question.answered_at = text.strip(), officer.officer_id, at
    question.save(update_fields=["answer", "answered_by_id", "answered_at"])
    outbox.publish(QuestionAnswered(case_id=CaseId(case.pk), question_id=question_id, at=at))
    return touched(case, "question_answered", by, at=at)


@command
def escalate_question(*, question_id: QuestionId, at: datetime, key: str = "") -> CaseId:
    """The clock puts a question that waited too long to the next superior; at the top, or too early, it stays where it is."""
    question, case = _locked(question_id)
    last = question.steps.order_by("-ordinal").first()
    if question.answered_at is not None or last is None or at < last.answer_wanted_by:
        return CaseId(case.pk)
    asker = officer_by_id(OfficerId(question.asked_by_id), on=local_date(question.asked_at))
    post = _next_above(asker, asked=_asked(question), on=local_date(at)) if asker else None
    if post is None:
        return CaseId(case.pk)
    _put_to(question, post, ordinal=last.ordinal + 1, at=at)
    outbox.publish(QuestionAsked(case_id=CaseId(case.pk), question_id=question_id, at=at))
    return touched(case, "question_escalated", by_clock(at=at), at=at)


def questions_to_escalate(*, at: datetime) -> tuple[QuestionId, ...]:
    """The open questions whose last superior has had his time, oldest first. One query.

    None that is at the top already, and none about a case that has ended meanwhile: nobody waits for that answer any more.
    """
    top = QuestionStep.objects.filter(role=Role.LEADER.value, bureau__parent=None).values("question_id")
    open_ones = Question.objects.filter(answered_at=None).exclude(case__stage__in=[stage.value for stage in ENDS])
    waiting = open_ones.exclude(pk__in=top).annotate(wanted=Max("steps__answer_wanted_by"))
    return tuple(QuestionId(pk) for pk in waiting.filter(wanted__lte=at).order_by("pk").values_list("pk", flat=True))


def serving(officer: OfficerSheet) -> tuple[Serving, ...]:
    """The postings of the day, as the rules want them."""
    return tuple(Serving(officer.officer_id, duty.role, duty.department, duty.bureau, duty.hall) for duty in officer.duties)


def is_above(superior: OfficerSheet, *, asker: OfficerSheet) -> bool:
    """Whether somebody holds a post above another. One query."""
    ladder = posts_above(serving(asker), _parents())
    return any(post.is_held_by(one) for post in ladder for one in serving(superior))


def _next_above(asker: OfficerSheet, *, asked: Sequence[Post], on: date) -> Post | None:
    ladder = posts_above(serving(asker), _parents())
    staff = [one for role in sorted(SUPERIORS) for sheet in officers_holding(role, on=on) for one in serving(sheet)]
    return next_post(ladder, asked=asked, staff=staff, asker=asker.officer_id)


def _parents() -> dict[str, str | None]:
    return dict(Bureau.objects.values_list("code", "parent__code"))


def _put_to(question: Question, post: Post, *, ordinal: int, at: datetime) -> None:
    calendar = current_rulebook().working_calendar
    if calendar is None:
        raise Refusal(NO_CALENDAR)
    QuestionStep.objects.create(
        question=question,
        ordinal=ordinal,
        role=post.role.value,
        bureau=Bureau.objects.get(code=post.bureau),
        hall=Hall.objects.get(code=post.hall) if post.hall else None,
        at=at,
        answer_wanted_by=answer_wanted_by(at, calendar=calendar),
    )


def _asked(question: Question) -> tuple[Post, ...]:
    return tuple(post_of(step) for step in question.steps.select_related("bureau", "hall").order_by("ordinal"))


def _locked(question_id: QuestionId) -> tuple[Question, Case]:
    """The case first, as every command locks it, then the question."""
    found = Question.objects.filter(pk=question_id).values_list("case_id", flat=True).first()
    if found is None:
        raise CaseUnknown
    case = locked(CaseId(found))
    return Question.objects.select_for_update(of=("self",)).get(pk=question_id), case
