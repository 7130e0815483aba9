"""Lists arrive by program: kept as they came, answered at once with a number, loaded within seconds.

    POST /api/lists/EXIT_BAR/deliveries   Authorization: Bearer …  Idempotency-Key: …  X-List-Version: …  X-List-Whole: yes|no
    GET  /api/lists/deliveries/17

What is refused says why in both languages. A source sees its own deliveries and never an entry or a match.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from mumian.clearance.errors import MatchRefused
from mumian.clearance.queries.feeding import Caller, caller_of, delivery_said
from mumian.clearance.services.feeding import receive
from mumian.foundation.words import Text
from mumian.web.shared.arrival import arrived_at

MOST: Final = 256 << 20
LONGEST: Final = 100
BEARER: Final = "Bearer "

WHO: Final = Text("未接收：没有有效的令牌。", "Nothing was taken: no token that counts came with the request.")
TOO_OFTEN: Final = Text("未接收：调用过于频繁，请一分钟后再试。", "Nothing was taken: too many calls. Try again in a minute.")
NO_KEY: Final = Text(
    "未接收：请在 Idempotency-Key 和 X-List-Version 中写明幂等键和版本号（各不超过100个字符）。",
    "Nothing was taken: name the delivery in Idempotency-Key and its version in X-List-Version, 100 characters at most each.",
)
TOO_LARGE: Final = Text(
    "未接收：文件超过 256 MiB，请分批报送。", "Nothing was taken: the file is over 256 MiB. Send it in parts."
)
EMPTY: Final = Text("未接收：没有内容。", "Nothing was taken: the request has no body.")
NOT_YOURS: Final = Text("没有这份报送。", "There is no such delivery.")


@csrf_exempt
@never_cache
@require_POST
def deliver(request: HttpRequest, stream: str) -> HttpResponse:
    """Take a file for one list. 202 with its number; the same key again answers the same number (200)."""
    caller = _caller(request)
    if isinstance(caller, HttpResponse):
        return caller
    key, version = (request.headers.get(name, "").strip() for name in ("Idempotency-Key", "X-List-Version"))
    if not 0 < len(key) <= LONGEST or not 0 < len(version) <= LONGEST:
        return _no(NO_KEY, HTTPStatus.BAD_REQUEST)
    body = request.read(MOST + 1)
    if not body or len(body) > MOST:
        return _no(*((TOO_LARGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE) if body else (EMPTY, HTTPStatus.BAD_REQUEST)))
    whole = request.headers.get("X-List-Whole", "").strip().lower() == "yes"
    try:
        number, is_new = receive(
            token=_token(request), stream=stream, key=key, version=version, whole=whole, body=body, at=arrived_at(request)
        )
    except MatchRefused as refusal:
        known = stream in caller.streams
        return _no(refusal.sentence, HTTPStatus.CONFLICT if known else HTTPStatus.FORBIDDEN)
    address = reverse("api:delivery", kwargs={"delivery_id": number})
    answer = JsonResponse({"delivery": number, "address": address}, status=HTTPStatus.ACCEPTED if is_new else HTTPStatus.OK)
    answer.headers["Location"] = address
    return answer


@never_cache
@require_safe
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """What became of a delivery of one's own: waiting, loaded with its counts and rejected lines, or refused and why."""
    caller = _caller(request)
    if isinstance(caller, HttpResponse):
        return caller
    said = delivery_said(delivery_id, token=_token(request), at=arrived_at(request))
    return _no(NOT_YOURS, HTTPStatus.NOT_FOUND) if said is None else JsonResponse(said)


def _caller(request: HttpRequest) -> Caller | HttpResponse:
    token = _token(request)
    caller = caller_of(token, at=arrived_at(request)) if token else None
    if caller is None:
        answer = _no(WHO, HTTPStatus.UNAUTHORIZED)
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    if caller.is_too_often:
        answer = _no(TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS)
        answer.headers["Retry-After"] = "60"
        return answer
    return caller


def _token(request: HttpRequest) -> str:
    said = request.headers.get("Authorization", "")
    return said.removeprefix(BEARER).strip() if said.startswith(BEARER) else ""


def _no(why: Text, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"zh": why.zh, "en": why.en}, status=status)
