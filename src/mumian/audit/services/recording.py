"""Recording acts, in the transaction of what was done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from mumian.audit.rules.acts import personal_hash, plain_detail
from mumian.audit.services.asking import refusals
from mumian.audit.terms import Acting, DetailValue, Expects, PersonalValue, Recorded, Thing

ONE = "SELECT act_id, position, hash FROM audit_record_act(%s, %s, %s, %s, %s::jsonb, %s::jsonb, %s)"
MANY = "SELECT audit_record_acts(%s, %s::text[], %s, %s, %s::text[]::jsonb[], %s::text[]::jsonb[], %s)"


@dataclass(frozen=True, slots=True)
class Said:
    """What one act of a set says about its thing."""

    thing: Thing
    detail: Mapping[str, DetailValue] = field(default_factory=dict)
    personal: Mapping[str, PersonalValue] = field(default_factory=dict)


@transaction.atomic
def record_act(
    *,
    thing: Thing,
    act: str,
    actor: Acting,
    at: datetime,
    detail: Mapping[str, DetailValue] | None = None,
    personal: Mapping[str, PersonalValue] | None = None,
    expects: Expects = "known",
) -> Recorded:
    """Put on record that the actor did `act` (a verb in the past: `accepted`, `viewed`) to the thing.

    Call it in the transaction of the act itself: both are kept, or neither. The thing must be on record already; its first act
    says `expects="new"`. `detail` holds no personal data: those go into `personal`, by name, and only their salted hashes are
    kept. The chain of the thing is locked until the transaction ends. Raises NotActing, UnknownThing, ThingKnown.
    """
    values: list[Any] = [actor.token, thing, act, at, _detail(detail or {}), _personal(personal or {}), expects]
    with connection.cursor() as cursor, refusals():
        cursor.execute(ONE, values)
        act_id, position, digest = cursor.fetchone()
    return Recorded(act_id=act_id, position=position, hash=bytes(digest))


@transaction.atomic
def record_acts(*, said: Sequence[Said], act: str, actor: Acting, at: datetime, expects: Expects = "known") -> int:
    """The same for many things at once, each named once; gives their number. One statement, however many.

    All things or none are put on record. Raises NotActing, UnknownThing (also for a thing named twice), ThingKnown.
    """
    if not said:
        return 0
    values: list[Any] = [
        actor.token,
        [one.thing for one in said],
        act,
        at,
        [_detail(one.detail) for one in said],
        [_personal(one.personal) for one in said],
        expects,
    ]
    with connection.cursor() as cursor, refusals():
        cursor.execute(MANY, values)
        return int(cursor.fetchone()[0])


def _detail(detail: Mapping[str, DetailValue]) -> str:
    return json.dumps(plain_detail(detail), ensure_ascii=False) if detail else "{}"


def _personal(personal: Mapping[str, PersonalValue]) -> str:
    return json.dumps({name: personal_hash(name, value) for name, value in personal.items()}) if personal else "{}"
