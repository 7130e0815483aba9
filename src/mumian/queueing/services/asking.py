"""Turns the database's refusals into our own, and looks places up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

import psycopg
from django.db import IntegrityError, connection

from mumian.audit.services import record_act
from mumian.audit.terms import Acting, DetailValue, Thing
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.models import Hall, Window
from mumian.offices.queries import OfficerSheet, duty_over, officer_by_id
from mumian.offices.terms import OfficerId, Role
from mumian.queueing.errors import (
    BY_CONSTRAINT,
    HallRunsByAgent,
    HallUnknown,
    ManagerRefused,
    NotPostedHere,
    ServiceElsewhere,
)
from mumian.queueing.models import ServiceDay
from mumian.queueing.queries.reading import halls_doing, names_of

RUN_BY: Final = "SELECT agent FROM queueing_hallqueue WHERE hall_id = %s FOR KEY SHARE"
MANAGERS: Final = frozenset({Role.HALL_MANAGER})
AT_WINDOWS: Final = frozenset(
    {Role.ACCEPTANCE_OFFICER, Role.COUNTER_APPROVER, Role.HAND_OVER_OFFICER, Role.HALL_GUIDE, Role.HALL_MANAGER}
)
"""Who may sit at a window of the hall that he is posted to."""
MOST_NAMED: Final = 5
"""Halls that a refusal names."""


@contextmanager
def refusals() -> Iterator[None]:
    """Raise our own refusal where the database named its constraint; anything else stays a fault."""
    try:
        yield
    except IntegrityError as error:
        cause = error.__cause__
        name = cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None
        known = BY_CONSTRAINT.get(name or "")
        if known is None:
            raise
        kind, sentence = known
        raise kind(sentence) from error


@contextmanager
def saying_where(hall: str, services: Sequence[str], at: datetime) -> Iterator[None]:
    """Where a hall does not do one of these services, refuse with the names of halls that do."""
    try:
        yield
    except ServiceElsewhere as refusal:
        raise ServiceElsewhere(_where(hall, services, at)) from refusal


def _where(hall: str, services: Sequence[str], at: datetime) -> Text:
    doing = {service: halls_doing(service, on=local_date(at)) for service in services}
    wanted = next((service for service in services if hall not in doing[service]), services[0])
    name = next(iter(names_of((wanted,)))).name
    halls = list(doing[wanted].values())[:MOST_NAMED]
    return done_elsewhere(name.zh, name.en, "、".join(one.zh for one in halls), ", ".join(one.en for one in halls))


def done_elsewhere(zh: str, en: str, halls_zh: str, halls_en: str) -> Text:
    """What to say to who asks a hall for what it does not do: the halls that do it, or that there are none."""
    if not halls_zh:
        return NOBODY_DOES.filled(zh=zh, en=en)
    return ELSEWHERE.filled(zh=zh, en=en, halls_zh=halls_zh, halls_en=halls_en)


def hall_of(code: str) -> Hall:
    """The hall, if it is open to the public at all."""
    hall = Hall.objects.select_related("bureau").filter(code=code).first()
    if hall is None:
        raise HallUnknown(NO_HALL.filled(code=code))
    return hall


def check_who_runs(hall_id: int, *, agent: str = "") -> None:
    """Raise HallRunsByAgent while another than this agent (the centre has no name) numbers and calls in a hall.

    Until the transaction ends nobody is entrusted with the hall: what an agent was told of it must not change behind its back.
    """
    if hold_who_runs(hall_id) not in ("", agent):
        raise HallRunsByAgent(BY_CONSTRAINT["a_hall_is_run_by_its_agent"][1])


def hold_who_runs(hall_id: int) -> str:
    """Which agent runs a hall, empty for the centre; nobody else is entrusted with it until the transaction ends."""
    row = one(RUN_BY, [hall_id])
    return str(row[0]) if row else ""


def window_of(code: str) -> Window:
    """The window, with its hall."""
    window = Window.objects.select_related("hall__bureau").filter(code=code, closed_on__isnull=True).first()
    if window is None:
        raise HallUnknown(NO_WINDOW.filled(code=code))
    return window


def check_manager(manager: OfficerId, hall: Hall, at: datetime, *, acting: Acting | None = None) -> None:
    """Raise ManagerRefused unless this officer leads this hall on this day, or has opened it as a service day.

    Whoever acts in a session acts in his own: another's is a fault (ValueError).
    """
    sheet = officer_by_id(manager, on=local_date(at))
    if sheet is None or not (
        _holds(sheet, MANAGERS, hall, at) or ServiceDay.objects.filter(hall=hall, opened_by=manager).exists()
    ):
        raise ManagerRefused(NOT_MANAGER.filled(hall=hall.code))
    check_own_session(sheet, acting)


def check_works_in(officer: OfficerId, hall: Hall, at: datetime) -> None:
    """Raise NotPostedHere unless this officer works in this hall on this day: by his posting, the roster, or a service day."""
    sheet = officer_by_id(officer, on=local_date(at))
    if sheet is None or not (
        _holds(sheet, AT_WINDOWS, hall, at) or ServiceDay.objects.filter(hall=hall, staff__contains=[officer]).exists()
    ):
        raise NotPostedHere(NOT_HERE.filled(hall=hall.code))


def check_own_session(sheet: OfficerSheet, acting: Acting | None) -> None:
    """An officer acts in his own session: another's is a fault (ValueError)."""
    if acting is not None and acting.actor.id != sheet.badge_number:
        raise ValueError(f"Officer {sheet.badge_number} cannot act in the session of {acting.actor.id}.")


def _holds(sheet: OfficerSheet, roles: frozenset[Role], hall: Hall, at: datetime) -> bool:
    return duty_over(sheet, roles=roles, bureau=hall.bureau.code, hall=hall.code, at=at) is not None


def record(hall: Hall, act: str, acting: Acting, at: datetime, detail: dict[str, DetailValue]) -> None:
    """Put an act of a manager on record, in the chain of his hall's queue."""
    record_act(thing=Thing(f"queue:{hall.code}"), act=act, actor=acting, at=at, detail=detail, expects="either")


def one(statement: str, values: Sequence[int | str | datetime]) -> tuple[object, ...] | None:
    """The first row of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[object, ...] | None = cursor.fetchone()
    return row


NO_HALL = Text("未办理：没有编号为{code}的大厅。请核对编号。", "Nothing was done: there is no hall {code}. Check the code.")
NO_WINDOW = Text("未办理：没有编号为{code}的窗口。请核对编号。", "Nothing was done: there is no window {code}. Check the code.")
NOT_HERE = Text(
    "未办理：您今天不在{hall}大厅任职。请联系大厅负责人安排。",
    "Nothing was done: you are not posted to the hall {hall} today. Ask its manager.",
)
ELSEWHERE = Text(
    "未办理：这个大厅不办理“{zh}”。可到{halls_zh}办理。",
    "Nothing was done: this hall does not do “{en}”. It is done at: {halls_en}.",
)
NOBODY_DOES = Text(
    "未办理：目前没有大厅办理“{zh}”。请到咨询台或拨打服务热线询问。",
    "Nothing was done: no hall does “{en}” at present. Ask at the desk or call the hotline.",
)
NOT_MANAGER = Text(
    "未办理：只有{hall}大厅的负责人可以这样做。请联系大厅负责人。",
    "Nothing was done: only the manager of the hall {hall} may do this. Ask the manager.",
)
