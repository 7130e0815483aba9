"""Whose turn it is with a case."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from mumian.cases.rules.transitions import commands_from, transition
from mumian.cases.terms import CaseStage, Command
from mumian.catalogue.terms import Path
from mumian.offices.terms import Role

ON_REQUEST: Final = frozenset({Command.WITHDRAW, Command.REOPEN_FOR_ERROR})
"""Steps that follow nearly everywhere, when somebody comes and asks: they make no case one's own."""


def may_work_on(stage: CaseStage, path: Path, roles: Collection[Role]) -> bool:
    """Whether somebody with these roles takes, or seconds, a step that follows from where the case stands."""
    for command in set(commands_from(stage, path)) - ON_REQUEST:
        step = transition(command, stage, path)
        if step and set(roles) & {*step.roles, *([step.seconder] if step.seconder else [])}:
            return True
    return False
