"""The table of moves."""

from __future__ import annotations

import pytest

from mumian.cases.rules.transitions import TRANSITIONS, commands_from, rows, transition
from mumian.cases.terms import COMMAND_NAMES, STAGE_NAMES, CaseStage, Command, Hand, MoverKind
from mumian.catalogue.terms import Path
from mumian.offices.rules.authority import DEPARTMENT_OF
from mumian.offices.terms import DepartmentKind

pytestmark = pytest.mark.core


def test_every_command_moves_something() -> None:
    assert {one.command for one in TRANSITIONS} == set(Command)


def test_every_stage_and_command_has_a_name() -> None:
    assert (set(STAGE_NAMES), set(COMMAND_NAMES)) == (set(CaseStage), set(Command))


def test_a_command_leads_from_a_stage_to_one_other_only() -> None:
    keys = [row[:3] for row in rows()]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("path", Path)
def test_every_stage_of_a_path_is_reached_from_draft_and_leads_to_the_archive(path: Path) -> None:
    steps = [(one.start, one.end) for one in TRANSITIONS if path in one.paths]
    stages = {stage for step in steps for stage in step}

    assert _reached(steps, CaseStage.DRAFT) == stages
    assert _reached([(end, start) for start, end in steps], CaseStage.ARCHIVED) == stages


def _reached(steps: list[tuple[CaseStage, CaseStage]], first: CaseStage) -> set[CaseStage]:
    reached = {first}
    while more := {end for start, end in steps if start in reached} - reached:
        reached |= more
    return reached


def test_no_machine_decides() -> None:
    deciding = {kind for one in TRANSITIONS if one.hand is Hand.DECIDE for kind in one.by}

    assert deciding == {MoverKind.OFFICER}


def test_only_refusal_needs_a_second_signature() -> None:
    assert {one.command for one in TRANSITIONS if one.seconder} == {Command.REFUSE_CASE}


def test_whoever_an_officer_step_names_holds_a_role() -> None:
    assert [one.command for one in TRANSITIONS if (MoverKind.OFFICER in one.by) != bool(one.roles)] == []


def test_only_counter_approval_is_decided_in_the_acceptance_department() -> None:
    deciding = {(one.command, DEPARTMENT_OF[role]) for one in TRANSITIONS if one.hand is Hand.DECIDE for role in one.roles}

    assert deciding == {
        (Command.APPROVE_CASE, DepartmentKind.APPROVAL),
        (Command.REFUSE_CASE, DepartmentKind.APPROVAL),
        (Command.APPROVE_AT_COUNTER, DepartmentKind.ACCEPTANCE),
    }


def test_registration_needs_no_decision() -> None:
    assert commands_from(CaseStage.ACCEPTED, Path.REGISTRATION) == ()


def test_decision_without_document_is_archived_when_approved() -> None:
    assert commands_from(CaseStage.APPROVED, Path.DECISION) == (Command.ARCHIVE,)


def test_document_is_not_archived_before_it_is_collected() -> None:
    assert transition(Command.ARCHIVE, CaseStage.APPROVED, Path.FULL) is None
