"""The outbox's two tables: what happened, and how far each subscriber has come with it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from mumian.foundation.outbox.terms import UNSETTLED, DeliveryState


class PublishedEvent(models.Model):
    """Something that has happened, as it was written down."""

    topic = models.TextField()
    key = models.TextField()
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now())
    handed_on_at = models.DateTimeField(null=True, default=None)
    """When its deliveries were made; empty until the dispatcher has seen it. The only column that ever changes."""

    class Meta:
        db_table = "outbox_event"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(topic="") & ~models.Q(key=""), name="event_names_its_topic_and_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("id", condition=models.Q(handed_on_at=None), name="outbox_event_not_handed_on"),
            models.Index("handed_on_at", name="outbox_event_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class EventDelivery(models.Model):
    """One event on its way to one subscriber. Its row is the inbox entry that lets the effect happen once."""

    event = models.ForeignKey(PublishedEvent, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.TextField()
    key = models.TextField()
    state = models.TextField(default=DeliveryState.WAITING.value, choices=[(state.value, state.value) for state in DeliveryState])
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    failed_with = models.TextField(default="", blank=True)
    """The kind of the last error and the line it came from; never its words, which may hold personal data."""
    discarded_because = models.TextField(default="", blank=True)

    class Meta:
        db_table = "outbox_delivery"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="event_reaches_a_subscriber_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in DeliveryState]), name="delivery_state_is_a_known_word"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in UNSETTLED], settled_at=None)
                | models.Q(state__in=[DeliveryState.DONE.value, DeliveryState.DISCARDED.value], settled_at__isnull=False),
                name="settled_delivery_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DeliveryState.DISCARDED.value) | ~models.Q(discarded_because=""),
                name="discarded_delivery_says_why",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                "id",
                condition=models.Q(state__in=[state.value for state in UNSETTLED]),
                name="outbox_delivery_unsettled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.key}: {self.state}"
