"""How far a thing's acts are proved: sealed, under which head, seen by which witnesses."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.audit.models import Chain, Seal
from mumian.audit.queries.tree import newest_head_for, statements_on
from mumian.audit.rules.signing import SignedHead
from mumian.audit.terms import Thing


@dataclass(frozen=True, slots=True)
class Standing:
    """A thing in the record: how many acts, and where the last of them that is under the head stands in the tree.

    `sequence` is the number of that act, counted from 0, and `leaf` its leaf; `waiting` acts are not under the head yet.
    """

    acts: int
    waiting: int
    sequence: int | None
    leaf: bytes
    signed: SignedHead | None
    witnesses: tuple[str, ...]


def standing_of(thing: Thing) -> Standing:
    """Where the thing's acts stand. Four queries at most."""
    signed = newest_head_for(1)
    size = signed.head.size if signed else 0
    acts = Chain.objects.filter(pk=thing).values_list("position", flat=True).first() or 0
    under = list(Seal.objects.filter(act__thing=thing, sequence__lt=size).order_by("sequence").values_list("sequence", "leaf"))
    said = statements_on([signed.head.number]) if signed else []
    return Standing(
        acts=acts,
        waiting=acts - len(under),
        sequence=under[-1][0] if under else None,
        leaf=bytes(under[-1][1]) if under else b"",
        signed=signed,
        witnesses=tuple(one.statement.witness for one in said),
    )
