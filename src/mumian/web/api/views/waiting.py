"""Live waiting for programs: what the public page says, as JSON, for anybody, from anywhere."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from mumian.foundation.clock import local
from mumian.queueing.queries import HallWait
from mumian.queueing.terms import Wait
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.waits import waits_lately


@cache_control(public=True, max_age=10)
@require_safe
def waiting(request: HttpRequest) -> JsonResponse:
    """The moment, and for each hall its code, name, parties waiting, open windows, wait in minutes (two numbers or null).

    `services` says the same of each service that the hall's open windows do: what the screens of the hall tell.
    """
    at, waits = waits_lately(at=arrived_at(request))
    answer = {"as_of": local(at).isoformat(timespec="seconds"), "halls": [_hall(one) for one in waits]}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False}, headers={"Access-Control-Allow-Origin": "*"})


def _hall(one: HallWait) -> dict[str, object]:
    return {
        "hall": one.hall,
        "name": {"zh": one.name.zh, "en": one.name.en},
        "waiting": one.waiting,
        "open_windows": one.open_windows,
        "wait_minutes": _minutes(one.wait),
        "services": [
            {"service": line.service, "waiting": line.waiting, "wait_minutes": _minutes(line.wait)} for line in one.services
        ],
    }


def _minutes(wait: Wait | None) -> list[int] | None:
    return list(wait.minutes) if wait else None
