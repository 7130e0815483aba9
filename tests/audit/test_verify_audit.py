"""The verifier that shares no code with us: it finds whatever was altered, and lets what was not altered pass."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
import verify_audit

from tests.audit.conftest import Witnessed
from tests.support.alterations import ALTERATIONS, Files, altered

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
