"""A printer that writes files: `NAME.prn` with the bytes, `NAME.txt` with what would stand on the paper."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mumian.gateways.printers.errors import OutOfPaper, PrinterSilent
from mumian.gateways.printers.escpos import encoded
from mumian.gateways.printers.reading import printed
from mumian.gateways.printers.slip import Slip


@dataclass
class FilePrinter:
    """Prints into a folder. A file `no-paper` or `silent` in the folder makes it behave so, as one pulls a roll or a plug."""

    folder: Path

    def print(self, slip: Slip) -> None:
        """Write the two files. Raises PrinterSilent or OutOfPaper when it is told to."""
        if (self.folder / "no-paper").exists():
            raise OutOfPaper
        data = encoded(slip)
        try:
            if (self.folder / "silent").exists():
                raise PrinterSilent
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{slip.name}.prn").write_bytes(data)
            (self.folder / f"{slip.name}.txt").write_text(printed(data).text(), encoding="utf-8")
        except OSError as error:
            raise PrinterSilent from error
