"""Cases walked to where production, quality and hand-over meet them; everything joined as in the running program."""

from __future__ import annotations

from mumian.cases.models import Case
from mumian.cases.services import approve_case
from mumian.cases.terms import CaseId
from mumian.foundation.identifiers.codes import LETTERS
from mumian.production.models import ProductionOrder
from tests.factories import whole
from tests.factories.cases import Office, on_duty
from tests.factories.whole import RELEASED

ENGLISH = {"accept-language": "en"}


def approved(of: Office) -> CaseId:
    """Approved at the first moment at which the lists have answered."""
    case_id = whole.accepted(of)
    approve_case(case_id=case_id, by=on_duty(of.approver), at=RELEASED)
    return case_id


def receipt_of(case_id: CaseId) -> str:
    """The number in the groups that stand on the receipt."""
    return LETTERS.shown(Case.objects.get(pk=case_id).receipt_number or "")


def stage_of(case_id: CaseId) -> str:
    """Where the case stands."""
    return Case.objects.get(pk=case_id).stage


def zone_of(case_id: CaseId) -> str:
    """The zone as a reader types it."""
    return "\r\n".join(ProductionOrder.objects.get(case_key=f"case:{case_id}").mrz)
