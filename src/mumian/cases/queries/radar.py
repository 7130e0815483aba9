"""The radar over the real cases: the pace of the last days and the staff of today."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, QuerySet

from mumian.cases.models import Case, Move
from mumian.cases.rules.radar import LINE, Waiting, will_be_late
from mumian.cases.rules.transitions import TRANSITIONS
from mumian.cases.terms import CaseId, CaseStage, Command
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.terms import Path
from mumian.foundation.clock import local_date, moment_at
from mumian.foundation.words import Text
from mumian.offices.queries import Duty, officers_holding, within_sight
from mumian.offices.rules.sight import Sight
from mumian.offices.terms import Role

LOOKED_BACK: Final = 5
"""Working days over which the pace is measured."""

FINISHES: Final = {
    CaseStage.ACCEPTED: (Command.APPROVE_CASE, Command.REFUSE_CASE),
    CaseStage.APPROVED: (Command.START_PRODUCTION,),
    CaseStage.IN_PRODUCTION: (Command.PASS_QUALITY,),
}


@dataclass(frozen=True, slots=True)
class RadarRow:
    """A case that will be late with today's staff."""

    case_id: CaseId
    receipt_number: str
    service_name: Text
    stage: CaseStage
    due_on: date
    done_on: date | None


def overdue_radar(
    *, until: date, at: datetime, staff: Mapping[CaseStage, int] | None = None, sight: Sight | None = None
) -> tuple[RadarRow, ...]:
    """With today's staff these will be late by this day. `staff` says how many work at a stage; without it, those posted today.

    The pace of a stage is what one officer finished on a working day, over the last five. Where nobody has finished anything
    yet there is no pace, and nothing can be said: such a stage is taken to keep up. With `sight` only its cases count, and those
    who work on them. A fixed number of queries.
    """
    book = current_rulebook()
    calendar = book.working_calendar
    today = local_date(at)
    if calendar is None or until < today:
        return ()
    since = calendar.add_working_days(today, -LOOKED_BACK)
    open_ones = Case.objects.filter(stage__in=[stage.value for stage in LINE], due_on__isnull=False, clock_stopped=False)
    if sight is not None:
        open_ones = within_sight(open_ones, sight, bureau="bureau__code", hall="hall__code")
    waiting = list(open_ones.values_list("pk", "receipt_number", "service_id", "stage", "path", "due_on", "due_before"))
    a_day = _a_day(since=since, today=today, staff=staff, all_cases=len(waiting), sight=sight)
    late = will_be_late(
        cases=[Waiting(row[0], CaseStage(row[3]), Path(row[4]), row[5], row[6]) for row in waiting if row[5] and row[6]],
        a_day=a_day,
        days=calendar.working_days(today, until),
    )
    known = {row[0]: row for row in waiting}
    return tuple(
        RadarRow(
            CaseId(one.case_id),
            known[one.case_id][1] or "",
            book.service_of[known[one.case_id][2]].name,
            CaseStage(known[one.case_id][3]),
            one.due_on,
            one.done_on,
        )
        for one in late
    )


def staff_of_today(*, at: datetime, sight: Sight | None = None) -> dict[CaseStage, int]:
    """How many are posted today to finish each stage; with `sight` those posted there, and those of elsewhere who lately finished
    its cases. A fixed number of queries.
    """
    today, calendar = local_date(at), current_rulebook().working_calendar
    lately: frozenset[int] = frozenset()
    if sight is not None and calendar is not None:
        since = calendar.add_working_days(today, -LOOKED_BACK)
        lately = frozenset(_finished(since, today, sight).values_list("officer_id", flat=True).distinct())
    return {stage: _posted(commands, today, sight, lately) for stage, commands in FINISHES.items()}


def _finished(since: date, today: date, sight: Sight | None) -> QuerySet[Move]:
    moves = Move.objects.filter(at__gte=moment_at(since), at__lt=moment_at(today + timedelta(days=1)), officer__isnull=False)
    return moves if sight is None else within_sight(moves, sight, bureau="case__bureau__code", hall="case__hall__code")


def _a_day(
    *, since: date, today: date, staff: Mapping[CaseStage, int] | None, all_cases: int, sight: Sight | None
) -> dict[CaseStage, int]:
    """How many cases each stage finishes on a day: the pace of one officer times those at work."""
    finished: dict[str, tuple[int, int]] = {
        command: (done, officers)
        for command, done, officers in _finished(since, today, sight)
        .values_list("command")
        .annotate(done=Count("pk"), officers=Count("officer", distinct=True))
    }
    paces: dict[CaseStage, int] = {}
    for stage, commands in FINISHES.items():
        done = sum(finished.get(command.value, (0, 0))[0] for command in commands)
        officers = max((finished.get(command.value, (0, 0))[1] for command in commands), default=0)
        if not done:
            paces[stage] = all_cases
            continue
        at_work = staff[stage] if staff and stage in staff else _posted(commands, today, None, frozenset())
        paces[stage] = max(1, round(done / LOOKED_BACK / officers * at_work)) if at_work else 0
    return paces


def _posted(commands: tuple[Command, ...], today: date, sight: Sight | None, lately: Collection[int]) -> int:
    roles = {role for one in TRANSITIONS if one.command in commands for role in one.roles}
    posted = [sheet for role in roles for sheet in officers_holding(role, on=today)]
    if sight is None:
        return len({sheet.officer_id for sheet in posted})
    here = {sheet.officer_id for sheet in posted if any(_is_in(duty, roles, sight) for duty in sheet.duties)}
    return len(here | {sheet.officer_id for sheet in posted if sheet.officer_id in lately})


def _is_in(duty: Duty, roles: Collection[Role], sight: Sight) -> bool:
    return duty.role in roles and sight.covers(bureau=duty.bureau, hall=duty.hall)
