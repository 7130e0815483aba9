"""Hashes and proofs from the kept part of the tree, and the heads over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

from mumian.audit.models import SealedHead, WitnessStatement
from mumian.audit.rules.signing import Head, SignedHead, SignedStatement, Statement
from mumian.audit.rules.tree import Place, Range, consistency_ranges, hash_of, inclusion_ranges, places, prove

NODES = """
    SELECT node.level, node.index, node.hash
    FROM unnest(%s::smallint[], %s::bigint[]) AS wanted(level, index)
    JOIN audit_node node ON node.level = wanted.level AND node.index = wanted.index
    UNION ALL
    SELECT 0, seal.sequence, seal.leaf FROM audit_seal seal WHERE seal.sequence = ANY (%s::bigint[])
"""


def nodes_at(wanted: set[Place]) -> Mapping[Place, bytes]:
    """The hashes of these complete subtrees; one that does not exist yet is missing. One query."""
    above = [place for place in wanted if place[0]]
    with connection.cursor() as cursor:
        cursor.execute(
            NODES, [[level for level, _ in above], [index for _, index in above], [index for level, index in wanted if not level]]
        )
        return {(level, index): bytes(digest) for level, index, digest in cursor.fetchall()}


def root_of(size: int) -> bytes:
    """The root over the first `size` sealed acts."""
    return hash_of((0, size), nodes_at(set(places(0, size))))


def inclusion_proof(sequence: int, size: int) -> list[bytes]:
    """That the act of this sequence number is under the head of this size (RFC 9162, 2.1.3): at most ceil(log2 size) hashes."""
    return prove(inclusion_ranges(sequence, size), nodes_at)


def consistency_proof(old: int, new: int) -> list[bytes]:
    """That the head of size `new` only adds to the one of size `old` (RFC 9162, 2.1.4)."""
    return prove(consistency_ranges(old, new), nodes_at)


def hashes_of(ranges: Sequence[Range]) -> list[bytes]:
    """The hashes of these subtrees."""
    return prove(ranges, nodes_at)


def last_head() -> SignedHead | None:
    """The newest head; None before anything was sealed."""
    row = SealedHead.objects.order_by("-number").first()
    return None if row is None else signed_head(row)


def head_number(number: int) -> SignedHead | None:
    """The head of this number."""
    row = SealedHead.objects.filter(number=number).first()
    return None if row is None else signed_head(row)


def signed_head(row: SealedHead) -> SignedHead:
    """A row as a value."""
    head = Head(number=row.number, size=row.size, root=bytes(row.root), at=row.at)
    return SignedHead(head=head, key=bytes(row.key_id), signature=bytes(row.signature))


def signed_statement(row: WitnessStatement) -> SignedStatement:
    """A row as a value."""
    said = Statement(witness=row.witness_id, serial=row.serial, head=row.head_id, size=row.size, root=bytes(row.root), at=row.at)
    return SignedStatement(statement=said, signature=bytes(row.signature))


def statements_on(numbers: Sequence[int]) -> list[SignedStatement]:
    """What the witnesses said about these heads, by witness and serial."""
    rows = WitnessStatement.objects.filter(head_id__in=numbers).order_by("witness_id", "serial")
    return [signed_statement(row) for row in rows]


def newest_head_for(size: int) -> SignedHead | None:
    """The newest head over at least `size` acts that a witness has signed, else the newest one; None when there is none."""
    heads = SealedHead.objects.filter(size__gte=size).order_by("-number")
    row = heads.filter(witnessstatement__isnull=False).first() or heads.first()
    return None if row is None else signed_head(row)
