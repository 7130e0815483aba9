"""Figures that must agree: allowances, notice items, windows, hours, the calendar, the vectors of time, number patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from mumian.catalogue.rules.book.places import Hours
from mumian.catalogue.rules.book.services import Allowance, Service
from mumian.catalogue.rules.book.time import TimeVector
from mumian.catalogue.rules.book.values import on_day
from mumian.catalogue.rules.checks.acceptance import moment_of
from mumian.catalogue.rules.problems import Problem
from mumian.catalogue.rules.reading import Reading, Step
from mumian.catalogue.terms import LimitUnit, Order
from mumian.foundation.calendar import WorkingCalendar
from mumian.foundation.clock import local
from mumian.foundation.deadlines import Limit, Stop, due
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SHARE_TOLERANCE = 0.005
BOTH_LANGUAGES = {"zh", "en"}
TWO_SOURCES = 2


def allowances(reading: Reading) -> Iterator[Problem]:
    """Stages that do not sum to what is promised, and promises that are not shared out."""
    for index, entry in enumerate(reading.book.allowances):
        total = sum(stage.days for stage in entry.stages)
        if total != entry.promised_days:
            zh = f"各阶段共 {total} 天，承诺 {entry.promised_days} 天。"
            sentence = Text(zh, f"The stages sum to {total} days; {entry.promised_days} are promised.")
            yield Problem(reading.place("allowances", index, "stages"), "allowance-sum", sentence)
        stages = [stage.stage for stage in entry.stages]
        if len(set(stages)) < len(stages):
            said = Text("同一阶段写了两次。", "A stage is named twice.")
            yield Problem(reading.place("allowances", index, "stages"), "allowance-sum", said)
    for index, service in enumerate(reading.book.services if "allowances" not in reading.unread else ()):
        yield from _not_shared_out(reading, index, service)


def _not_shared_out(reading: Reading, index: int, service: Service) -> Iterator[Problem]:
    for number, span in enumerate(service.limits):
        for place, promise in enumerate(span.promised):
            if promise.days == 0 or promise.unit is not LimitUnit.WORKING_DAY:
                continue
            if not any(_shares(entry, service, promise.days) and entry.overlaps(span) for entry in reading.book.allowances):
                zh = f"allowances.yaml 没有 {service.path} 程序 {promise.days} 天的分配。"
                en = f"allowances.yaml does not share out {promise.days} days on the path {service.path}."
                where = reading.place("services", index, "limits", number, "promised", place)
                yield Problem(where, "no-allowance", Text(zh, en))


def _shares(entry: Allowance, service: Service, days: int) -> bool:
    return entry.path is service.path and entry.promised_days == days


def notice_counts(reading: Reading) -> Iterator[Problem]:
    """Classes whose number of items is not the number stated."""
    for index, group in enumerate(reading.book.notices.classes):
        if group.count is not None and group.count != len(group.items):
            zh = f"{group.code} 类写明 {group.count} 项，实有 {len(group.items)} 项。"
            sentence = Text(zh, f"Class {group.code} states {group.count} items and has {len(group.items)}.")
            yield Problem(reading.place("notices", "classes", index, "count"), "count", sentence)


def terms_of_order(reading: Reading) -> Iterator[Problem]:
    """An order by stated reason that names none, and reforms that disagree with nobody."""
    for index, service in enumerate(reading.book.services):
        for number, span in enumerate(service.order):
            if span.kind is Order.BY_REASON and not span.reasons:
                said = Text("按事由申领时须列出事由（reasons）。", "An order by stated reason lists the reasons.")
                yield Problem(reading.place("services", index, "order", number), "no-reasons", said)
    for index, reform in enumerate(reading.book.reforms):
        if reform.disagree and len(reform.sources) < TWO_SOURCES:
            said = Text("来源不一致时，至少写明两个来源。", "Where sources disagree at least two are named.")
            yield Problem(reading.place("reforms", index, "sources"), "one-source", said)
    for index, leaflet in enumerate(reading.book.leaflets):
        if not set(leaflet.languages) >= BOTH_LANGUAGES:
            said = Text("指南应有中文和英文。", "A leaflet is in Chinese and in English.")
            yield Problem(reading.place("leaflets", index, "languages"), "missing-translation", said)
        if len(set(leaflet.sections)) < len(leaflet.sections):
            said = Text("同一部分写了两次。", "A section is named twice.")
            yield Problem(reading.place("leaflets", index, "sections"), "doubled-code", said)


def halls(reading: Reading) -> Iterator[Problem]:
    """Windows with the same number, floors that a hall has not, hours the wrong way round, shares that do not sum to one."""
    book = reading.book
    taken: dict[tuple[str, int], str] = {}
    for index, window in enumerate(book.windows):
        other = taken.setdefault((window.hall, window.number), window.code)
        if other != window.code:
            said = Text(f"窗口 {other} 已使用这个号码。", f"The window {other} already has this number.")
            yield Problem(reading.place("windows", index, "number"), "doubled-window", said)
        hall = book.hall_of.get(window.hall)
        if hall and hall.floors and str(window.floor) not in {str(floor.floor) for floor in hall.floors}:
            said = Text(f"大厅 {hall.code} 没有 {window.floor} 层。", f"The hall {hall.code} has no floor {window.floor}.")
            yield Problem(reading.place("windows", index, "floor"), "unknown-floor", said)
    for index, entry in enumerate(book.halls):
        for number, span in enumerate(entry.hours):
            for key in ("mon_fri", "sat", "sun", "holidays", "make_up"):
                hours = getattr(span, key)
                if isinstance(hours, tuple):
                    yield from _hours(reading, (index, "hours", number, key), hours)
    total = sum(hall.daily_share for hall in book.halls)
    all_read = len(book.halls) == len(reading.codes["halls"])
    if book.halls and all_read and abs(total - 1) > SHARE_TOLERANCE:
        said = Text(f"各大厅的份额合计 {total:.3f}，应为 1。", f"The halls' daily shares sum to {total:.3f}, not to 1.")
        yield Problem(reading.place("halls", 0, "daily_share"), "share-sum", said)


def _hours(reading: Reading, path: tuple[Step, ...], hours: Hours) -> Iterator[Problem]:
    ends = [end for written in hours for end in written.split("-")]
    if ends != sorted(ends) or len(set(ends)) < len(ends):
        said = Text("时间应从早到晚，不相重叠。", "Hours run from early to late and do not overlap.")
        yield Problem(reading.place("halls", *path), "hours", said)


def documents(reading: Reading) -> Iterator[Problem]:
    """Number patterns that are none, and example numbers that fit none."""
    for index, document in enumerate(reading.book.documents):
        patterns: list[re.Pattern[str]] = []
        for number, entry in enumerate(document.number_patterns):
            try:
                patterns.append(re.compile(entry.regex))
            except re.error as error:
                said = Text(f"号码格式不是正则表达式：{error}。", f"This is not a regular expression: {error}.")
                yield Problem(reading.place("documents", index, "number_patterns", number, "regex"), "regex", said)
        for number, example in enumerate(document.example_numbers):
            if not any(pattern.fullmatch(example) for pattern in patterns):
                said = Text(f"“{example}”不符合任何号码格式。", f"“{example}” fits no number pattern.")
                yield Problem(reading.place("documents", index, "example_numbers", number), "example-number", said)


def calendar(reading: Reading) -> Iterator[Problem]:
    """Days that are missing, doubled, or called by the wrong name of the week."""
    days = reading.book.calendar
    for index, day in enumerate(days):
        if day.weekday != WEEKDAYS[day.date.weekday()]:
            right = WEEKDAYS[day.date.weekday()]
            said = Text(f"{day.date} 是 {right}，不是 {day.weekday}。", f"{day.date} is a {right}, not a {day.weekday}.")
            yield Problem(reading.place("calendar", index), "weekday", said)
        if index and day.date != days[index - 1].date + timedelta(days=1):
            before = days[index - 1].date
            said = Text(f"{before} 之后应为次日，不是 {day.date}。", f"After {before} comes the next day, not {day.date}.")
            yield Problem(reading.place("calendar", index), "calendar-gap", said)


def time_vectors(reading: Reading) -> Iterator[Problem]:
    """Vectors of time that come out otherwise."""
    working = reading.book.working_calendar
    if working is None:
        return
    for index, vector in enumerate(reading.book.time.vectors):
        for key, expected, found in _counted(reading, working, vector):
            zh = f"应为 {expected}，按规则推算为 {found}。"
            sentence = Text(zh, f"`{key}` should be {expected}; by the rules it is {found}.")
            yield Problem(reading.place("time", "vectors", index, key), "vector-fails", sentence)


def _counted(reading: Reading, working: WorkingCalendar, vector: TimeVector) -> Iterator[tuple[str, str, str]]:
    accepted = moment_of(vector.accepted)
    hour = on_day(reading.book.time.cut_off, accepted.date())
    try:
        counted = due(
            calendar=working,
            accepted_at=accepted,
            limit=Limit(vector.limit, vector.unit),
            stops=[Stop(pause.from_on, pause.to_on) for pause in vector.pauses if pause.from_on],
            cut_off=moment_of(f"{accepted.date()}T{hour.at}").time() if hour else None,
            as_of=accepted.date(),
        )
    except (Refusal, ValueError) as refusal:
        yield "due", vector.due, refusal.sentence.en if isinstance(refusal, Refusal) else str(refusal)
        return
    found = counted.on.isoformat() if len(vector.due) == len("2006-01-01") else f"{local(counted.before):%Y-%m-%dT%H:%M}"
    if found != vector.due:
        yield "due", vector.due, found
    if vector.counted_from and vector.counted_from != counted.counted_from:
        yield "counted_from", str(vector.counted_from), str(counted.counted_from)
