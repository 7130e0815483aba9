"""What the packages need from each other is joined here, once, when a program starts."""

from __future__ import annotations

from mumian.cases.services import sockets
from mumian.clearance.services import sockets as clearance_sockets
from mumian.gateways.sms.alarms import OUTBOX, MessagesInAFile
from mumian.project.environment import Environment
from mumian.project.wiring.fees import FeesAtTheWindow
from mumian.project.wiring.handing import HandOver
from mumian.project.wiring.lists import ReferenceLists
from mumian.project.wiring.making import DocumentsOfTheHouse

__all__ = ["DocumentsOfTheHouse", "FeesAtTheWindow", "HandOver", "ReferenceLists", "join"]


def join() -> None:
    """Fill the sockets of cases and of clearance."""
    sockets.fees = FeesAtTheWindow()
    sockets.clearing = ReferenceLists()
    sockets.making = DocumentsOfTheHouse()
    sockets.handing = HandOver()
    clearance_sockets.second_channel = MessagesInAFile(Environment.read().var / OUTBOX)
