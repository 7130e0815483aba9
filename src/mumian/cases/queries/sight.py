"""Which cases an officer sees, and which of them he works on: that is his reason to see whom a case is about.

A case that was accepted belongs to its bureau and hall. Before, it belongs to who was first asked, to whom he handed over his
duty, and to those who take applications where he does; one that was handed in from elsewhere, to whoever takes applications. A
draft that nobody at a window has opened is the applicant's alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from mumian.cases.models import Case
from mumian.cases.queries.lists import Row, _rows
from mumian.cases.rules.sight import may_work_on
from mumian.cases.rules.transitions import AT_ACCEPTANCE
from mumian.cases.terms import CaseId, CaseStage
from mumian.catalogue.terms import Path
from mumian.foundation.statements import all_rows
from mumian.offices.models import Posting, Relief
from mumian.offices.queries import OfficerSheet, sight_of
from mumian.offices.rules.sight import Sight
from mumian.people.terms import PersonId

OF_A_PERSON: Final = 50


# Asked with every page of a case: one statement, prepared once.
PLACED: Final = """
    SELECT stood.id, stood.stage, stood.path, stood.contact_officer_id, bureau.code, hall.code
    FROM cases_case stood
    LEFT JOIN offices_bureau bureau ON bureau.id = stood.bureau_id
    LEFT JOIN offices_hall hall ON hall.id = stood.hall_id
"""
ONE: Final = PLACED + "WHERE stood.id = %s"
OF_PERSON: Final = PLACED + "WHERE stood.applicant_id = %s ORDER BY stood.id DESC LIMIT %s"
TOUCHED: Final = """
    SELECT DISTINCT case_id FROM cases_move
    WHERE case_id = ANY(%(cases)s) AND (officer_id = %(officer)s OR seconder_id = %(officer)s)
"""


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where a case stands, and whose it is."""

    case_id: int
    stage: str
    path: str
    contact_officer_id: int | None
    bureau: str | None
    hall: str | None


def sees_case(officer: OfficerSheet, case_id: int) -> bool:
    """Whether the case belongs to a bureau or hall that the officer sees. One to four queries."""
    case = _placed(case_id)
    return case is not None and _sees(officer, case, sight_of(officer), _beside(officer, [case]))


def works_on(officer: OfficerSheet, case_id: int) -> bool:
    """Whether this is his own case: he sees it, and has had a hand on it, is its contact, or takes the step that comes next."""
    case = _placed(case_id)
    if case is None:
        return False
    return _works_on(officer, case, sight_of(officer), _touched(officer, [case]), _beside(officer, [case]))


def own_case_of(person_id: PersonId, officer: OfficerSheet) -> CaseId | None:
    """The latest case of this person that the officer works on; None when there is none. A fixed number of queries."""
    cases = _placed_of(person_id)
    if not cases:
        return None
    sight, touched, beside = sight_of(officer), _touched(officer, cases), _beside(officer, cases)
    return next((CaseId(case.case_id) for case in cases if _works_on(officer, case, sight, touched, beside)), None)


def cases_of(person_id: PersonId, *, officer: OfficerSheet, at: datetime) -> tuple[Row, ...]:
    """The cases of this person that the officer sees, the latest first. A fixed number of queries."""
    cases = _placed_of(person_id)
    sight, beside = sight_of(officer), _beside(officer, cases)
    seen = [case.case_id for case in cases if _sees(officer, case, sight, beside)]
    return _rows(Case.objects.filter(pk__in=seen).order_by("-pk"), at)


def _placed(case_id: int) -> _Placed | None:
    return next((_Placed(*row) for row in all_rows(ONE, [case_id])), None)


def _placed_of(person_id: PersonId) -> list[_Placed]:
    return [_Placed(*row) for row in all_rows(OF_PERSON, [person_id, OF_A_PERSON])]


def taken_in_by(officer: OfficerSheet, sight: Sight) -> Q:
    """The cases that no place has accepted yet, as far as this officer sees them. No query by itself."""
    mine = Q(contact_officer_id=officer.officer_id) | Q(contact_officer__in=_relieved(officer))
    if officer.roles & set(AT_ACCEPTANCE):
        here = Q(department__bureau__code__in=sight.bureaus) | Q(hall__code__in=sight.halls)
        beside = Posting.objects.filter(here, officer=OuterRef("contact_officer"), role__in=AT_ACCEPTANCE)
        mine |= (Q(contact_officer=None) & ~Q(stage=CaseStage.DRAFT.value)) | Q(Exists(beside))
    return Q(bureau=None) & mine


def _relieved(officer: OfficerSheet) -> QuerySet[Relief, int]:
    """Who handed his duty over to this officer, who acknowledged it."""
    taken = Relief.objects.filter(successor_id=officer.officer_id, acknowledged_at__isnull=False)
    return taken.values_list("officer_id", flat=True)


@dataclass(frozen=True, slots=True)
class _Beside:
    """Of the officers first asked: who serves where this officer takes applications, and whose duty he has taken over."""

    colleagues: frozenset[int]
    relieved: frozenset[int]


def _beside(officer: OfficerSheet, cases: Iterable[_Placed]) -> _Beside:
    """No query where all cases were accepted or are his own, else two or three."""
    asked = {case.contact_officer_id for case in cases if case.bureau is None} - {None, officer.officer_id}
    if not asked:
        return _Beside(frozenset(), frozenset())
    colleagues: frozenset[int] = frozenset()
    if officer.roles & set(AT_ACCEPTANCE):
        here = sight_of(officer, roles=AT_ACCEPTANCE)
        posted = Posting.objects.filter(officer__in=asked, role__in=AT_ACCEPTANCE)
        places = posted.values_list("officer_id", "department__bureau__code", "hall__code")
        colleagues = frozenset(pk for pk, bureau, hall in places if here.covers(bureau=bureau, hall=hall))
    return _Beside(colleagues, frozenset(_relieved(officer).filter(officer__in=asked)))


def _sees(officer: OfficerSheet, case: _Placed, sight: Sight, beside: _Beside) -> bool:
    if case.bureau is not None:
        return sight.covers(bureau=case.bureau, hall=case.hall)
    if case.contact_officer_id is None:
        return case.stage != CaseStage.DRAFT.value and bool(officer.roles & set(AT_ACCEPTANCE))
    return case.contact_officer_id in {officer.officer_id, *beside.colleagues, *beside.relieved}


def _works_on(officer: OfficerSheet, case: _Placed, sight: Sight, touched: Collection[int], beside: _Beside) -> bool:
    if not _sees(officer, case, sight, beside):
        return False
    mine = case.contact_officer_id in {officer.officer_id, *beside.relieved} or case.case_id in touched
    if case.stage == CaseStage.DRAFT.value:
        return mine
    return mine or may_work_on(CaseStage(case.stage), Path(case.path), officer.roles)


def _touched(officer: OfficerSheet, cases: Collection[_Placed]) -> set[int]:
    """Those of the cases on which the officer has made a move, or signed one. One query."""
    asked = {"cases": [case.case_id for case in cases], "officer": officer.officer_id}
    return {case_id for (case_id,) in all_rows(TOUCHED, asked)}
