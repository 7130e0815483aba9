"""A rulebook that is taken apart and put together is the same rulebook."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.storing import digest_of, pieces_of, put_together
from tests.catalogue.small import guangzhou, small


@pytest.mark.parametrize("book", [small, guangzhou])
def test_rulebook_survives_being_taken_apart(book: Callable[[], Rulebook]) -> None:
    whole = book()
    kept = [(piece.kind, piece.code, json.loads(json.dumps(piece.content))) for piece in pieces_of(whole)]

    assert put_together(reversed(kept)) == whole


def test_digest_does_not_depend_on_the_order_of_entries() -> None:
    pieces = pieces_of(small())

    assert digest_of(reversed(pieces)) == digest_of(pieces)


def test_one_changed_entry_changes_one_piece_and_the_digest() -> None:
    book = small()
    changed = book.model_copy(update={"amenities": (book.amenities[0].model_copy(update={"accessible": False}),)})
    before = {(piece.kind, piece.code, piece.digest) for piece in pieces_of(book)}
    after = {(piece.kind, piece.code, piece.digest) for piece in pieces_of(changed)}

    assert {(kind, code) for kind, code, _ in after - before} == {("amenities", "RAMP")}
    assert digest_of(pieces_of(book)) != digest_of(pieces_of(changed))


def test_entries_of_one_kind_have_codes_of_their_own() -> None:
    codes = [(piece.kind, piece.code) for piece in pieces_of(guangzhou())]

    assert len(codes) == len(set(codes))
