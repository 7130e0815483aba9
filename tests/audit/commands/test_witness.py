"""The witness: signs what continues, refuses what does not, and forgets nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
import zxingcpp

from mumian.audit.commands.sheet import write_sheet
from mumian.audit.commands.witness import Witness
from mumian.audit.errors import NotRegistered, WitnessRefuses
from mumian.audit.models import SealedHead, WitnessStatement
from mumian.audit.queries.verifying import verify_record
from mumian.audit.rules.signing import SignedHead, SigningKey
from mumian.audit.services import make_new_key
from mumian.audit.services.sealing import Sealer
from mumian.foundation.clock import SettableClock
from tests.factories.audit import AT, LATER, act, sealer, signed_in, witness

pytestmark = [pytest.mark.usefixtures("as_owner"), pytest.mark.core]

LAST = "mumian.audit.commands.witness.last_head"


def seal_some(acts: int = 3) -> None:
    officer = signed_in(place=f"10.0.0.{SealedHead.objects.count()}")
    for _ in range(acts):
        act(officer)
    sealer().turn()


def test_each_new_head_is_signed_once(tmp_path: Path) -> None:
    saw = witness(tmp_path)
    seal_some()
    first, again = saw.round(at=LATER), saw.round(at=LATER)
    seal_some()
    second = saw.round(at=LATER)

    assert first is not None
    assert second is not None
    assert again is None
    assert [(one.statement.serial, one.statement.head, one.statement.size) for one in (first, second)] == [(1, 1, 4), (2, 2, 8)]
    assert WitnessStatement.objects.count() == 2
    assert verify_record().faults == ()


def test_nothing_is_signed_before_anything_is_sealed(tmp_path: Path) -> None:
    assert witness(tmp_path).round(at=LATER) is None


def test_office_that_does_not_know_the_witness_is_told_which_key_to_trust(tmp_path: Path) -> None:
    stranger = Witness(tmp_path, name="stranger")
    seal_some()

    with pytest.raises(NotRegistered, match=f"audit trust stranger {stranger.key.public.hex()}"):
        stranger.round(at=LATER)


def test_name_and_key_stay_those_of_the_first_start(tmp_path: Path) -> None:
    first, second = witness(tmp_path), Witness(tmp_path, name="another")

    assert (second.name, second.key.public) == (first.name, first.key.public)
    assert (tmp_path / "witness.key").stat().st_mode & 0o777 == 0o600


def resigned(root: bytes, *, key: SigningKey, number: int = 2, size: int = 8) -> SignedHead:
    from mumian.audit.rules.signing import Head  # noqa: PLC0415  # only here

    head = Head(number=number, size=size, root=root, at=LATER)
    return SignedHead(head, key=key.public, signature=key.sign(head.message()))


def test_head_that_does_not_continue_the_last_one_is_not_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed with the right key: who holds it has rewritten what stood there."""
    from tests.factories.audit import KEY  # noqa: PLC0415  # the sealer's

    saw = witness(tmp_path)
    seal_some()
    saw.round(at=LATER)
    seal_some()
    monkeypatch.setattr(LAST, lambda: resigned(bytes(32), key=KEY))

    with pytest.raises(WitnessRefuses, match="does not continue"):
        saw.round(at=LATER)
    assert WitnessStatement.objects.count() == 1


def test_head_signed_with_an_unknown_key_is_not_signed_until_somebody_has_compared_it(tmp_path: Path) -> None:
    saw = witness(tmp_path / "witness")
    seal_some()
    saw.round(at=LATER)
    new = make_new_key(tmp_path / "sealer.key", at=LATER)
    act(signed_in(place="elsewhere"))
    Sealer(key=new, clock=SettableClock(LATER)).turn()

    with pytest.raises(WitnessRefuses, match=new.public.hex()):
        saw.round(at=LATER)
    saw.trust_key(new.public)
    assert saw.round(at=LATER) is not None
    assert len(saw.trusted_keys) == 2


def test_head_with_a_wrong_signature_is_not_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mumian.audit.queries.tree import last_head  # noqa: PLC0415  # before it is replaced

    saw = witness(tmp_path)
    seal_some()
    head = last_head()
    assert head is not None
    monkeypatch.setattr(LAST, lambda: SignedHead(head.head, key=head.key, signature=bytes(64)))

    with pytest.raises(WitnessRefuses, match="signature"):
        saw.round(at=LATER)


def test_head_that_was_signed_and_is_gone_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a restored backup, or where somebody cut the record short."""
    saw = witness(tmp_path)
    seal_some()
    saw.round(at=LATER)
    monkeypatch.setattr("mumian.audit.commands.witness.head_number", lambda number: None)

    with pytest.raises(WitnessRefuses, match="no longer the one it signed"):
        saw.round(at=LATER)


def test_witness_killed_before_handing_in_says_the_same_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saw = witness(tmp_path)
    seal_some()
    with monkeypatch.context() as killed:
        killed.setattr("mumian.audit.commands.witness.add_statement", lambda statement: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            saw.round(at=LATER)
    assert WitnessStatement.objects.count() == 0

    again = Witness(tmp_path)
    assert again.round(at=LATER) is None
    assert [bytes(row.signature) for row in WitnessStatement.objects.all()] == [one.signature for one in saw.statements]


def test_statement_that_was_half_written_has_not_been_made(tmp_path: Path) -> None:
    saw = witness(tmp_path)
    seal_some()
    saw.round(at=LATER)
    with (tmp_path / "statements.jsonl").open("a") as file:
        file.write('{"at":"2026-0')

    again = Witness(tmp_path)
    seal_some()
    signed = again.round(at=LATER)

    assert signed is not None
    assert signed.statement.serial == 2
    assert len((tmp_path / "statements.jsonl").read_text().splitlines()) == 2


def test_anchor_holds_what_a_reader_needs(tmp_path: Path) -> None:
    saw = witness(tmp_path)
    seal_some()
    signed = saw.round(at=LATER)

    assert signed is not None
    assert json.loads((tmp_path / "anchor.json").read_text()) == {
        "witness": "supervisor",
        "public_key": saw.key.public.hex(),
        "keys": [key.hex() for key in saw.trusted_keys],
        "statement": signed.as_json(),
    }


def test_sheet_of_the_day_shows_the_head_and_its_code_reads_back(tmp_path: Path) -> None:
    saw = witness(tmp_path)
    seal_some()
    signed = saw.round(at=LATER)
    path = write_sheet(saw, at=LATER)
    assert signed is not None
    assert path is not None

    page = pypdfium2.PdfDocument(path)[0]
    shown = page.get_textpage().get_text_bounded().replace("\r\n", " ")
    codes = [code.text for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]

    root = signed.statement.root.hex()
    assert codes == [f"mumian-audit-1 1 4 {root}"]
    assert root[:8] in shown
    assert saw.key.public.hex()[:8] in shown
    assert (path.name, (path.parent / "2026-09-01.anchor.json").exists()) == ("2026-09-01.pdf", True)


def test_sheet_is_written_once_a_day(tmp_path: Path) -> None:
    saw = witness(tmp_path)
    assert write_sheet(saw, at=AT) is None
    seal_some()
    saw.round(at=LATER)
    path = write_sheet(saw, at=LATER)
    assert path is not None
    made = path.read_bytes()
    seal_some()
    saw.round(at=LATER)

    assert write_sheet(saw, at=LATER) == path
    assert path.read_bytes() == made
