"""What is counted while the town lives: counters and histograms, so that a year takes no more room than a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mumian.cases.queries import overdue_radar
from mumian.cases.terms import CaseStage
from mumian.foundation.calendar import WorkingCalendar
from mumian.foundation.clock import local_date
from mumian.simulation.acts import Act, Came
from mumian.simulation.matter import Matter, Where
from mumian.simulation.town.demand import moment
from mumian.simulation.town.halls import Served, Visitor

if TYPE_CHECKING:
    from mumian.simulation.running import Town

LOOKED_AHEAD = 10
"""Working days that the radar is asked for each evening."""
TOLD = 20
"""So many late documents are told one by one."""


@dataclass
class Tally:
    """Everything the summary says about the town itself."""

    visitors: Counter[tuple[str, str]] = field(default_factory=Counter)
    served: Counter[tuple[str, str]] = field(default_factory=Counter)
    left: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    waits: dict[str, Counter[int]] = field(default_factory=dict)
    tickets: Counter[str] = field(default_factory=Counter)
    gave_up: Counter[str] = field(default_factory=Counter)
    no_shows: int = 0
    opened: Counter[tuple[str, str]] = field(default_factory=Counter)
    hours: Counter[tuple[str, int]] = field(default_factory=Counter)
    accepted_by: Counter[str] = field(default_factory=Counter)
    days: dict[str, Counter[str]] = field(default_factory=dict)
    decided_by: Counter[str] = field(default_factory=Counter)
    working_days: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    late: Counter[tuple[str, str]] = field(default_factory=Counter)
    collected: Counter[str] = field(default_factory=Counter)
    looked: Counter[str] = field(default_factory=Counter)
    declined: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    stopped: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Acts that the database stopped, by kind and sentence."""
    left_open: int = 0
    """Cases that were begun by an act that was stopped."""
    stuck: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    notices: int = 0
    asked_again: int = 0
    consents: int = 0
    withdrawn: int = 0
    registered: int = 0
    spoiled: int = 0
    fees: int = 0
    money: Counter[str] = field(default_factory=Counter)
    overdue: dict[str, int] = field(default_factory=dict)
    missed: Counter[str] = field(default_factory=Counter)
    missed_and_named: Counter[str] = field(default_factory=Counter)
    late_ones: list[str] = field(default_factory=list)
    named_by_radar: dict[str, int] = field(default_factory=dict)
    first_named_for: dict[str, str] = field(default_factory=dict)
    named: dict[int, str] = field(default_factory=dict)
    """Cases that the radar has named, with their due days, until these have passed."""

    def not_done(self, act: Act, came: Came) -> None:
        """An act was refused, or stopped by the database; what it has left behind counts."""
        if came.is_stopped:
            self.stopped[act.kind, came.refused] += 1
            self.left_open += came.says.get("opened", 0)
            self.fees += came.says.get("fee", 0)
        else:
            self.refused[act.kind, came.refused] += 1

    def came(self, hall: str, visitors: Iterable[Visitor]) -> None:
        """Everybody who came to a hall."""
        for visitor in visitors:
            self.visitors[hall, visitor.purpose.value] += 1

    def hall(self, hall: str, served: Served) -> None:
        """What became of them."""
        waits = self.waits.setdefault(hall, Counter())
        for visitor in served.served:
            self.served[hall, visitor.purpose.value] += 1
            waits[visitor.waited // 60] += 1
        for visitor in served.left:
            self.left[hall, visitor.purpose.value, visitor.left.value if visitor.left else ""] += 1

    def accepted(self, matter: Matter, at: datetime) -> None:
        """A case was accepted."""
        self.accepted_by[matter.channel] += 1
        self._of(at)["accepted"] += 1

    def decided(self, matter: Matter, by: str) -> None:
        """A case was approved at the counter or by the department."""
        self.decided_by[by] += 1

    def finished(self, matter: Matter, at: datetime, calendar: WorkingCalendar) -> None:
        """The promise is met at this moment, in time or not."""
        self._of(at)["ready"] += 1
        took = calendar.count_working_days(local_date(matter.at) + timedelta(days=1), local_date(at)) - matter.stopped
        self.working_days[matter.service, matter.channel, max(0, took)] += 1
        if matter.due and at >= (due := datetime.fromisoformat(matter.due)):
            self.late[matter.service, matter.channel] += 1
            if due > moment(local_date(at), 0):  # else it was counted on the evening of its day
                self._missed(matter, due)
            if len(self.late_ones) < TOLD:
                self.late_ones.append(_told(matter, due, at))

    def _missed(self, matter: Matter, due: datetime) -> None:
        """The promise was not kept on its day; whether the radar had named this case on an evening before."""
        day = local_date(due - timedelta(microseconds=1)).isoformat()
        self.missed[day] += 1
        self.missed_and_named[day] += matter.case in self.named

    def evening(self, day: date, now: datetime, under_way: Iterable[Matter]) -> None:
        """What waits in the evening, and what is overdue then."""
        waiting: Counter[str] = Counter()
        overdue = 0
        for matter in under_way:
            waiting[matter.where.value] += 1
            if matter.where not in {Where.READY, Where.COMING, Where.WITH_APPLICANT} and matter.due:
                due = datetime.fromisoformat(matter.due)
                overdue += now >= due
                if moment(day, 0) < due <= moment(day, 0) + timedelta(days=1):
                    self._missed(matter, due)
        self.days.setdefault(day.isoformat(), Counter()).update({f"waiting {where}": number for where, number in waiting.items()})
        self.overdue[day.isoformat()] = overdue
        self.named = {case: due for case, due in self.named.items() if due > day.isoformat()}

    def radar(self, day: date, town: Town) -> None:
        """Whom the radar names this evening, and for each due day the first evening on which it was named."""
        calendar = town.stage.calendar
        staff = {
            CaseStage.ACCEPTED: len(town.approval.crew.badges),
            CaseStage.APPROVED: len(town.production.crew.badges),
            CaseStage.IN_PRODUCTION: len(town.checking.crew.badges),
        }
        until = calendar.add_working_days(day, LOOKED_AHEAD)
        found = overdue_radar(until=until, at=moment(day, 18 * 3600), staff=staff)
        self.named_by_radar[day.isoformat()] = len(found)
        for row in found:
            self.first_named_for.setdefault(row.due_on.isoformat(), day.isoformat())
            if row.due_on > day:
                self.named[int(row.case_id)] = row.due_on.isoformat()

    def _of(self, at: datetime) -> Counter[str]:
        return self.days.setdefault(local_date(at).isoformat(), Counter())


def _told(matter: Matter, due: datetime, ready: datetime) -> str:
    """What a leader asks about a document that is late."""
    moments = ", ".join(f"{name} {at:%m-%d %H:%M}" for name, at in (("accepted", matter.at), ("due", due), ("ready", ready)))
    counts = f"notices {matter.notices}, looks {matter.looks}, days stopped {matter.stopped}, made {matter.made}"
    return f"{matter.service} {matter.channel}: {moments}; {counts}"
