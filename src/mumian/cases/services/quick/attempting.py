"""Trying the quick way first, and leaving no trace where it does not get through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast

from django.db import IntegrityError, connection, transaction

from mumian.cases.rules.transitions import TRANSITIONS
from mumian.cases.services.movers import Mover
from mumian.cases.services.once import asker, content_of, name_of
from mumian.cases.terms import CaseId, Command
from mumian.catalogue.queries import one_rulebook
from mumian.foundation.clock import with_zone
from mumian.foundation.commands import request_hash

P = ParamSpec("P")

_is_open: ContextVar[bool] = ContextVar("the quick way is open", default=True)

ROLES: Final = {step.command: step.roles for step in TRANSITIONS}
"""The roles that may take a step; the same on every path."""


class NotDone(Exception):  # noqa: N818  # no error: the step is taken the ordinary way
    """The quick way does not get through; whatever it has written is undone."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A command's key with whose it is and what was asked for; no key, no claim."""

    asker: str = ""
    key: str = ""
    command: str = ""
    request: bytes = b""


def quickly(way: Callable[Concatenate[Claim, P], CaseId | None]) -> Callable[[Callable[P, CaseId]], Callable[P, CaseId]]:
    """Let a service try this way first. `way` is asked with the same arguments, behind the claim of the command's key."""

    def decorated(service: Callable[P, CaseId]) -> Callable[P, CaseId]:
        command = name_of(service)

        @wraps(service)
        def carried_out(*args: P.args, **kwargs: P.kwargs) -> CaseId:
            with one_rulebook():
                done = _tried(way, command, kwargs) if _is_open.get() and not args else None
                return service(*args, **kwargs) if done is None else done

        return carried_out

    return decorated


@contextmanager
def ordinary_way() -> Iterator[None]:
    """Inside, every command goes its ordinary way: for tests that compare the two."""
    token = _is_open.set(False)
    try:
        yield
    finally:
        _is_open.reset(token)


def _tried(way: Callable[..., CaseId | None], command: str, kwargs: Mapping[str, Any]) -> CaseId | None:
    try:
        if connection.in_atomic_block:
            with transaction.atomic():
                return way(_claim(command, kwargs), **kwargs)
        return way(_claim(command, kwargs), **kwargs)
    except (IntegrityError, NotDone):
        return None


def _claim(command: str, kwargs: Mapping[str, Any]) -> Claim:
    key = cast(str, kwargs.get("key") or "")
    if not key:
        return Claim()
    return Claim(asker(kwargs), key, command, request_hash(command, content_of(kwargs)))


def postings(by: Mover, command: Command) -> tuple[list[int], list[str]]:
    """The departments and bureaus in which this officer may take the step; NotDone where there is none."""
    roles = ROLES[command]
    fitting = [duty for duty in by.on_staff.duties if duty.role in roles]
    if not fitting:
        raise NotDone
    return [duty.department_id for duty in fitting], [duty.bureau for duty in fitting]


def token(by: Mover) -> str:
    """The session under which the act goes on record."""
    return by.acting.token


def moment(at: datetime) -> str:
    """A moment as events write it."""
    said = with_zone(at).isoformat()
    return f"{said[:-6]}Z" if said.endswith("+00:00") else said
