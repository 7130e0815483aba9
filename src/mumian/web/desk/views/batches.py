"""Files of firms: find the firm, hand the file in, look at each line, take the good ones, give the others back with reasons."""

from __future__ import annotations

import re
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mumian.cases import services
from mumian.cases.queries import UploadSheet, upload_sheet, uploads
from mumian.cases.rules.batches import COLUMNS, MOST_BYTES, mended_csv, sample_csv
from mumian.cases.rules.transitions import AT_ACCEPTANCE
from mumian.cases.terms import UploadId
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers.organisations import SocialCreditCode
from mumian.foundation.words import Text
from mumian.offices.queries import officer_by_badge, sight_of
from mumian.people.queries import organisations_by_name
from mumian.people.services import enter_organisations
from mumian.people.terms import OrganisationFacts, OrganisationId, OrganisationKind
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import mover_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import page_language
from mumian.web.shared.typed import number_typed

DONE: Final = {
    "taken": _("The lines that were in order are applications now; the others can be fetched, mended and handed in again."),
    "entered": _("The firm is on record. Choose its file now."),
}
DIVISION: Final = re.compile(r"[0-9]{6}")
CODE_KNOWN: Final = Text(
    "未登记：这个统一社会信用代码已经登记在另一名称下。请用代码查找。",
    "Nothing was entered: this credit code is on record under another name. Find the firm by the code.",
)
NO_DIVISION: Final = Text(
    "未登记：所在区县应为六位代码。请改正。", "Nothing was entered: the district is six digits. Correct it."
)
MARK: Final = "\ufeff"
"""Table programs take a file with this mark for UTF-8."""
NO_FIRM: Final = Text(
    "未交来文件：没有选择单位。请先查找并选择单位。",
    "No file was handed in: no firm was chosen. Find the firm and choose it first.",
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*AT_ACCEPTANCE)
def batches(request: OfficerRequest) -> HttpResponse:
    """The latest files; a firm is found, entered where nobody knows it, and its file handed in."""
    written = request.POST.get("firm") or request.GET.get("firm", "")
    found = organisations_by_name(written) if written else ()
    context = {
        "firm": written,
        "found": found,
        "typed": {name: request.POST.get(name, "") for name in ("name_en", "credit_code", "division")},
        "uploads": uploads(bureaus=sorted(sight_of(request.officer).bureaus) or [one.bureau for one in request.officer.duties]),
        "columns": COLUMNS,
        "done": DONE.get(request.GET.get("done", "")),
    }
    if request.method != "POST":
        return render(request, "desk/batches.html", {**context, "key": key_of(request), "refusal": None})
    try:
        if "organisation" not in request.POST:
            _enter(request, written)
            return done("desk:batches", "entered", query={"firm": written})
        upload_id = _hand_in(request)
    except Refusal as refusal:
        return refused(request, "desk/batches.html", context, refusal)
    return done("desk:batch", "", upload_id=upload_id)


@never_cache
@require_safe
@officer_required(*AT_ACCEPTANCE)
def batch(request: OfficerRequest, upload_id: int) -> HttpResponse:
    """What becomes of each line."""
    context = {"file": _file(request, upload_id), "key": key_of(request), "refusal": None}
    return render(request, "desk/batch.html", {**context, "done": DONE.get(request.GET.get("done", ""))})


@never_cache
@require_POST
@officer_required(*AT_ACCEPTANCE)
def take(request: OfficerRequest, upload_id: int) -> HttpResponse:
    """Make applications of the lines that are in order."""
    file = _file(request, upload_id)
    try:
        services.take_batch(upload_id=file.upload_id, by=mover_of(request), at=arrived_at(request), key=key_of(request))
    except Refusal as refusal:
        return refused(request, "desk/batch.html", {"file": file}, refusal)
    return done("desk:batch", "taken", upload_id=upload_id)


@never_cache
@require_safe
@officer_required(*AT_ACCEPTANCE)
def mended(request: OfficerRequest, upload_id: int) -> HttpResponse:
    """The lines that have to be mended, as they were written, with the reasons in a last column."""
    file = _file(request, upload_id)
    text = mended_csv(file.heading, [verdict.line for verdict in file.wrong], chinese=page_language().startswith("zh"))
    return _csv(text, f"to-mend-{upload_id}")


@require_safe
@officer_required(*AT_ACCEPTANCE)
def sample(request: OfficerRequest) -> HttpResponse:
    """How a file should look, with an invented person."""
    return _csv(sample_csv(chinese=page_language().startswith("zh")), "sample")


def _hand_in(request: OfficerRequest) -> UploadId:
    sent = request.FILES.get("file")
    content = sent.read(MOST_BYTES + 1) if sent else b""
    organisation = number_typed(request.POST.get("organisation"))
    if organisation is None:
        raise Refusal(NO_FIRM)
    return services.upload_batch(
        organisation=OrganisationId(organisation),
        file_name=(sent.name or "") if sent else "",
        content=content,
        by=mover_of(request),
        at=arrived_at(request),
    )


def _enter(request: OfficerRequest, name: str) -> None:
    """Enter a firm that nobody knows."""
    written = request.POST.get("credit_code", "").strip()
    code = SocialCreditCode.parse(written).value if written else None
    division = request.POST.get("division", "").strip()
    if code and organisations_by_name(code):
        raise Refusal(CODE_KNOWN)
    if not DIVISION.fullmatch(division):
        raise Refusal(NO_DIVISION)
    facts = OrganisationFacts(
        kind=OrganisationKind.FIRM,
        name_zh=name,
        name_en=request.POST.get("name_en", "").strip(),
        credit_code=code,
        division=division,
    )
    enter_organisations(organisations=[facts], at=arrived_at(request))


def _file(request: OfficerRequest, upload_id: int) -> UploadSheet:
    found = upload_sheet(UploadId(upload_id), at=arrived_at(request))
    if found is None or not _is_seen(request, found):
        raise Http404
    return found


def _is_seen(request: OfficerRequest, file: UploadSheet) -> bool:
    """Whether the file was handed in where this officer sees; it is full of names and numbers."""
    if file.uploaded_badge == request.officer.badge_number:
        return True
    uploader, sight = officer_by_badge(file.uploaded_badge, on=local_date(file.uploaded_at)), sight_of(request.officer)
    return uploader is not None and any(sight.covers(bureau=duty.bureau, hall=duty.hall) for duty in uploader.duties)


def _csv(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(MARK + text, content_type="text/csv; charset=utf-8", headers=headers)
