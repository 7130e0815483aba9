"""What was done to a thing, and who looked at a person's data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from mumian.audit.models import Act
from mumian.audit.rules.acts import ChainedAct
from mumian.audit.terms import Actor, ActorKind, Reason, ReasonKind, Thing

VIEWED = "viewed"


@dataclass(frozen=True, slots=True)
class ActSheet:
    """One act for reading. `sequence` is None until it is sealed."""

    act_id: int
    thing: Thing
    position: int
    act: str
    actor: Actor
    place: str
    at: datetime
    detail: dict[str, str | list[str]]
    personal: dict[str, str]
    sequence: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a person's data: who, when, from where, at what and why."""

    actor: Actor
    place: str
    at: datetime
    fields: tuple[str, ...]
    reason: Reason


def acts_of(thing: Thing) -> list[ActSheet]:
    """Everything done to the thing, in its order. One query."""
    return [act_sheet(row) for row in _acts().filter(thing=thing).order_by("position")]


def looks_at(person: Thing) -> list[Look]:
    """Who looked at this person's data, the latest first: the list that the person may ask for. One query."""
    rows = _acts().filter(thing=person, act=VIEWED).order_by("-position")
    return [look_of(act_sheet(row)) for row in rows]


def chained(row: Act) -> ChainedAct:
    """A row with everything that its hash covers."""
    return ChainedAct(
        thing=row.thing,
        position=row.position,
        act=row.act,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        actor_department=row.actor_department,
        place=row.place,
        session=row.session_id,
        at=row.at,
        written_at=row.written_at,
        detail=row.detail,
        personal=row.personal,
        previous=bytes(row.previous),
        hash=bytes(row.hash),
    )


def sealed_acts(first: int, end: int) -> Iterator[tuple[int, ChainedAct]]:
    """The sealed acts of these sequence numbers, `end` not included, in their order; read in portions."""
    for low in range(first, end, 5_000):
        rows = _acts().filter(seal__sequence__gte=low, seal__sequence__lt=min(low + 5_000, end)).order_by("seal__sequence")
        for row in rows:
            yield row.seal.sequence, chained(row)


def _acts() -> QuerySet[Act]:
    return Act.objects.select_related("seal")


def act_sheet(row: Act) -> ActSheet:
    """A row for reading."""
    seal = getattr(row, "seal", None)
    return ActSheet(
        act_id=row.pk,
        thing=Thing(row.thing),
        position=row.position,
        act=row.act,
        actor=Actor(ActorKind(row.actor_kind), row.actor_id, row.actor_department),
        place=row.place,
        at=row.at,
        detail=row.detail,
        personal=row.personal,
        sequence=None if seal is None else seal.sequence,
    )


def look_of(sheet: ActSheet) -> Look:
    """An act of looking, in its own words."""
    fields = sheet.detail.get("fields", [])
    kind, says = str(sheet.detail["reason_kind"]), str(sheet.detail["reason"])
    return Look(
        actor=sheet.actor,
        place=sheet.place,
        at=sheet.at,
        fields=(fields,) if isinstance(fields, str) else tuple(fields),
        reason=Reason(ReasonKind(kind), says),
    )
