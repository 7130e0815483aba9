"""The floors as the contracts of `pyproject.toml` declare them, for tests that look where import-linter does not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def contract(contract_id: str) -> dict[str, Any]:
    """The contract with this id, as written in `pyproject.toml`."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return next(found for found in contracts if found["id"] == contract_id)


def floors() -> list[frozenset[str]]:
    """The floors from top to bottom; neighbours on one floor do not know each other."""
    return [frozenset(name.strip() for name in floor.split("|")) for floor in contract("floors")["layers"]]


@dataclass(frozen=True)
class Reference:
    """One thing of a package pointing at another package: a foreign key, or a migration that needs another."""

    by: str
    to: str
    what: str


def upward(references: Iterable[Reference], order: list[frozenset[str]]) -> Iterator[Reference]:
    """The references that point at a floor above, or at a neighbour that must stay unknown."""
    rank = {name: number for number, floor in enumerate(order) for name in floor}
    for reference in references:
        if reference.by != reference.to and rank[reference.to] <= rank[reference.by]:
            yield reference
