"""Services that one queues for, numbers, tickets, windows that call, and the calls themselves.

What constraints cannot say (which state follows which, where numbers come from, that every step is a row) stands in the triggers
of migration 0002.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from mumian.foundation.words import Text
from mumian.offices.models import Hall, Officer, Window
from mumian.queueing.models.naming import choices, one_of
from mumian.queueing.rules.places import FURTHEST
from mumian.queueing.terms import AT_WINDOW, BreakReason, Channel, Priority, TicketState, WindowMode

HELD_STATES = [state.value for state in (*AT_WINDOW, TicketState.PARKED)]


def _codes() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=24), default=list)


class QueueService(models.Model):
    """Something that one queues for: a group of services of the rulebook that one window handles alike."""

    code = models.CharField(max_length=24, primary_key=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    window_kind = models.CharField(max_length=20)
    usual_s = models.PositiveIntegerField()
    spread_s = models.PositiveIntegerField()
    place = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "queueing_service"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(usual_s__gte=1), name="a_service_takes_some_time"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> Text:
        return Text(zh=self.name_zh, en=self.name_en)


class HallQueue(models.Model):
    """What a hall counts: the last number given by the centre, the block it comes from, and the last position.

    `agent` names the hall's own agent while it alone may number and call; `epoch` grows whenever that changes hands, so that what
    an earlier holder says is known to be of before.
    """

    hall = models.OneToOneField(Hall, primary_key=True, on_delete=models.PROTECT, related_name="+")
    last_number = models.BigIntegerField(default=0)
    block_last = models.BigIntegerField(default=0)
    last_position = models.BigIntegerField(default=0)
    agent = models.CharField(max_length=40, blank=True, default="")
    epoch = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(last_number__lte=F("block_last")), name="numbers_stay_in_their_block"),
        ]

    def __str__(self) -> str:
        return str(self.hall_id)


class NumberBlock(models.Model):
    """Numbers of a hall from one to another (inclusive), given to the centre or to an agent; never given twice."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    holder = models.CharField(max_length=40)
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(first__gte=1, last__gte=F("first")), name="a_block_holds_a_number_at_least"),
            ExclusionConstraint(
                name="no_number_lies_in_two_blocks",
                expressions=[
                    ("hall", RangeOperators.EQUAL),
                    (
                        Func(F("first"), F("last"), Value("[]"), function="int8range", output_field=BigIntegerRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id}: {self.first}-{self.last}"


class Ticket(models.Model):
    """A ticket, for one party. `services` and `refs` are what it came for; `errand` (from 1) says which of them is its turn."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.BigIntegerField()
    numbered_by = models.CharField(max_length=40)
    label = models.CharField(max_length=8)
    code = models.CharField(max_length=16, unique=True)
    day = models.DateField()
    channel = models.CharField(max_length=12, choices=choices(Channel))
    priority = models.CharField(max_length=10, choices=choices(Priority))
    people = models.PositiveSmallIntegerField(default=1)
    needs_low = models.BooleanField(default=False)
    needs_seat = models.BooleanField(default=False)
    contact = models.CharField(max_length=24, blank=True, default="")
    services = _codes()
    refs: ArrayField[list[str], list[str]] = ArrayField(models.CharField(max_length=60), default=list)
    errand = models.PositiveSmallIntegerField(default=1)
    service = models.ForeignKey(QueueService, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.BigIntegerField()
    rank = models.BigIntegerField()
    missed = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=choices(TicketState))
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    turns = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField()
    ready_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    because = models.CharField(max_length=60, blank=True, default="")
    low_s = models.IntegerField(null=True)
    high_s = models.IntegerField(null=True)
    first_wait_s = models.IntegerField(null=True)
    """How long it was until the first call; with `low_s` and `high_s` it says how right the estimate was."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hall", "number"], name="a_number_is_given_once"),
            models.UniqueConstraint(fields=["hall", "day", "label"], name="a_label_is_called_once_in_a_day"),
            models.UniqueConstraint(
                fields=["window"], condition=one_of("state", AT_WINDOW), name="a_window_has_one_ticket_at_a_time"
            ),
            models.CheckConstraint(condition=one_of("state", TicketState), name="a_ticket_is_in_a_known_state"),
            models.CheckConstraint(condition=one_of("priority", Priority), name="a_ticket_is_of_a_known_priority"),
            models.CheckConstraint(condition=one_of("channel", Channel), name="a_ticket_is_taken_in_a_known_way"),
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=9), name="a_party_has_one_to_nine_people"),
            models.CheckConstraint(condition=Q(rank__gt=F("position") - FURTHEST), name="nobody_goes_sixty_places_ahead"),
            models.CheckConstraint(
                condition=Q(rank__lte=F("position")) | Q(missed__gte=1), name="only_who_missed_his_call_goes_back"
            ),
            models.CheckConstraint(
                condition=Q(errand__gte=1)
                & Q(errand__lte=Func(F("services"), function="cardinality", output_field=models.IntegerField()))
                & Q(refs__len=F("services__len")),
                name="a_ticket_names_what_it_came_for",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in AT_WINDOW], window__isnull=False, officer__isnull=False)
                | (~Q(state__in=[s.value for s in AT_WINDOW])),
                name="a_called_ticket_has_its_window",
            ),
            models.CheckConstraint(condition=Q(high_s__isnull=True) | Q(high_s__gte=F("low_s")), name="a_range_has_two_ends"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["hall", "rank", "id"], condition=Q(state=TicketState.WAITING.value), name="tickets_waiting"),
            models.Index(fields=["hall", "state"], condition=Q(state__in=HELD_STATES), name="tickets_at_windows_and_parked"),
            models.Index(fields=["hall", "day"], name="tickets_of_a_day"),
            models.Index(fields=["day"], condition=~Q(contact=""), name="tickets_with_a_number"),
        ]

    def __str__(self) -> str:
        return self.label


class TicketStep(models.Model):
    """One change of state of a ticket; written by a trigger from a ticket that is checked already, never changed."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=8, blank=True)
    to_state = models.CharField(max_length=8)
    service = models.CharField(max_length=24)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    officer = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    at = models.DateTimeField()
    because = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        db_table = "queueing_step"

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.to_state}"


class WindowPost(models.Model):
    """What a window does now: who sits there, what it may call, and since when. Low and seated repeat the window's own words."""

    window = models.OneToOneField(Window, primary_key=True, on_delete=models.PROTECT, related_name="+")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8, choices=choices(WindowMode), default=WindowMode.CLOSED.value)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    skills = _codes()
    low = models.BooleanField(default=False)
    seated = models.BooleanField(default=False)
    break_reason = models.CharField(max_length=10, choices=choices(BreakReason), blank=True, default="")
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=one_of("mode", WindowMode), name="a_window_is_in_a_known_mode"),
            models.CheckConstraint(
                condition=Q(mode=WindowMode.CLOSED.value, officer__isnull=True)
                | (~Q(mode=WindowMode.CLOSED.value) & Q(officer__isnull=False)),
                name="an_officer_sits_at_an_open_window",
            ),
            models.CheckConstraint(
                condition=Q(mode=WindowMode.ON_BREAK.value, break_reason__in=[r.value for r in BreakReason])
                | (~Q(mode=WindowMode.ON_BREAK.value) & Q(break_reason="")),
                name="a_break_says_why",
            ),
            models.UniqueConstraint(fields=["officer"], name="an_officer_sits_at_one_window"),
        ]

    def __str__(self) -> str:
        return f"{self.window_id}: {self.mode}"


class WindowStep(models.Model):
    """One change of a window; written by a trigger, never changed."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    skills = _codes()
    break_reason = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "queueing_windowstep"

    def __str__(self) -> str:
        return f"{self.window_id}: {self.mode}"


class Call(models.Model):
    """One turn of a ticket at a window, from the call to its end. The facts of waiting, walking and service come from here.

    Hall, window, officer and service repeat what the ticket says, and a trigger holds them together: no further foreign keys.
    """

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="calls", db_index=False)
    turn = models.PositiveSmallIntegerField()
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    service = models.ForeignKey(QueueService, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    reference = models.CharField(max_length=60, blank=True, default="")
    waited_s = models.IntegerField()
    called_at = models.DateTimeField()
    recalls = models.PositiveSmallIntegerField(default=0)
    recalled_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True, default="")
    rating_key = models.CharField(max_length=16, null=True, unique=True)  # noqa: DJ001  # empty is not unique

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ticket", "turn"], name="a_turn_is_called_once"),
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at__isnull=True), name="a_ticket_is_at_one_window"),
            models.UniqueConstraint(fields=["window"], condition=Q(ended_at__isnull=True), name="a_window_serves_one_ticket"),
            models.UniqueConstraint(fields=["id", "ticket", "window", "officer", "reference"], name="a_call_and_its_parts"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="an_ended_call_says_how",
            ),
            models.CheckConstraint(
                condition=(Q(began_at__isnull=True) | Q(began_at__gte=F("called_at")))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("called_at"))),
                name="a_call_goes_forward_in_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["hall", "called_at"], name="calls_of_a_hall"),
            models.Index(fields=["hall", "ended_at"], name="calls_ended"),
            models.Index(fields=["ended_at"], condition=Q(outcome__in=["done", "served"]), name="calls_lately_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}/{self.turn}"


class Pace(models.Model):
    """How long a service takes at a hall, from services lately seen there; refreshed by the worker."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(QueueService, on_delete=models.PROTECT, related_name="+")
    seen = models.PositiveIntegerField()
    mean_s = models.FloatField()
    spread_s = models.FloatField()
    refreshed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hall", "service"], name="a_hall_has_one_pace_for_a_service"),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id} {self.service_id}: {self.mean_s:.0f}"


class EstimateRecord(models.Model):
    """How right the estimates of a hall were on a day; refreshed by the worker, kept for ever."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    made = models.PositiveIntegerField()
    inside = models.PositiveIntegerField()
    mean_abs_s = models.FloatField()
    bias_s = models.FloatField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hall", "day"], name="a_hall_has_one_record_of_estimates_a_day"),
            models.CheckConstraint(condition=Q(inside__lte=F("made")), name="no_more_are_right_than_were_made"),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id} {self.day}"
