"""An export: the sealed record, or a part of it, in files that outsiders can check. After docs/concepts/audit-format.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Max, Min

from mumian.audit.errors import FolderNotEmpty, NothingSealed, RangeUnknown
from mumian.audit.models import Seal, SealedHead, Witness
from mumian.audit.queries.acts import chained, sealed_acts
from mumian.audit.queries.tree import hashes_of, inclusion_proof, newest_head_for, signed_head, statements_on
from mumian.audit.rules.encoding import line
from mumian.audit.rules.signing import SignedHead, SignedStatement
from mumian.audit.rules.tree import ranges_outside
from mumian.audit.terms import Thing

FORMAT = "mumian-audit-1"


@dataclass(frozen=True)
class Exported:
    """What an export holds: acts from `first` up to `end`, which is not included."""

    first: int
    end: int
    heads: int
    statements: int


def export_whole(folder: Path) -> Exported:
    """Write everything up to the newest head into an empty or new folder. Raises NothingSealed, FolderNotEmpty."""
    heads = [signed_head(row) for row in SealedHead.objects.order_by("number")]
    if not heads:
        raise NothingSealed
    return _write(folder, 0, heads[-1].head.size, heads, hashes=[])


def export_part(folder: Path, *, first: int, end: int) -> Exported:
    """Write the acts of these sequence numbers (`end` not included) under one head. Raises NothingSealed, RangeUnknown."""
    signed = newest_head_for(end)
    if signed is None or not 0 <= first < end:
        raise RangeUnknown(Seal.objects.count())
    hashes = hashes_of(list(ranges_outside(first, end, signed.head.size)))
    return _write(folder, first, end, [signed], hashes=hashes)


def part_between(begins: datetime, ends: datetime) -> tuple[int, int]:
    """The shortest part that holds every sealed act done from `begins` on and before `ends`. Raises RangeUnknown for none."""
    found = Seal.objects.filter(act__at__gte=begins, act__at__lt=ends).aggregate(first=Min("sequence"), last=Max("sequence"))
    if found["first"] is None:
        raise RangeUnknown(Seal.objects.count())
    return found["first"], found["last"] + 1


def proof_of(thing: Thing, *, with_content: bool = True) -> dict[str, object]:
    """The sealed acts of a thing, each with its inclusion proof; without their content for the public. Raises NothingSealed."""
    signed = newest_head_for(1)
    if signed is None:
        raise NothingSealed
    size = signed.head.size
    acts = []
    for seal in Seal.objects.filter(act__thing=thing, sequence__lt=size).select_related("act").order_by("act__position"):
        path = [step.hex() for step in inclusion_proof(seal.sequence, size)]
        act = chained(seal.act).as_json()
        shown = act if with_content else {"position": act["position"], "hash": act["hash"]}
        acts.append({**shown, "sequence": seal.sequence, "path": path})
    statements = [one.as_json() for one in statements_on([signed.head.number])]
    return {"thing": thing, "acts": acts, "head": signed.as_json(), "statements": statements}


def _write(folder: Path, first: int, end: int, heads: Sequence[SignedHead], *, hashes: Sequence[bytes]) -> Exported:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderNotEmpty(str(folder))
    statements = statements_on([one.head.number for one in heads])
    _lines(folder / "acts.jsonl", ({"sequence": sequence, **act.as_json()} for sequence, act in sealed_acts(first, end)))
    _lines(folder / "heads.jsonl", (one.as_json() for one in heads))
    _lines(folder / "statements.jsonl", (one.as_json() for one in statements))
    # Last: a folder without it is an export that was interrupted.
    _lines(folder / "manifest.json", [_manifest(first, end, heads, statements, hashes)])
    return Exported(first=first, end=end, heads=len(heads), statements=len(statements))


def _manifest(
    first: int, end: int, heads: Sequence[SignedHead], statements: Sequence[SignedStatement], hashes: Sequence[bytes]
) -> dict[str, object]:
    speaking = {one.statement.witness for one in statements}
    return {
        "format": FORMAT,
        "from": first,
        "to": end,
        "keys": sorted({one.key.hex() for one in heads}),
        "witnesses": {row.name: bytes(row.public_key).hex() for row in Witness.objects.filter(name__in=speaking)},
        "hashes": [one.hex() for one in hashes],
    }


def _lines(path: Path, values: Iterable[object]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for value in values:
            file.write(line(value))
