"""Seeing somebody's unmasked personal data is an act with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from mumian.audit.errors import NoReason
from mumian.audit.rules.looking import may_look
from mumian.audit.services.recording import record_act
from mumian.audit.terms import Acting, DetailValue, Reason, Recorded, Thing

VIEWED = "viewed"


@transaction.atomic
def look(*, person: Thing, fields: Sequence[str], reason: Reason, actor: Acting, at: datetime) -> Recorded:
    """Put on record that the actor sees these fields (their names) of the person; show them only after this has been kept.

    An open ticket, an own case or a production order is a reason by itself, and the caller sees to it that it is the person's;
    else the officer types one. Raises NoReason, NotActing. The list is `queries.looks_at`.
    """
    if not may_look(reason):
        raise NoReason
    detail: dict[str, DetailValue] = {"reason_kind": reason.kind, "reason": reason.says, "fields": list(fields)}
    return record_act(thing=person, act=VIEWED, actor=actor, at=at, detail=detail, expects="either")
