"""The city of a demonstration: thirty days are played as fast as they go, then people come as the clock goes.

How far it is stands in a file beside the house, for the note that pages show, and so that a start goes on where the last one
was ended. Where the house has another database than the file speaks of, the city begins anew.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from mumian.clearance.services import compare_alone
from mumian.foundation.clock import OFFICE_ZONE, SystemClock, local_date
from mumian.people.models import Person
from mumian.simulation import crowd
from mumian.simulation.chance import chance_for
from mumian.simulation.driving import Clockwork, summed, town_of, used
from mumian.simulation.pool import Processes
from mumian.simulation.running import Orders
from mumian.simulation.showing import keep

DAYS: Final = 30
SHARE: Final = 0.01
HISTORY: Final = 0.0132
"""A hundredth of the volumes leaves some 1,900 cases in thirty days; this much some 2,500, enough for every list and figure."""
SEED: Final = 2006
A_MINUTE: Final = 60
AN_HOUR: Final = 3600
"""History is played by the hour: nobody watches, and what is done together costs less."""

NOTE: Final = "city.json"


def live_on(folder: Path, *, sign_in: Callable[[str], None], lively: bool, say: Callable[[str], None]) -> None:
    """Play what is missing of the last thirty days; then, where the city is lively, go on as the clock goes, for ever."""
    if lively:
        crowd.begin(sign_in)
        sign_in("owner")
    founded = _founded()
    told = _told(folder, founded)
    today = local_date(SystemClock().now())
    first = max(today - timedelta(days=DAYS), told + timedelta(days=1) if told else date.min)
    if first < today:
        _play(first, today, folder, founded, Clockwork(processes=2, sign_in=sign_in, say=say))
    sign_in("owner")
    _tell(folder, founded, {"done": DAYS, "filled_to": (today - timedelta(days=1)).isoformat(), "state": "live"})
    while lively:
        _one_day(local_date(SystemClock().now()), sign_in, say)


def _play(first: date, today: date, folder: Path, founded: str, how: Clockwork) -> None:
    """The days before today, with both cores."""
    orders = Orders(first, (today - first).days, share=HISTORY, round=AN_HOUR, tickets=False)
    town = town_of(orders, seed=_seed_of(first), how=how)
    compare_alone()
    began, used_before = time.monotonic(), used(0)
    try:
        for number in range(orders.days):
            day = first + timedelta(days=number)
            done = DAYS - (today - day).days
            _tell(folder, founded, {"done": done, "filled_to": (day - timedelta(days=1)).isoformat(), "state": "filling"})
            town.day(day)
        keep(summed(town, how, seconds=time.monotonic() - began, used_before=used_before), folder)
    finally:
        if isinstance(town.pool, Processes):
            town.pool.close()


def _one_day(day: date, sign_in: Callable[[str], None], say: Callable[[str], None]) -> None:
    """Today from now on, minute by minute of a real clock."""
    orders = Orders(day, share=SHARE, round=A_MINUTE, tickets=False)
    how = Clockwork(processes=1, sign_in=None, say=say)
    sign_in("owner")
    town = replace(town_of(orders, seed=_seed_of(day) + int(time.time()) % 100_000, how=how), wait_until=_wait_until)
    now = SystemClock().now().astimezone(OFFICE_ZONE)
    town.day(day, from_second=(now.hour * 60 + now.minute) * 60)


def _wait_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - SystemClock().now()).total_seconds()))


def _seed_of(day: date) -> int:
    return chance_for(SEED, f"city from {day}").randrange(1, 1 << 30)


def _founded() -> str:
    """What tells one database from another: when its first person was entered."""
    first = Person.objects.order_by("pk").values_list("entered_at", flat=True).first()
    return first.isoformat() if first else ""


def _told(folder: Path, founded: str) -> date | None:
    """Up to which day the history of this database is played; None when it was not begun."""
    try:
        note = json.loads((folder / NOTE).read_text())
        return date.fromisoformat(note["filled_to"]) if note["founded"] == founded else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _tell(folder: Path, founded: str, note: Mapping[str, Any]) -> None:
    beside = folder / f"{NOTE}.new"
    beside.write_text(json.dumps({"founded": founded, "days": DAYS, **note}))
    beside.replace(folder / NOTE)
