"""Opening, closing and pausing windows; what the manager of a hall changes; the alarm."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from mumian.audit.terms import Acting
from mumian.foundation import outbox
from mumian.foundation.clock import local_date, moment_at
from mumian.foundation.words import Text
from mumian.offices.models import Window
from mumian.offices.terms import OfficerId
from mumian.queueing.errors import ServiceUnknown, WindowNotOpen, WindowRefused
from mumian.queueing.events import AlarmRaised, WindowChanged
from mumian.queueing.models import Alarm, Call, HallQueue, QueueService, ServiceDay, Ticket, WindowPost
from mumian.queueing.services.asking import (
    MOST_NAMED,
    check_manager,
    check_works_in,
    hold_who_runs,
    record,
    refusals,
    window_of,
)
from mumian.queueing.terms import BreakReason, TicketState, WindowMode


@refusals()
@transaction.atomic
def open_window(*, window: str, officer: OfficerId, at: datetime, skills: Sequence[str] | None = None) -> None:
    """Sit down at a closed window and let it call. Without `skills` it keeps those it had; at first those of its kind.

    Raises NotPostedHere for who does not work in the hall, WindowRefused, ServiceUnknown.
    """
    place = window_of(window)
    check_works_in(officer, place.hall, at)
    post = _post(place, at)
    if post.mode != WindowMode.CLOSED and post.officer_id != officer:
        raise WindowRefused(TAKEN.filled(number=place.number))
    if skills is not None:
        post.skills = _checked(skills)
    post.mode, post.officer_id, post.break_reason, post.since = WindowMode.OPEN.value, officer, "", at
    _save(post, place, at)


@refusals()
@transaction.atomic
def close_window(*, window: str, officer: OfficerId, at: datetime) -> None:
    """Stand up. Raises WindowNotOpen, WindowRefused while a ticket is there."""
    place, post = _own(window, officer, at)
    _close(place, post, at)


@refusals()
@transaction.atomic
def break_off(*, window: str, officer: OfficerId, reason: BreakReason, at: datetime) -> None:
    """Pause, and say why. Raises WindowNotOpen, WindowRefused while a ticket is there."""
    place, post = _own(window, officer, at)
    _check_empty(place)
    post.mode, post.break_reason, post.since = WindowMode.ON_BREAK.value, reason.value, at
    _save(post, place, at)


@refusals()
@transaction.atomic
def come_back(*, window: str, officer: OfficerId, at: datetime) -> None:
    """Go on after a break. Raises WindowNotOpen."""
    place, post = _own(window, officer, at)
    post.mode, post.break_reason, post.since = WindowMode.OPEN.value, "", at
    _save(post, place, at)


@refusals()
@transaction.atomic
def set_skills(*, window: str, skills: Sequence[str], manager: OfficerId, acting: Acting, at: datetime) -> None:
    """Say what a window may call from now on; the ticket at it stays.

    Raises ManagerRefused, ServiceUnknown, WindowRefused where somebody waits for what no other window would do any more.
    """
    place = window_of(window)
    check_manager(manager, place.hall, at, acting=acting)
    post = _post(place, at)
    left = set(post.skills)
    post.skills, post.since = _checked(skills), at
    _save(post, place, at)
    _check_nobody_is_left(place, left - set(post.skills))
    record(place.hall, "window_reskilled", acting, at, {"window": place.code, "skills": sorted(skills)})


@refusals()
@transaction.atomic
def manager_open(*, window: str, officer: OfficerId, manager: OfficerId, acting: Acting, at: datetime) -> None:
    """Open a window for an officer who sits down there. Raises ManagerRefused, WindowRefused."""
    place = window_of(window)
    check_manager(manager, place.hall, at, acting=acting)
    open_window(window=window, officer=officer, at=at)
    record(place.hall, "window_opened", acting, at, {"window": place.code, "officer": officer})


@refusals()
@transaction.atomic
def manager_close(*, window: str, manager: OfficerId, acting: Acting, at: datetime) -> None:
    """Close somebody's window. Raises ManagerRefused, WindowRefused while a ticket is there."""
    place = window_of(window)
    check_manager(manager, place.hall, at, acting=acting)
    _close(place, _post(place, at), at)
    record(place.hall, "window_closed", acting, at, {"window": place.code})


@refusals()
@transaction.atomic
def raise_alarm(*, window: str, officer: OfficerId, at: datetime) -> int:
    """Call the manager for help; answers the alarm's id. Raises NotPostedHere for who does not work in the hall."""
    place = window_of(window)
    check_works_in(officer, place.hall, at)
    alarm = Alarm.objects.create(window=place, officer_id=officer, raised_at=at)
    outbox.publish(
        AlarmRaised(hall=place.hall.code, window=place.code, window_number=place.number, alarm_id=alarm.pk, at=at),
    )
    return int(alarm.pk)


@transaction.atomic
def answer_alarm(*, alarm_id: int, manager: OfficerId, acting: Acting, at: datetime) -> None:
    """The manager has come. Raises ManagerRefused, WindowRefused when somebody was there already."""
    alarm = Alarm.objects.select_for_update(of=("self",)).select_related("window__hall").filter(pk=alarm_id).first()
    if alarm is None or alarm.answered_at is not None:
        raise WindowRefused(ANSWERED)
    check_manager(manager, alarm.window.hall, at, acting=acting)
    alarm.answered_by_id, alarm.answered_at = manager, at
    alarm.save(update_fields=["answered_by", "answered_at"])
    record(alarm.window.hall, "alarm_answered", acting, at, {"alarm": alarm.pk, "window": alarm.window.code})


def close_what_was_left(*, at: datetime) -> int:
    """Close windows that were left open on an earlier day, with nobody at them; answers how many.

    Windows of a hall that its agent runs are left alone: the agent may have somebody there.
    """
    run_by_agents = HallQueue.objects.exclude(agent="").values("hall")
    busy = Call.objects.filter(ended_at__isnull=True).values("window")
    posts = WindowPost.objects.select_for_update(of=("self",), skip_locked=True).select_related("window__hall")
    left = posts.filter(since__lt=moment_at(local_date(at))).exclude(mode=WindowMode.CLOSED.value)
    closed = 0
    with transaction.atomic():
        for post in left.exclude(hall__in=run_by_agents).exclude(window__in=busy).order_by("pk"):
            _close(post.window, post, at)
            closed += 1
    return closed


def _post(place: Window, at: datetime) -> WindowPost:
    """The locked row of a window, made when it opens for the first time."""
    dated = ServiceDay.objects.filter(hall=place.hall_id).values_list("services", flat=True).first()
    of_its_kind = QueueService.objects.filter(window_kind=place.kind).order_by("place").values_list("pk", flat=True)
    usual = of_its_kind if dated is None else dated
    if not WindowPost.objects.filter(window=place).exists():
        WindowPost.objects.bulk_create(
            [
                WindowPost(
                    window=place, hall_id=place.hall_id, mode=WindowMode.CLOSED.value, skills=list(usual), since=at,
                    low=place.low_counter, seated=place.seated,
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        hold_who_runs(place.hall_id)  # who is being entrusted with the hall has not seen this window
    return WindowPost.objects.select_for_update(of=("self",)).get(window=place)


def _own(window: str, officer: OfficerId, at: datetime) -> tuple[Window, WindowPost]:
    place = window_of(window)
    post = _post(place, at)
    if post.mode == WindowMode.CLOSED or post.officer_id != officer:
        raise WindowNotOpen(NOT_YOURS.filled(number=place.number))
    return place, post


def _close(place: Window, post: WindowPost, at: datetime) -> None:
    _check_empty(place)
    post.mode, post.officer_id, post.break_reason, post.since = WindowMode.CLOSED.value, None, "", at
    _save(post, place, at)


def _check_empty(place: Window) -> None:
    if Call.objects.filter(window=place, ended_at__isnull=True).exists():
        raise WindowRefused(STILL_BUSY.filled(number=place.number))


def _check_nobody_is_left(place: Window, dropped: Collection[str]) -> None:
    """Raise WindowRefused where somebody waits for one of these and no window of the hall that is not closed does it now."""
    waiting = Ticket.objects.filter(hall=place.hall_id, state=TicketState.WAITING.value, service__in=list(dropped))
    staffed = WindowPost.objects.filter(hall=place.hall_id).exclude(mode=WindowMode.CLOSED.value).values_list("skills", flat=True)
    still = {skill for skills in staffed for skill in skills}
    labels = [ticket.label for ticket in waiting.exclude(service__in=list(still)).order_by("rank", "pk")[:MOST_NAMED]]
    if labels:
        raise WindowRefused(LEFT_WAITING.filled(number=place.number, labels_zh="、".join(labels), labels_en=", ".join(labels)))


def _checked(skills: Sequence[str]) -> list[str]:
    known = list(QueueService.objects.filter(pk__in=skills).order_by("place").values_list("pk", flat=True))
    missing = set(skills) - set(known)
    if missing or not known:
        raise ServiceUnknown(NO_SKILL.filled(code=", ".join(sorted(missing)) or "-"))
    return known


def _save(post: WindowPost, place: Window, at: datetime) -> None:
    post.low, post.seated = place.low_counter, place.seated
    post.save()
    outbox.publish(
        WindowChanged(hall=place.hall.code, window=place.code, window_number=place.number, state=post.mode, at=at),
    )


TAKEN = Text(
    "窗口未开放：{number}号窗口有人值守。请先请对方关闭或交接。",
    "Window {number} was not opened: somebody sits there. Let the colleague close it or hand it over first.",
)
NOT_YOURS = Text(
    "未办理：{number}号窗口未由您开放。请先开放窗口。", "Nothing was done: you have not opened window {number}. Open it first."
)
STILL_BUSY = Text(
    "未办理：{number}号窗口还有一位办事人。请先办结、暂挂或移交。",
    "Nothing was done: a ticket is still at window {number}. End it, park it or hand it over first.",
)
NO_SKILL = Text(
    "未更改：没有这类业务（{code}）。请至少选择一项已有业务。",
    "Nothing was changed: choose services that exist ({code} does not).",
)
LEFT_WAITING = Text(
    "未更改：{labels_zh}号正在等候，只有{number}号窗口能办。请先办理，或让另一窗口也办理这项业务。",
    "Nothing was changed: {labels_en} wait for what only window {number} does. Serve them first, or teach another window.",
)
ANSWERED = Text("无需处理：已有人到场。", "There is nothing to do: somebody has come already.")
