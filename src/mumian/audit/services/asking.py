"""Turns the database's refusals into our own errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import IntegrityError

from mumian.audit.errors import NotActing, ThingKnown, UnknownThing

BY_CONSTRAINT: dict[str, type[Exception]] = {
    "who_acts_is_signed_in": NotActing,
    "an_act_is_done_to_a_known_thing": UnknownThing,
    "audit_chain_pkey": ThingKnown,
}


@contextmanager
def refusals() -> Iterator[None]:
    """Raise NotActing, UnknownThing or ThingKnown where the database named their constraint."""
    try:
        yield
    except IntegrityError as error:
        cause = error.__cause__
        name = cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None
        known = BY_CONSTRAINT.get(name or "")
        if known is None:
            raise
        raise known from error
