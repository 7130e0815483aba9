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
from mumian.offices.queries import officer_by_id
from mumian.offices.terms import OfficerId, Role
from mumian.queueing.errors import BY_CONSTRAINT, HallRunsByAgent, HallUnknown, ManagerRefused

RUN_BY: Final = "SELECT agent FROM queueing_hallqueue WHERE hall_id = %s FOR KEY SHARE"
MANAGERS = frozenset({Role.HALL_MANAGER})


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


def hall_of(code: str) -> Hall:
    """The hall, if it is open to the public at all."""
    hall = Hall.objects.filter(code=code).first()
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
    window = Window.objects.select_related("hall").filter(code=code, closed_on__isnull=True).first()
    if window is None:
        raise HallUnknown(NO_WINDOW.filled(code=code))
    return window


def check_manager(manager: OfficerId, hall: Hall, at: datetime) -> None:
    """Raise ManagerRefused unless this officer leads this hall on this day."""
    sheet = officer_by_id(manager, on=local_date(at))
    if sheet is None or not any(duty.role in MANAGERS and duty.hall in ("", None, hall.code) for duty in sheet.duties):
        raise ManagerRefused(NOT_MANAGER.filled(hall=hall.code))


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
NOT_MANAGER = Text(
    "未办理：只有{hall}大厅的负责人可以这样做。请联系大厅负责人。",
    "Nothing was done: only the manager of the hall {hall} may do this. Ask the manager.",
)
