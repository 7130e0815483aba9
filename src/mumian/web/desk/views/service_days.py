"""Service days: temporary stations with dates, services, windows and staff; their figures stand apart from those of halls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import officer_by_badge
from mumian.offices.rules.opening import intervals_of
from mumian.offices.terms import OfficerId, Role
from mumian.queueing.errors import QueueRefused
from mumian.queueing.queries import service_days, service_names
from mumian.queueing.services import open_service_day
from mumian.queueing.terms import ServiceDayFacts
from mumian.web.desk.posting import done
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of, place_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said
from mumian.web.shared.typed import number_typed

WHO_OPEN: Final = (Role.HALL_MANAGER, Role.LEADER)
MOST_WINDOWS: Final = 20
HOURS: Final = "09:00-12:00 14:00-17:00"
CODE_TAKES: Final = 8
WRONG_DAYS: Final = Text(
    "未开设：日期无法识别。请选择开始和结束日期。", "The service day was not opened: the days cannot be read. Choose both."
)
WRONG_HOURS: Final = Text(
    "未开设：时间应写成 09:00-12:00，多段之间用空格隔开，不得重叠。",
    "The service day was not opened: hours are written 09:00-12:00, several with a space between them, and may not overlap.",
)
WRONG_CODE: Final = Text(
    "未开设：编号由大写字母和数字组成，三至八个。请改正。",
    "The service day was not opened: a code has three to eight capital letters and digits.",
)
WRONG_STAFF: Final = Text(
    "未开设：没有警号{badge}。请核对后重试。",
    "The service day was not opened: there is no badge number {badge}. Check it and try again.",
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(*WHO_OPEN)
def all_days(request: OfficerRequest) -> HttpResponse:
    """All service days with their figures; POST opens one."""
    refusal = ""
    if request.method == "POST":
        try:
            code = open_service_day(
                facts=_facts(request),
                manager=request.officer.officer_id,
                acting=acting_of(request),
                at=arrived_at(request),
            )
            return done("desk:service_days", "opened", query={"code": code})
        except Refusal as refused:
            refusal = said(refused.sentence)
    names = service_names()
    context = {
        "days": [(one, [said(names[code]) for code in one.services if code in names]) for one in service_days()],
        "services": [(code, said(name)) for code, name in names.items()],
        "chosen": request.POST.getlist("service") if refusal else (),
        "typed": request.POST if refusal else {},
        "hours": HOURS,
        "today": local_date(arrived_at(request)),
        "refusal": refusal,
        "done": _("The service day is open: its machine, screens and windows work on its days.") if "code" in request.GET else "",
        "here": "desk:service_days",
    }
    return render(request, "desk/service_days.html", context, status=422 if refusal else 200)


def _facts(request: OfficerRequest) -> ServiceDayFacts:
    """What was typed. Raises QueueRefused with what cannot be read."""
    typed = request.POST
    code = typed.get("code", "").strip().upper()
    if not (code.isascii() and code.isalnum() and len("D26") <= len(code) <= CODE_TAKES):
        raise QueueRefused(WRONG_CODE)
    first_on = _day(typed.get("first_on", ""))
    today = local_date(arrived_at(request))
    return ServiceDayFacts(
        code=code,
        name=Text(typed.get("zh", "").strip()[:40], (typed.get("en", "").strip() or typed.get("zh", "").strip())[:80]),
        place=Text(
            typed.get("place_zh", "").strip()[:80], (typed.get("place_en", "").strip() or typed.get("place_zh", "").strip())[:160]
        ),
        bureau=place_of(request, *WHO_OPEN).bureau,
        first_on=max(first_on, today - timedelta(days=366)),
        last_on=_day(typed.get("last_on", "")),
        hours=_hours(typed.get("hours", "")),
        services=tuple(typed.getlist("service")),
        windows=min(number_typed(typed.get("windows")) or 0, MOST_WINDOWS),
        staff=tuple(_staff(typed.get("staff", "").replace(",", " ").replace("，", " ").split(), on=today)),
    )


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise QueueRefused(WRONG_DAYS) from None


def _hours(typed: str) -> tuple[str, ...]:
    written = tuple(typed.split())
    try:
        intervals_of(written)
    except ValueError:
        raise QueueRefused(WRONG_HOURS) from None
    if not written:
        raise QueueRefused(WRONG_HOURS)
    return written


def _staff(badges: Sequence[str], *, on: date) -> list[OfficerId]:
    found = []
    for badge in dict.fromkeys(badges):
        officer = officer_by_badge(badge[:20], on=on)
        if officer is None:
            raise QueueRefused(WRONG_STAFF.filled(badge=badge[:20]))
        found.append(officer.officer_id)
    return found
