"""A thermal printer on the hall's network: raw bytes to a port (usually 9100), paper asked for first."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from mumian.gateways.printers.errors import OutOfPaper, PrinterSilent
from mumian.gateways.printers.escpos import ASK_PAPER, PAPER_ENDED, encoded
from mumian.gateways.printers.slip import Slip


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """One printer. `seconds` is how long a visitor is let wait for an answer of the machine."""

    host: str
    port: int = 9100
    seconds: float = 2.0

    def print(self, slip: Slip) -> None:
        """Ask whether there is paper, then send the slip. Raises PrinterSilent, OutOfPaper, UnprintableError."""
        data = encoded(slip)
        try:
            with socket.create_connection((self.host, self.port), timeout=self.seconds) as link:
                link.sendall(ASK_PAPER)
                answer = link.recv(1)
                if not answer:
                    raise PrinterSilent
                if answer[0] & PAPER_ENDED:
                    raise OutOfPaper
                link.sendall(data)
        except OSError as error:
            raise PrinterSilent from error
