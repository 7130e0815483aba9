"""Plan duty, call people up from stand-by, and hand duty over at the end of a shift."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from mumian.foundation import outbox
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.errors import DutyRefused, OfficerUnknown, PlaceUnknown
from mumian.offices.events import CallAnswered, CalledUp, DutyTakenOver
from mumian.offices.models import Department, Hall, Officer, Posting, Relief, ReliefMatter, Shift, StandByCall, Window
from mumian.offices.queries.sight import sight_of
from mumian.offices.queries.staff import officer_by_id
from mumian.offices.rules.duty import PLANNERS, call_state, may_plan, may_relieve
from mumian.offices.rules.sight import Sight
from mumian.offices.terms import (
    CallAnswer,
    CallId,
    CallState,
    DepartmentKind,
    OfficerId,
    OpenMatters,
    ReliefId,
    ShiftFacts,
    ShiftId,
    ShiftKind,
)

DEPARTMENT: Final = Text("科室", "department")
HALL: Final = Text("大厅", "hall")
WINDOW: Final = Text("窗口", "window")
TIME_TO_ANSWER: Final = timedelta(minutes=30)

NOT_POSTED: Final = Text(
    "未排班：{badge} 在这段时间不在该科室任职。请先办理任命，或改排他人。",
    "Nothing was planned: {badge} does not serve in that department in that time. Post him first, or plan somebody else.",
)
BUSY: Final = Text(
    "未排班：{badge} 或该窗口在这段时间已有排班。请先撤销原排班。",
    "Nothing was planned: {badge}, or the window, is planned already in that time. Withdraw that shift first.",
)
NOT_STANDING_BY: Final = Text(
    "未召回：此人现在不在备勤，或已被召回。请另选他人。",
    "Nobody was called: this officer does not stand by now, or has been called already. Choose somebody else.",
)
NOT_HIS_CALL: Final = Text("未答复：这不是对您的召回。", "Nothing was answered: this call is not yours.")
CALL_IS_OVER: Final = Text(
    "未答复：该召回已答复或已超时。请联系召回您的人。",
    "Nothing was answered: this call has been answered, or its time is over. Speak to whoever called you.",
)
HANDED_OVER: Final = Text(
    "未交班：该班次已经交接，或已撤销、不是值班。",
    "Nothing was handed over: this shift was handed over already, was withdrawn, or is no duty.",
)
NOT_HIS_RELIEF: Final = Text(
    "未接班：该交接不是给您的，或已经确认。",
    "Nothing was taken over: this hand-over is not for you, or was acknowledged already.",
)


@transaction.atomic
def plan_shifts(*, shifts: Sequence[ShiftFacts], by: OfficerId, at: datetime) -> tuple[ShiftId, ...]:
    """Put shifts on the duty roster; answers their ids in the same order. All are planned or none.

    Raises DutyRefused for who may not plan there, who does not serve in the department on each day of the shift, and who or which
    window is planned already; OfficerUnknown and PlaceUnknown for what nobody stated.
    """
    officers = {
        row.badge_number: row
        for row in Officer.objects.select_for_update().filter(badge_number__in=[shift.badge_number for shift in shifts])
    }
    places = _Places(shifts)
    for shift in shifts:
        if shift.badge_number not in officers:
            raise OfficerUnknown(shift.badge_number)
    _check_planner(by, {(shift.bureau, shift.hall) for shift in shifts}, at)
    rows = [_shift(shift, officers[shift.badge_number], places, by=by, at=at) for shift in shifts]
    for shift, row in zip(shifts, rows, strict=True):
        _check_posted(shift, row)
        if _clashes(row):
            raise DutyRefused(BUSY.filled(badge=shift.badge_number))
        row.save(force_insert=True)
    return tuple(ShiftId(row.pk) for row in rows)


@transaction.atomic
def withdraw_shift(*, shift_id: ShiftId, by: OfficerId, at: datetime) -> None:
    """Take a shift off the roster; it stays on record. Raises DutyRefused for who may not plan there."""
    shift = _locked_shift(shift_id)
    _check_planner(by, [_place(shift)], at)
    shift.withdrawn_at = at
    shift.save(update_fields=["withdrawn_at"])


@transaction.atomic
def call_up(*, shift_id: ShiftId, by: OfficerId, reason: str, at: datetime, answer_within: timedelta = TIME_TO_ANSWER) -> CallId:
    """Call somebody from stand-by; he has this long to answer. Raises DutyRefused."""
    shift = _locked_shift(shift_id)
    _check_planner(by, [_place(shift)], at)
    states = [_state(call, at) for call in shift.calls.all()]
    stands_by = shift.kind == ShiftKind.STAND_BY and shift.withdrawn_at is None and shift.starts_at <= at < shift.ends_at
    if not stands_by or CallState.CALLED in states or CallState.ACKNOWLEDGED in states:
        raise DutyRefused(NOT_STANDING_BY)
    call = StandByCall.objects.create(shift=shift, called_by_id=by, called_at=at, answer_by=at + answer_within, reason=reason)
    outbox.publish(CalledUp(shift_id=shift_id, call_id=CallId(call.pk), at=at))
    return CallId(call.pk)


@transaction.atomic
def answer_call(*, call_id: CallId, officer: OfficerId, answer: CallAnswer, at: datetime) -> None:
    """Acknowledge or decline a call. Raises DutyRefused when it is another's, answered, or its time is over."""
    call = StandByCall.objects.select_for_update(of=("self",)).select_related("shift").get(pk=call_id)
    if call.shift.officer_id != officer:
        raise DutyRefused(NOT_HIS_CALL)
    if _state(call, at) is not CallState.CALLED:
        raise DutyRefused(CALL_IS_OVER)
    call.answer, call.answered_at = answer.value, at
    call.save(update_fields=["answer", "answered_at"])
    outbox.publish(CallAnswered(shift_id=ShiftId(call.shift_id), call_id=call_id, answer=answer, at=at))


@transaction.atomic
def hand_over_duty(*, shift_id: ShiftId, successor: OfficerId, sources: Sequence[OpenMatters], at: datetime) -> ReliefId:
    """List what the officer of this shift has open, and ask the successor to take it over. Until he does, it stays where it is.

    `sources` are those of the packages above, joined by the caller. Raises DutyRefused with the sentence why.
    """
    shift = _locked_shift(shift_id)
    if shift.withdrawn_at is not None or shift.kind != ShiftKind.DUTY or Relief.objects.filter(shift=shift).exists():
        raise DutyRefused(HANDED_OVER)
    taking_over = officer_by_id(successor, on=local_date(at))
    verdict = may_relieve(
        relieved=OfficerId(shift.officer_id),
        successor=successor,
        department=(shift.department.bureau.code, DepartmentKind(shift.department.kind)),
        successor_serves_in=[(duty.bureau, duty.department) for duty in taking_over.duties] if taking_over else [],
        starts_at=shift.starts_at,
        at=at,
    )
    if verdict.reason is not None:
        raise DutyRefused(verdict.reason)
    relief = Relief.objects.create(shift=shift, officer_id=shift.officer_id, successor_id=successor, handed_over_at=at)
    matters = {
        matter.key: matter for source in sources for matter in source.open_matters(officer=OfficerId(shift.officer_id), at=at)
    }
    ReliefMatter.objects.bulk_create(
        ReliefMatter(relief=relief, key=matter.key, says_zh=matter.says.zh, says_en=matter.says.en) for matter in matters.values()
    )
    return ReliefId(relief.pk)


@transaction.atomic
def acknowledge_relief(*, relief_id: ReliefId, officer: OfficerId, at: datetime) -> None:
    """Take over the duty with its open matters. Raises DutyRefused when it is another's or was acknowledged."""
    relief = Relief.objects.select_for_update().get(pk=relief_id)
    if relief.successor_id != officer or relief.acknowledged_at is not None:
        raise DutyRefused(NOT_HIS_RELIEF)
    relief.acknowledged_at = at
    relief.save(update_fields=["acknowledged_at"])
    outbox.publish(
        DutyTakenOver(
            shift_id=ShiftId(relief.shift_id),
            relief_id=relief_id,
            officer_id=OfficerId(relief.officer_id),
            successor_id=officer,
            at=at,
        )
    )


class _Places:
    """The departments, halls and windows that shifts name, by their codes; three queries."""

    def __init__(self, shifts: Sequence[ShiftFacts]) -> None:
        bureaus = {shift.bureau for shift in shifts}
        rows = Department.objects.filter(bureau__code__in=bureaus).values_list("bureau__code", "kind", "pk")
        self.departments = {(bureau, kind): pk for bureau, kind, pk in rows}
        self.halls = dict(Hall.objects.filter(code__in={shift.hall for shift in shifts if shift.hall}).values_list("code", "pk"))
        windows = {shift.window for shift in shifts if shift.window}
        self.windows = dict(Window.objects.filter(code__in=windows).values_list("code", "pk"))


def _shift(facts: ShiftFacts, officer: Officer, places: _Places, *, by: OfficerId, at: datetime) -> Shift:
    department = places.departments.get((facts.bureau, facts.department.value))
    if department is None:
        raise PlaceUnknown(what=DEPARTMENT, code=f"{facts.bureau}/{facts.department}", named_by=facts.badge_number)
    for what, code, known in ((HALL, facts.hall, places.halls), (WINDOW, facts.window, places.windows)):
        if code is not None and code not in known:
            raise PlaceUnknown(what=what, code=code, named_by=facts.badge_number)
    return Shift(
        officer=officer,
        department_id=department,
        hall_id=places.halls[facts.hall] if facts.hall else None,
        window_id=places.windows[facts.window] if facts.window else None,
        kind=facts.kind.value,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        planned_by_id=by,
        planned_at=at,
    )


def _check_posted(facts: ShiftFacts, row: Shift) -> None:
    first, last = local_date(row.starts_at), local_date(row.ends_at - timedelta(microseconds=1))
    held = Posting.objects.filter(officer=row.officer, department_id=row.department_id, valid_from__lte=first)
    if not held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=last)).exists():
        raise DutyRefused(NOT_POSTED.filled(badge=facts.badge_number))


def _clashes(row: Shift) -> bool:
    """Whether the officer or the window is planned in that time; the constraints say it again for whoever comes at once."""
    same = Q(officer_id=row.officer_id)
    if row.window_id is not None:
        same |= Q(window_id=row.window_id)
    return Shift.objects.filter(same, withdrawn_at__isnull=True, starts_at__lt=row.ends_at, ends_at__gt=row.starts_at).exists()


def _check_planner(by: OfficerId, places: Collection[tuple[str, str | None]], at: datetime) -> None:
    planner = officer_by_id(by, on=local_date(at))
    sight = Sight() if planner is None else sight_of(planner, roles=PLANNERS)
    for bureau, hall in places:
        verdict = may_plan(sight=sight, bureau=bureau, hall=hall)
        if verdict.reason is not None:
            raise DutyRefused(verdict.reason)


def _locked_shift(shift_id: ShiftId) -> Shift:
    shifts = Shift.objects.select_for_update(of=("self",)).select_related("department__bureau", "hall")
    return shifts.get(pk=shift_id)


def _place(shift: Shift) -> tuple[str, str | None]:
    return shift.department.bureau.code, shift.hall.code if shift.hall else None


def _state(call: StandByCall, at: datetime) -> CallState:
    return call_state(answer=CallAnswer(call.answer) if call.answer else None, answer_by=call.answer_by, at=at)
