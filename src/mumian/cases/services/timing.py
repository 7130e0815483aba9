"""Keeping the due days of a case: setting its limits, meeting them, and counting them anew when stops or the calendar change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from mumian.cases.models import Case, CaseLimit, ClockStop, StageShare
from mumian.cases.rules.limits import Span, due_of
from mumian.cases.rules.shares import last_days
from mumian.cases.terms import LimitKind
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import Answer
from mumian.catalogue.rules.answers.values import LimitAnswer
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.values import on_day
from mumian.catalogue.terms import LimitUnit
from mumian.foundation.clock import local_date
from mumian.foundation.deadlines import Due, Stop
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

NO_CALENDAR = Text(
    "无法推算期限：手册中没有可用的工作日历。请先载入日历。",
    "No due day can be counted: the rulebook has no working calendar. Load one first.",
)


def set_limits(case: Case, answer: Answer, *, at: datetime, urgent: LimitAnswer | None = None) -> None:
    """Write the limits of this round from the rulebook's answer, and the shares of its stages."""
    book = current_rulebook()
    promised = urgent or (answer.limits.promised if answer.limits else None)
    statutory = answer.limits.statutory if answer.limits else None
    for kind, limit in ((LimitKind.PROMISED, promised), (LimitKind.STATUTORY, statutory)):
        if limit is None:
            continue
        found = due_of_limit(book, limit, at=at)
        CaseLimit.objects.create(
            case=case,
            round=case.round,
            kind=kind.value,
            value=limit.value,
            unit=limit.unit.value,
            extendable_to=limit.extendable_to,
            **_columns(found),
        )
    if urgent is None:
        StageShare.objects.bulk_create(
            StageShare(case=case, round=case.round, stage=share.stage.value, days=share.days, until=share.until)
            for share in answer.allowances
            if share.until
        )
    refresh_due(case)


def due_of_limit(book: Rulebook, limit: LimitAnswer, *, at: datetime) -> Due:
    """When a limit ends that begins now, nothing stopped and nothing added."""
    return _due(book, Span(limit.value, limit.unit), accepted_at=at, stops=(), now=at)


def meet(case: Case, *kinds: LimitKind, at: datetime) -> None:
    """The limits of these kinds are met."""
    CaseLimit.objects.filter(case=case, round=case.round, kind__in=kinds, met_at=None).update(met_at=at)
    refresh_due(case)


def count_anew(case: Case, *, at: datetime) -> bool:
    """Count the open limits of this round anew, from the same facts; answers whether the nearer due day moved."""
    book = current_rulebook()
    stops = stops_of(case)
    started_at = case.accepted_at if case.round == 1 else case.moves_made.get(round=case.round, hand="accept").at
    before = case.due_before
    for limit in CaseLimit.objects.filter(case=case, round=case.round, met_at=None):
        span = Span(limit.value, LimitUnit(limit.unit), limit.extended_by)
        found = _due(book, span, accepted_at=started_at or at, stops=stops, now=at)
        CaseLimit.objects.filter(pk=limit.pk).update(**_columns(found))
    _share_out_anew(case, book, accepted_at=started_at or at, stops=stops, now=at)
    refresh_due(case)
    return case.due_before != before


def refresh_due(case: Case) -> None:
    """Repeat on the case the nearer limit that is not met yet."""
    nearest = CaseLimit.objects.filter(case=case, round=case.round, met_at=None).order_by("due_before", "kind").first()
    case.due_on = nearest.due_on if nearest else None
    case.due_before = nearest.due_before if nearest else None
    case.clock_stopped = ClockStop.objects.filter(case=case, last=None).exists()
    case.save(update_fields=["due_on", "due_before", "clock_stopped"])


def _share_out_anew(case: Case, book: Rulebook, *, accepted_at: datetime, stops: tuple[Stop, ...], now: datetime) -> None:
    """The shares of the stages move with the promise."""
    shares = list(StageShare.objects.filter(case=case, round=case.round).order_by("pk"))
    for share, number in zip(shares, last_days(share.days for share in shares), strict=True):
        span = Span(number, LimitUnit.WORKING_DAY)
        until = _due(book, span, accepted_at=accepted_at, stops=stops, now=now).on
        if until != share.until:
            StageShare.objects.filter(pk=share.pk).update(until=until)


def stops_of(case: Case) -> tuple[Stop, ...]:
    """The stops of this round."""
    return tuple(Stop(first, last) for first, last in case.stops.filter(round=case.round).values_list("first", "last"))


def _due(book: Rulebook, span: Span, *, accepted_at: datetime, stops: Iterable[Stop], now: datetime) -> Due:
    calendar = book.working_calendar
    if calendar is None:
        raise Refusal(NO_CALENDAR)
    cut_off = on_day(book.time.cut_off, local_date(accepted_at))
    return due_of(
        span,
        calendar=calendar,
        accepted_at=accepted_at,
        stops=stops,
        cut_off=time.fromisoformat(cut_off.at) if cut_off else None,
        as_of=local_date(now),
    )


def _columns(found: Due) -> dict[str, object]:
    return {
        "counted_from": found.counted_from,
        "due_on": found.on,
        "due_before": found.before,
        "calendar_version": found.calendar_version,
    }
