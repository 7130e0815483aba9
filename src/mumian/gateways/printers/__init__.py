"""Ticket and receipt printers: what is on a slip of 80 mm, said once, and the ways to paper.

A `Slip` is what should be read; `escpos` turns it into the bytes of a thermal printer, `network` sends them, `simulator` is a
printer that writes files and reads its own bytes back, and `on_paper` sets the same slip as a PDF for a printer of the house. A
printer that is silent or out of paper says so (PrinterSilent, OutOfPaper): the visitor hears the truth, the ticket stays good.
"""

from __future__ import annotations

from mumian.gateways.printers.choosing import printers_from
from mumian.gateways.printers.errors import OutOfPaper, PrinterSilent
from mumian.gateways.printers.network import NetworkPrinter
from mumian.gateways.printers.simulator import FilePrinter
from mumian.gateways.printers.slip import Code, Feed, Line, Part, Printer, Rule, Size, Slip

__all__ = [
    "Code",
    "Feed",
    "FilePrinter",
    "Line",
    "NetworkPrinter",
    "OutOfPaper",
    "Part",
    "Printer",
    "PrinterSilent",
    "Rule",
    "Size",
    "Slip",
    "printers_from",
]
