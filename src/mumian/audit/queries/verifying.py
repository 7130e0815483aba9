"""Whether the record in the database holds: every hash, chain, seal, subtree, head and statement. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from mumian.audit.models import Act, Chain, Seal, SealedHead, Witness, WitnessStatement
from mumian.audit.queries.acts import chained, sealed_acts
from mumian.audit.queries.tree import nodes_at, signed_head, signed_statement
from mumian.audit.rules.acts import ChainedAct, start_of_chain
from mumian.audit.rules.signing import SignedHead
from mumian.audit.rules.tree import Place, grow, hash_of, leaf_hash, places
from mumian.foundation.words import Text

PORTION = 5_000
NO_HEAD: Final[tuple[int, SignedHead | None]] = (0, None)


@dataclass(frozen=True)
class Verified:
    """How much was looked at, and every fault that was found."""

    sealed: int
    waiting: int
    heads: int
    statements: int
    faults: tuple[Text, ...]


def verify_record() -> Verified:
    """Compute everything anew from the acts and compare, as the record stands at one moment."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _verified()


def _verified() -> Verified:
    links: dict[str, tuple[int, bytes]] = {}
    faults = [
        *_sealed_faults(links),
        *_waiting_faults(links),
        *_chain_faults(links),
        *_statement_faults(),
    ]
    return Verified(
        sealed=Seal.objects.count(),
        waiting=Act.objects.filter(seal=None).count(),
        heads=SealedHead.objects.count(),
        statements=WitnessStatement.objects.count(),
        faults=tuple(faults),
    )


def _sealed_faults(links: dict[str, tuple[int, bytes]]) -> Iterator[Text]:
    """Walks the sealed acts in their order in portions, growing the tree beside them, and compares each head on the way."""
    heads = iter(enumerate(map(signed_head, SealedHead.objects.order_by("number").iterator(PORTION)), start=1))
    size, nodes = 0, dict[Place, bytes]()
    number, head = next(heads, NO_HEAD)
    total = Seal.objects.count()
    while size < total:
        portion = list(sealed_acts(size, min(size + PORTION, total)))
        for sequence, act in portion:
            yield from _link_faults(links, act, f"{sequence}")
        grown = grow(size, [leaf_hash(act.computed_hash()) for _, act in portion], nodes)
        if nodes_at(set(grown)) != grown:
            yield fault(f"编号 {size} 起的树节点与记录不符", f"the tree disagrees with the acts from {size} on")
        size, kept = size + len(portion), {**nodes, **grown}
        nodes = {place: kept[place] for place in places(0, size)}
        while head is not None and head.head.size <= size:
            yield from _head_faults(head, number, hash_of((0, head.head.size), kept))
            number, head = next(heads, NO_HEAD)
    if head is not None:
        yield fault(f"第 {number} 个树头超出记录", f"head {number} stands over more acts than there are ({head.head.size})")


def _head_faults(signed: SignedHead, number: int, root: bytes) -> Iterator[Text]:
    head = signed.head
    if (head.number, head.root) != (number, root):
        yield fault(f"第 {head.number} 个树头与记录不符", f"head {head.number} disagrees with the acts under it")
    if not signed.is_signed():
        yield fault(f"第 {head.number} 个树头的签名无效", f"the signature of head {head.number} is wrong")


def _waiting_faults(links: dict[str, tuple[int, bytes]]) -> Iterator[Text]:
    for row in Act.objects.filter(seal=None).order_by("id").iterator(PORTION):
        yield from _link_faults(links, chained(row), f"#{row.pk}")


def _link_faults(links: dict[str, tuple[int, bytes]], act: ChainedAct, name: str) -> Iterator[Text]:
    """The act's own hash, and that it follows on the one before; remembers it as the last of its chain."""
    position, previous = links.get(act.thing, (0, b""))
    if act.computed_hash() != act.hash:
        yield fault(
            f"编号 {name} 的内容与其散列值不符（{act.thing}）", f"the content of act {name} does not have its hash ({act.thing})"
        )
    if (act.position, act.previous) != (position + 1, previous or start_of_chain(act.thing)):
        yield fault(f"编号 {name} 没有接上前一项（{act.thing}）", f"act {name} does not follow on the one before ({act.thing})")
    links[act.thing] = (act.position, act.hash)


def _chain_faults(links: dict[str, tuple[int, bytes]]) -> Iterator[Text]:
    """Each chain ends where its row says."""
    for row in Chain.objects.iterator(PORTION):
        found = links.pop(row.thing, (0, start_of_chain(row.thing)))
        if found != (row.position, bytes(row.hash)):
            yield fault(f"{row.thing} 的链尾与记录不符", f"the chain of {row.thing} does not end where it should")
    for thing in links:
        yield fault(f"{thing} 没有链", f"{thing} has acts and no chain")


def _statement_faults() -> Iterator[Text]:
    keys = {row.name: bytes(row.public_key) for row in Witness.objects.all()}
    serials: dict[str, int] = {}
    for row in WitnessStatement.objects.select_related("head").order_by("witness_id", "serial"):
        signed, said = signed_statement(row), signed_statement(row).statement
        expected = serials[said.witness] = serials.get(said.witness, 0) + 1
        if not signed.is_signed(keys[said.witness]):
            yield fault(
                f"{said.witness} 第 {said.serial} 次签字无效", f"the signature of {said.witness} number {said.serial} is wrong"
            )
        if (said.serial, said.size, said.root) != (expected, row.head.size, bytes(row.head.root)):
            yield fault(
                f"{said.witness} 第 {said.serial} 次签字与树头不符",
                f"statement {said.serial} of {said.witness} disagrees with its head",
            )


def fault(zh: str, en: str) -> Text:
    return Text(zh=f"{zh}。", en=f"{en}.")
