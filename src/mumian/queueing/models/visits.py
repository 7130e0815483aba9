"""Ratings, appointments, alarms, notices, faults of amenities, service days and the outside survey."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from mumian.foundation.words import Text
from mumian.offices.models import Hall, Officer, Window
from mumian.queueing.models.naming import choices, one_of
from mumian.queueing.models.tickets import Call, QueueService, Ticket
from mumian.queueing.terms import Answer, AppointmentState, RatingReason


class Rating(models.Model):
    """What a visitor answered at the window; once, and bound to ticket, window, officer and what the visit was about."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="rating")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey(QueueService, on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=60, blank=True, default="")
    answer = models.CharField(max_length=12, choices=choices(Answer))
    reasons: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=20), default=list)
    device = models.CharField(max_length=40, blank=True, default="")
    said_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=one_of("answer", Answer), name="a_rating_is_one_of_three"),
            models.CheckConstraint(
                condition=Q(reasons__contained_by=[reason.value for reason in RatingReason]), name="reasons_are_known_words"
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.SATISFIED.value, reasons=[])
                | (~Q(answer=Answer.SATISFIED.value) & Q(reasons__len__gte=1)),
                name="who_is_not_satisfied_says_why",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["hall", "said_at"], name="ratings_of_a_hall")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.answer}"


class Slot(models.Model):
    """Half an hour for a service of a hall. `capacity` follows the roster; `taken` is kept by a trigger."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(QueueService, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hall", "service", "starts_at"], name="a_half_hour_is_offered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id} {self.service_id} {self.starts_at:%Y-%m-%d %H:%M}"


class Appointment(models.Model):
    """A place in a half hour. Its code is all that its holder needs.

    `visitor` is an opaque key of one browser, `network` that of the address it came from: both slow machines down.
    """

    code = models.CharField(max_length=16, unique=True)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="appointments")
    people = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=choices(AppointmentState))
    held_until = models.DateTimeField()
    contact = models.CharField(max_length=24, blank=True, default="")
    reference = models.CharField(max_length=60, blank=True, default="")
    visitor = models.CharField(max_length=64)
    network = models.CharField(max_length=64, blank=True, default="", db_default="")
    ticket = models.OneToOneField(Ticket, null=True, on_delete=models.PROTECT, related_name="appointment")
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    changes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=one_of("state", AppointmentState), name="an_appointment_is_in_a_known_state"),
            models.CheckConstraint(
                condition=Q(state=AppointmentState.CAME.value, ticket__isnull=False)
                | (~Q(state=AppointmentState.CAME.value) & Q(ticket__isnull=True)),
                name="who_came_has_a_ticket",
            ),
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=9), name="an_appointment_is_for_one_to_nine"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["visitor", "made_at"], name="appointments_of_a_visitor"),
            models.Index(fields=["network", "made_at"], name="appointments_of_a_network"),
            models.Index(fields=["moved_at"], condition=~Q(contact=""), name="appointments_with_a_number"),
            models.Index(fields=["held_until"], condition=Q(state=AppointmentState.HELD.value), name="appointments_held"),
        ]

    def __str__(self) -> str:
        return self.code


class Alarm(models.Model):
    """Somebody at a window needs help at once."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["window"], condition=Q(answered_at__isnull=True), name="a_window_has_one_open_alarm"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__gte=F("raised_at"), answered_by__isnull=False),
                name="an_answered_alarm_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window_id}: {self.raised_at:%H:%M}"


class HallNotice(models.Model):
    """A line on the screens of a hall, until a moment."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    says_zh = models.CharField(max_length=120)
    says_en = models.CharField(max_length=200)
    put_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "queueing_notice"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(says_zh="") & ~Q(says_en=""), name="a_notice_is_said_in_both_languages"),
        ]

    def __str__(self) -> str:
        return self.says_zh

    @property
    def says(self) -> Text:
        return Text(zh=self.says_zh, en=self.says_en)


class AmenityFault(models.Model):
    """Something on a floor that does not work, from the report to the mending."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    floor = models.SmallIntegerField()
    amenity = models.CharField(max_length=32)
    because = models.CharField(max_length=200)
    reported_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    mended_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    mended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["hall", "floor", "amenity"], condition=Q(mended_at__isnull=True), name="a_fault_is_reported_once"
            ),
            models.CheckConstraint(
                condition=Q(mended_at__isnull=True, mended_by__isnull=True)
                | Q(mended_at__gte=F("reported_at"), mended_by__isnull=False),
                name="a_mended_fault_says_by_whom",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="a_fault_says_what_is_wrong"),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id}/{self.floor}: {self.amenity}"


class ServiceDay(models.Model):
    """A temporary station, which is a hall with dates; its tickets, windows and figures are those of that hall."""

    hall = models.OneToOneField(Hall, primary_key=True, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    services: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=24), default=list)
    staff: ArrayField[list[int], list[int]] = ArrayField(models.BigIntegerField(), default=list)
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="a_service_day_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(services__len__gte=1), name="a_service_day_offers_something"),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id}: {self.first_on}"


class Sample(models.Model):
    """A sample of visits for the outside survey centre, drawn by a seed anybody can draw again."""

    name = models.CharField(max_length=40, unique=True)
    first_on = models.DateField()
    last_on = models.DateField()
    seed = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    eligible = models.PositiveIntegerField()
    """How many people could be reached."""
    visits = models.PositiveIntegerField(null=True)
    """How many visits were finished on these days, reached or not; samples of before this was counted have none."""
    public_key = models.BinaryField()
    """The survey centre's Ed25519 key; results without its signature are refused."""
    drawn_by = models.CharField(max_length=40)
    drawn_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on"), size__lte=F("eligible")), name="a_sample_is_a_part"),
            models.CheckConstraint(condition=Q(eligible__lte=F("visits")), name="only_visitors_are_reached"),
        ]

    def __str__(self) -> str:
        return self.name


class SurveyAsked(models.Model):
    """A blind number that went out with a sample. It is drawn by lot and stands beside no ticket: nobody can say whose it is."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="asked", db_index=False)
    blind = models.CharField(max_length=32)
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sample", "blind", "hall"], name="a_blind_number_goes_out_once"),
        ]

    def __str__(self) -> str:
        return self.blind


class SurveyAnswer(models.Model):
    """What one person told the survey centre, under a blind number: no ticket, no window, no officer."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="answers", db_index=False)
    blind = models.CharField(max_length=32)
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    environment = models.BooleanField(null=True)
    efficiency = models.BooleanField(null=True)
    attitude = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sample", "blind"], name="a_person_is_asked_once_in_a_survey"),
        ]

    def __str__(self) -> str:
        return self.blind


class AgentCredential(models.Model):
    """By what the agent of a hall is known to the centre: the hash of a token that is shown once. One counts for each hall."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+", db_index=False)
    agent = models.CharField(max_length=40)
    token_hash = models.BinaryField(unique=True)
    given_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["hall"], condition=Q(withdrawn_at__isnull=True), name="a_hall_has_one_agent_that_is_believed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id}: {self.agent}"


class AgentEntry(models.Model):
    """One line of a hall agent's journal as it was taken over, so that a line told twice is done once."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+", db_index=False)
    agent = models.CharField(max_length=40)
    epoch = models.PositiveIntegerField()
    line = models.BigIntegerField()
    act = models.CharField(max_length=12)
    label = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()
    taken_over_at = models.DateTimeField()
    outcome = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hall", "agent", "epoch", "line"], name="a_line_of_a_journal_is_taken_over_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agent} {self.line}: {self.act}"
