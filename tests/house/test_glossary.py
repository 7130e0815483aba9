"""The glossary explains every closed list of values that people meet: those that stand in the rooms called `terms`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADING = re.compile(r"^### `(\w+)`", re.MULTILINE)
VALUE = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def _values_in_code(*, only_terms: bool) -> set[str]:
    """`Order.on_demand` for every value of every StrEnum of the package, or of its rooms called `terms`."""
    found = set()
    for path in (ROOT / "src" / "mumian").rglob("*.py"):
        if only_terms and "terms" not in (path.stem, path.parent.name):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases):
                found |= {
                    f"{node.name}.{line.value.value}"
                    for line in node.body
                    if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
                }
    return found


def _values_explained() -> set[str]:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    parts = HEADING.split(glossary)[1:]
    return {f"{name}.{value}" for name, text in zip(parts[::2], parts[1::2], strict=True) for value in VALUE.findall(text)}


def test_every_value_that_people_meet_is_explained_in_the_glossary() -> None:
    in_code = _values_in_code(only_terms=True)

    assert {"Order.on_demand", "HallKind.central"} <= in_code
    assert sorted(in_code - _values_explained()) == []


def test_the_glossary_explains_no_value_that_is_gone() -> None:
    assert sorted(_values_explained() - _values_in_code(only_terms=False)) == []
