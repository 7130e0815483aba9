"""What the packages need from each other is joined here, once, when a program starts."""

from __future__ import annotations

from mumian.cases.services import sockets
from mumian.clearance.services import sockets as clearance_sockets
from mumian.gateways.sms.alarms import OUTBOX, MessagesInAFile
from mumian.gateways.sms.visitors import VISITORS, VisitorMessages
from mumian.project.environment import Environment
from mumian.project.wiring.fees import FeesAtTheWindow
from mumian.project.wiring.handing import HandOver
from mumian.project.wiring.lists import ReferenceLists
from mumian.project.wiring.making import DocumentsOfTheHouse
from mumian.project.wiring.reminders import send_reminders

__all__ = ["DocumentsOfTheHouse", "FeesAtTheWindow", "HandOver", "ReferenceLists", "join"]


def join() -> None:
    """Fill the sockets of cases and of clearance, and send what visitors are told; a second time changes nothing."""
    environment = Environment.read()
    sockets.fees = FeesAtTheWindow()
    sockets.clearing = ReferenceLists()
    sockets.making = DocumentsOfTheHouse()
    sockets.handing = HandOver()
    sockets.keeps_hours = environment.profile == "office"
    clearance_sockets.second_channel = MessagesInAFile(environment.var / OUTBOX)
    send_reminders(VisitorMessages(environment.var / VISITORS))
