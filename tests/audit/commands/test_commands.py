"""`mumian audit …` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import verify_audit

from mumian.audit.commands import main
from mumian.audit.models import SealingKey, Witness
from tests.audit.conftest import write_record
from tests.factories.audit import act, sealer, signed_in
from tests.factories.sql import run

pytestmark = [pytest.mark.usefixtures("as_owner"), pytest.mark.core]


def said(capsys: pytest.CaptureFixture[str], *words: str, keys: Path = Path("keys")) -> tuple[int, str, str]:
    code = main(words, keys=keys)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_export_of_the_whole_is_read_by_the_verifier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = write_record(acts=20, rounds=4, store=tmp_path)

    code, out, _ = said(capsys, "export", str(tmp_path / "again"))

    assert (code, out.splitlines()[1]) == (0, "Exported acts 0 to 22 (23), 4 heads, 2 statements of witnesses.")
    assert verify_audit.check(folder=tmp_path / "again", anchors=[written.anchor])[0] == 0


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--from", "3", "--to", "9"], (3, 9)),
        (["--from", "5"], (5, 22)),
        (["--to", "4"], (0, 4)),
        (["--from", "2026-09-01", "--to", "2026-09-01"], (0, 22)),
        (["--to", "2026-09-02"], (0, 22)),
    ],
)
def test_export_of_a_part_by_numbers_or_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], part: tuple[int, int]
) -> None:
    written = write_record(acts=20, rounds=4, store=tmp_path)

    code, _, _ = said(capsys, "export", str(tmp_path / "part"), *words)

    assert code == 0
    assert verify_audit.check(folder=tmp_path / "part", anchors=[written.anchor], part=part)[0] == 0


def test_part_without_acts_is_refused_in_both_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_record(acts=20, rounds=4, store=tmp_path)

    code, _, error = said(capsys, "export", str(tmp_path / "part"), "--from", "2030-01-01")

    assert code == 1
    assert error.splitlines() == [
        "没有导出：这一范围不在已封存的记录之内；已封存 23 项，编号从 0 起。",
        "Nothing was exported: the record has no such part; 23 acts are sealed, counted from 0.",
    ]


def test_verify_counts_and_ends_with_0_when_all_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_record(acts=20, rounds=4, store=tmp_path)

    assert said(capsys, "verify")[:2] == (0, "sealed=23 waiting=0 heads=4 statements=2 faults=0\n")
    assert json.loads(said(capsys, "verify", "--json")[1]) == {
        "sealed": 23,
        "waiting": 0,
        "heads": 4,
        "statements": 2,
        "faults": [],
    }


def test_verify_says_what_is_wrong_and_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_record(acts=20, rounds=4, store=tmp_path)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE audit_act DISABLE TRIGGER USER")
    run("UPDATE audit_act SET place = 'elsewhere' WHERE thing = 'officer:100001'")

    code, out, _ = said(capsys, "verify")

    assert (code, "does not have its hash (officer:100001)" in out) == (1, True)


def test_proof_of_a_thing_is_read_by_the_verifier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = write_record(acts=20, rounds=4, store=tmp_path)
    for words in (["prove", "officer:100001"], ["prove", "officer:100001", "--hashes-only"]):
        code, out, _ = said(capsys, *words)
        (tmp_path / "proof.json").write_text(out)

        assert (code, verify_audit.check(proof=tmp_path / "proof.json", anchors=[written.anchor])[0]) == (0, 0)


def test_head_is_shown_with_what_witnesses_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = write_record(acts=20, rounds=4, store=tmp_path)

    shown = json.loads(said(capsys, "head")[1])

    assert shown["statements"] == [json.loads(written.anchor.read_text())["statement"]]
    assert shown["head"]["size"] == 23


def test_witness_is_trusted_and_signs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    act(signed_in())
    sealer().turn()
    words = ["witness", "--store", str(tmp_path / "w"), "--name", "supervisor"]
    code, _, error = said(capsys, *words)
    assert code == 1
    name, key = error.splitlines()[1].split()[-2:]

    assert said(capsys, "trust", name, key)[0] == 0
    code, out, _ = said(capsys, *words)

    assert (code, out.splitlines()[1]) == (0, "Signed head 1 (2 acts).")
    assert sorted(path.name for path in (tmp_path / "w").iterdir()) == [
        "anchor.json",
        "name",
        "sealer-keys",
        "sheets",
        "statements.jsonl",
        "witness.key",
    ]
    assert Witness.objects.count() == 1


def test_new_key_is_made_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "new-key", keys=tmp_path)

    [key] = SealingKey.objects.values_list("public_key", flat=True)
    assert (code, bytes(key).hex() in out) == (0, True)
