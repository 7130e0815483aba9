"""What a list shows stands in its address, so that it can be sent to a colleague: reading and writing of such addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from mumian.cases.queries.work_lists import Wanted
from mumian.cases.terms import CaseStage
from mumian.foundation.deadlines import Colour

E = TypeVar("E", bound=StrEnum)
YES = "yes"
DIGITS = 9


def wanted_from(typed: QueryDict) -> Wanted:
    """The filters of an address; what cannot be read asks for nothing."""
    return Wanted(
        stage=_one_of(CaseStage, typed.get("stage", "")),
        hall=typed.get("hall") or None,
        bureau=typed.get("bureau") or None,
        service=typed.get("service") or None,
        due_until=_day(typed.get("due_until", "")),
        colour=_one_of(Colour, typed.get("colour", "")),
        stage_colour=_one_of(Colour, typed.get("stage_colour", "")),
        group=_number(typed.get("group", "")),
        batch=_number(typed.get("batch", "")),
        urgent=typed.get("urgent") == YES,
        stopped=typed.get("stopped") == YES,
        mine=typed.get("mine") == YES,
        harmless=typed.get("harmless") == YES,
    )


def written(wanted: Wanted) -> dict[str, str]:
    """The filters as an address holds them; what is not asked for is not there."""
    plain: Mapping[str, object] = {
        "stage": wanted.stage,
        "hall": wanted.hall,
        "bureau": wanted.bureau,
        "service": wanted.service,
        "due_until": wanted.due_until.isoformat() if wanted.due_until else None,
        "colour": wanted.colour,
        "stage_colour": wanted.stage_colour,
        "group": wanted.group,
        "batch": wanted.batch,
    }
    ticked = {name: YES for name in ("urgent", "stopped", "mine", "harmless") if getattr(wanted, name)}
    return {name: str(value) for name, value in plain.items() if value} | ticked


def query_of(wanted: Wanted, *, page: str = "") -> str:
    """The address of a list without its path: `?stage=accepted&hall=H01`."""
    return "?" + urlencode(written(wanted)) + (f"&page={page}" if page else "")


def page_number(typed: str) -> int:
    """The page asked for; the first where it cannot be read."""
    return max(1, _number(typed) or 1)


def _one_of(kind: type[E], value: str) -> E | None:
    return kind(value) if value in set(kind) else None


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= DIGITS else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None
