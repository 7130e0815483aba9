"""Accepting an application: one question, the rulebook, one statement that writes, and the lists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction

from mumian.cases.models import Case
from mumian.cases.rules.sampling import is_sampled
from mumian.cases.services.admitting import admitted
from mumian.cases.services.movers import Mover
from mumian.cases.services.places import is_open_for
from mumian.cases.services.quick.attempting import Claim, NotDone, moment, postings, token
from mumian.cases.services.sockets import sockets
from mumian.cases.services.timing import due_of_limit
from mumian.cases.terms import CaseId, Command, LimitKind, MoverKind, case_key
from mumian.catalogue.queries import current_load, current_rulebook
from mumian.catalogue.rules.answers import Answer
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.statements import one_row
from mumian.people.terms import PersonId

READ: Final = ("id", "service_id", "path", "channel", "applicant_id", "facts")
"""In the order of the model."""
LOCK = """
    SELECT id, service_id, path, channel, applicant_id, facts::text,
           ARRAY(SELECT material_id::text FROM cases_handedin WHERE case_id = stood.id ORDER BY material_id)
    FROM cases_case stood WHERE id = %s AND stage = 'submitted'
        AND NOT EXISTS (SELECT FROM cases_urgencyrequest WHERE case_id = stood.id AND approved)
        AND NOT EXISTS (SELECT FROM cases_specialhandling WHERE case_id = stood.id AND approved)
    FOR UPDATE
"""
ACCEPT = """
    SELECT cases_accept(%s, %s, %s, %s::bigint[], %s::text[], %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb,
                        %s, %s, %s, %s, %s, %s, %s)
"""


def accept(
    claim: Claim,
    *,
    case_id: CaseId,
    hall: str | None,
    identity_checked: bool,
    reserved_number: str = "",
    by: Mover,
    at: datetime,
    key: str = "",
) -> CaseId | None:
    """Take an application in at a window or a machine, without haste or special handling; all else goes the ordinary way."""
    if by.kind not in {MoverKind.OFFICER, MoverKind.RULE} or hall is None or reserved_number:
        return None
    if by.officer and not is_open_for((), hall, at=at):
        return None
    with transaction.atomic():
        case, handed_in = _locked(case_id)
        try:
            said = admitted(case, hall=hall, identity_checked=identity_checked, at=at, handed_in=handed_in)
            lists = _written(claim, case, said, hall, by, at)
        except Refusal as refusal:
            raise NotDone from refusal
        if lists:
            sockets.clearing.ask(case=case_key(case_id), person=PersonId(case.applicant_id), lists=lists, at=at)
        return case_id


def _locked(case_id: CaseId) -> tuple[Case, tuple[str, ...]]:
    row = one_row(LOCK, [case_id])
    if row is None:
        raise NotDone
    *fields, facts, handed_in = row
    return Case.from_db("default", READ, [*fields, json.loads(facts)]), tuple(handed_in)


def _written(claim: Claim, case: Case, said: Answer, hall: str, by: Mover, at: datetime) -> tuple[str, ...]:  # noqa: PLR0917  # private
    """Everything in one statement; answers the lists that the database froze. NotDone where nothing was written."""
    book = current_rulebook()
    command = Command.REGISTER_AT_ONCE if case.path == "registration" else Command.ACCEPT_APPLICATION
    receipt = LETTERS.new()
    allowed = said.counter_approval is not None and said.counter_approval.is_possible is not False
    values = [
        case.pk,
        command.value,
        by.officer_id,
        *(postings(by, command) if by.officer else ([by.department_id or 0], [""])),
        hall,
        receipt,
        LETTERS.new() if book.channel_of[case.channel].paper_folder else None,
        current_load().load_id,
        allowed and not is_sampled(receipt),
        said.fee.total if said.fee else None,
        json.dumps(case.facts),
        json.dumps([*_limits(book, said, at)]),
        json.dumps([*_shares(said)]),
    ]
    rule = by.rule.value if by.rule else ""
    row = one_row(ACCEPT, [*values, token(by), at, moment(at), claim.asker, claim.key, claim.request, rule])
    if row is None or row[0] is None:
        raise NotDone
    return tuple(row[0])


def _limits(book: Rulebook, said: Answer, at: datetime) -> Iterator[dict[str, object]]:
    """The limits of the round, as their table has them."""
    promised = said.limits.promised if said.limits else None
    statutory = said.limits.statutory if said.limits else None
    for kind, limit in ((LimitKind.PROMISED, promised), (LimitKind.STATUTORY, statutory)):
        if limit is None:
            continue
        found = due_of_limit(book, limit, at=at)
        yield {
            "kind": kind.value,
            "value": limit.value,
            "unit": limit.unit.value,
            "extendable_to": limit.extendable_to,
            "counted_from": found.counted_from.isoformat(),
            "due_on": found.on.isoformat(),
            "due_before": found.before.isoformat(),
            "calendar_version": found.calendar_version,
        }


def _shares(said: Answer) -> Iterator[dict[str, object]]:
    """The shares of the stages in the promised days."""
    for share in said.allowances:
        if share.until:
            yield {"stage": share.stage.value, "days": share.days, "until": share.until.isoformat()}
