from __future__ import annotations

import pickle

from mumian.foundation.errors import Refusal, Verdict
from mumian.foundation.words import Text

WHY = Text(zh="今天不受理", en="Not accepted today")


def test_refusal_carries_its_sentence() -> None:
    assert Refusal(WHY).sentence == WHY


def test_refusal_survives_the_way_between_processes() -> None:
    assert pickle.loads(pickle.dumps(Refusal(WHY))).sentence == WHY  # noqa: S301  # our own bytes


def test_verdict_yes_is_true_and_has_no_reason() -> None:
    assert (bool(Verdict.yes()), Verdict.yes().reason) == (True, None)


def test_verdict_no_is_false_and_says_why() -> None:
    assert (bool(Verdict.no(WHY)), Verdict.no(WHY).reason) == (False, WHY)
