"""The clock of a demonstration may run ahead, so that halls are open whenever somebody tries them.

How much is kept in the data folder, for every process of the house and for the next start. It never goes back: what was done
already would lie in the future. An office has the clock of its machine and nothing else.
"""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from mumian.foundation.clock import local_date, moment_at, set_ahead
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.project.environment import ROOT, Environment

FILE: Final = "clock.json"
CALENDAR: Final = ROOT / "rulebooks" / "guangzhou" / "calendar.csv"
A_DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


class HourNotUnderstood(Refusal):
    """`--at` names no hour of a day."""


def keep_time(environment: Environment) -> None:
    """Let this process have the time of its house."""
    if environment.profile == "demo":
        set_ahead(kept(environment.var))


def kept(folder: Path) -> timedelta:
    """How much the clock of the house in this folder runs ahead of the machine's."""
    try:
        return max(timedelta(0), timedelta(seconds=int(json.loads((folder / FILE).read_text())["ahead_s"])))
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return timedelta(0)


def put_ahead(folder: Path, at: time, *, now: datetime) -> timedelta:
    """Let the house in this folder begin at the next such hour of a working day; `now` is the machine's clock. How much ahead."""
    there = now + kept(folder)
    begin = _next(there, at)
    by = timedelta(seconds=round((begin - now).total_seconds()))
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"{FILE}.new"
    beside.write_text(json.dumps({"ahead_s": round(by.total_seconds())}))
    beside.replace(folder / FILE)
    return by


def put_right(folder: Path) -> None:
    """Let a house that begins anew have the clock of the machine again."""
    (folder / FILE).unlink(missing_ok=True)


def hour(words: str) -> time:
    """The hour that was named, such as 10:00. Raises HourNotUnderstood."""
    try:
        return datetime.strptime(words.strip(), "%H:%M").replace(tzinfo=UTC).time()
    except ValueError:
        raise HourNotUnderstood(
            Text(
                zh=f"没有启动：--at 的值是 {words!r}，应为一天里的时刻，例如 --at 10:00。",
                en=f"Nothing was started: --at is {words!r}; say an hour of the day, such as --at 10:00.",
            )
        ) from None


def _next(there: datetime, at: time) -> datetime:
    """The first moment that is not over at which the office's clock shows `at` on a working day."""
    rest = _days_of_rest()
    day = local_date(there)
    while moment_at(day, at) < there or _is_rest(day, rest):
        day += A_DAY
    return moment_at(day, at)


def _is_rest(day: date, rest: dict[date, bool]) -> bool:
    return rest.get(day, day.weekday() >= SATURDAY)


def _days_of_rest() -> dict[date, bool]:
    """What the calendar of the rulebook says; beyond its end weekends are days of rest."""
    with CALENDAR.open(encoding="utf-8", newline="") as lines:
        return {date.fromisoformat(line["date"]): "work" not in line["day_type"] for line in csv.DictReader(lines)}
