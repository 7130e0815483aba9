"""The halls of a demonstration by a real clock: windows open, people take numbers, are called, served, and rate.

It uses the services that machines and officers use, and remembers nothing but what each window does next; after a restart it
takes the windows up as they stand. Officers who have an account are left to whoever signs in as them, and so are their windows.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, auto
from multiprocessing.connection import Connection
from random import Random
from typing import Final

from django.db import DatabaseError, connections

from mumian.foundation.clock import OFFICE_ZONE, SystemClock, local_date, moment_at
from mumian.foundation.errors import Refusal
from mumian.offices.models import Shift
from mumian.offices.queries import officers_holding
from mumian.offices.services.duty import plan_shifts
from mumian.offices.terms import OfficerId, Role, ShiftFacts
from mumian.queueing.models import QueueService, Ticket, WindowPost
from mumian.queueing.queries.reading import at_window
from mumian.queueing.services import (
    begin_service,
    break_off,
    call_next,
    close_window,
    come_back,
    end_service,
    mark_no_show,
    open_window,
    rate,
    recall,
    take_ticket,
)
from mumian.queueing.terms import Answer, BreakReason, Priority, RatingReason, TicketState, WindowMode
from mumian.simulation.chance import chance_for
from mumian.simulation.stage import Stage

logger = logging.getLogger(__name__)

SEED: Final = 2006
AT_WINDOWS: Final = (Role.ACCEPTANCE_OFFICER, Role.HAND_OVER_OFFICER, Role.HALL_GUIDE)
BUSYNESS: Final = (0.82, 1.0)
"""Assumed: how much of what its windows can do a hall is asked for; each hall has its own, so that some are quieter."""
SLOWER: Final = 1.5
"""Assumed: how much longer a visit takes than the usual time of its service, since visitors ask."""
MOST_WAIT: Final = 4
"""For each open window; who finds more before him comes back another time."""
NO_SHOW, LOOKS_AWAY, RATES, PAUSES = 0.03, 0.06, 0.35, 0.02
"""Assumed: who never comes when called, who is called twice, who answers the tablet; how often an officer pauses."""
SATISFIED, FAIR = 0.95, 0.99
CLAIMS: Final = ((Priority.ELDERLY, 0.06), (Priority.PREGNANT, 0.01), (Priority.DISABLED, 0.01), (Priority.URGENT, 0.01))
FAMILY, SECOND_ERRAND, WHEELCHAIR = 0.12, 0.06, 0.01
LEAVES_NUMBER: Final = 0.3
"""Assumed: who lets the outside survey ask him."""
PLANNED_AHEAD: Final = 3
"""Days for which the roster stands, and appointments can be made."""
A_LOOK: Final = timedelta(seconds=10)
STAYS_CLOSED: Final = timedelta(minutes=20)
"""A window that a manager has closed."""
A_STEP: Final = 1.0
"""Seconds between two steps."""
LATER: Final = 5.0
"""Seconds after which a database that was away is tried again."""


class Does(Enum):
    """What a window does next, when its moment has come."""

    CALLS = auto()
    LOOKS_ROUND = auto()
    GIVES_UP = auto()
    BEGINS = auto()
    ENDS = auto()
    COMES_BACK = auto()


@dataclass
class Place:
    """A window with its officer, what it may call, and what it does next."""

    window: str
    hall: str
    officer: OfficerId
    skills: tuple[str, ...] = ()
    is_open: bool = False
    was_open: bool = False
    """Whether somebody sits there from before: he is taken up, even after closing time."""
    does: Does = Does.CALLS
    due: datetime | None = None
    rating: tuple[datetime, str] | None = None


@dataclass
class Crowd:
    """All halls in motion. `step` does what has come due; it may be called as often as one likes."""

    stage: Stage
    day: date
    chance: Random = field(default_factory=lambda: chance_for(SEED, "crowd"))
    places: dict[str, list[Place]] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)
    comes_next: dict[str, datetime] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    counted_at: datetime | None = None

    @classmethod
    def of(cls, stage: Stage, *, at: datetime) -> Crowd:
        """The halls as they stand now."""
        crowd = cls(stage, local_date(at))
        for one in places_of(crowd.day):
            crowd.places.setdefault(one.hall, []).append(one)
        crowd.usual = {service.code: float(service.usual_s) for service in QueueService.objects.all()}
        return crowd

    def step(self, at: datetime) -> int:
        """Do what has come due; answers how much that was."""
        self._count(at)
        return sum(self._hall(hall, places, at) for hall, places in self.places.items())

    def _hall(self, hall: str, places: list[Place], at: datetime) -> int:
        done = 0
        is_open = self.is_open(hall, at)
        for place in places:
            done += self._window(place, at, is_open=is_open)
        return done + (self._arrivals(hall, places, at) if is_open else 0)

    def is_open(self, hall: str, at: datetime) -> bool:
        """Whether the hall lets people in at this moment."""
        now = at.astimezone(OFFICE_ZONE)
        second = now.hour * 3600 + now.minute * 60 + now.second
        return any(opens <= second < closes for opens, closes in self.stage.open_at(self.stage.hall_of[hall], now.date()))

    # ---- who comes

    def _count(self, at: datetime) -> None:
        """Look now and then how many wait: screens of others may have taken numbers as well."""
        if self.counted_at is not None and at < self.counted_at + A_LOOK:
            return
        waiting = Ticket.objects.filter(state=TicketState.WAITING.value, day=local_date(at)).values_list("hall__code", flat=True)
        self.counted, self.counted_at = {}, at
        for hall in waiting:
            self.counted[hall] = self.counted.get(hall, 0) + 1

    def _arrivals(self, hall: str, places: Sequence[Place], at: datetime) -> int:
        serving = [place for place in places if place.is_open and place.skills]
        if not serving:
            return 0
        if hall not in self.comes_next:  # as one walks into a hall that has been open for a while
            self.comes_next[hall] = at
            return sum(self._takes(hall, serving, at) for _ in range(2 * len(serving) - self.counted.get(hall, 0)))
        a_second = sum(1 / self._visit_s(place) for place in serving) * self.busyness(hall)
        came = 0
        while self.comes_next[hall] <= at:
            self.comes_next[hall] += timedelta(seconds=self.chance.expovariate(a_second))
            if self.counted.get(hall, 0) < MOST_WAIT * len(serving):
                came += self._takes(hall, serving, at)
        return came

    def busyness(self, hall: str) -> float:
        """How busy this hall is, the same whenever it is asked."""
        return chance_for(SEED, f"busyness of {hall}").uniform(*BUSYNESS)

    def _visit_s(self, place: Place) -> float:
        """How long a visit at this window lasts on average, where short errands are as many more as they are shorter."""
        return SLOWER * len(place.skills) / sum(1 / self.usual[skill] for skill in place.skills) + 30

    def _takes(self, hall: str, serving: Sequence[Place], at: datetime) -> int:
        chance = self.chance
        [place] = chance.choices(serving, weights=[1 / self._visit_s(one) for one in serving])
        services = chance.choices(place.skills, weights=[1 / self.usual[skill] for skill in place.skills])
        if chance.random() < SECOND_ERRAND:
            services += [skill for skill in place.skills if skill not in services][:1]
        roll, priority = chance.random(), Priority.ORDINARY
        for claim, share in CLAIMS:
            if 0 <= roll < share:
                priority = claim
            roll -= share
        people = chance.randint(2, 4) if chance.random() < FAMILY else 1
        low = chance.random() < WHEELCHAIR
        telephone = f"1390000{chance.randrange(10**4):04d}" if chance.random() < LEAVES_NUMBER else ""
        try:
            take_ticket(hall=hall, services=services, at=at, people=people, priority=priority, low_counter=low, contact=telephone)
        except Refusal:
            return 0
        self.counted[hall] = self.counted.get(hall, 0) + 1
        return 1

    # ---- what windows do

    def _window(self, place: Place, at: datetime, *, is_open: bool) -> int:
        if place.rating is not None and place.rating[0] <= at:
            self._rates(place, at)
        if not place.is_open:
            return self._opens(place, at) if is_open or place.was_open else 0
        if place.due is not None and at < place.due:
            return 0
        try:
            return self._acts(place, at, is_open=is_open)
        except Refusal:  # a manager closed the window, or something was done to its ticket
            is_closed = WindowPost.objects.filter(window__code=place.window, mode=WindowMode.CLOSED.value).exists()
            place.is_open, place.due = False, at + (STAYS_CLOSED if is_closed else A_LOOK)
            return 0

    def _opens(self, place: Place, at: datetime) -> int:
        """Sit down, at a ticket that stands there from before if there is one."""
        if place.due is not None and at < place.due:
            return 0
        try:
            open_window(window=place.window, officer=place.officer, at=at)
        except Refusal:
            place.due = at + timedelta(minutes=10)
            return 0
        place.skills = tuple(WindowPost.objects.values_list("skills", flat=True).get(window__code=place.window))
        ticket = at_window(place.window)
        place.is_open, place.was_open = True, False
        if ticket is None:
            self._next(place, Does.CALLS, at, 1, 15)
        elif ticket.state is TicketState.SERVING:
            self._next(place, Does.ENDS, at, 20, 120)
        else:
            self._next(place, Does.BEGINS, at, 5, 20)
        return 1

    def _acts(self, place: Place, at: datetime, *, is_open: bool) -> int:
        window, officer = place.window, place.officer
        if place.does is Does.CALLS:
            return self._calls(place, at, is_open=is_open)
        if place.does is Does.LOOKS_ROUND:
            recall(window=window, officer=officer, at=at)
            self._next(place, Does.GIVES_UP if self.chance.random() < NO_SHOW / LOOKS_AWAY else Does.BEGINS, at, 15, 30)
        elif place.does is Does.GIVES_UP:
            mark_no_show(window=window, officer=officer, at=at)
            self._next(place, Does.CALLS, at, 1, 4)
        elif place.does is Does.BEGINS:
            called = begin_service(window=window, officer=officer, at=at)
            lasts = self.usual[called.service] * SLOWER * self.chance.lognormvariate(-0.08, 0.4)
            self._next(place, Does.ENDS, at, lasts, lasts)
        elif place.does is Does.ENDS:
            ended = end_service(window=window, officer=officer, at=at)
            if ended.may_rate and self.chance.random() < RATES:
                place.rating = (at + timedelta(seconds=6), ended.rating_key)
            self._next(place, Does.CALLS, at, 8, 20)
        else:
            come_back(window=window, officer=officer, at=at)
            self._next(place, Does.CALLS, at, 1, 5)
        return 1

    def _calls(self, place: Place, at: datetime, *, is_open: bool) -> int:
        if is_open and self.chance.random() < PAUSES:
            break_off(window=place.window, officer=place.officer, reason=self.chance.choice(list(BreakReason)[:3]), at=at)
            self._next(place, Does.COMES_BACK, at, 180, 600)
            return 1
        called = call_next(window=place.window, officer=place.officer, at=at)
        if called is not None:
            self.counted[place.hall] = max(0, self.counted.get(place.hall, 0) - 1)
            self._next(place, Does.LOOKS_ROUND if self.chance.random() < LOOKS_AWAY else Does.BEGINS, at, 12, 40)
        elif is_open:
            self._next(place, Does.CALLS, at, 8, 12)
        else:  # closing time, and nobody waits any more
            close_window(window=place.window, officer=place.officer, at=at)
            place.is_open, place.due = False, None
            self.comes_next.pop(place.hall, None)
        return 1

    def _next(self, place: Place, does: Does, at: datetime, least: float, most: float) -> None:
        place.does, place.due = does, at + timedelta(seconds=self.chance.uniform(least, most))

    def _rates(self, place: Place, at: datetime) -> None:
        if place.rating is None:
            return
        key, place.rating = place.rating[1], None
        roll = self.chance.random()
        answer = Answer.SATISFIED if roll < SATISFIED else Answer.FAIR if roll < FAIR else Answer.UNSATISFIED
        reasons = () if answer is Answer.SATISFIED else (self.chance.choice(list(RatingReason)),)
        try:
            rate(rating_key=key, answer=answer, reasons=reasons, at=at, device=f"tablet:{place.window}")
        except Refusal:
            return  # asked for too long, or answered at the tablet


def places_of(day: date) -> Iterable[Place]:
    """The windows whose officers have no account, and whom nobody else sits at now."""
    taken = dict(WindowPost.objects.exclude(mode=WindowMode.CLOSED.value).values_list("window__code", "officer_id"))
    for role in AT_WINDOWS:
        for officer in officers_holding(role, on=day):
            for duty in officer.duties:
                free = duty.window and taken.get(duty.window, officer.officer_id) == officer.officer_id
                if officer.account_id is None and duty.role is role and duty.hall and duty.window and free:
                    yield Place(duty.window, duty.hall, officer.officer_id, was_open=duty.window in taken)


def plan_roster(stage: Stage, *, at: datetime) -> int:
    """Plan who sits at which window in the days to come, where nothing is planned; appointments follow it. Answers how many."""
    today = local_date(at)
    planned = set(Shift.objects.filter(starts_at__gt=at, window__isnull=False).values_list("hall__code", "starts_at"))
    managers = {duty.hall: one.officer_id for one in officers_holding(Role.HALL_MANAGER, on=today) for duty in one.duties}
    made = 0
    for ahead in range(1, PLANNED_AHEAD + 1):
        day = today + timedelta(days=ahead)
        on_duty = [one for role in AT_WINDOWS for one in officers_holding(role, on=day)]
        for hall, manager in managers.items():
            for opens, closes in stage.open_at(stage.hall_of[hall], day) if hall in stage.hall_of else ():
                begins, ends = (moment_at(day) + timedelta(seconds=second) for second in (opens, closes))
                if (hall, begins) in planned:
                    continue
                shifts = [
                    ShiftFacts(one.badge_number, duty.bureau, duty.department, begins, ends, hall=hall, window=duty.window)
                    for one in on_duty
                    for duty in one.duties
                    if duty.hall == hall and duty.window and duty.department
                ]
                try:
                    made += len(plan_shifts(shifts=shifts, by=manager, at=at))
                except Refusal:  # somebody of them is planned otherwise; the manager sees to it
                    continue
    return made


def begin(sign_in: Callable[[str], None]) -> None:
    """Set the crowd going beside this process, until this process ends."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    child = context.Process(target=_live, args=(ours, theirs, sign_in), daemon=True)
    child.start()
    theirs.close()
    _beside.append((child, ours))  # the pipe is open for as long as we are here


def _live(theirs: Connection, ours: Connection, sign_in: Callable[[str], None]) -> None:
    theirs.close()  # else nobody notices that the city has ended
    crowd: Crowd | None = None
    roster_of: date | None = None
    while not ours.poll(A_STEP):
        at = SystemClock().now()
        try:
            if crowd is None or crowd.day != local_date(at):
                sign_in("web")
                crowd = Crowd.of(Stage.stands(seed=SEED, on=local_date(at)), at=at)
            crowd.step(at)
            if roster_of != crowd.day:
                roster_of = crowd.day
                logger.info("shifts planned: %s", plan_roster(crowd.stage, at=at))
        except DatabaseError:  # the database is being started anew: the halls go on where they stand
            logger.warning("the halls wait for the database", exc_info=True)
            connections.close_all()
            crowd = None
            if ours.poll(LATER):
                break
    os._exit(0)


_beside: list[tuple[object, Connection]] = []
