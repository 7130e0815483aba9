"""The table of all moves: from which stage to which, by which command, on which paths, by whom.

The database holds the same table (`cases_transition`) and refuses every move that is not in it; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mumian.cases.terms import CaseStage, Command, Hand, MoverKind
from mumian.catalogue.terms import Path
from mumian.offices.terms import Role

EVERY_PATH: Final = (Path.FULL, Path.DECISION, Path.REGISTRATION)
DECIDED: Final = (Path.FULL, Path.DECISION)
WITH_DOCUMENT: Final = (Path.FULL,)

OFFICER, APPLICANT, RULE, CLOCK, COURIER = (
    MoverKind.OFFICER,
    MoverKind.APPLICANT,
    MoverKind.RULE,
    MoverKind.CLOCK,
    MoverKind.COURIER,
)


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from a stage to another. `roles` are those an officer must hold one of, `seconder` that of a second officer."""

    command: Command
    start: CaseStage
    end: CaseStage
    paths: tuple[Path, ...]
    by: tuple[MoverKind, ...]
    roles: tuple[Role, ...] = ()
    hand: Hand | None = None
    seconder: Role | None = None


AT_ACCEPTANCE: Final = (Role.ACCEPTANCE_OFFICER, Role.COUNTER_APPROVER, Role.HALL_MANAGER)

C, S = Command, CaseStage

TRANSITIONS: Final[tuple[Transition, ...]] = (
    Transition(C.SUBMIT_APPLICATION, S.DRAFT, S.SUBMITTED, EVERY_PATH, (APPLICANT, OFFICER), AT_ACCEPTANCE),
    Transition(C.ACCEPT_APPLICATION, S.SUBMITTED, S.ACCEPTED, DECIDED, (OFFICER, RULE), AT_ACCEPTANCE, Hand.ACCEPT),
    Transition(C.REGISTER_AT_ONCE, S.SUBMITTED, S.REGISTERED, (Path.REGISTRATION,), (OFFICER, RULE), AT_ACCEPTANCE, Hand.ACCEPT),
    Transition(C.ISSUE_MATERIAL_NOTICE, S.SUBMITTED, S.AWAITING_MATERIALS, EVERY_PATH, (OFFICER,), AT_ACCEPTANCE),
    Transition(C.ANSWER_NOTICE, S.AWAITING_MATERIALS, S.SUBMITTED, EVERY_PATH, (APPLICANT, OFFICER), AT_ACCEPTANCE),
    Transition(C.LAPSE_NOTICE, S.AWAITING_MATERIALS, S.WITHDRAWN, EVERY_PATH, (CLOCK,)),
    Transition(C.DECLINE_ACCEPTANCE, S.SUBMITTED, S.NOT_ACCEPTED, EVERY_PATH, (OFFICER,), AT_ACCEPTANCE),
    Transition(C.APPROVE_CASE, S.ACCEPTED, S.APPROVED, DECIDED, (OFFICER,), (Role.APPROVAL_OFFICER,), Hand.DECIDE),
    Transition(C.APPROVE_AT_COUNTER, S.ACCEPTED, S.APPROVED, WITH_DOCUMENT, (OFFICER,), (Role.COUNTER_APPROVER,), Hand.DECIDE),
    Transition(
        C.REFUSE_CASE,
        S.ACCEPTED,
        S.REFUSED,
        DECIDED,
        (OFFICER,),
        (Role.APPROVAL_OFFICER,),
        Hand.DECIDE,
        seconder=Role.COUNTERSIGNER,
    ),
    Transition(
        C.START_PRODUCTION, S.APPROVED, S.IN_PRODUCTION, WITH_DOCUMENT, (OFFICER,), (Role.PRODUCTION_OFFICER,), Hand.PRODUCE
    ),
    Transition(C.FAIL_QUALITY, S.IN_PRODUCTION, S.APPROVED, WITH_DOCUMENT, (OFFICER,), (Role.QUALITY_CHECKER,), Hand.CHECK),
    Transition(C.SPOIL_DOCUMENT, S.IN_PRODUCTION, S.APPROVED, WITH_DOCUMENT, (OFFICER,), (Role.PRODUCTION_OFFICER,)),
    Transition(C.PASS_QUALITY, S.IN_PRODUCTION, S.READY, WITH_DOCUMENT, (OFFICER,), (Role.QUALITY_CHECKER,), Hand.CHECK),
    Transition(C.HAND_OUT_DOCUMENT, S.READY, S.COLLECTED, WITH_DOCUMENT, (OFFICER,), (Role.HAND_OVER_OFFICER,), Hand.HAND_OUT),
    Transition(C.RECORD_DELIVERY, S.READY, S.COLLECTED, WITH_DOCUMENT, (COURIER,)),
    *(
        Transition(C.WITHDRAW, start, S.WITHDRAWN, EVERY_PATH, (APPLICANT, OFFICER), AT_ACCEPTANCE)
        for start in (S.DRAFT, S.SUBMITTED, S.AWAITING_MATERIALS)
    ),
    Transition(C.WITHDRAW, S.ACCEPTED, S.WITHDRAWN, DECIDED, (APPLICANT, OFFICER), AT_ACCEPTANCE),
    Transition(C.REOPEN_FOR_ERROR, S.COLLECTED, S.ACCEPTED, WITH_DOCUMENT, (OFFICER,), (Role.SUPERVISOR,), Hand.ACCEPT),
    *(
        Transition(C.ARCHIVE, start, S.ARCHIVED, paths, (CLOCK,))
        for start, paths in (
            (S.NOT_ACCEPTED, EVERY_PATH),
            (S.WITHDRAWN, EVERY_PATH),
            (S.REFUSED, DECIDED),
            (S.COLLECTED, WITH_DOCUMENT),
            (S.APPROVED, (Path.DECISION,)),
            (S.REGISTERED, (Path.REGISTRATION,)),
        )
    ),
)


Row = tuple[str, str, str, str, str, list[str], list[str], str]


def rows() -> Iterator[Row]:
    """The table as the database keeps it: path, command, from, to, hand, kinds of actors, roles, seconder; "" for none."""
    for one in TRANSITIONS:
        for path in one.paths:
            yield (
                path.value,
                one.command.value,
                one.start.value,
                one.end.value,
                one.hand.value if one.hand else "",
                [kind.value for kind in one.by],
                [role.value for role in one.roles],
                one.seconder.value if one.seconder else "",
            )


def transition(command: Command, start: CaseStage, path: Path) -> Transition | None:
    """The move of this command from this stage on this path, if there is one."""
    return next(
        (one for one in TRANSITIONS if one.command is command and one.start is start and path in one.paths),
        None,
    )


def commands_from(start: CaseStage, path: Path) -> tuple[Command, ...]:
    """What can be done with a case that stands here."""
    return tuple(one.command for one in TRANSITIONS if one.start is start and path in one.paths)
