"""Who is on duty now, who stands by and how calls stand, whose badge hangs at a window, what is handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mumian.offices.models import Relief, ReliefMatter, Shift, StandByCall
from mumian.offices.queries.sight import within_sight
from mumian.offices.rules.duty import call_state
from mumian.offices.rules.sight import Sight
from mumian.offices.terms import (
    CallAnswer,
    CallId,
    CallState,
    DepartmentKind,
    OfficerId,
    OpenMatter,
    ReliefId,
    ShiftId,
    ShiftKind,
)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One line of the roster."""

    shift_id: ShiftId
    officer_id: OfficerId
    badge_number: str
    name: str
    bureau: str
    department: DepartmentKind
    hall: str | None
    window: str | None
    kind: ShiftKind
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class StandByLine:
    """Somebody on stand-by, with his last call and how it stands; None when he was not called."""

    line: DutyLine
    call_id: CallId | None
    state: CallState | None


@dataclass(frozen=True, slots=True)
class ReliefSheet:
    """A hand-over with the matters that were open then."""

    relief_id: ReliefId
    shift_id: ShiftId
    from_badge: str
    to_badge: str
    handed_over_at: datetime
    acknowledged_at: datetime | None
    matters: tuple[OpenMatter, ...]


def on_duty(*, bureau: str, hall: str | None = None, at: datetime) -> tuple[DutyLine, ...]:
    """Who is on duty at this moment in the bureau, or in one hall of it, by badge; whoever stood by and took a call included.

    One query.
    """
    called = StandByCall.objects.filter(shift=OuterRef("pk"), answer=CallAnswer.ACKNOWLEDGED.value, answered_at__lte=at)
    rows = _shifts(bureau, hall, at).filter(Q(kind=ShiftKind.DUTY.value) | Exists(called))
    return tuple(_line(row) for row in rows)


def standing_by(*, bureau: str, hall: str | None = None, at: datetime) -> tuple[StandByLine, ...]:
    """Who stands by at this moment and how his last call stands. Two queries."""
    calls = Prefetch("calls", StandByCall.objects.filter(called_at__lte=at).order_by("-called_at", "-pk"))
    rows = _shifts(bureau, hall, at).filter(kind=ShiftKind.STAND_BY.value).prefetch_related(calls)
    return tuple(_stand_by(row, at) for row in rows)


def badge_at(window: str, *, at: datetime) -> str | None:
    """The badge number that hangs at this window (its code) at this moment; None while nobody is on duty there. One query."""
    shifts = Shift.objects.filter(window__code=window, withdrawn_at__isnull=True, starts_at__lte=at, ends_at__gt=at)
    return shifts.values_list("officer__badge_number", flat=True).first()


def reliefs_waiting_for(officer: OfficerId) -> tuple[ReliefSheet, ...]:
    """The hand-overs that this officer has not acknowledged yet, the oldest first. Two queries."""
    return _sheets(Relief.objects.filter(successor_id=officer, acknowledged_at__isnull=True))


def relief_of(shift_id: ShiftId) -> ReliefSheet | None:
    """The hand-over of this shift. Two queries."""
    return next(iter(_sheets(Relief.objects.filter(shift_id=shift_id))), None)


def _shifts(bureau: str, hall: str | None, at: datetime) -> QuerySet[Shift]:
    rows = Shift.objects.filter(
        department__bureau__code=bureau, withdrawn_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    ).select_related("officer", "department__bureau", "hall", "window")
    return (rows if hall is None else rows.filter(hall__code=hall)).order_by("officer__badge_number")


def _line(row: Shift) -> DutyLine:
    return DutyLine(
        shift_id=ShiftId(row.pk),
        officer_id=OfficerId(row.officer_id),
        badge_number=row.officer.badge_number,
        name=row.officer.name,
        bureau=row.department.bureau.code,
        department=DepartmentKind(row.department.kind),
        hall=row.hall.code if row.hall else None,
        window=row.window.code if row.window else None,
        kind=ShiftKind(row.kind),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )


def _stand_by(row: Shift, at: datetime) -> StandByLine:
    call = next(iter(row.calls.all()), None)
    if call is None:
        return StandByLine(_line(row), None, None)
    answered = call.answer is not None and call.answered_at is not None and call.answered_at <= at
    answer = CallAnswer(call.answer) if answered and call.answer else None
    return StandByLine(_line(row), CallId(call.pk), call_state(answer=answer, answer_by=call.answer_by, at=at))


def _sheets(rows: QuerySet[Relief]) -> tuple[ReliefSheet, ...]:
    listed = Prefetch("matters", ReliefMatter.objects.order_by("pk"))
    return tuple(
        ReliefSheet(
            relief_id=ReliefId(row.pk),
            shift_id=ShiftId(row.shift_id),
            from_badge=row.officer.badge_number,
            to_badge=row.successor.badge_number,
            handed_over_at=row.handed_over_at,
            acknowledged_at=row.acknowledged_at,
            matters=tuple(OpenMatter(matter.key, matter.says) for matter in row.matters.all()),
        )
        for row in rows.select_related("officer", "successor").prefetch_related(listed).order_by("handed_over_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class CallSheet:
    """A call that waits for its answer."""

    call_id: CallId
    reason: str
    called_at: datetime
    answer_by: datetime


def calls_waiting_for(officer: OfficerId, *, at: datetime) -> tuple[CallSheet, ...]:
    """The calls that this officer can still answer, the oldest first. One query."""
    rows = StandByCall.objects.filter(shift__officer_id=officer, answer=None, called_at__lte=at, answer_by__gt=at)
    return tuple(CallSheet(CallId(row.pk), row.reason, row.called_at, row.answer_by) for row in rows.order_by("called_at", "pk"))


def shifts_of(officer: OfficerId, *, at: datetime, most: int = 20) -> tuple[DutyLine, ...]:
    """The shifts of an officer that have not ended, the nearest first. One query."""
    rows = Shift.objects.filter(officer_id=officer, withdrawn_at__isnull=True, ends_at__gt=at)
    whole = rows.select_related("officer", "department__bureau", "hall", "window").order_by("starts_at", "pk")
    return tuple(_line(row) for row in whole[:most])


def roster(sight: Sight, *, first: datetime, last: datetime, most: int = 200) -> tuple[DutyLine, ...]:
    """The shifts that are planned between two moments where a planner sees, in order. One query."""
    rows = Shift.objects.filter(withdrawn_at__isnull=True, starts_at__lt=last, ends_at__gt=first)
    seen = within_sight(rows, sight, bureau="department__bureau__code", hall="hall__code")
    whole = seen.select_related("officer", "department__bureau", "hall", "window").order_by("starts_at", "officer__badge_number")
    return tuple(_line(row) for row in whole[:most])
