"""The ledger against the database: what is found, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.simulation.http.ledger import Ledger, read
from mumian.simulation.http.reckoning import PARTS, Effect, Intention, reckon

CASE = "case:17"


def meant(what: str = "accept", *, told: bool = True, number: int = 1, keys: tuple[str, ...] = ("k1",)) -> Intention:
    return Intention(number, what, CASE, keys, is_acknowledged=told)


def whole(what: str = "accept", times: int = 1) -> list[Effect]:
    """Every part of an act, so many times."""
    return [Effect(what, CASE, part, times) for part in PARTS[what]]


def test_acts_that_were_meant_told_and_done_fit() -> None:
    found = reckon([meant()], whole(), keys=["k1"])

    assert (found.is_clean, found.intentions, found.acknowledged, found.effects) == (True, 1, 1, 1)
    assert found.sentence == "clean: lost 0, doubled 0, orphaned 0 of 1 intentions and 1 effects"


@pytest.mark.parametrize("effects", [whole(), []], ids=["done", "not done"])
def test_act_of_which_nobody_was_told_may_be_done_or_not(effects: Sequence[Effect]) -> None:
    assert reckon([meant(told=False)], effects).is_clean


def test_act_that_was_told_and_is_not_there_is_lost() -> None:
    found = reckon([meant()], [])

    assert (found.lost, found.doubled, found.orphaned) == (
        ("accept of case:17: told 1 times that it was done, and it was done 0 times",),
        (),
        (),
    )


def test_act_that_is_there_twice_is_doubled() -> None:
    found = reckon([meant()], whole(times=2))

    assert (found.lost, found.doubled, found.orphaned) == ((), ("accept of case:17: meant 1 times, done 2 times",), ())


def test_act_that_nobody_meant_is_orphaned() -> None:
    found = reckon([], whole())

    assert (found.lost, found.doubled, found.orphaned) == ((), (), ("accept of case:17: done 1 times, and nobody meant it",))


@pytest.mark.parametrize("part", PARTS["accept"])
def test_half_an_act_is_orphaned(part: str) -> None:
    effects = [one for one in whole() if one.part != part]

    assert len(reckon([meant(told=False)], effects).orphaned) == 1


def test_half_an_act_of_which_somebody_was_told_is_lost_too() -> None:
    found = reckon([meant()], whole()[1:])

    assert (len(found.lost), len(found.orphaned)) == (1, 1)


def test_key_that_nobody_has_sent_is_orphaned() -> None:
    assert reckon([meant()], whole(), keys=["k1", "k2"]).orphaned == ("key k2: nobody has sent it",)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(PARTS)), st.booleans(), st.booleans()), unique_by=lambda one: one[0]),
    st.data(),
)
def test_any_single_alteration_of_what_fits_is_found(acts: list[tuple[str, bool, bool]], data: st.DataObject) -> None:
    """`acts` are what was meant once, whether it was done, and if so whether somebody was told."""
    intentions = [meant(what, told=done and told) for what, done, told in acts]
    effects = [effect for what, done, _ in acts if done for effect in whole(what)]
    assert reckon(intentions, effects).is_clean
    if not effects:
        return

    altered = list(effects)
    place = data.draw(st.integers(0, len(effects) - 1))
    told = next(told for what, _, told in acts if what == effects[place].what)
    if len(PARTS[effects[place].what]) == 1 and not told:
        altered.append(altered[place])  # taken away it could not be told from what was never done
    elif data.draw(st.booleans()):
        altered.append(altered[place])
    else:
        del altered[place]

    assert not reckon(intentions, altered).is_clean


def test_ledger_reads_what_was_written(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "run")
    begun = ledger.intends("begin", "person:5000000", officer="trial-1")
    ledger.sends(begun, key="k1")
    ledger.sends(begun, key="k1")
    ledger.hears(begun, leads_to="/counter/cases/17/")
    accepted = ledger.intends("accept", CASE, officer="trial-1")
    ledger.sends(accepted, key="k2")
    ledger.sends(accepted, key="k3")

    assert read(ledger.folder) == [
        Intention(1, "begin", "person:5000000", ("k1",), is_acknowledged=True),
        Intention(2, "accept", CASE, ("k2", "k3"), is_acknowledged=False),
    ]
    ledger.close()
