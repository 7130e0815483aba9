"""The same step for a set of cases: those that may take it, and one statement that takes it for all of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mumian.cases.models import Case
from mumian.cases.services.admitting import asked_of_the_rulebook
from mumian.cases.services.movers import Mover
from mumian.cases.services.quick.attempting import moment, postings, token
from mumian.cases.terms import CaseId, Command
from mumian.catalogue.terms import Audience
from mumian.foundation.statements import all_rows
from mumian.people.terms import PersonId

FIT: Final = "SELECT case_id, applicant_id, department_id FROM cases_fit(%s::bigint[], %s, %s, %s::bigint[], %s::text[], %s)"
TAKE: Final = "SELECT cases_take_steps(%s::bigint[], %s::bigint[], %s, %s, %s, %s, %s)"
READ: Final = ("id", "service_id", "channel", "facts", "accepted_at")
ASKED: Final = """
    SELECT id, service_id, channel, facts::text, accepted_at,
           ARRAY(SELECT material_id::text FROM cases_handedin WHERE case_id = stood.id ORDER BY material_id)
    FROM cases_case stood WHERE id = ANY (%s::bigint[]) ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Fit:
    """A case that may take the step, and the department in which its officer takes it."""

    case_id: CaseId
    applicant: PersonId
    department: int


def fitting(command: Command, case_ids: Sequence[CaseId], by: Mover, at: datetime) -> list[Fit]:
    """Of these cases those that may take the step by this officer; they stay locked. NotDone where he has no post for it."""
    rows = all_rows(FIT, [list(case_ids), command.value, by.on_staff.officer_id, *postings(by, command), at])
    return [Fit(CaseId(case_id), PersonId(person), department) for case_id, person, department in rows]


def granted(fit: Sequence[Fit], at: datetime) -> list[Fit]:
    """Those for which the rulebook lets the counter approve, now that every list is cleared."""
    allowed = set()
    for *fields, facts, accepted_at, handed_in in all_rows(ASKED, [[one.case_id for one in fit]]):
        case = Case.from_db("default", READ, [*fields, json.loads(facts), accepted_at])
        said = asked_of_the_rulebook(case, at=accepted_at or at, audience=Audience.OFFICE, handed_in=tuple(handed_in))
        if said.counter_approval is not None and said.counter_approval.is_possible is True:
            allowed.add(case.pk)
    return [one for one in fit if one.case_id in allowed]


def take(command: Command, fit: Sequence[Fit], by: Mover, at: datetime) -> None:
    """Take the step for each of them, with its own move, row of audit and event."""
    ids, places = [one.case_id for one in fit], [one.department for one in fit]
    all_rows(TAKE, [ids, places, command.value, by.on_staff.officer_id, token(by), at, moment(at)])
