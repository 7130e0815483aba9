"""The proofs of a run can fail: who vanishes from a hall, a case or money that is gone, and hands that were one are told."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from mumian.simulation.proving import Before, Proof
from mumian.simulation.running import Town
from mumian.simulation.summing import Summary, broken, conservation
from mumian.simulation.tally import Tally

PROOF = Proof(
    stages={"PP-NEW": {"accepted": 2}},
    channels={"counter": 2},
    colours={},
    notices=0,
    breaches=0,
    grounds={},
    taken_fen=24_000,
    cases_with_hands=2,
    cases_with_three_hands=2,
    broke_the_rule=0,
)


def tallied() -> Tally:
    """Three came, two were served and applied and paid, one lost patience."""
    tally = Tally(fees=240)
    tally.visitors["H01", "apply"] = 3
    tally.served["H01", "apply"] = 2
    tally.left["H01", "apply", "patience"] = 1
    tally.opened["PP-NEW", "counter"] = 2
    return tally


def told(tally: Tally, proof: Proof = PROOF, before: Before = Before()) -> tuple[str, ...]:  # noqa: B008  # it never changes
    """What of a run with these counts does not hold."""
    kept = conservation(cast("Town", SimpleNamespace(tally=tally, before=before)), proof)
    hands = {"broke_the_rule": proof.broke_the_rule, "sentence": proof.sentence}
    return broken(Summary({"conservation": kept, "three_hands": hands}, {}))


def test_nothing_is_told_where_everybody_and_everything_is_accounted_for() -> None:
    assert told(tallied()) == ()


def test_somebody_who_vanishes_is_told() -> None:
    tally = tallied()
    tally.left.clear()

    assert told(tally) == ("1 who came were neither served nor left with a reason",)


def test_cases_that_stood_before_a_town_began_are_not_its_own() -> None:
    proof = replace(PROOF, stages={"PP-NEW": {"accepted": 5}}, taken_fen=60_000)

    assert told(tallied(), proof, Before(cases=3, fen=36_000)) == ()
    assert told(tallied(), proof, Before(cases=2, fen=36_000)) == ("-1 cases that were opened do not stand in the database",)


@pytest.mark.parametrize(
    ("proof", "said"),
    [
        (replace(PROOF, stages={"PP-NEW": {"accepted": 1}}), "1 cases that were opened do not stand in the database"),
        (replace(PROOF, taken_fen=12_000), "120.0 yuan between the fees of the town and the receipts of the database"),
        (replace(PROOF, broke_the_rule=1), "1 of 2 cases broke the rule of three hands"),
    ],
)
def test_what_the_database_lacks_or_did_not_keep_apart_is_told(proof: Proof, said: str) -> None:
    assert told(tallied(), proof) == (said,)
