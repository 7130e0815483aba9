"""Opening a draft in one statement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from mumian.cases.services.movers import Mover
from mumian.cases.services.quick.attempting import Claim, moment, token
from mumian.cases.terms import CaseId
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import opening
from mumian.catalogue.rules.book.values import FactValue
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.statements import one_row
from mumian.people.terms import PersonId

LAST = 4
OPEN = """
    SELECT cases_open_draft(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def open_draft(
    claim: Claim,
    *,
    service: str,
    channel: str,
    applicant: PersonId,
    applied_with: str,
    facts: Mapping[str, FactValue] | None = None,
    group_id: int | None = None,
    batch_id: int | None = None,
    by: Mover,
    at: datetime,
    key: str = "",
) -> CaseId | None:
    """Begin an application where the service and the channel are open on the day."""
    try:
        said = opening(current_rulebook(), service, on=local_date(at), facts=facts, channel=channel)
    except Refusal:
        return None
    if not said.offer.is_offered or channel not in said.channels:
        return None
    values = [
        LETTERS.new(),
        service,
        said.family,
        said.path.value,
        said.document or "",
        said.variant.code if said.variant else "",
        channel,
        applicant,
        applied_with[-LAST:],
        json.dumps(facts or {}),
        group_id,
        batch_id,
        by.officer_id,
    ]
    row = one_row(OPEN, [*values, token(by), at, moment(at), claim.asker, claim.key, claim.request])
    return CaseId(row[0]) if row and row[0] else None
