"""What the database itself says of the town at the end: stages, colours, notices, breaches, and whether a rule was broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from mumian.audit.services import Sealer
from mumian.foundation.clock import SystemClock, local_date
from mumian.foundation.deadlines import Colour
from mumian.simulation.stage import Stage

STAGES: Final = "SELECT service_id, stage, count(*) FROM cases_case WHERE opened_at >= %s GROUP BY 1, 2 ORDER BY 1, 2"
CHANNELS: Final = "SELECT channel, count(*) FROM cases_case WHERE opened_at >= %s GROUP BY 1 ORDER BY 1"
OPEN_DUE: Final = """
    SELECT due_on, due_before, count(*) FROM cases_case
    WHERE opened_at >= %s AND due_before IS NOT NULL AND NOT clock_stopped AND stage IN ('accepted', 'approved', 'in_production')
    GROUP BY 1, 2 ORDER BY 1, 2
"""
NOTICES: Final = "SELECT count(*) FROM cases_notice WHERE issued_at >= %s"
TAKEN: Final = "SELECT coalesce(sum(amount), 0)::bigint FROM payments_receipt WHERE taken_at >= %s"
BREACHES: Final = "SELECT count(*) FROM cases_breach WHERE at >= %s"
GROUNDS: Final = "SELECT kind, ground, count(*) FROM cases_letter WHERE at >= %s AND ground <> '' GROUP BY 1, 2 ORDER BY 1, 2"
# A hand is a role that an officer had in a round of a case. Whoever had two, and whoever shares a department where none may be
# shared (but for approval at the counter, and of several producers the last counts), has broken the rule. Of machines only the
# department counts.
HANDS: Final = """
    WITH hands AS (
        SELECT DISTINCT ON (moved.case_id, moved.round, moved.hand)
               moved.case_id, moved.round, moved.hand, moved.command, moved.officer_id, moved.department_id
        FROM cases_move AS moved JOIN cases_case AS stood ON stood.id = moved.case_id
        WHERE moved.hand IN ('accept', 'decide', 'produce') AND stood.opened_at >= %s
        ORDER BY moved.case_id, moved.round, moved.hand, moved.number DESC
    ), rounds AS (
        SELECT case_id, round, count(*) AS hands, count(officer_id) AS officers, count(DISTINCT officer_id) AS different,
               count(DISTINCT department_id) AS departments, bool_or(command = 'approve_at_counter') AS forward
        FROM hands GROUP BY 1, 2
    )
    SELECT count(*) FILTER (WHERE hands > 1), count(*) FILTER (WHERE hands = 3),
           count(*) FILTER (WHERE different < officers OR departments < hands - CASE WHEN forward THEN 1 ELSE 0 END)
    FROM rounds
"""
ACTS: Final = "SELECT count(*) FROM audit_act"
STOOD: Final = "SELECT count(*) FROM cases_case WHERE opened_at >= %s"
HEAD: Final = "SELECT size, root FROM audit_sealedhead ORDER BY number DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Before:
    """What stood in the database before a town began, of the days that it plays: cases, and fen on receipts."""

    cases: int = 0
    fen: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """Rows of the questions above, as plain values."""

    stages: dict[str, dict[str, int]]
    channels: dict[str, int]
    colours: dict[str, int]
    notices: int
    breaches: int
    grounds: dict[str, int]
    taken_fen: int
    cases_with_hands: int
    cases_with_three_hands: int
    broke_the_rule: int

    @property
    def sentence(self) -> str:
        """The three hands in one sentence."""
        return f"{self.broke_the_rule} of {self.cases_with_hands} cases broke the rule of three hands"


def proof(stage: Stage, *, since: datetime, at: datetime) -> Proof:
    """Ask the database about cases that were opened since then, as things stand at this moment. Nine queries."""
    stages: dict[str, dict[str, int]] = {}
    for service, stood, number in _rows(STAGES, since):
        stages.setdefault(service, {})[stood] = number
    [(hands, three, broke)] = _rows(HANDS, since)
    return Proof(
        stages=stages,
        channels=dict(_rows(CHANNELS, since)),
        colours=_colours(stage, since, at),
        notices=_rows(NOTICES, since)[0][0],
        breaches=_rows(BREACHES, since)[0][0],
        grounds={f"{kind}: {ground}": number for kind, ground, number in _rows(GROUNDS, since)},
        taken_fen=_rows(TAKEN, since)[0][0],
        cases_with_hands=hands,
        cases_with_three_hands=three,
        broke_the_rule=broke,
    )


def stood_before(*, since: datetime) -> Before:
    """Cases and fees of these days that are another's: the first cases of a demonstration are older than its history."""
    return Before(cases=_rows(STOOD, since)[0][0], fen=_rows(TAKEN, since)[0][0])


def _colours(stage: Stage, since: datetime, at: datetime) -> dict[str, int]:
    """Open cases by the colour of their nearer unmet limit, by working days left after today."""
    today = local_date(at)
    found = dict.fromkeys((colour.value for colour in Colour), 0)
    for due_on, due_before, number in _rows(OPEN_DUE, since):
        if at >= due_before:
            found[Colour.PURPLE.value] += number
            continue
        left = stage.calendar.count_working_days(today, due_on) - (1 if stage.calendar.is_working_day(today) else 0)
        found[COLOUR_OF.get(left, Colour.GREEN).value] += number
    return found


COLOUR_OF: Final = {0: Colour.RED, 1: Colour.ORANGE, 2: Colour.YELLOW}


def sealed(sealer: Sealer) -> tuple[int, str]:
    """Seal everything that happened; answers how many acts stand under the last head, and its root in hexadecimal signs."""
    turn = sealer.turn()
    while turn.sealed or turn.more:
        turn = sealer.turn()
    rows = _rows(HEAD)
    return (rows[0][0], bytes(rows[0][1]).hex()) if rows else (0, "")


def acts_on_record() -> int:
    """How many acts the record of audit has."""
    return int(_rows(ACTS)[0][0])


def _rows(statement: str, *values: datetime) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall())


def now() -> datetime:
    """The moment of a real clock."""
    return SystemClock().now()
