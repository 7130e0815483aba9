"""The quick way of beginning and of passing one document: everything or nothing, and then the ordinary way says why.

Both write through the same triggers and constraints as the ordinary way; what they do not do is say no.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from mumian.catalogue.queries import current_rulebook
from mumian.foundation.clock import local_date, with_zone
from mumian.foundation.mrz import LayoutCode
from mumian.foundation.statements import one_row
from mumian.offices.terms import OfficerId
from mumian.production.rules.zones import compose_zone
from mumian.production.services.making import HOLDERS
from mumian.production.terms import CaseKey, Holder

DRAW = "SELECT attempt, kind, mrz_code, blank, number FROM production_draw(%s, %s, %s, %s)"
ENTER = "SELECT production_enter(%s, %s, %s, %s, %s, %s, %s::jsonb, %s::text[], %s, %s, %s, %s)"
PASS = "SELECT production_pass(%s, %s::text[], %s, %s, %s, %s)"  # noqa: S105  # the check of a document


def start_at_once(
    *, case: CaseKey, document_type: str, holder: Holder, officer: OfficerId, department: int, at: datetime
) -> bool:
    """Begin the document of a case with a blank that bears its number; whether it was begun.

    Raises ZoneRefused or NameNotLatin of the foundation, as the ordinary way does.
    """
    # What is undone is undone by the statement itself; a mark around it would be two more messages.
    with transaction.atomic(savepoint=False):
        row = one_row(DRAW, [case, document_type, local_date(at), officer])
        if row is None:
            return False
        attempt, kind, mrz_code, blank, number = row
        layout = _layout(document_type) if mrz_code else None
        mrz = compose_zone(layout=layout, document_code=mrz_code, number=number, holder=holder) if layout else ()
        ordered = json.dumps(HOLDERS.dump_python(holder, mode="json"))
        made = [case, attempt, kind, blank, document_type, number, ordered, list(mrz)]
        row = one_row(ENTER, [*made, officer, department, at, _said(at)])
    return bool(row and row[0])


def pass_at_once(*, case: CaseKey, read: Sequence[str], officer: OfficerId, department: int, at: datetime) -> bool:
    """Pass the document of a case whose zone reads as it was ordered; whether it has passed."""
    row = one_row(PASS, [case, [line.strip().upper() for line in read], officer, department, at, _said(at)])
    return bool(row and row[0])


def _layout(document_type: str) -> LayoutCode | None:
    document = next(one for one in current_rulebook().documents if one.code == document_type)
    return LayoutCode(document.mrz) if document.mrz else None


def _said(at: datetime) -> str:
    """A moment as events write it."""
    written = with_zone(at).isoformat()
    return f"{written[:-6]}Z" if written.endswith("+00:00") else written
