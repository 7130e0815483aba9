"""Which machine prints where, as the office has written it down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.gateways.printers.network import NetworkPrinter
from mumian.gateways.printers.simulator import FilePrinter
from mumian.gateways.printers.slip import Printer

ENTRY: Final = re.compile(r"([A-Z0-9-]{1,16})=([A-Za-z0-9.-]{1,200})(?::([0-9]{1,5}))?")
HIGHEST_PORT: Final = 65535
RAW: Final = 9100


class PrintersNotUnderstood(Refusal):
    """The setting of the printers is not what it should be."""


def printers_from(setting: str, *, files: Path | None) -> Mapping[str, Printer]:
    """The printer of each hall: `H01=10.1.2.3:9100 H02=printer.example`. Raises PrintersNotUnderstood.

    `*` is what every other hall prints on: files in this folder, or nothing.
    """
    found: dict[str, Printer] = {} if files is None else {"*": FilePrinter(files)}
    for entry in setting.split():
        fitting = ENTRY.fullmatch(entry)
        port = int(fitting[3] or RAW) if fitting else 0
        if fitting is None or not 0 < port <= HIGHEST_PORT:
            raise PrintersNotUnderstood(
                Text(
                    zh=f"没有启动：打印机的设置 {entry!r} 应写成 H01=10.1.2.3:9100。",
                    en=f"Nothing was started: a printer is written H01=10.1.2.3:9100, not {entry!r}.",
                )
            )
        found[fitting[1]] = NetworkPrinter(host=fitting[2], port=port)
    return found
