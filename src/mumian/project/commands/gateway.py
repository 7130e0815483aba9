"""`mumian gateway …`: the simulators of outside systems, each a process of its own."""

from __future__ import annotations

from typing import Final

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.gateways.registers.simulator import main as provincial

SIMULATORS: Final = {"provincial": provincial}
USAGE: Final = Text("没有启动：请写 mumian gateway provincial。", "Nothing was started: say mumian gateway provincial.")


def run(arguments: list[str]) -> int:
    """Run a simulator until it is stopped."""
    simulator = SIMULATORS.get(arguments[0]) if arguments else None
    if simulator is None:
        raise Refusal(USAGE)
    return simulator(arguments[1:])
