"""The verifier that shares no code with us: it finds whatever was altered, and lets what was not altered pass."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import verify_audit

from mumian.audit.rules.acts import ChainedAct
from mumian.audit.rules.encoding import line
from mumian.audit.rules.signing import SignedStatement, SigningKey
from tests.audit.conftest import Witnessed
from tests.support.alterations import (
    ACTS,
    ALTERATIONS,
    HEADS,
    MANIFEST,
    STATEMENTS,
    Files,
    act_of,
    altered,
    assembled,
    numbered,
    rechained,
    resealed,
    rows_of,
    with_rows,
)

FILE = Path(verify_audit.__file__)
HOLDS, BROKEN, UNANCHORED = 0, 1, 3


def read_files(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write_files(folder: Path, files: Files) -> Path:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def missed(witnessed: Witnessed, scratch: Path, *, times: int, seed: int) -> list[str]:
    """Alter a copy so many times; the names of the alterations that were not found."""
    clean, random = read_files(witnessed.folder), Random(seed)  # noqa: S311  # the same alterations every time
    passed = []
    for number in range(times):
        name, files = altered(clean, random)
        code, _, faults = verify_audit.check(folder=write_files(scratch / str(number), files), anchors=[witnessed.anchor])
        if code != BROKEN or not faults:
            passed.append(f"{number}: {name}")
    return passed


def test_clean_export_holds(witnessed: Witnessed) -> None:
    code, reader, faults = verify_audit.check(folder=witnessed.folder, anchors=[witnessed.anchor])

    assert (code, faults) == (HOLDS, [])
    assert reader is not None
    assert (reader.acts, reader.heads, reader.statements, reader.witnessed) == (63, 6, 3, 63)


def test_every_alteration_is_found(witnessed: Witnessed, tmp_path: Path) -> None:
    assert missed(witnessed, tmp_path, times=240, seed=2026) == []


@pytest.mark.nightly
def test_a_thousand_alterations_are_found(witnessed: Witnessed, tmp_path: Path) -> None:
    assert missed(witnessed, tmp_path, times=1000, seed=1) == []


@pytest.mark.parametrize("name", ALTERATIONS)
def test_each_kind_of_alteration_is_found(witnessed: Witnessed, tmp_path: Path, name: str) -> None:
    clean, random = read_files(witnessed.folder), Random(7)  # noqa: S311  # the same alterations every time
    files = next(made for made in (ALTERATIONS[name](dict(clean), random) for _ in range(100)) if made != clean)

    code, _, faults = verify_audit.check(folder=write_files(tmp_path / "altered", files), anchors=[witnessed.anchor])

    assert code == BROKEN, faults


def test_without_an_anchor_a_rewritten_record_agrees_with_itself_and_is_not_said_to_hold(
    witnessed: Witnessed, tmp_path: Path
) -> None:
    """What the witness is for: the key alone rewrites everything that nobody outside has seen."""
    clean, random = read_files(witnessed.folder), Random(3)  # noqa: S311  # the same alterations every time
    rewritten = [ALTERATIONS["rewrite_without_a_witness"](dict(clean), random) for _ in range(20)]

    codes = {
        verify_audit.check(folder=write_files(tmp_path / str(number), files), anchors=[])[0]
        for number, files in enumerate(rewritten)
        if files != clean
    }

    assert UNANCHORED in codes
    assert HOLDS not in codes


def test_verifier_uses_the_standard_library_alone() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in named} <= sys.stdlib_module_names


def test_verifier_runs_alone(witnessed: Witnessed, tmp_path: Path) -> None:
    copy = tmp_path / "verify.py"
    copy.write_bytes(FILE.read_bytes())
    command = [sys.executable, "-I", "-S", str(copy), str(witnessed.folder), "--anchor", str(witnessed.anchor)]

    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (HOLDS, "63 acts, 6 heads, 3 statements of witnesses\nit all holds\n")


def test_verifier_says_what_is_wrong(witnessed: Witnessed, tmp_path: Path) -> None:
    files = read_files(witnessed.folder)
    lines = files["acts.jsonl"].decode().splitlines(keepends=True)
    act = json.loads(lines[10])
    lines[10] = lines[10].replace(act["actor_id"], "999999")
    folder = write_files(tmp_path / "altered", {**files, "acts.jsonl": "".join(lines).encode()})

    code, _, faults = verify_audit.check(folder=folder, anchors=[witnessed.anchor])

    assert (code, faults) == (BROKEN, [f"act 10 ({act['thing']}) does not have its hash"])


def test_forged_anchor_is_refused(witnessed: Witnessed, tmp_path: Path) -> None:
    anchor = json.loads(witnessed.anchor.read_text())
    anchor["statement"]["size"] -= 1
    forged = tmp_path / "anchor.json"
    forged.write_text(json.dumps(anchor, sort_keys=True, separators=(",", ":")) + "\n")

    code, _, faults = verify_audit.check(folder=witnessed.folder, anchors=[forged])

    assert (code, faults) == (BROKEN, ["the anchor of supervisor is not signed by its own key"])


def test_missing_export_is_said_and_not_a_crash(witnessed: Witnessed, tmp_path: Path) -> None:
    code, _, faults = verify_audit.check(folder=tmp_path / "nowhere", anchors=[witnessed.anchor])

    assert (code, len(faults)) == (BROKEN, 1)


# What everybody has signed, the witness too, and what cannot be true all the same.


def signed_by_all(witnessed: Witnessed, folder: Path, acts: list[ChainedAct], *, sizes: list[int] | None = None) -> list[str]:
    """What the verifier finds wrong in an export of these acts, sealed, and witnessed by a key of our own, with its anchor."""
    clean, own = read_files(witnessed.folder), SigningKey(bytes(32))
    heads = resealed(acts, rows_of(clean, HEADS))
    said = []
    for serial, head in enumerate((heads[number - 1] for number in sizes or [2, 4, 6]), start=1):
        words = {"witness": "supervisor", "serial": serial, "head": head["number"], "size": head["size"], "root": head["root"]}
        statement = SignedStatement.from_json({**words, "at": head["at"], "signature": ""})
        said.append(replace(statement, signature=own.sign(statement.statement.message())).as_json())
    files = assembled(clean, numbered(acts), heads, said)
    [manifest] = rows_of(files, MANIFEST)
    files = with_rows(files, MANIFEST, [{**manifest, "witnesses": {"supervisor": own.public.hex()}}])
    anchor = folder / "anchor.json"
    write_files(folder / "export", files)
    keys = [head["key"] for head in heads[:1]]
    anchor.write_text(line({"keys": keys, "public_key": own.public.hex(), "statement": said[-1], "witness": "supervisor"}))
    return verify_audit.check(folder=folder / "export", anchors=[anchor])[2]


def acts_in(witnessed: Witnessed) -> list[ChainedAct]:
    return [act_of(row) for row in rows_of(read_files(witnessed.folder), ACTS)]


def test_other_acts_signed_by_all_hold(witnessed: Witnessed, tmp_path: Path) -> None:
    """So that the tests below fail for what they say, and for nothing else."""
    assert signed_by_all(witnessed, tmp_path, rechained(acts_in(witnessed)[::-1])) == []


def test_chain_with_a_link_left_out_is_found(witnessed: Witnessed, tmp_path: Path) -> None:
    acts = acts_in(witnessed)
    del acts[next(number for number, act in enumerate(acts) if act.position == 2)]

    [fault] = signed_by_all(witnessed, tmp_path, acts)

    assert fault.endswith("does not follow on the act before it")


def test_chain_that_begins_in_its_middle_is_found(witnessed: Witnessed, tmp_path: Path) -> None:
    first, *rest = rechained(acts_in(witnessed))
    moved = replace(first, thing="case:999", position=2)
    moved = replace(moved, hash=moved.computed_hash())

    faults = signed_by_all(witnessed, tmp_path, [moved, *rest])

    assert faults[0] == "act 0 (case:999) does not follow on the act before it"


def test_chain_with_two_branches_is_found(witnessed: Witnessed, tmp_path: Path) -> None:
    acts = acts_in(witnessed)
    number = next(number for number, act in enumerate(acts) if act.position == 2)
    branch = replace(acts[number], act="refused")
    acts.insert(number + 1, replace(branch, hash=branch.computed_hash()))

    assert f"act {number + 1} ({branch.thing}) does not follow on the act before it" in signed_by_all(witnessed, tmp_path, acts)


def test_witness_that_goes_back_is_found(witnessed: Witnessed, tmp_path: Path) -> None:
    assert signed_by_all(witnessed, tmp_path, acts_in(witnessed), sizes=[4, 2, 6]) == ["statement 2 of supervisor goes back"]


def test_witness_without_an_anchor_is_refused(witnessed: Witnessed, tmp_path: Path) -> None:
    files = read_files(witnessed.folder)
    [manifest], own = rows_of(files, MANIFEST), SigningKey(bytes(32))
    [said] = [row for row in rows_of(files, STATEMENTS) if row["serial"] == 1]
    stranger = SignedStatement.from_json({**said, "witness": "zhang"})
    stranger = replace(stranger, signature=own.sign(stranger.statement.message()))
    files = with_rows(files, STATEMENTS, [*rows_of(files, STATEMENTS), stranger.as_json()])
    manifest["witnesses"]["zhang"] = own.public.hex()
    folder = write_files(tmp_path / "altered", with_rows(files, MANIFEST, [manifest]))

    assert verify_audit.check(folder=folder, anchors=[witnessed.anchor])[2] == ["the witness zhang has no anchor here"]
