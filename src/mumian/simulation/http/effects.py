"""What the database says has become of people from a number on, and what a reader reads off a finished document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from mumian.simulation.http.reckoning import Effect

BEGUN: Final = "SELECT 'person:' || applicant_id, count(*) FROM cases_case WHERE applicant_id BETWEEN %s AND %s GROUP BY 1"
MOVED: Final = """
    SELECT moved.command, 'case:' || moved.case_id, count(*) FROM cases_move moved
    JOIN cases_case stood ON stood.id = moved.case_id WHERE stood.applicant_id BETWEEN %s AND %s GROUP BY 1, 2
"""
MOVES: Final = {
    "submit_application": ("accept", "handed in"),
    "accept_application": ("accept", "accepted"),
    "approve_case": ("approve", "approved"),
    "start_production": ("make", "begun"),
    "pass_quality": ("check", "passed"),
    "hand_out_document": ("hand_out", "collected"),
}
"""Of which act each move of a case is a part."""
OURS: Final = "WITH ours AS (SELECT 'case:' || id AS key FROM cases_case WHERE applicant_id BETWEEN %s AND %s) "
KEPT: Final = {
    ("accept", "paid"): "SELECT key, count(*) FROM ours JOIN payments_order placed ON placed.reference = key"
    " JOIN payments_receipt taken ON taken.order_id = placed.id GROUP BY 1",
    ("make", "document"): "SELECT key, count(*) FROM ours JOIN production_productionorder ON case_key = key GROUP BY 1",
    ("check", "record"): "SELECT key, count(*) FROM ours JOIN production_productionorder made ON case_key = key"
    " JOIN production_qualityrecord looked ON looked.order_id = made.id AND looked.passed GROUP BY 1",
    ("shelve", "place"): "SELECT key, count(*) FROM ours JOIN delivery_lying ON case_key = key GROUP BY 1",
    ("hand_out", "hand"): "SELECT key, count(*) FROM ours JOIN delivery_handout ON case_key = key GROUP BY 1",
}
"""The rows that an act leaves beside its move."""
KEYS: Final = """
    SELECT key FROM command JOIN offices_officer officer ON actor = 'officer:' || officer.badge_number
    JOIN accounts_account account ON account.id = officer.account_id
    WHERE asked_at >= %s AND account.username = ANY(%s) AND (command LIKE 'cases.%%' OR command LIKE 'counter.%%')
"""
LINES: Final = "SELECT mrz FROM production_productionorder WHERE case_key = %s AND state = 'in_work'"


def effects_of(first: int, people: int) -> Iterator[Effect]:
    """Everything that was done for so many people from this number on."""
    span = [first, first + people - 1]
    for subject, times in _rows(BEGUN, span):
        yield Effect("begin", subject, "case", times)
    for command, subject, times in _rows(MOVED, span):
        if command in MOVES:
            what, part = MOVES[command]
            yield Effect(what, subject, part, times)
    for (what, part), statement in KEPT.items():
        for subject, times in _rows(OURS + statement, span):
            yield Effect(what, subject, part, times)


def keys_since(moment: datetime, usernames: Sequence[str]) -> list[str]:
    """The keys under which something was done for these officers since then."""
    return [key for (key,) in _rows(KEYS, [moment, list(usernames)])]


def lines_of(case: int) -> list[str]:
    """What a reader types when the document in work for this case is laid on it."""
    [(lines,)] = _rows(LINES, [f"case:{case}"])
    return list(lines)


def _rows(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
