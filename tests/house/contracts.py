"""A contract type of our own: protects a room from the day it exists, and says nothing before."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import ContractCheck
from importlinter.contracts.protected import ProtectedContract


class ProtectedRoom(ProtectedContract):
    """As import-linter's `protected`, but a room that holds nothing yet (and so does not exist) is no fault."""

    type_name = "protected_room"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        rooms = [expression.expression for expression in self.protected_modules]  # type: ignore[attr-defined]  # a field descriptor
        if not any(room in graph.modules for room in rooms):
            return ContractCheck(kept=True)
        return super().check(graph, verbose)
