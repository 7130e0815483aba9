"""Folders of paper cases: each is scanned when it comes to a department, and a list shows those that are out of step."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.cases import services
from mumian.cases.errors import StepRefused
from mumian.cases.queries.desks import Scanned, folders_seen_out_of_step, scanned
from mumian.cases.queries.sight import sees_case
from mumian.cases.terms import STAGE_NAMES
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import sight_of
from mumian.offices.terms import DEPARTMENT_NAMES, Role
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of, place_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required

WHO_SCAN: Final = (
    Role.ACCEPTANCE_OFFICER,
    Role.COUNTER_APPROVER,
    Role.APPROVAL_OFFICER,
    Role.PRODUCTION_OFFICER,
    Role.QUALITY_CHECKER,
    Role.HAND_OVER_OFFICER,
)
ARRIVED: Final = _("Noted: the folder has come to this department.")
UNKNOWN: Final = Text(
    "未登记：没有这个案卷条码。请重新扫描，或核对手工输入的号码。",
    "Nothing was noted: there is no folder with this code. Scan it again, or compare what was typed.",
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_SCAN)
def folders(request: OfficerRequest) -> HttpResponse:
    """One field that keeps the focus; each scan is answered by a line. Under it the folders that are out of step."""
    code = request.POST.get("code", "").strip()
    if request.method != "POST":
        case = scanned(request.GET.get("code", "")) if request.GET.get("done") else None
        context = _page(request, code, case)
        return render(request, "desk/folders.html", {**context, "key": key_of(request), "refusal": None})
    case = scanned(code)
    try:
        if case is None or not sees_case(request.officer, case.case_id):
            raise StepRefused(UNKNOWN)
        services.scan_folder(
            case_id=case.case_id,
            department_id=place_of(request, *WHO_SCAN).department_id,
            by=mover_of(request),
            at=arrived_at(request),
            key=key_of(request),
        )
    except Refusal as refusal:
        return refused(request, "desk/folders.html", _page(request, code, None), refusal)
    return done("desk:folders", "yes", query={"code": code})


def _page(request: OfficerRequest, code: str, case: Scanned | None) -> dict[str, object]:
    rows = folders_seen_out_of_step(sight=sight_of(request.officer))
    return {
        "rows": rows,
        "code": code,
        "case": case,
        "stage": STAGE_NAMES[case.stage] if case else None,
        "out_of_step": case is not None and any(row.case_id == case.case_id for row in rows),
        "here": DEPARTMENT_NAMES[place_of(request, *WHO_SCAN).department],
        "departments": DEPARTMENT_NAMES,
        "stages": STAGE_NAMES,
        "said": ARRIVED if case else None,
        "done": None,
    }
