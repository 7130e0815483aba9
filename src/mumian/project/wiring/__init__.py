"""What the packages need from each other is joined here, once, when a program starts."""

from __future__ import annotations

from mumian.cases.services import sockets
from mumian.project.wiring.fees import FeesAtTheWindow
from mumian.project.wiring.handing import HandOver
from mumian.project.wiring.lists import ReferenceLists
from mumian.project.wiring.making import DocumentsOfTheHouse

__all__ = ["DocumentsOfTheHouse", "FeesAtTheWindow", "HandOver", "ReferenceLists", "join"]


def join() -> None:
    """Fill the sockets of cases."""
    sockets.fees = FeesAtTheWindow()
    sockets.clearing = ReferenceLists()
    sockets.making = DocumentsOfTheHouse()
    sockets.handing = HandOver()
