"""`verify` finds what somebody with the owner's rights has changed behind the triggers."""

from __future__ import annotations

from pathlib import Path

import pytest

from mumian.audit.queries.verifying import Verified, verify_record
from tests.audit.conftest import write_record
from tests.factories.audit import act, signed_in
from tests.factories.sql import run

pytestmark = [pytest.mark.usefixtures("as_owner"), pytest.mark.core]

SEVENTH = "(SELECT act_id FROM audit_seal WHERE sequence = 7)"
ATTACKS = {  # where @ is the seventh act
    "UPDATE audit_act SET actor_id = '999999' WHERE id = @": "does not have its hash",
    "UPDATE audit_act SET at = at + interval '1 day' WHERE id = @": "does not have its hash",
    'UPDATE audit_act SET detail = \'{"a": "b"}\' WHERE id = @': "does not have its hash",
    "UPDATE audit_act SET hash = sha256('x') WHERE id = @": "does not have its hash",
    "UPDATE audit_act SET position = 99 WHERE id = @": "does not follow",
    "DELETE FROM audit_act WHERE id = (SELECT max(id) FROM audit_act)": "does not end where it should",
    "UPDATE audit_chain SET hash = sha256('x') WHERE thing = 'case:0'": "does not end where it should",
    "UPDATE audit_seal SET leaf = sha256('x') WHERE sequence = 5": "the tree disagrees",
    "UPDATE audit_node SET hash = sha256('x') WHERE level = 2 AND index = 1": "the tree disagrees",
    "UPDATE audit_sealedhead SET size = 99 WHERE number = 4": "stands over more acts than there are",
    "UPDATE audit_sealedhead SET size = 9 WHERE number = 2": "head 2 disagrees",
    "UPDATE audit_sealedhead SET root = sha256('x') WHERE number = 2": "head 2 disagrees",
    "UPDATE audit_sealedhead SET at = at + interval '1 s' WHERE number = 2": "signature of head 2",
    "UPDATE audit_witnessstatement SET signature = decode(repeat('00', 64), 'hex') WHERE serial = 1": "signature of supervisor",
    "UPDATE audit_witnessstatement SET serial = serial + 9": "disagrees with its head",
}


@pytest.fixture
def _record(as_owner: None, tmp_path: Path) -> None:
    write_record(acts=20, rounds=4, store=tmp_path)
    act(signed_in(place="elsewhere"))
    run("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.usefixtures("_record")
def test_record_as_it_was_written_holds() -> None:
    assert verify_record() == Verified(sealed=23, waiting=2, heads=4, statements=2, faults=())


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize("attack", ATTACKS)
def test_change_behind_the_triggers_is_found(attack: str) -> None:
    table = attack.split()[2 if attack.startswith("DELETE") else 1]
    run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    run(attack.replace("@", SEVENTH))

    faults = verify_record().faults

    assert ATTACKS[attack] in " ".join(fault.en for fault in faults)
