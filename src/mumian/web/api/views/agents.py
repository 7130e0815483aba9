"""What a hall's own agent asks of the centre, with a token of its own: begin, lines, block, standing, back.

    POST /api/halls/H01/agent/lines   Authorization: Bearer …   {"epoch": 3, "at": "…", "lines": ["…"]}

Everything may be asked twice: a line told before is known, and not done again. What is refused says why in both languages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mumian.foundation.words import Text
from mumian.queueing.errors import QueueRefused
from mumian.queueing.rules.journal import TOLD_UPSTAIRS, Line, read_line
from mumian.queueing.services import agent_of, begin_agent, give_block, give_hall_back, standing_of, take_over
from mumian.web.shared.arrival import arrived_at

MOST: Final = 4 << 20
BEARER: Final = "Bearer "
Said = Mapping[str, Any]
Way = Callable[[str, str, Said, datetime], Mapping[str, Any]]


@csrf_exempt
@never_cache
@require_POST
def agent(request: HttpRequest, hall: str, what: str) -> HttpResponse:
    """200 with the answer; 401 for a token that does not count for this hall, 400 for what can't be read, 409 for a refusal."""
    named = agent_of(_token(request), hall=hall)
    if named is None:
        answer = _no(WHO, HTTPStatus.UNAUTHORIZED)
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    try:
        said = json.loads(request.read(MOST))
        way = WAYS[what]
        return JsonResponse(dict(way(hall, named, said, arrived_at(request))))
    except (ValueError, KeyError, TypeError):
        return _no(UNREADABLE, HTTPStatus.BAD_REQUEST)
    except QueueRefused as refusal:
        return _no(refusal.sentence, HTTPStatus.CONFLICT)


def _begin(hall: str, named: str, _said: Said, at: datetime) -> Mapping[str, Any]:
    return begin_agent(hall=hall, agent=named, at=at)


def _lines(hall: str, named: str, said: Said, at: datetime) -> Mapping[str, Any]:
    lines = [_line(text) for text in said["lines"]]
    return asdict(take_over(hall=hall, agent=named, epoch=int(said["epoch"]), lines=lines, at=at))


def _line(text: str) -> Line:
    line = read_line(text)
    if line is None or line.act not in TOLD_UPSTAIRS:
        raise ValueError(text)
    return line


def _block(hall: str, named: str, _said: Said, at: datetime) -> Mapping[str, Any]:
    return give_block(hall=hall, agent=named, at=at)


def _standing(hall: str, named: str, said: Said, _at: datetime) -> Mapping[str, Any]:
    return asdict(standing_of(hall=hall, agent=named, epoch=int(said["epoch"])))


def _back(hall: str, named: str, _said: Said, at: datetime) -> Mapping[str, Any]:
    give_hall_back(hall=hall, agent=named, at=at)
    return {}


WAYS: Final[Mapping[str, Way]] = {
    "begin": _begin,
    "lines": _lines,
    "block": _block,
    "standing": _standing,
    "back": _back,
}


def _token(request: HttpRequest) -> str:
    said = request.headers.get("Authorization", "")
    return said.removeprefix(BEARER).strip() if said.startswith(BEARER) else ""


def _no(why: Text, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"zh": why.zh, "en": why.en}, status=status)


WHO: Final = Text(
    "未办理：没有对本大厅有效的令牌。", "Nothing was done: no token that counts for this hall came with the request."
)
UNREADABLE: Final = Text("未办理：请求无法读懂。", "Nothing was done: the request can't be read.")
