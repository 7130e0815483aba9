"""Which cases an officer sees, and which of them he works on: that is his reason to see whom a case is about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models import Q

from mumian.cases.models import Case, Move
from mumian.cases.queries.lists import Row, _rows
from mumian.cases.rules.sight import may_work_on
from mumian.cases.rules.transitions import AT_ACCEPTANCE
from mumian.cases.terms import CaseId, CaseStage
from mumian.catalogue.terms import Path
from mumian.offices.queries import OfficerSheet, sight_of
from mumian.offices.rules.sight import Sight
from mumian.people.terms import PersonId

OF_A_PERSON: Final = 50


def sees_case(officer: OfficerSheet, case_id: int) -> bool:
    """Whether the case belongs to a bureau or hall that the officer sees. Two or three queries."""
    case = Case.objects.select_related("hall", "bureau").filter(pk=case_id).first()
    return case is not None and _sees(officer, case, sight_of(officer))


def works_on(officer: OfficerSheet, case_id: int) -> bool:
    """Whether this is his own case: he sees it, and has had a hand on it, is its contact, or takes the step that comes next."""
    case = Case.objects.select_related("hall", "bureau").filter(pk=case_id).first()
    return case is not None and _works_on(officer, case, sight_of(officer), _touched(officer, [case]))


def own_case_of(person_id: PersonId, officer: OfficerSheet) -> CaseId | None:
    """The latest case of this person that the officer works on; None when there is none. Three queries."""
    sight = sight_of(officer)
    cases = list(Case.objects.select_related("hall", "bureau").filter(applicant_id=person_id).order_by("-pk")[:OF_A_PERSON])
    touched = _touched(officer, cases)
    return next((CaseId(case.pk) for case in cases if _works_on(officer, case, sight, touched)), None)


def cases_of(person_id: PersonId, *, officer: OfficerSheet, at: datetime) -> tuple[Row, ...]:
    """The cases of this person that the officer sees, the latest first. A fixed number of queries."""
    sight = sight_of(officer)
    cases = Case.objects.select_related("hall", "bureau").filter(applicant_id=person_id).order_by("-pk")[:OF_A_PERSON]
    seen = [case.pk for case in cases if _sees(officer, case, sight)]
    return _rows(Case.objects.filter(pk__in=seen).order_by("-pk"), at)


def _sees(officer: OfficerSheet, case: Case, sight: Sight) -> bool:
    if case.bureau is None:
        # Not accepted anywhere yet: it belongs to whoever takes applications, and to its contact.
        return bool(officer.roles & set(AT_ACCEPTANCE)) or case.contact_officer_id == officer.officer_id
    return sight.covers(bureau=case.bureau.code, hall=case.hall.code if case.hall else None)


def _works_on(officer: OfficerSheet, case: Case, sight: Sight, touched: Collection[int]) -> bool:
    if not _sees(officer, case, sight):
        return False
    turn = may_work_on(CaseStage(case.stage), Path(case.path), officer.roles)
    return turn or case.contact_officer_id == officer.officer_id or case.pk in touched


def _touched(officer: OfficerSheet, cases: Collection[Case]) -> set[int]:
    """Those of the cases on which the officer has made a move, or signed one. One query."""
    his = Q(officer_id=officer.officer_id) | Q(seconder_id=officer.officer_id)
    moves = Move.objects.filter(his, case__in=[case.pk for case in cases])
    return set(moves.values_list("case_id", flat=True))
