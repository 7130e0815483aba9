"""The tables of this package."""

from __future__ import annotations

from mumian.queueing.models.tickets import (
    Call,
    EstimateRecord,
    HallQueue,
    NumberBlock,
    Pace,
    QueueService,
    Ticket,
    TicketStep,
    WindowPost,
    WindowStep,
)
from mumian.queueing.models.visits import (
    AgentCredential,
    AgentEntry,
    Alarm,
    AmenityFault,
    Appointment,
    HallNotice,
    Rating,
    Sample,
    ServiceDay,
    Slot,
    SurveyAnswer,
    SurveyAsked,
)

__all__ = [
    "AgentCredential",
    "AgentEntry",
    "Alarm",
    "AmenityFault",
    "Appointment",
    "Call",
    "EstimateRecord",
    "HallNotice",
    "HallQueue",
    "NumberBlock",
    "Pace",
    "QueueService",
    "Rating",
    "Sample",
    "ServiceDay",
    "Slot",
    "SurveyAnswer",
    "SurveyAsked",
    "Ticket",
    "TicketStep",
    "WindowPost",
    "WindowStep",
]
