"""Tickets of the town: everybody takes a number, is called by a window, served, or goes; the queue alone says who is next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any, Final

from mumian.foundation.identifiers.codes import LETTERS, codes_drawn_by
from mumian.offices.terms import OfficerId
from mumian.queueing.queries import queue_service_for
from mumian.queueing.services import Does, HallAct, break_off, close_window, come_back, follow_hall, open_window, sweep
from mumian.queueing.terms import BreakReason
from mumian.simulation.acts import Act, Came
from mumian.simulation.chance import chance_for
from mumian.simulation.stage import Stage
from mumian.simulation.town.demand import moment
from mumian.simulation.town.halls import Purpose, Served, Visitor, Window
from mumian.simulation.town.tickets import Happens, Moment, hall_day
from mumian.simulation.trying import tried
from mumian.simulation.worker import Worker

CITIZENS: Final = ("ENDORSE", "NEW", "RENEW", "FAMILY", "TAIWAN")
FOREIGNERS: Final = ("VISA", "RESIDENCE", "PERMANENT")
LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "citizen": CITIZENS,
    "foreigner": FOREIGNERS,
    "collect": ("COLLECT",),
    "ask": ("CONSULT",),
}
"""What the windows of each queue of the town call."""

IN_THE_BATCH: Final = frozenset({Happens.TAKES, Happens.LEAVES, Happens.CALLS, Happens.BEGINS, Happens.ENDS})


class QueueingPart:
    """`queueing.hall`: what happens in a hall from one moment to another."""

    name = "queueing"
    kinds = frozenset({"queueing.hall"})

    def prepare(self, stage: Stage, *, day: date) -> None:
        """Nobody waits over night."""
        while sweep(at=moment(day, 0)):
            pass

    def carry_out(self, acts: Sequence[Act], worker: Worker) -> list[Came]:
        """Hall by hall."""
        return [tried(act, partial(_hall, act, worker)) for act in acts]


def line_of(visitor: Visitor, service: str) -> str:
    """The line of the queue in which somebody waits who comes for this service of the catalogue (empty: he asks or collects).

    Records of journeys are asked for where citizens apply, as the town plays it.
    """
    if visitor.purpose in {Purpose.COLLECT, Purpose.ASK}:
        return LINES[visitor.queue][0]
    line = queue_service_for(service)
    allowed = LINES[visitor.queue] + (FOREIGNERS if visitor.queue == "citizen" else ())
    return line if line in allowed else LINES[visitor.queue][0]


def skills_of(window: Window, *, foreigners_apart: bool) -> tuple[str, ...]:
    """What a window of the town may call; foreigners go to the windows of citizens where they have none of their own."""
    skills = [line for queue in sorted(window.queues) for line in LINES[queue]]
    return (*skills, *(FOREIGNERS if "citizen" in window.queues and not foreigners_apart else ()))


def _hall(act: Act, worker: Worker) -> dict[str, Any]:
    says = act.says
    played = _Played(act, worker)
    for in_batch, some in groupby(says["moments"], key=lambda one: one.happens in IN_THE_BATCH):
        if in_batch:
            played.follow(list(some))
        else:
            for one in some:
                played.presence(one)
    return {"calls": played.calls, "unlike": played.unlike, "no_shows": played.no_shows}


class _Played:
    """One hall and one stretch of time."""

    def __init__(self, act: Act, worker: Worker) -> None:
        self._says, self._worker = act.says, worker
        self.calls = self.unlike = self.no_shows = 0

    def follow(self, moments: Sequence[Moment]) -> None:
        """Numbers and calls. `unlike` counts calls that brought somebody else than the town expected."""
        codes = self._says["codes"]
        came = follow_hall(hall=self._says["hall"], acts=list(self._acts(moments)), gone=self._says["gone"])
        expected = [codes[one.visitor] for one in moments if one.happens is Happens.CALLS]
        self.calls += len(expected)
        self.unlike += sum(mine != theirs for mine, theirs in zip(expected, came.called, strict=True))
        self.no_shows += came.no_shows

    def _acts(self, moments: Sequence[Moment]) -> Iterator[HallAct]:
        for one in moments:
            at, does, code = moment(self._says["day"], one.second), Does(one.happens.value), self._says["codes"][one.visitor]
            if does is Does.TAKE:
                yield HallAct(does, at, code, (self._says["lines"][one.visitor],))
            elif does is Does.LEAVE:
                yield HallAct(does, at, code)
            else:
                yield HallAct(does, at, window=one.window, officer=self._officer(one.window))

    def _officer(self, window: str) -> OfficerId:
        return self._worker.officers[self._says["officers"][window]].officer_id

    def presence(self, one: Moment) -> None:
        """An officer sits down, pauses, comes back, stands up."""
        at, officer = moment(self._says["day"], one.second), self._officer(one.window)
        if one.happens is Happens.OPENS:
            open_window(window=one.window, officer=officer, skills=self._says["skills"][one.window], at=at)
        elif one.happens is Happens.PAUSES:
            break_off(window=one.window, officer=officer, reason=BreakReason.REST, at=at)
        elif one.happens is Happens.COMES_BACK:
            come_back(window=one.window, officer=officer, at=at)
        else:
            close_window(window=one.window, officer=officer, at=at)


def stretches(
    stage: Stage, day: date, hall: str, served: Served, windows: Sequence[Window], *, service_of: Callable[[Visitor], str],
    foreigners_apart: bool, seconds: int,
) -> Iterator[tuple[datetime, dict[str, Any]]]:  # fmt: skip
    """The day of a hall in stretches of so many seconds, each with its beginning and what a worker needs to know."""
    today = hall_day(served, windows, chance_for(stage.seed, f"tickets {hall} {day}"))
    visitors = {one.number: one for one in (*served.served, *served.left)}
    codes = {number: code_of(stage, hall, number) for number in visitors}
    gone = sorted(today.gone)
    for number, some in groupby(today.moments, key=lambda one: one.second // seconds):
        moments = tuple(some)
        ends = (number + 1) * seconds
        at_windows = {one.window for one in moments if one.window}
        yield moment(day, number * seconds), {
            "hall": hall,
            "day": day,
            "moments": moments,
            "codes": {one.visitor: codes.get(one.visitor, "") for one in moments},
            "lines": {
                one.visitor: line_of(visitors[one.visitor], service_of(visitors[one.visitor]))
                for one in moments
                if one.happens is Happens.TAKES
            },
            "gone": [codes[one] for one in gone if visitors[one].arrives < ends],
            "officers": {one.code: one.officer for one in windows if one.code in at_windows},
            "skills": {
                one.code: skills_of(one, foreigners_apart=foreigners_apart) for one in windows if one.code in at_windows
            },
        }  # fmt: skip


def code_of(stage: Stage, hall: str, visitor: int) -> str:
    """The code on somebody's slip, which nobody can guess from another one's, and which is the same in every run of a seed."""
    with codes_drawn_by(chance_for(stage.seed, f"slip {stage.people_before} {hall} {visitor}").randrange):
        return LETTERS.new()
