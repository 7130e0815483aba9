"""What happened in a hall over a while, act by act in its order, in two statements: for invented cities and for rehearsals.

Each act goes the way it goes alone: the same functions of the database number, call, begin and end, and the same constraints
judge them. Whoever asks says only what people and officers do; who is called is the queue's own answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from json import dumps
from typing import Any, Final

from django.db import connection, transaction

from mumian.foundation.clock import local_date
from mumian.foundation.statements import all_rows
from mumian.offices.models import Window
from mumian.offices.terms import OfficerId
from mumian.queueing.rules.places import places_of
from mumian.queueing.rules.waiting import range_of
from mumian.queueing.services.asking import hall_of, refusals
from mumian.queueing.terms import Priority

FOLLOW: Final = """
    SELECT place, code, absent, ticket, servers, busy, work_s, variance, own_s
    FROM queueing_follow(%s, %s::jsonb, %s::text[])
"""
REMEMBER: Final = """
    UPDATE queueing_ticket AS ticket SET low_s = said.low_s, high_s = said.high_s
    FROM unnest(%s::bigint[], %s::integer[], %s::integer[]) AS said (id, low_s, high_s) WHERE ticket.id = said.id
"""


NOBODY: Final = OfficerId(0)


class Does(StrEnum):
    """What is done."""

    TAKE = "take"
    LEAVE = "leave"
    CALL = "call"
    BEGIN = "begin"
    END = "end"


@dataclass(frozen=True, slots=True)
class HallAct:
    """One act. A ticket is known by the `code` on its slip, drawn by whoever asks; `window` and `officer` call, begin and end."""

    does: Does
    at: datetime
    code: str = ""
    services: tuple[str, ...] = ()
    priority: Priority = Priority.ORDINARY
    window: str = ""
    officer: OfficerId = NOBODY


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of it: the code that each call brought, in their order (empty: nobody waited), and how many came to no call."""

    called: tuple[str, ...]
    no_shows: int


@refusals()
@transaction.atomic
def follow_hall(*, hall: str, acts: Sequence[HallAct], gone: Collection[str] = ()) -> Followed:
    """Let these acts happen one after another; all of them or none.

    `gone` are codes of those who left without giving their ticket back: who calls them waits in vain, and calls the next.
    Raises what the acts alone raise: HallRunsByAgent, WindowNotOpen, WindowBusy.
    """
    place = hall_of(hall)
    windows = dict(Window.objects.filter(hall=place, closed_on__isnull=True).values_list("code", "pk"))
    said = dumps([_said(act, windows) for act in acts])
    rows = all_rows(FOLLOW, [place.pk, said, list(gone)])
    _remember([row for row in rows if acts[row[0]].does is Does.TAKE])
    calls = [row for row in rows if acts[row[0]].does is Does.CALL]
    return Followed(tuple(row[1] or "" for row in calls), sum(row[2] for row in calls))


def _said(act: HallAct, windows: Mapping[str, int]) -> dict[str, Any]:
    said: dict[str, Any] = {"does": act.does.value, "at": act.at.isoformat()}
    if act.does is Does.TAKE:
        said |= {
            "code": act.code, "services": act.services, "priority": act.priority.value, "places": places_of(act.priority),
            "day": local_date(act.at).isoformat(),
        }  # fmt: skip
    elif act.does is Does.LEAVE:
        said["code"] = act.code
    else:
        said |= {"window": windows[act.window], "officer": act.officer}
    return said


def _remember(taken: Sequence[Sequence[Any]]) -> None:
    """The estimates that were printed."""
    found: list[tuple[int, int, int]] = []
    for _, _, _, ticket, servers, busy, work_s, variance, own_s in taken:
        wait = range_of(servers=servers or 0, busy=busy, work_s=work_s, variance=variance, own_s=own_s or 0)
        if wait is not None:
            found.append((ticket, wait.low_s, wait.high_s))
    if found:
        with connection.cursor() as cursor:
            cursor.execute(REMEMBER, [list(column) for column in zip(*found, strict=True)])
