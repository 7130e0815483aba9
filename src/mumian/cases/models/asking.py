"""What is asked of superiors: questions, urgent handling, special handling. Who decides does so by an act of his own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mumian.cases.models.life import Case
from mumian.cases.models.naming import written
from mumian.offices.models import Bureau, Hall, Officer
from mumian.offices.terms import Role

SUPERIORS = [Role.HALL_MANAGER.value, Role.COUNTERSIGNER.value, Role.LEADER.value]


def decided(name: str) -> models.CheckConstraint:
    """A request is either undecided or decided by somebody at a moment."""
    undecided = Q(decided_by__isnull=True, decided_at__isnull=True, approved__isnull=True)
    return models.CheckConstraint(
        condition=undecided | Q(decided_by__isnull=False, decided_at__isnull=False, approved__isnull=False), name=name
    )


class Question(models.Model):
    """An officer asks above about a case. Answered once, by somebody who was asked; the clock of the case goes on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=written("text"), name="a_question_has_words"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="an_answer_says_who_gave_it_and_when",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")), name="nobody_answers_his_own_question"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("asked_at", condition=Q(answered_at__isnull=True), name="questions_without_an_answer"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} ?"


class QuestionStep(models.Model):
    """Whom a question was put to, first and after it had waited too long: a post, and whoever holds it answers."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="steps", db_index=False)
    ordinal = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=24)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    answer_wanted_by = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "ordinal"], name="a_question_goes_up_one_step_at_a_time"),
            models.CheckConstraint(condition=Q(role__in=SUPERIORS), name="a_question_is_put_to_a_superior"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.role}"


class UrgencyRequest(models.Model):
    """Urgent handling is asked for on a ground; a superior approves it, or not, in a session of his own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="urgency_requests")
    ground = models.TextField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=written("ground"), name="a_request_for_urgency_has_a_ground"),
            decided("a_request_for_urgency_is_decided_by_somebody"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="nobody_decides_his_own_urgency"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="urgency_is_asked_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} urgent"


class SpecialHandling(models.Model):
    """A leader consents in writing that a case is handled at another place or time. Hands and lists stay as they are."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="special_handlings")
    reason = models.TextField()
    hall = models.ForeignKey(Hall, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The hall whose people take the application or hand the document out; without it the hall stays the ordinary one."""
    place = models.CharField(max_length=200, blank=True, default="")
    """Where exactly, in words: a ward, a room; the name of the hall where nothing else was said."""
    time = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    consent = models.TextField(blank=True, default="")
    """The words in which the leader consents, or does not."""
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=written("reason"), name="special_handling_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(place="") | Q(time__isnull=False), name="special_handling_changes_the_place_or_the_time"
            ),
            decided("special_handling_is_decided_by_somebody"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | written("consent"), name="consent_to_special_handling_is_written"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="nobody_consents_to_his_own_request"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at__isnull=True), name="special_handling_is_asked_once_at_a_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("decided_at", condition=Q(approved=True), name="special_handlings_by_day"),
        ]

    def __str__(self) -> str:
        return f"case:{self.case_id} special"
