"""The Merkle tree of RFC 9162, section 2.1: growth, roots, and proofs of inclusion and consistency.

A subtree is named by the leaves under it, `(first, end)` with the end not included. Complete subtrees of 2^level leaves never
change again, so those alone are kept; every other hash is made of a few of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

Place: TypeAlias = tuple[int, int]
"""Level and index of a complete subtree: leaves from index * 2^level on, 2^level of them."""

Range: TypeAlias = tuple[int, int]
"""First leaf and end of a subtree."""

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one leaf (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two smaller than `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def places(first: int, end: int) -> list[Place]:
    """The complete subtrees that a subtree is made of, left to right."""
    found: list[Place] = []
    while first < end:
        level = (end - first).bit_length() - 1
        found.append((level, first >> level))
        first += 1 << level
    return found


def hash_of(subtree: Range, nodes: Mapping[Place, bytes]) -> bytes:
    """The hash of a subtree from its complete subtrees. Raises KeyError when one is missing."""
    if subtree == (0, 0):
        return EMPTY_ROOT
    *lefts, whole = (nodes[place] for place in places(*subtree))
    for left in reversed(lefts):
        whole = node_hash(left, whole)
    return whole


def grow(size: int, leaves: Sequence[bytes], nodes: Mapping[Place, bytes]) -> dict[Place, bytes]:
    """The complete subtrees that come into being when `leaves` follow on `size` leaves.

    `nodes` holds the `places(0, size)` of the tree so far.
    """
    grown: dict[Place, bytes] = {}
    level, first, row = 0, size, list(leaves)
    while row:
        grown.update({(level, first + offset): one for offset, one in enumerate(row)})
        if first % 2:
            first -= 1
            row.insert(0, nodes[level, first])
        row = [node_hash(row[index], row[index + 1]) for index in range(0, len(row) - 1, 2)]
        level, first = level + 1, first // 2
    return grown


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The subtrees whose hashes prove that leaf `index` is in a tree of `size` (RFC 9162, 2.1.3.1), lowest first."""
    return _inclusion(index, 0, size)


def _inclusion(index: int, first: int, end: int) -> list[Range]:
    if end - first == 1:
        return []
    middle = first + split(end - first)
    if index < middle:
        return [*_inclusion(index, first, middle), (middle, end)]
    return [*_inclusion(index, middle, end), (first, middle)]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """The subtrees that prove that a tree of `old` leaves begins one of `new` (RFC 9162, 2.1.4.1). Empty for 0 and for equals."""
    return [] if old in {0, new} else _consistency(old, 0, new, known=True)


def _consistency(old: int, first: int, end: int, *, known: bool) -> list[Range]:
    if old == end:
        return [] if known else [(first, end)]
    middle = first + split(end - first)
    if old <= middle:
        return [*_consistency(old, first, middle, known=known), (middle, end)]
    return [*_consistency(old, middle, end, known=False), (first, middle)]


def ranges_outside(first: int, end: int, size: int) -> Iterator[Range]:
    """The subtrees of a tree of `size` that hold no leaf of `first`..`end`, from the root downwards, left before right."""

    def walk(low: int, high: int) -> Iterator[Range]:
        if high <= first or low >= end:
            yield low, high
        elif not (first <= low and high <= end):
            middle = low + split(high - low)
            yield from walk(low, middle)
            yield from walk(middle, high)

    if size:
        yield from walk(0, size)


def prove(ranges: Sequence[Range], fetch: Callable[[set[Place]], Mapping[Place, bytes]]) -> list[bytes]:
    """The hashes of these subtrees; `fetch` is asked once for all complete subtrees that are needed."""
    nodes = fetch({place for subtree in ranges for place in places(*subtree)})
    return [hash_of(subtree, nodes) for subtree in ranges]


def includes(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path proves the leaf (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(step, found)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(*, old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the new tree only adds to the old one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if old == 0:
        return not path and old_root == EMPTY_ROOT
    if not 0 < old < new or not path:
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    found_old = found_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            found_old, found_new = node_hash(step, found_old), node_hash(step, found_new)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            found_new = node_hash(found_new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root
