"""Commands that are asked for twice are done once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, cast

from django.db import transaction

from mumian.cases.services.movers import Mover
from mumian.cases.terms import CaseId
from mumian.foundation.commands import once

P = ParamSpec("P")


def command(act: Callable[P, CaseId]) -> Callable[P, CaseId]:
    """Let a service be asked with `key=…`: the same key of the same mover with the same content is answered, not done again.

    Another content under the key raises KeyUsedForAnotherRequest. Without a key the service is simply carried out, in a
    transaction either way. The moment `at` is no part of the content: who asks again asks later.
    """

    @wraps(act)
    @transaction.atomic
    def carried_out(*args: P.args, **kwargs: P.kwargs) -> CaseId:
        key = cast(str, kwargs.get("key") or "")
        if not key:
            return act(*args, **kwargs)
        answer = once(
            key=key,
            actor=asker(kwargs),
            command=name_of(act),
            content=content_of(kwargs),
            at=cast(datetime, kwargs["at"]),
            act=lambda: int(act(*args, **kwargs)),
            answer=int,
        )
        return CaseId(answer)

    return carried_out


def name_of(act: Callable[..., object]) -> str:
    """The name of a service in the command table."""
    return f"cases.{act.__name__}"


def asker(kwargs: Mapping[str, Any]) -> str:
    """Whose key it is."""
    mover = kwargs.get("by")
    return mover.said if isinstance(mover, Mover) else "clock:"


def content_of(kwargs: Mapping[str, Any]) -> dict[str, object]:
    """What was asked for, without the key and the moment."""
    return {name: _plain(value) for name, value in kwargs.items() if name not in ("key", "at")}


def _plain(value: object) -> object:
    if isinstance(value, Mover):
        return value.said
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | bool | None) else repr(value)
