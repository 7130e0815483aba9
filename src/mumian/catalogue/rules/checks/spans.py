"""Spans of days: never the wrong way round, never two at once, never a gap while a service is offered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

from mumian.catalogue.rules.book import office, papers, services, time
from mumian.catalogue.rules.book.services import Service
from mumian.catalogue.rules.book.values import Entry, Span
from mumian.catalogue.rules.checks.walking import Path, entries, fields_set, key_of
from mumian.catalogue.rules.problems import Problem
from mumian.catalogue.rules.reading import Reading
from mumian.foundation.words import Text

SIDE_BY_SIDE: Mapping[type[Span], Callable[[Span], Hashable]] = {
    services.NeededMaterial: lambda span: (
        (span.code, span.when, span.channels) if isinstance(span, services.NeededMaterial) else span
    ),
    papers.DocumentVersion: lambda span: span.code if isinstance(span, papers.DocumentVersion) else span,
}
"""Spans that may hold together when they speak of different things."""

MAY_OVERLAP: tuple[type[Span], ...] = (papers.NumberPattern, time.Pause, office.Right)

WITHOUT_GAPS = ("order", "eligibility", "lists", "fee", "limits", "channels")
"""What a service must have on every day on which it is offered, if only to say that there is nothing."""

ONE_DAY = timedelta(days=1)


def spans(reading: Reading) -> Iterator[Problem]:
    """Spans the wrong way round, and spans of one list that share a day."""
    for subject, path, entry in entries(reading.book):
        if isinstance(entry, Span) and entry.from_on and entry.to_on and entry.to_on < entry.from_on:
            sentence = Text(
                f"结束日 {entry.to_on} 早于开始日 {entry.from_on}。",
                f"The span ends on {entry.to_on}, before it begins on {entry.from_on}.",
            )
            yield Problem(reading.place(subject, *path, "to"), "reversed-span", sentence)
        for field in fields_set(entry):
            value = getattr(entry, field)
            if isinstance(value, tuple) and value and isinstance(value[0], Span):
                yield from _overlaps(reading, subject, (*path, key_of(entry, field)), value)
    for name in ("territory", "allowances"):
        yield from _overlaps(reading, name, (), getattr(reading.book, name))


def _overlaps(reading: Reading, subject: str, path: Path, listed: Sequence[Span]) -> Iterator[Problem]:
    if isinstance(listed[0] if listed else None, MAY_OVERLAP) or _has_own_codes(listed):
        return
    for (first, one), (second, other) in combinations(enumerate(listed), 2):
        if _subject_of(one) == _subject_of(other) and one.overlaps(other):
            where = reading.place(subject, *path, first)
            day = max(one.from_on or date.min, other.from_on or date.min)
            zh, en = (f"自 {day} 起", f"from {day}") if day > date.min else ("自始", "from the beginning")
            sentence = Text(f"{zh}与 {where} 的时间段重叠。", f"This span overlaps with the one at {where}, {en}.")
            yield Problem(reading.place(subject, *path, second), "overlap", sentence)


def _has_own_codes(listed: Sequence[Span]) -> bool:
    """Lists of things that have a life span of their own, told apart by their codes."""
    return (
        bool(listed) and "code" in type(listed[0]).model_fields and not isinstance(listed[0], (*SIDE_BY_SIDE, services.Territory))
    )


def _subject_of(span: Span) -> Hashable:
    if isinstance(span, services.Territory):
        return (frozenset(span.services), frozenset(span.families), frozenset(span.channels))
    if isinstance(span, services.Allowance):
        return (span.path, span.promised_days)
    key = SIDE_BY_SIDE.get(type(span))
    return key(span) if key else None


def gaps(reading: Reading) -> Iterator[Problem]:
    """Days on which a service is offered and the rulebook does not say on what terms."""
    for index, service in enumerate(reading.book.services):
        for field in WITHOUT_GAPS:
            listed: tuple[Span, ...] = getattr(service, field)
            for first, last in uncovered(service.offered, listed):
                place = reading.place("services", index, field) if listed else reading.place("services", index)
                yield Problem(place, "gap", _gap_sentence(service, field, first, last))
    for index, one in enumerate(reading.book.lists):
        for first, last in uncovered([Span()], one.times):
            yield Problem(reading.place("lists", index, "times"), "gap", _no_time_sentence(one.code, first, last))


def _gap_sentence(service: Entry, field: str, first: date, last: date) -> Text:
    code = service.code if isinstance(service, Service) else ""
    zh, en = _days(first, last)
    return Text(f"业务 {code} 在 {zh} 办理，但没有“{field}”。", f"{code} is offered {en}, and there is no `{field}` for it.")


def _no_time_sentence(code: str, first: date, last: date) -> Text:
    zh, en = _days(first, last)
    return Text(f"名单 {code} 在 {zh} 没有“times”，不知道多久要决定。", f"{code} does not say {en} how soon a match is decided.")


def _days(first: date, last: date) -> tuple[str, str]:
    zh = f"{first if first > date.min else '起始'} 至 {last if last < date.max else '今后'}"
    return zh, f"from {first if first > date.min else 'the beginning'} to {last if last < date.max else 'now on'}"


def uncovered(needed: Sequence[Span], given: Sequence[Span]) -> Iterator[tuple[date, date]]:
    """The days of `needed` that no span of `given` covers, as first and last day."""
    for span in needed:
        day, end = span.from_on or date.min, span.to_on or date.max
        if day > end:
            continue  # The wrong way round, which is reported as such.
        for cover in sorted(given, key=lambda one: one.from_on or date.min):
            start, stop = cover.from_on or date.min, cover.to_on or date.max
            if stop < day or start > end:
                continue
            if start > day:
                yield day, start - ONE_DAY
            if stop >= end:
                break
            day = max(day, stop + ONE_DAY)
        else:
            yield day, end
