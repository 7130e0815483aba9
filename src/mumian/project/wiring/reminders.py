"""Reminders of appointments, as `queueing` decides them, sent as short messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mumian.foundation import outbox
from mumian.foundation.clock import local
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.outbox.subscribing import subscriptions
from mumian.foundation.words import Text
from mumian.gateways.sms.visitors import VisitorMessages
from mumian.queueing.events import AppointmentReminder
from mumian.queueing.queries import reminder_of

SUBSCRIBER: Final = "project.remind_of_appointment"
SAYS: Final = Text(
    "预约提醒：{service}，{when}，{hall}（{address}）。预约码{code}。如不能到场，请凭码取消或改期。",
    "Your appointment: {service}, {when}, {hall} ({address}). Code {code}. If you cannot come, cancel or change it by the code.",
)


@dataclass(frozen=True)
class Reminders:
    """Tells whoever booked. Who has cancelled meanwhile, or has left no number, hears nothing."""

    messages: VisitorMessages

    def __call__(self, event: AppointmentReminder, delivery: outbox.Delivery) -> None:
        found = reminder_of(appointment_id=event.appointment_id)
        if found is None:
            return
        when = f"{local(found.starts_at):%Y-%m-%d %H:%M}"
        says = SAYS.filled(
            service=found.service, when=when, hall=found.hall, address=found.address, code=LETTERS.shown(found.code)
        )
        self.messages.send(number=found.contact, says=says, key=delivery.inbox_key, at=delivery.at)


def send_reminders(messages: VisitorMessages) -> None:
    """Subscribe, once in a process however often it is joined."""
    if SUBSCRIBER not in subscriptions():
        outbox.subscribe(AppointmentReminder, SUBSCRIBER)(Reminders(messages))
