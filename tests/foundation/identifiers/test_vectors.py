from __future__ import annotations

import pytest

from mumian.foundation import identifiers
from mumian.foundation.identifiers import CitizenNumber, Identifier, NumberRefused, OldCitizenNumber
from tests.support.published import read_vectors

VECTORS = read_vectors("identifiers")
KINDS: dict[str, type[Identifier]] = {kind: getattr(identifiers, kind) for kind in VECTORS}
VALID = [(kind, written) for kind, of_kind in VECTORS.items() for written in of_kind["valid"]]
INVALID = [(kind, written, fault) for kind, of_kind in VECTORS.items() for written, fault in of_kind["invalid"].items()]


@pytest.mark.parametrize(("kind", "written"), VALID)
def test_well_formed_number_is_taken(kind: str, written: str) -> None:
    assert str(KINDS[kind].parse(written)) == written.removeprefix("+86")


@pytest.mark.parametrize(("kind", "written", "fault"), INVALID)
def test_ill_formed_number_is_refused_for_its_fault(kind: str, written: str, fault: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        KINDS[kind].parse(written)

    assert refused.value.fault == fault


@pytest.mark.parametrize(("old", "new"), VECTORS["OldCitizenNumber"]["upgrade"].items())
def test_old_number_is_upgraded(old: str, new: str) -> None:
    assert OldCitizenNumber.parse(old).upgraded() == CitizenNumber(new)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
@pytest.mark.parametrize("written", ["", " ", "1", "-", "()", "٣" * 18, "𠮷" * 15, "0" * 200, "\x00"])
def test_no_rubbish_is_taken_and_no_rubbish_breaks_the_reading(kind: type[Identifier], written: str) -> None:
    with pytest.raises(NumberRefused, match="was not taken"):
        kind.parse(written)
