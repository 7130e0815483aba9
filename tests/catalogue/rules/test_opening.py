"""What an application begins with is what the whole answer says."""

from __future__ import annotations

from pathlib import Path

import pytest

from mumian.catalogue.rules.answers import answer, opening
from mumian.catalogue.rules.book.time import AcceptanceExample
from mumian.catalogue.rules.reading import read_rulebook

BOOK = read_rulebook(Path(__file__).resolve().parents[3] / "rulebooks" / "guangzhou").book


@pytest.mark.parametrize("example", BOOK.examples, ids=[example.code for example in BOOK.examples])
def test_opening_is_the_beginning_of_the_whole_answer(example: AcceptanceExample) -> None:
    channel = example.channel or "counter"

    short = opening(BOOK, example.service, on=example.on, facts=example.facts, channel=channel)
    whole = answer(BOOK, example.service, on=example.on, facts=example.facts, channel=channel)

    assert (short.family, short.document, short.path, short.offer, short.channels, short.variant) == (
        whole.family,
        whole.document,
        whole.path,
        whole.offer,
        whole.channels,
        whole.variant,
    )
