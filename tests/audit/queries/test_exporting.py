"""Exports and proofs, whole and in part, read by the verifier that shares no code with us."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import verify_audit

from mumian.audit.errors import FolderNotEmpty, NothingSealed, RangeUnknown
from mumian.audit.models import Seal
from mumian.audit.queries.exporting import Exported, export_part, export_whole, part_between, proof_of
from mumian.audit.rules.encoding import line
from mumian.audit.terms import Thing
from tests.audit.conftest import write_record
from tests.factories.audit import AT, LATER, act, sealer, signed_in

pytestmark = [pytest.mark.usefixtures("as_owner"), pytest.mark.core]


def test_every_part_holds(tmp_path: Path) -> None:
    written = write_record(acts=20, rounds=4, store=tmp_path)
    size = Seal.objects.count()
    for first in range(0, size, 3):
        for end in range(first + 1, size + 1, 4):
            folder = tmp_path / f"{first}-{end}"
            assert export_part(folder, first=first, end=end) == Exported(first, end, heads=1, statements=1)

            code, reader, faults = verify_audit.check(folder=folder, anchors=[written.anchor], part=(first, end - 1))

            assert (code, faults) == (0, [])
            assert reader is not None
            assert reader.acts == end - first


def test_any_changed_byte_of_a_part_is_found(tmp_path: Path) -> None:
    written = write_record(acts=20, rounds=4, store=tmp_path)
    folder, random = tmp_path / "part", Random(5)  # noqa: S311  # the same alterations every time
    export_part(folder, first=5, end=12)
    missed = []
    for path in sorted(folder.iterdir()):
        clean = path.read_bytes()
        for place in random.sample(range(len(clean)), 25):
            changed = bytes([clean[place] ^ random.randrange(1, 256)])
            path.write_bytes(clean[:place] + changed + clean[place + 1 :])
            if verify_audit.check(folder=folder, anchors=[written.anchor], part=(5, 11))[0] != 1:
                missed.append((path.name, place, changed))
        path.write_bytes(clean)

    assert missed == []
    assert verify_audit.check(folder=folder, anchors=[written.anchor], part=(5, 11))[0] == 0


def test_part_does_not_pass_for_another_one_or_for_the_whole(tmp_path: Path) -> None:
    written = write_record(acts=20, rounds=4, store=tmp_path)
    export_part(tmp_path / "part", first=0, end=10)

    codes = [
        verify_audit.check(folder=tmp_path / "part", anchors=[written.anchor], part=part)[0]
        for part in ((0, 9), (0, 10), (1, 9), None)
    ]

    assert codes == [0, 1, 1, 1]


@pytest.mark.parametrize("hashes_only", [False, True])
def test_proof_of_each_thing_holds(tmp_path: Path, hashes_only: bool) -> None:
    written = write_record(acts=20, rounds=4, store=tmp_path)
    size = Seal.objects.count()
    for thing in {Thing(thing) for thing in Seal.objects.values_list("act__thing", flat=True)}:
        proof = proof_of(thing, with_content=not hashes_only)
        file = tmp_path / "proof.json"
        file.write_text(line(proof))

        assert verify_audit.check(proof=file, anchors=[written.anchor])[0] == 0
        paths = [one["path"] for one in proof["acts"]]  # type: ignore[attr-defined]  # a list of objects
        assert all(len(path) <= math.ceil(math.log2(size)) for path in paths)


def test_public_proof_says_nothing_of_the_act() -> None:
    act(signed_in(), note="secret")
    sealer().turn()

    proof = proof_of(Thing("case:1"), with_content=False)

    assert [set(one) for one in proof["acts"]] == [{"sequence", "position", "hash", "path"}]  # type: ignore[attr-defined]  # as above
    assert "secret" not in str(proof)


@pytest.mark.parametrize("change", ["act", "hash", "path", "sequence", "missing"])
def test_altered_proof_is_found(tmp_path: Path, change: str) -> None:
    written = write_record(acts=20, rounds=4, store=tmp_path)
    thing = Thing(Seal.objects.filter(act__position=2).values_list("act__thing", flat=True)[0])
    proof = proof_of(thing)
    acts: list[dict[str, object]] = proof["acts"]  # type: ignore[assignment]  # a list of objects
    if change == "missing":
        del acts[0]
    else:
        changed: dict[str, object] = {
            "act": "refused",
            "hash": "00" * 32,
            "path": [],
            "sequence": 0 if acts[0]["sequence"] else 1,
        }
        acts[0][change] = changed[change]
    file = tmp_path / "proof.json"
    file.write_text(line(proof))

    code, _, faults = verify_audit.check(proof=file, anchors=[written.anchor])

    assert (code, bool(faults)) == (1, True)


def test_proof_about_another_thing_is_found(tmp_path: Path) -> None:
    written = write_record(acts=20, rounds=4, store=tmp_path)
    file = tmp_path / "proof.json"
    file.write_text(line({**proof_of(Thing("officer:100001")), "thing": "officer:100009"}))

    assert verify_audit.check(proof=file, anchors=[written.anchor])[0] == 1


def test_nothing_is_exported_or_proved_before_anything_is_sealed(tmp_path: Path) -> None:
    with pytest.raises(NothingSealed):
        export_whole(tmp_path)
    with pytest.raises(NothingSealed):
        proof_of(Thing("case:1"))


def test_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    act(signed_in())
    sealer().turn()
    (tmp_path / "letter").write_text("mine")

    with pytest.raises(FolderNotEmpty):
        export_whole(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


@pytest.mark.parametrize(("first", "end"), [(0, 3), (2, 2), (-1, 1), (1, 0)])
def test_part_that_does_not_exist_is_refused(tmp_path: Path, first: int, end: int) -> None:
    act(signed_in())
    sealer().turn()

    with pytest.raises(RangeUnknown):
        export_part(tmp_path / "part", first=first, end=end)


def test_days_become_the_shortest_part_that_holds_their_acts() -> None:
    for hours in (1, 30, 2, 31, 50):
        at = AT + timedelta(hours=hours)
        act(signed_in(place=f"{hours}", at=at), at=at)
    sealer().turn()
    sealed = list(Seal.objects.order_by("sequence").values_list("act__at", flat=True))

    first, end = part_between(AT + timedelta(hours=24), AT + timedelta(hours=48))

    inside = [number for number, at in enumerate(sealed) if timedelta(hours=24) <= at - AT < timedelta(hours=48)]
    assert (first, end) == (inside[0], inside[-1] + 1)
    with pytest.raises(RangeUnknown):
        part_between(LATER + timedelta(days=9), LATER + timedelta(days=10))
