"""The tree against a slow reference written straight from the definitions of RFC 9162, section 2.1."""

from __future__ import annotations

import hashlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.audit.rules.tree import (
    EMPTY_ROOT,
    Place,
    consistency_ranges,
    grow,
    hash_of,
    includes,
    inclusion_ranges,
    is_consistent,
    leaf_hash,
    places,
    prove,
    ranges_outside,
)

ENTRIES = [str(number).encode() for number in range(200)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
SIZES = st.integers(1, 200)

# The entries and roots published with the first implementations of the tree (RFC 6962, whose tree RFC 9162 keeps).
PUBLISHED_ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
PUBLISHED_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def slow_root(leaves: list[bytes]) -> bytes:
    """MTH of section 2.1.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 2 ** (math.ceil(math.log2(len(leaves))) - 1)
    return hashlib.sha256(b"\x01" + slow_root(leaves[:k]) + slow_root(leaves[k:])).digest()


def slow_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = 2 ** (math.ceil(math.log2(len(leaves))) - 1)
    if m < k:
        return [*slow_path(m, leaves[:k]), slow_root(leaves[k:])]
    return [*slow_path(m - k, leaves[k:]), slow_root(leaves[:k])]


def slow_subproof(m: int, leaves: list[bytes], known: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1."""
    if m == len(leaves):
        return [] if known else [slow_root(leaves)]
    k = 2 ** (math.ceil(math.log2(len(leaves))) - 1)
    if m <= k:
        return [*slow_subproof(m, leaves[:k], known), slow_root(leaves[k:])]
    return [*slow_subproof(m - k, leaves[k:], False), slow_root(leaves[:k])]


def grown(*steps: int) -> dict[Place, bytes]:
    """The kept subtrees of a tree that grew in these steps, each from the subtrees it needs alone."""
    nodes: dict[Place, bytes] = {}
    size = 0
    for step in steps:
        nodes |= grow(size, LEAVES[size : size + step], {place: nodes[place] for place in places(0, size)})
        size += step
    return nodes


WHOLE = grown(200)


@pytest.mark.parametrize("size", range(1, 9))
def test_root_is_the_published_one(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(entry)) for entry in PUBLISHED_ENTRIES[:size]]

    assert hash_of((0, size), grow(0, leaves, {})).hex() == PUBLISHED_ROOTS[size - 1]


def test_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert hash_of((0, 0), {}) == EMPTY_ROOT == slow_root([])


@given(st.lists(st.integers(0, 60), max_size=8).filter(lambda steps: 0 < sum(steps) <= 200))
def test_tree_that_grows_in_any_steps_has_the_root_of_the_reference(steps: list[int]) -> None:
    nodes, size = grown(*steps), sum(steps)

    assert hash_of((0, size), nodes) == slow_root(LEAVES[:size])
    assert nodes == {place: digest for place, digest in WHOLE.items() if (place[1] + 1) << place[0] <= size}


@given(SIZES, st.data())
def test_inclusion_proof_is_that_of_the_reference_and_proves(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))

    path = prove(inclusion_ranges(index, size), lambda wanted: {place: WHOLE[place] for place in wanted})

    assert path == slow_path(index, LEAVES[:size])
    assert len(path) <= math.ceil(math.log2(size))
    assert includes(leaf=LEAVES[index], index=index, size=size, path=path, root=slow_root(LEAVES[:size]))


@given(SIZES, st.data())
def test_inclusion_proof_proves_nothing_else(size: int, data: st.DataObject) -> None:
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    path, root = slow_path(index, LEAVES[:size]), slow_root(LEAVES[:size])
    longer, cut = [*path, LEAVES[0]], path[:-1]

    assert not includes(leaf=leaf_hash(b"other"), index=index, size=size, path=path, root=root)
    assert not includes(leaf=LEAVES[index], index=index, size=size, path=longer, root=root)
    assert includes(leaf=LEAVES[index], index=index, size=size, path=cut, root=root) is (path == [])
    assert includes(leaf=LEAVES[index], index=other, size=size, path=path, root=root) is (other == index)


@given(SIZES, SIZES)
def test_consistency_proof_is_that_of_the_reference_and_proves(one: int, other: int) -> None:
    old, new = sorted((one, other))

    path = prove(consistency_ranges(old, new), lambda wanted: {place: WHOLE[place] for place in wanted})

    assert path == slow_subproof(old, LEAVES[:new], True)
    assert is_consistent(old=old, old_root=slow_root(LEAVES[:old]), new=new, new_root=slow_root(LEAVES[:new]), path=path)


@given(SIZES, SIZES, st.data())
def test_consistency_proof_of_a_changed_record_is_refused(one: int, other: int, data: st.DataObject) -> None:
    old, new = sorted((one, other))
    changed = list(LEAVES[:new])
    changed[data.draw(st.integers(0, old - 1))] = leaf_hash(b"changed")
    path = slow_subproof(old, changed, True)

    assert not is_consistent(old=old, old_root=slow_root(LEAVES[:old]), new=new, new_root=slow_root(changed), path=path)


@given(SIZES, st.data())
def test_subtrees_outside_a_part_and_its_leaves_cover_the_tree_once(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(first + 1, size))

    covered = [number for low, high in ranges_outside(first, end, size) for number in range(low, high)]

    assert sorted([*covered, *range(first, end)]) == list(range(size))
