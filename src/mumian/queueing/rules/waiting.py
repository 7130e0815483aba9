"""How long somebody will wait, from what lies before him and what services were seen to take.

For a ticket in a queue more is known than Erlang's formula uses: how many are ahead, what each came for, which windows serve
them. The wait is the work ahead, shared among the windows, and what is left of the services under way; its spread is that of
the sum. Of hours to come nothing is known but their arrivals: for them Erlang's formula says how many windows are needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from mumian.queueing.terms import Wait

EIGHT_OF_TEN: Final = 1.2816
"""Standard deviations on either side within which eight of ten values of a normal distribution lie."""
LEAST_SPREAD: Final = 0.20
"""Even a long queue is not better known than so: windows pause, and people leave."""
ROUNDED_TO: Final = 60


def range_of(*, servers: int, busy: int, work_s: float, variance: float, own_s: float) -> Wait | None:
    """The wait as a range of whole minutes in seconds; None where no window serves it.

    `work_s` and `variance` are of the work of those ahead; `own_s` is the mean of the own service.
    """
    if servers <= 0:
        return None
    if busy < servers and work_s <= 0:
        return Wait(0, ROUNDED_TO)
    under_way = busy * own_s / 2
    middle = (work_s + under_way) / servers
    spread = math.sqrt(variance + busy * own_s * own_s / 12) / servers
    half = EIGHT_OF_TEN * max(spread, LEAST_SPREAD * middle)
    low = int(max(middle - half, 0) // ROUNDED_TO * ROUNDED_TO)
    high = math.ceil((middle + half) / ROUNDED_TO) * ROUNDED_TO
    return Wait(low, max(high, ROUNDED_TO))


def mean_of(waits: Sequence[tuple[int, Wait]]) -> Wait | None:
    """The wait that those who wait would be told on average, each with how many wait for it; of all alike where nobody waits."""
    if not waits:
        return None
    weights = [number for number, _ in waits]
    weights = weights if any(weights) else [1] * len(waits)
    low, high = (
        sum(weight * end for weight, end in zip(weights, ends, strict=True)) / sum(weights)
        for ends in ([wait.low_s for _, wait in waits], [wait.high_s for _, wait in waits])
    )
    return Wait(int(low // ROUNDED_TO * ROUNDED_TO), math.ceil(high / ROUNDED_TO) * ROUNDED_TO)


def erlang_c(*, servers: int, load: float) -> float:
    """The probability of having to wait, with `load` in erlangs (Erlang 1917, formula C); 1 when the load is too much."""
    if load <= 0:
        return 0.0
    if load >= servers:
        return 1.0
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)  # formula B, step by step: no factorials
    return servers * blocked / (servers - load * (1 - blocked))


def erlang_wait(*, servers: int, per_hour: float, mean_s: float) -> float | None:
    """The mean wait in seconds of an hour with so many arrivals; None when more arrive than can be served."""
    load = per_hour * mean_s / 3600
    if servers <= 0 or load >= servers:
        return None
    return erlang_c(servers=servers, load=load) * mean_s / (servers - load)


def windows_needed(*, per_hour: float, mean_s: float, wait_s: float) -> int:
    """The fewest windows with which the mean wait of such an hour is at most `wait_s`."""
    servers = max(math.ceil(per_hour * mean_s / 3600), 1)
    while (wait := erlang_wait(servers=servers, per_hour=per_hour, mean_s=mean_s)) is None or wait > wait_s:
        servers += 1
    return servers
