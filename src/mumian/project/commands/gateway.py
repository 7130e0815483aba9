"""`mumian gateway …`: the simulators of outside systems, each a process of its own."""

from __future__ import annotations

from typing import Final

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.gateways.registers.simulator import main as provincial
from mumian.gateways.survey.simulator import main as survey

SIMULATORS: Final = {"provincial": provincial, "survey": survey}
USAGE: Final = Text(
    "没有启动：请写 mumian gateway provincial 或 mumian gateway survey。",
    "Nothing was started: say mumian gateway provincial or mumian gateway survey.",
)


def run(arguments: list[str]) -> int:
    """Run a simulator: the province until it is stopped, the survey centre for one thing."""
    simulator = SIMULATORS.get(arguments[0]) if arguments else None
    if simulator is None:
        raise Refusal(USAGE)
    return simulator(arguments[1:])
