"""The outside survey: a sample drawn by seed, its contact file given out once, signed results taken in, and what they say.

Who works in halls does not open this page. Answers come under blind numbers; nobody here can say whose they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.terms import Role
from mumian.queueing.errors import SurveyRefused
from mumian.queueing.queries import OwnYear, SurveyFigure, own_years, samples, survey_figures
from mumian.queueing.services import draw_sample, take_results
from mumian.web.desk.posting import done
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said
from mumian.web.shared.typed import number_typed

WHO_SURVEY: Final = (Role.SUPERVISOR, Role.LEADER)
LARGEST: Final = 4 * 1024 * 1024
KEY_BYTES: Final = 32
ASPECT_NAMES: Final = {
    "environment": Text("大厅环境", "the hall itself"),
    "efficiency": Text("办事效率", "efficiency"),
    "attitude": Text("服务态度", "manner of service"),
}
UNREADABLE: Final = Text(
    "未抽样：请填写名称、随机种子、起止日期、人数，以及调查中心的公钥（64 个十六进制字符）。",
    "No sample was drawn: it needs a name, a seed, both days, how many, and the survey centre's public key"
    " (64 hexadecimal characters).",
)
NO_FILE: Final = Text(
    "未接收：请选择样本和调查中心签名的结果文件（UTF-8）。",
    "Nothing was taken in: choose the sample and the signed file of the survey centre (UTF-8).",
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What the outside centre found about one thing in a year, beside what our own tablets say of that year."""

    name: str
    outside: SurveyFigure
    own: OwnYear | None


def beside() -> list[Beside]:
    """The figures of the survey, each with our own ratings of that year. Two queries."""
    own = {one.year: one for one in own_years()}
    return [Beside(said(ASPECT_NAMES[one.aspect]), one, own.get(one.year)) for one in survey_figures()]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_SURVEY)
def survey(request: OfficerRequest) -> HttpResponse:
    """Samples and figures; POST draws a sample (the answer is the contact file) or takes results in."""
    refusal = ""
    if request.method == "POST":
        try:
            return _drawn(request) if request.POST.get("act") == "draw" else _taken_in(request)
        except Refusal as refused:
            refusal = said(refused.sentence)
    drawn = samples()
    context = {
        "samples": drawn,
        "open_samples": [(one.name, one.name) for one in drawn if one.closed_at is None],
        "beside": beside(),
        "typed": request.POST if refusal else {},
        "refusal": refusal,
        "done": _("The results are kept.") if request.GET.get("done") == "taken" else "",
    }
    return render(request, "desk/survey.html", context, status=422 if refusal else 200)


def _drawn(request: OfficerRequest) -> HttpResponse:
    """The contact file: it is given out in this answer and kept nowhere."""
    typed = request.POST
    name = typed.get("name", "").strip()[:40]
    try:
        first_on, last_on = date.fromisoformat(typed.get("first_on", "")), date.fromisoformat(typed.get("last_on", ""))
        public_key = bytes.fromhex(typed.get("public_key", "").strip())
    except ValueError:
        raise SurveyRefused(UNREADABLE) from None
    seed, size = typed.get("seed", "").strip()[:64], number_typed(typed.get("size")) or 0
    if not (name and seed and len(public_key) == KEY_BYTES and first_on <= last_on and name.replace("-", "").isalnum()):
        raise SurveyRefused(UNREADABLE)
    file = draw_sample(
        name=name,
        first_on=first_on,
        last_on=last_on,
        size=size,
        seed=seed,
        public_key=public_key,
        acting=acting_of(request),
        at=arrived_at(request),
    )
    headers = {"Content-Disposition": 'attachment; filename="contacts.csv"'}
    return HttpResponse(file, content_type="text/csv; charset=utf-8", headers=headers)


def _taken_in(request: OfficerRequest) -> HttpResponse:
    sent = request.FILES.get("file")
    name = request.POST.get("sample", "")
    if sent is None or not name or (sent.size or 0) > LARGEST:
        raise SurveyRefused(NO_FILE)
    try:
        text = sent.read().decode("utf-8")
    except UnicodeDecodeError:
        raise SurveyRefused(NO_FILE) from None
    take_results(name=name[:40], text=text, acting=acting_of(request), at=arrived_at(request))
    return done("desk:survey", "taken")
