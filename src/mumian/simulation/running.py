"""The clock of the town: day after day, half an hour after half an hour, what comes due is handed to the workers and looked at.

Nothing here waits for a real clock unless it is asked to keep pace. What the town learns in one half hour it acts on in the next,
as offices do that carry files from room to room; so the workers need no order among themselves and every run is the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any, Final

from django.db import DatabaseError, connection

from mumian.catalogue.terms import Path
from mumian.foundation.clock import local_date
from mumian.offices.queries import HallSheet
from mumian.offices.terms import Role, WindowKind
from mumian.simulation.acts import Act, Came
from mumian.simulation.chance import chance_for
from mumian.simulation.matter import Matter, Where
from mumian.simulation.parts.queueing import stretches
from mumian.simulation.pool import Pool
from mumian.simulation.proving import Before
from mumian.simulation.stage import Stage
from mumian.simulation.tally import Tally
from mumian.simulation.town import steps
from mumian.simulation.town.applicants import FOREIGNERS, applicant, refused_on_lists
from mumian.simulation.town.demand import (
    COUNTER,
    KIOSK,
    PHONE,
    POST,
    WEB,
    Demand,
    applications_for,
    era_of,
    moment,
    visitors_on,
)
from mumian.simulation.town.halls import Left, Purpose, Served, Visitor, Window, seconds_of, serve, with_breaks
from mumian.simulation.town.offices import Crew, Desk, crew_of, is_working, worked_between
from mumian.simulation.trying import STOPPED

ROUND: Final = 30 * 60
DAY: Final = 24 * 3600
MINUTE: Final = 60
RECKONED_UP: Final = 19 * 3600
"""When all halls are closed, and drawers are counted."""
LAST_MINUTES: Final = 5 * 60
"""Sets are signed so long before the half hour ends."""

USUAL_DAY: Final = 10_000
"""So many visitors the office of full size is staffed for."""

EARLIEST_COLLECTION, SPREAD_OF_COLLECTION = 1, 8
DECLINED, WITHDRAWN, FAILED, ASKED_AGAIN = 0.003, 0.003, 0.004, 0.006
"""Assumed: applications that the office is not competent for, that are taken back, documents that fail their check, notices after
which something new is asked for (each is a breach)."""

BRINGS_AFTER: Final = (2, 9)
CONSENT_AFTER: Final = (3, 8)
FROM_HOME: Final = frozenset({WEB, PHONE, POST})


@dataclass(frozen=True, slots=True)
class Orders:
    """What a run is asked for.

    `share` is the part of the volumes by which people come and, unless `staff` says otherwise, departments are staffed; where
    fewer `visitors` are asked for than come on a usual day, so much smaller is the office.
    `follow` are days after the last on which nobody new comes: what was begun is followed to its end.
    `approvers` multiplies the approval officers (0.7: thirty per cent fewer). `pace` is how many times faster than a clock;
    0 is as fast as it goes. Without `tickets` nobody takes a number; without `cases` people only come, wait and go.
    """

    first: date
    days: int = 1
    follow: int = 0
    visitors: int | None = None
    share: float = 1.0
    staff: float | None = None
    approvers: float = 1.0
    pace: float = 0.0
    radar: bool = False
    until: datetime | None = None
    round: int = ROUND
    tickets: bool = True
    cases: bool = True

    @property
    def staffed(self) -> float:
        """At which share of the volumes the office is staffed."""
        if self.staff is not None:
            return self.staff
        return self.share if self.visitors is None else self.share * min(1.0, self.visitors / USUAL_DAY)


Progress = Callable[["Town", datetime], None]
Then = Callable[[Came], None]
AfterASet = Callable[[list[Matter], str, Came, datetime], None]


@dataclass
class Town:
    """The town in motion. `matters` are the cases under way; who is done with is forgotten."""

    stage: Stage
    orders: Orders
    pool: Pool
    prepare: Callable[[Stage, date], None]
    load_people: Callable[[Iterable[Any], str, datetime], None]
    screen: Callable[[datetime], None]
    progress: Progress = lambda _town, _now: None
    wait_until: Callable[[datetime], None] = lambda _moment: None
    tally: Tally = field(default_factory=Tally)
    before: Before = field(default_factory=Before)

    def __post_init__(self) -> None:
        self.demand = Demand(self.stage.volumes, seed=self.stage.seed, families=self.stage.families)
        self.matters: dict[int, Matter] = {}
        self._numbers = count(1)
        self._visitors = count(1)
        self._acts: list[tuple[Act, Then]] = []
        self._timed: dict[date, list[tuple[datetime, int, Act, Then]]] = {}
        self._returns: dict[date, list[Matter]] = {}
        self._ready: dict[str, list[tuple[date, int, Matter]]] = {}
        self._places: dict[str, list[int]] = {}
        self._used: dict[str, int] = {}
        self._took: set[str] = set()
        staff = steps.standard_staff(self.stage.volumes, self.stage.book, self.orders.first, share=self.orders.staffed)
        self.standard = staff
        approvers = crew_of(self.stage.badges(Role.APPROVAL_OFFICER), staff["approval"] * self.orders.approvers)
        self.approval: Desk[Matter] = Desk(approvers)
        self.production: Desk[Matter] = Desk(crew_of(self.stage.badges(Role.PRODUCTION_OFFICER), staff["production"]))
        self.checking: Desk[Matter] = Desk(crew_of(self.stage.badges(Role.QUALITY_CHECKER), staff["checking"]))
        self.seconds: dict[str, Desk[Matter]] = {}
        self.back_rooms: dict[str, Desk[Matter]] = {}
        for hall in self.stage.halls:
            second = [badge for badge, _ in self.stage.in_hall(Role.COUNTER_APPROVER, hall.code)]
            taking = [badge for badge, _ in self.stage.in_hall(Role.ACCEPTANCE_OFFICER, hall.code)]
            self.seconds[hall.code] = Desk(Crew(tuple(second)))
            self.back_rooms[hall.code] = Desk(Crew(tuple(taking[-1:])))

    # ---- the days

    def run(self) -> Tally:
        """All days, one after another."""
        for number in range(self.orders.days + self.orders.follow):
            self.day(self.orders.first + timedelta(days=number))
        return self.tally

    def day(self, day: date, *, from_second: int = 0) -> None:
        """One day, from midnight to midnight; where it has begun already, what lies before this second is not done any more."""
        self.prepare(self.stage, day)
        self._begin(day)
        began = time.monotonic()
        for first in range(from_second, DAY, self.orders.round):
            ends = moment(day, first + self.orders.round)
            if self.orders.until is not None and ends > self.orders.until:
                break
            self.wait_until(ends)
            timed = self._timed.get(day, [])
            while timed and timed[0][0] < ends:
                _, _, act, then = heappop(timed)
                self._acts.append((act, then))
            self._offices(day, first)
            self._do(ends, day)
            self._keep_pace(began, first + self.orders.round)
            self.progress(self, ends)
        self._timed.pop(day, None)
        self._end(day)

    def _keep_pace(self, began: float, second: int) -> None:
        if self.orders.pace:
            time.sleep(max(0.0, second / self.orders.pace - (time.monotonic() - began)))

    def _do(self, ends: datetime, day: date) -> None:
        """Hand over what has come together, and look at what came of it, in the order of the acts. Answers that follow at once
        (a list that has been looked at) wait for the next half hour.
        """
        acts, self._acts = self._acts, []
        if not acts:
            return
        came = self.pool.do([act for act, _ in acts])
        for act, then in sorted(acts, key=lambda pair: (pair[0].at, pair[0].number)):
            answer = came[act.number]
            if answer.refused:
                self.tally.not_done(act, answer)
            then(answer)
        if self.orders.cases:
            self._screen(ends)

    def _screen(self, ends: datetime) -> None:
        """Who waits for answers of the lists is compared; where the database stops it, in the next half hour."""
        try:
            self.screen(ends)
        except DatabaseError as error:
            if connection.in_atomic_block or not connection.is_usable():
                raise
            self.tally.stopped["clearance.screen", STOPPED.format(why=type(error.__cause__ or error).__name__)] += 1

    def _at(self, kind: str, at: datetime, says: dict[str, Any], then: Then) -> None:
        """Something to be done: now when its half hour is at hand, else on its day."""
        if not self._is_played(kind):
            return
        act = Act(next(self._numbers), kind, at, says)
        heappush(self._timed.setdefault(local_date(at), []), (at, act.number, act, then))

    def _now(self, kind: str, at: datetime, says: dict[str, Any], then: Then) -> None:
        if self._is_played(kind):
            self._acts.append((Act(next(self._numbers), kind, at, says), then))

    def _is_played(self, kind: str) -> bool:
        return self.orders.tickets if kind == TICKETS else self.orders.cases

    # ---- morning

    def _begin(self, day: date) -> None:
        """Draw who comes, enter them, and let every hall live its day."""
        chance = chance_for(self.stage.seed, f"day {day}")
        places = self.stage.places(day)
        is_open = any(place.open for place in places)
        orders = self.orders
        if orders.visitors is not None:
            visitors = orders.visitors
        else:
            visitors = visitors_on(self.stage.volumes, day, share=orders.share, chance=chance)
        # Machines and the web take applications on closed days too, as on a quiet day.
        is_over = day >= orders.first + timedelta(days=orders.days)
        if is_over:
            visitors = 0
        usual = visitors if is_open or is_over else round(self.stage.volumes.stated.visitors_a_day * orders.share / 2)
        channels = steps.channels_of(self.stage.book, day)
        wishes = self.demand.wishes(
            day,
            places,
            applications=applications_for(self.stage.volumes, usual),
            is_offered=lambda code: code in self.stage.book.service_of and steps.is_offered(self.stage.book, code, day),
            channels_of=lambda code: channels[code],
            at_counters=is_open,
        )
        matters = [Matter.of(wish, self.stage.hall_of[wish.hall].district) for wish in wishes]
        self._enter(day, matters)
        if is_open:
            self._halls(day, matters, visitors)
        for matter in matters:
            if matter.channel == KIOSK:
                self._at_a_machine(matter)
            elif matter.channel in FROM_HOME:
                self._from_home(matter)

    def _enter(self, day: date, matters: list[Matter]) -> None:
        """The people of the day, on record and on the lists before they come."""
        if not self.orders.cases:
            self.matters |= {matter.number: matter for matter in matters}
            return
        at = moment(day, 60)
        acts = {next(self._numbers): matter for matter in matters}
        came = self.pool.do([Act(number, "people.enter", at, matter.identity()) for number, matter in acts.items()])
        for number, matter in acts.items():
            matter.person = came[number].says["person"]
            self.matters[matter.number] = matter
        behaviour, stage = self.stage.volumes.behaviour, self.stage

        def people() -> Iterator[Any]:
            for matter in matters:
                number = stage.people_before + matter.number
                who = applicant(number, seed=stage.seed, service=matter.service, district=matter.district, on=stage.on)
                matter.shown, matter.shown_type = who.shown, who.shown_type
                hit = refused_on_lists(number, seed=stage.seed, hits=behaviour.list_hits, false_matches=behaviour.false_matches)
                matter.listed = hit is not None
                yield who, hit

        self.load_people(people(), f"town {day} {stage.seed} {stage.people_before}", moment(day, 120))

    # ---- the halls

    def _halls(self, day: date, matters: list[Matter], visitors: int) -> None:
        """Everybody who comes to a hall today: with new applications, with papers, for documents, with questions."""
        coming = [matter for matter in matters if matter.channel == COUNTER]
        bringing = self._returns.pop(day, [])
        collecting = self._collectors(day)
        asking = max(0, visitors - len(coming) - len(bringing) - len(collecting))
        by_hall: dict[str, list[Visitor]] = {hall.code: [] for hall in self.stage.halls}
        for matter in coming:
            by_hall[matter.hall].append(self._visitor(day, matter, Purpose.APPLY))
        for purpose, some in ((Purpose.BRING_PAPERS, bringing), (Purpose.COLLECT, collecting)):
            for matter in some:
                by_hall[matter.hall].append(self._visitor(day, matter, purpose))
        self._askers(day, asking, by_hall)
        for hall in self.stage.halls:
            self._hall(day, hall, by_hall[hall.code])

    def _askers(self, day: date, number: int, by_hall: dict[str, list[Visitor]]) -> None:
        chance = chance_for(self.stage.seed, f"askers of {day}")
        there = [place for place in self.stage.places(day) if place.open]
        step = self.stage.volumes.steps["consult"]
        patience = self.stage.volumes.behaviour.patience_minutes * 60
        for hall in chance.choices(there, weights=[place.share for place in there], k=number) if there else []:
            first, last = hall.open[0][0], hall.open[-1][1]
            by_hall[hall.code].append(
                Visitor(
                    next(self._visitors),
                    Purpose.ASK,
                    "ask",
                    chance.randrange(first, last),
                    seconds_of(step, chance),
                    chance.expovariate(1 / patience),
                )
            )

    def _visitor(self, day: date, matter: Matter, purpose: Purpose) -> Visitor:
        chance = chance_for(self.stage.seed, f"visit {matter.number} {day} {purpose}")
        volumes = self.stage.volumes
        patience = chance.expovariate(1 / (volumes.behaviour.patience_minutes * 60))
        if purpose is Purpose.COLLECT:
            takes, queue = seconds_of(volumes.steps["collect"], chance), "collect"
        else:
            takes, queue = steps.at_window(volumes, matter.service, chance), "citizen"
            if matter.service[:2] in FOREIGNERS and self._has_windows(matter.hall, WindowKind.ACCEPT_FOREIGNER):
                queue = "foreigner"
        if purpose is Purpose.APPLY:
            arrives = matter.at.hour * 3600 + matter.at.minute * 60 + matter.at.second
        else:
            open_at = self.stage.open_at(self.stage.hall_of[matter.hall], day)
            arrives = chance.randrange(open_at[0][0], open_at[-1][1]) if open_at else 10 * 3600
        return Visitor(next(self._visitors), purpose, queue, arrives, takes, patience, matter.number)

    def _has_windows(self, hall: str, kind: WindowKind) -> bool:
        return any(window.kind is kind for window in self.stage.hall_of[hall].windows)

    def _hall(self, day: date, hall: HallSheet, visitors: list[Visitor]) -> None:
        self.tally.came(hall.code, visitors)
        windows = self._windows(day, hall)
        served = serve(visitors, windows)
        self.tally.hall(hall.code, served)
        self._tickets(day, hall, served, windows)
        officer_at = {window: badge for role in WINDOW_ROLES for badge, window in self.stage.in_hall(role, hall.code)}
        for visitor in served.served:
            if visitor.purpose is Purpose.ASK:
                continue
            matter = self.matters[visitor.about]
            matter.officer, matter.window = officer_at[visitor.window], visitor.window
            at, began = moment(day, visitor.done), moment(day, visitor.called)
            if visitor.purpose is Purpose.COLLECT:
                self._collects(matter, at)
            else:
                self._at_window(matter, visitor.purpose, began, at)
        for visitor in served.left:
            if visitor.about:
                self._comes_again(day, self.matters[visitor.about], visitor)

    def _tickets(self, day: date, hall: HallSheet, served: Served, windows: list[Window]) -> None:
        """The numbers of a hall, from stretch to stretch of its day."""
        if not self.orders.tickets:
            return
        found = stretches(
            self.stage, day, hall.code, served, windows,
            service_of=lambda visitor: self.matters[visitor.about].service if visitor.about else "",
            foreigners_apart=self._has_windows(hall.code, WindowKind.ACCEPT_FOREIGNER),
            seconds=self.orders.round,
        )  # fmt: skip
        for at, says in found:
            self._at(TICKETS, at, says, self._queued)

    def _queued(self, came: Came) -> None:
        self.tally.tickets.update(came.says)

    def _windows(self, day: date, hall: HallSheet) -> list[Window]:
        """Those that are staffed; of many windows so many as the share says, and one at least."""
        open_at = self.stage.open_at(hall, day)
        officers = {window: badge for role in WINDOW_ROLES for badge, window in self.stage.in_hall(role, hall.code)}
        found: list[Window] = []
        has_guides = any(window.kind is WindowKind.CONSULT for window in hall.windows)
        for kind, queue in QUEUES.items():
            staffed = [window for window in hall.windows if window.kind is kind and window.code in officers]
            queues = {queue} | ({"ask"} if kind is WindowKind.COLLECT and not has_guides else set())
            for window in staffed[: max(1, round(len(staffed) * min(1.0, self.orders.staffed)))] if open_at else []:
                chance = chance_for(self.stage.seed, f"shifts {window.code} {day}")
                shifts = with_breaks(open_at, chance)
                found.append(Window(window.code, frozenset(queues), officers[window.code], shifts))
        return found

    def _comes_again(self, day: date, matter: Matter, visitor: Visitor) -> None:
        """Who left comes again the next day for what is his; who only wanted to apply may not."""
        if visitor.purpose is Purpose.APPLY:
            self.tally.gave_up[(visitor.left or Left.CLOSED).value] += 1
            self._forget(matter)
        elif visitor.purpose is Purpose.COLLECT:
            self._will_collect(matter, day, 1)
        else:
            self._returns.setdefault(self._open_day(day + timedelta(days=1)), []).append(matter)

    def _open_day(self, day: date) -> date:
        """This day or the next working day after it."""
        while not is_working(self.stage.calendar, day):
            day += timedelta(days=1)
        return day

    # ---- applications

    def _at_window(self, matter: Matter, purpose: Purpose, began: datetime, at: datetime) -> None:
        says = matter.says() | {"began": began, "officer": matter.officer}
        chance = chance_for(self.stage.seed, f"papers {matter.number} {purpose} {local_date(at)}")
        if purpose is Purpose.BRING_PAPERS:
            again = matter.notices == 1 and chance.random() < ASKED_AGAIN
            self._at("cases.return", at, says | {"asked_again": again}, lambda came: self._returned(matter, at, came))
        elif chance.random() < DECLINED:
            self._at("cases.decline", at, says, lambda came: self._declined(matter, came))
        elif chance.random() < era_of(self.stage.volumes, local_date(at)).incomplete:
            self._at("cases.notice", at, says, lambda came: self._noticed(matter, at, came))
        else:
            self._at("cases.apply", at, says, lambda came: self._accepted(matter, at, came))

    def _at_a_machine(self, matter: Matter) -> None:
        if not self.stage.in_hall(Role.ACCEPTANCE_OFFICER, matter.hall):
            return self._forget(matter)
        says = matter.says() | {"officer": self.stage.in_hall(Role.ACCEPTANCE_OFFICER, matter.hall)[0][0]}
        return self._at("cases.kiosk", matter.at, says, lambda came: self._accepted(matter, matter.at, came))

    def _from_home(self, matter: Matter) -> None:
        self._at("cases.submit", matter.at, matter.says(), lambda came: self._submitted(matter, came))

    def _submitted(self, matter: Matter, came: Came) -> None:
        if came.refused:
            return self._forget(matter)
        matter.case = came.says["case"]
        self.tally.opened[matter.service, matter.channel] += 1
        self.tally.hours[matter.channel, matter.at.hour] += 1
        matter.where = Where.BACK_ROOM
        chance = chance_for(self.stage.seed, f"back room {matter.number}")
        takes = steps.at_window(self.stage.volumes, matter.service, chance)
        return self.back_rooms[matter.hall].put(matter, due=matter.at.isoformat(), number=matter.number, takes=takes)

    def _noticed(self, matter: Matter, at: datetime, came: Came) -> None:
        if came.refused:
            return self._forget(matter)
        matter.case = came.says["case"]
        matter.notices += 1
        self.tally.opened[matter.service, matter.channel] += 1
        self.tally.hours[matter.channel, at.hour] += 1
        self.tally.notices += 1
        return self._brings_later(matter, at)

    def _brings_later(self, matter: Matter, at: datetime) -> None:
        days = chance_for(self.stage.seed, f"brings {matter.number} {matter.notices}").randint(*BRINGS_AFTER)
        matter.where = Where.WITH_APPLICANT
        self._returns.setdefault(self._open_day(local_date(at) + timedelta(days=days)), []).append(matter)

    def _returned(self, matter: Matter, at: datetime, came: Came) -> None:
        if came.refused:
            return self._stuck(matter, came.refused)
        if came.says.get("asked_again"):
            matter.notices += 1
            self.tally.notices += 1
            self.tally.asked_again += 1
            return self._brings_later(matter, at)
        return self._accepted(matter, at, came, is_new=False)

    def _declined(self, matter: Matter, came: Came) -> None:
        if came.is_done:
            self.tally.opened[matter.service, matter.channel] += 1
            self.tally.hours[matter.channel, matter.at.hour] += 1
            self.tally.declined[came.says["ground"]] += 1
        self._forget(matter)

    def _accepted(self, matter: Matter, at: datetime, came: Came, *, is_new: bool = True) -> None:
        if came.refused:
            return self._forget(matter)
        if is_new:
            self.tally.opened[matter.service, matter.channel] += 1
            self.tally.hours[matter.channel, at.hour] += 1
        matter.case, matter.due, matter.at = came.says["case"], came.says["due"], at
        self.tally.accepted(matter, at)
        self.tally.fees += came.says["fee"]
        if came.says["fee"]:
            self._took.add(matter.officer or self.stage.in_hall(Role.ACCEPTANCE_OFFICER, matter.hall)[0][0])  # a machine's box
        if came.says["stage"] != "accepted":
            self.tally.registered += 1
            return self._forget(matter)
        if came.says["at_counter"] and self.seconds[matter.hall].crew.badges and not matter.listed:
            self._to_second_officer(matter)
        else:
            self._behind_the_window(matter, at)
        if chance_for(self.stage.seed, f"withdraws {matter.number}").random() < WITHDRAWN:
            tomorrow = self._open_day(local_date(at) + timedelta(days=1))
            self._at("cases.withdraw", moment(tomorrow, 9 * 3600 + 60), matter.says(), lambda came: self._withdrew(matter, came))
        return None

    def _withdrew(self, matter: Matter, came: Came) -> None:
        if came.is_done:
            self.tally.withdrawn += 1
            matter.where = Where.GONE
            self._forget(matter)

    # ---- the departments

    def _takes(self, step: str, matter: Matter) -> float:
        return seconds_of(self.stage.volumes.steps[step], chance_for(self.stage.seed, f"{step} {matter.number}"))

    def _behind_the_window(self, matter: Matter, at: datetime) -> None:
        """To the department; first to the custodians where a list answered, who do not wait until the file's turn has come."""
        if not matter.listed or matter.looks:
            return self._to_approval(matter)
        matter.looks += 1
        matter.where = Where.CUSTODIANS
        matter.decider = next(badge for badge in self.approval.crew.badges if badge != matter.officer)
        return self._to_custodians(matter, at)

    def _to_custodians(self, matter: Matter, at: datetime) -> None:
        says = {"case": matter.case, "shown": matter.shown}
        self._at("clearance.look", at + timedelta(minutes=30), says, lambda came: self._looked(matter, came, at))

    def _to_second_officer(self, matter: Matter) -> None:
        matter.where = Where.COUNTER_APPROVAL
        takes = self._takes("counter_approval_verify", matter)
        self.seconds[matter.hall].put(matter, due=matter.due, number=matter.number, takes=takes)

    def _to_approval(self, matter: Matter) -> None:
        matter.where = Where.APPROVAL
        takes = self._takes(steps.approval_step(matter.service), matter)
        self.approval.put(matter, due=matter.due, number=matter.number, takes=takes)

    def _to_production(self, matter: Matter) -> None:
        matter.where = Where.PRODUCTION
        takes = self._takes(self._making(matter), matter)
        self.production.put(matter, due=matter.due, number=matter.number, takes=takes)

    def _making(self, matter: Matter) -> str:
        return steps.production_step(self.stage.book.service_of[matter.service].document or "", self.orders.first)

    def _offices(self, day: date, first: int) -> None:
        """What the departments and the back rooms get done in this half hour."""
        last = first + self.orders.round
        if first == RECKONED_UP:
            self._reckon_up(moment(day, first + MINUTE))
        at = moment(day, last - min(LAST_MINUTES, self.orders.round // 6))
        for hall in self.stage.halls:
            open_for = sum(max(0, min(last, ends) - max(first, begins)) for begins, ends in self._open(hall, day))
            if open_for:
                self._back_room(hall, open_for, at)
                self._second_officers(hall, open_for, at)
        seconds = worked_between(first, last) if is_working(self.stage.calendar, day) else 0
        if not seconds:
            return
        self._sets(self.approval.work(seconds, self._may_decide), "cases.approve", at, self._approved)
        self._sets(self.production.work(seconds), "production.start", at, self._started)
        for badge, matter in self.checking.work(seconds, lambda badge, one: badge != one.producer):
            if matter.where is Where.CHECKING:
                self._check(matter, badge, at)

    def _reckon_up(self, at: datetime) -> None:
        """Whoever took money since the last evening counts it."""
        for badge in sorted(self._took):
            self._now("payments.reckon", at, {"officer": badge}, self._reckoned)
        self._took.clear()

    def _reckoned(self, came: Came) -> None:
        self.tally.money.update(came.says)

    def _open(self, hall: HallSheet, day: date) -> tuple[tuple[int, int], ...]:
        return self.stage.open_at(hall, day)

    @staticmethod
    def _may_decide(badge: str, matter: Matter) -> bool:
        return badge != matter.officer

    def _back_room(self, hall: HallSheet, seconds: int, at: datetime) -> None:
        for badge, matter in self.back_rooms[hall.code].work(seconds):
            matter.officer = badge
            says = matter.says() | {"officer": badge}
            self._now("cases.take", at, says, lambda came, one=matter: self._accepted(one, at, came, is_new=False))  # type: ignore[misc]  # a default binds the loop's value

    def _second_officers(self, hall: HallSheet, seconds: int, at: datetime) -> None:
        done = self.seconds[hall.code].work(seconds, self._may_decide)
        self._sets(done, "cases.at_counter", at, self._approved_at_counter)

    def _approved_at_counter(self, matters: list[Matter], _badge: str, came: Came, at: datetime) -> None:
        for matter in matters:
            if matter.where is not Where.COUNTER_APPROVAL:
                continue
            why = came.refused or came.says["refused"].get(matter.case, "")
            if why:  # in the same words for everybody: it takes the ordinary way
                self.tally.refused["cases.at_counter", why] += 1
                self._behind_the_window(matter, at)
                continue
            self.tally.decided(matter, "counter")
            self._decided(matter)

    def _sets(self, done: list[tuple[str, Matter]], kind: str, at: datetime, then: AfterASet) -> None:
        """Files of one officer, in one set."""
        by_badge: dict[str, list[Matter]] = {}
        wanted = HANDLED[kind]
        for badge, matter in done:
            if matter.where is wanted:
                by_badge.setdefault(badge, []).append(matter)
        for badge, mine in sorted(by_badge.items()):
            says = {"officer": badge, "cases": [one.case for one in mine]}
            self._now(kind, at, says, lambda came, some=mine, who=badge: self._of_a_set(some, who, came, at, then))  # type: ignore[misc]  # as above

    def _of_a_set(self, matters: list[Matter], badge: str, came: Came, at: datetime, then: AfterASet) -> None:
        """Files of a set that the database stopped lie where they lay, and are taken up again."""
        if not came.is_stopped:
            return then(matters, badge, came, at)
        for matter in matters:
            if matter.where is Where.COUNTER_APPROVAL:
                self._to_second_officer(matter)
            elif matter.where is Where.APPROVAL:
                self._to_approval(matter)
            elif matter.where is Where.PRODUCTION:
                self._to_production(matter)
        return None

    def _approved(self, matters: list[Matter], badge: str, came: Came, at: datetime) -> None:
        for matter in matters:
            if matter.where is not Where.APPROVAL:
                continue
            if matter.case in came.says["refused"]:
                self._not_approved(matter, badge, came.says["refused"][matter.case], at)
            else:
                matter.decider = badge
                self.tally.decided(matter, "department")
                self._decided(matter)

    def _not_approved(self, matter: Matter, badge: str, why: str, at: datetime) -> None:
        """A list does not clear him: its custodians look, once; who has been looked at is stuck and says so."""
        self.tally.refused["cases.approve", why] += 1
        if matter.looks >= LOOKS:
            return self._stuck(matter, why)
        matter.looks += 1
        matter.where, matter.decider = Where.CUSTODIANS, badge
        return self._to_custodians(matter, at)

    def _looked(self, matter: Matter, came: Came, at: datetime) -> None:
        if matter.where is not Where.CUSTODIANS:
            return None
        if came.refused:
            return self._stuck(matter, came.refused)
        met = set(came.says["met"])
        self.tally.looked["met" if met else "another person"] += 1
        later = moment(self._open_day(local_date(at) + timedelta(days=1)), 10 * 3600)
        says = {"case": matter.case, "officer": matter.decider}
        if met == {"FILED_STAFF"}:
            return self._at("cases.ask_consent", later, says, lambda came: self._waits_for_consent(matter, later, came))
        if met:
            second = next(one for one in self.stage.badges(Role.COUNTERSIGNER) if one not in {matter.officer, matter.decider})
            return self._at("cases.refuse", later, says | {"second": second}, lambda came: self._refused(matter, came))
        return self._to_approval(matter)

    def _waits_for_consent(self, matter: Matter, at: datetime, came: Came) -> None:
        if came.refused:
            return self._stuck(matter, came.refused)
        days = chance_for(self.stage.seed, f"consent {matter.number}").randint(*CONSENT_AFTER)
        later = moment(self._open_day(local_date(at) + timedelta(days=days)), 10 * 3600)
        matter.stopped += self.stage.calendar.count_working_days(local_date(at), local_date(later))  # both ends count as stopped
        self.tally.consents += 1
        matter.due = ""
        says = {"case": matter.case, "officer": matter.decider}
        return self._at("cases.consent", later, says, lambda came: self._consented(matter, later, came))

    def _consented(self, matter: Matter, at: datetime, came: Came) -> None:
        if came.refused:
            return self._stuck(matter, came.refused)
        matter.due = came.says["due"]
        matter.where = Where.CUSTODIANS
        says = {"case": matter.case, "shown": matter.shown, "consent_held": True}
        return self._at("clearance.look", at + timedelta(minutes=20), says, lambda came: self._cleared_by_consent(matter, came))

    def _cleared_by_consent(self, matter: Matter, came: Came) -> None:
        if came.refused:
            return self._stuck(matter, came.refused)
        return self._to_approval(matter)

    def _refused(self, matter: Matter, came: Came) -> None:
        if came.refused:
            return self._stuck(matter, came.refused)
        self.tally.refusals[came.says["ground"]] += 1
        return self._forget(matter)

    def _decided(self, matter: Matter) -> None:
        if self.stage.book.service_of[matter.service].path is Path.FULL:
            return self._to_production(matter)
        self.tally.finished(matter, matter.at, self.stage.calendar)
        return self._forget(matter)

    def _started(self, matters: list[Matter], badge: str, came: Came, at: datetime) -> None:
        for matter in matters:
            if matter.where is not Where.PRODUCTION:
                continue
            if matter.case in came.says["refused"]:
                self._stuck(matter, came.says["refused"][matter.case])
                continue
            matter.where, matter.producer = Where.CHECKING, badge
            takes = self._takes(self._making(matter), matter)
            self.checking.put(matter, due=matter.due, number=matter.number, takes=takes)

    def _check(self, matter: Matter, badge: str, at: datetime) -> None:
        chance = chance_for(self.stage.seed, f"check {matter.number} {matter.made}")
        matter.made += 1
        fails = "lamination" if chance.random() < FAILED else ""
        says = {"case": matter.case, "officer": badge, "fails": fails}
        self._now("production.check", at, says, lambda came: self._checked(matter, bool(fails), at, came))

    def _checked(self, matter: Matter, failed: bool, at: datetime, came: Came) -> None:
        if came.refused:
            return self._stuck(matter, came.refused)
        if failed:
            self.tally.spoiled += 1
            return self._to_production(matter)
        self.tally.finished(matter, at, self.stage.calendar)
        matter.where = Where.READY
        chance = chance_for(self.stage.seed, f"delivery {matter.number}")
        keepers = self.stage.in_hall(Role.HAND_OVER_OFFICER, matter.hall)
        if not keepers or chance.random() < self.stage.volumes.behaviour.delivery_by_courier:
            tomorrow = moment(self._open_day(local_date(at) + timedelta(days=1)), 11 * 3600)
            return self._at(
                "delivery.bring", tomorrow, {"case": matter.case}, lambda came: self._brought(matter, "courier", came)
            )
        matter.position = self._free_position(matter.hall)
        says = {"case": matter.case, "hall": matter.hall, "officer": keepers[0][0], "position": matter.position}
        return self._at("delivery.shelve", at + timedelta(minutes=35), says, lambda came: self._shelved(matter, at, came))

    def _free_position(self, hall: str) -> int:
        free = self._places.setdefault(hall, [])
        if free:
            return free.pop()
        self._used[hall] = self._used.get(hall, 0) + 1
        return self._used[hall]

    def _shelved(self, matter: Matter, at: datetime, came: Came) -> None:
        if came.refused:
            return self._stuck(matter, came.refused)
        chance = chance_for(self.stage.seed, f"collects {matter.number}")
        return self._will_collect(matter, local_date(at), chance.randint(EARLIEST_COLLECTION, SPREAD_OF_COLLECTION))

    # ---- collecting

    def _will_collect(self, matter: Matter, day: date, days: int) -> None:
        self._ready.setdefault(matter.hall, []).append((day + timedelta(days=days), matter.number, matter))

    def _collectors(self, day: date) -> list[Matter]:
        """Who comes for a document today. One in so many who would come does not, and comes another day."""
        found: list[Matter] = []
        for hall, waiting in sorted(self._ready.items()):
            if not self.stage.open_at(self.stage.hall_of[hall], day):
                continue
            due = sorted((one for one in waiting if one[0] <= day), key=lambda one: one[:2])
            self._ready[hall] = [one for one in waiting if one[0] > day]
            for _, number, matter in due:
                chance = chance_for(self.stage.seed, f"shows up {number} {day}")
                if chance.random() < self.stage.volumes.behaviour.no_show:
                    self.tally.no_shows += 1
                    self._will_collect(matter, day, chance.randint(1, 5))
                else:
                    found.append(matter)
        return found

    def _collects(self, matter: Matter, at: datetime) -> None:
        says = {
            "case": matter.case,
            "hall": matter.hall,
            "officer": matter.officer,
            "shown": matter.shown,
            "shown_type": matter.shown_type,
        }
        self._at("delivery.hand_out", at, says, lambda came: self._brought(matter, "hall", came))

    def _brought(self, matter: Matter, how: str, came: Came) -> None:
        if came.refused:
            return self._stuck(matter, came.refused)
        if matter.position:
            self._places[matter.hall].append(matter.position)
        self.tally.collected[how] += 1
        return self._forget(matter)

    # ---- ends

    def _stuck(self, matter: Matter, why: str) -> None:
        """Nothing more happens to this case: its service, where it stood and the sentence stand in the summary."""
        self.tally.stuck[matter.service, matter.where.value, why] += 1
        matter.where = Where.STUCK

    def _forget(self, matter: Matter) -> None:
        self.matters.pop(matter.number, None)

    def _end(self, day: date) -> None:
        """What the evening looks like; the radar looks ahead on working days."""
        now = moment(day, DAY - 1)
        self.tally.evening(day, now, self.matters.values())
        if self.orders.radar and is_working(self.stage.calendar, day):
            self.tally.radar(day, self)


TICKETS: Final = "queueing.hall"
LOOKS: Final = 2
HANDLED: Final = {
    "cases.approve": Where.APPROVAL,
    "cases.at_counter": Where.COUNTER_APPROVAL,
    "production.start": Where.PRODUCTION,
}
"""Where a file waits that goes through so."""
WINDOW_ROLES: Final = (Role.ACCEPTANCE_OFFICER, Role.HAND_OVER_OFFICER, Role.HALL_GUIDE)
QUEUES: Final = {
    WindowKind.ACCEPT_CITIZEN: "citizen",
    WindowKind.ACCEPT_FOREIGNER: "foreigner",
    WindowKind.COLLECT: "collect",
    WindowKind.CONSULT: "ask",
}
