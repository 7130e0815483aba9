"""What the audit administrator sees of the record: how far it is sealed and witnessed, a thing's chain, and typed reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Max

from mumian.audit.models import Act, SealedHead, Witness, WitnessStatement
from mumian.audit.queries.acts import ActSheet, Look, act_sheet, chained, look_of
from mumian.audit.queries.tree import root_of, signed_head
from mumian.audit.rules.acts import ChainedAct, start_of_chain
from mumian.audit.rules.signing import SignedHead
from mumian.audit.terms import Thing

MOST: Final = 200
"""Links of a chain, or looks, that are shown at once, the latest first."""

# The index `looks_with_typed_reasons` serves this; its condition has to stand here word for word.
TYPED: Final = """
    SELECT id FROM audit_act WHERE act = 'viewed' AND detail ->> 'reason_kind' = 'typed'
    AND (%(before)s::bigint IS NULL OR id < %(before)s::bigint) ORDER BY id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class WitnessState:
    """A witness, the last head that it signed, and how many acts lie between that and the newest head."""

    name: str
    serial: int
    at: datetime | None
    behind: int


@dataclass(frozen=True, slots=True)
class RecordState:
    """The record at this moment. `holds` says whether the newest head is signed and is the root of the tree as it is kept."""

    signed: SignedHead | None
    holds: bool
    waiting: int
    witnesses: tuple[WitnessState, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An act in its chain; `holds` says whether its hash is that of its content and follows on the act before."""

    sheet: ActSheet
    holds: bool


@dataclass(frozen=True, slots=True)
class TypedLook:
    """Somebody saw somebody's data in full and said why in words."""

    person: Thing
    look: Look


def record_state() -> RecordState:
    """How far the record is sealed and witnessed. Five queries; the whole record is computed anew by `mumian audit verify`."""
    newest = SealedHead.objects.order_by("-number").first()
    signed = signed_head(newest) if newest else None
    settled = newest.settled_to if newest else 0
    size = signed.head.size if signed else 0
    last = dict(WitnessStatement.objects.values_list("witness_id").annotate(serial=Max("serial")))
    rows = WitnessStatement.objects.filter(witness_id__in=last, serial__in=set(last.values()))
    said = {row.witness_id: row for row in rows if row.serial == last[row.witness_id]}
    witnesses = tuple(
        WitnessState(
            name=name,
            serial=said[name].serial if name in said else 0,
            at=said[name].at if name in said else None,
            behind=size - (said[name].size if name in said else 0),
        )
        for name in Witness.objects.order_by("name").values_list("name", flat=True)
    )
    return RecordState(
        signed=signed,
        holds=signed is None or (signed.is_signed() and root_of(size) == signed.head.root),
        waiting=Act.objects.filter(pk__gt=settled, seal=None).count(),
        witnesses=witnesses,
    )


def chain_of(thing: Thing, *, most: int = MOST) -> list[Link]:
    """The last links of a thing's chain, the latest first, each computed anew. One query."""
    rows = list(Act.objects.select_related("seal").filter(thing=thing).order_by("-position")[: most + 1])
    return [Link(act_sheet(row), _holds(chained(row), rows[place + 1 :])) for place, row in enumerate(rows[:most])]


def typed_looks(*, before: int | None = None, most: int = MOST) -> list[TypedLook]:
    """Looks at people's data for which a reason was typed, the latest first. Two queries.

    `before` is the number of an act: only older ones.
    """
    with connection.cursor() as cursor:
        cursor.execute(TYPED, {"before": before, "most": most})
        numbers = [number for (number,) in cursor.fetchall()]
    rows = Act.objects.select_related("seal").filter(pk__in=numbers).order_by("-pk")
    return [TypedLook(sheet.thing, look_of(sheet)) for sheet in map(act_sheet, rows)]


def _holds(act: ChainedAct, earlier: Sequence[Act]) -> bool:
    if act.computed_hash() != act.hash:
        return False
    if act.position == 1:
        return act.previous == start_of_chain(act.thing)
    return bool(earlier) and (earlier[0].position, bytes(earlier[0].hash)) == (act.position - 1, act.previous)
