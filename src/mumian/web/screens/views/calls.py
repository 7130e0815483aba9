"""The screen of a hall, or of one floor of it: `?floor=2&mode=flash`. Modes are voice, flash and silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mumian.foundation.clock import local, local_date
from mumian.gateways.speech import LANGUAGES, Clips
from mumian.offices.queries import HallSheet, hall_by_code
from mumian.queueing.queries import BoardCall, hall_board
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.hall_map import HEADING_NAMES, Way, way_to
from mumian.web.shared.live_address import hall_stream
from mumian.web.shared.opening_now import closed_notice

MODES: Final = ("voice", "flash", "silent")
MOST_CALLS: Final = 5
MOST_SERVICES: Final = 5
"""More do not stand beside the calls in letters that can be read at ten metres."""
EVERY: Final = 5
"""Seconds after which a screen without a script reads itself anew."""
GROUND: Final = 1
NOTICE_FOR: Final = 30
"""Seconds for which each notice stands: as long as a screen without news takes to read itself anew."""


@dataclass(frozen=True, slots=True)
class Line:
    """One call as it is shown."""

    call: BoardCall
    way: Way | None


@never_cache
@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """Last calls, who waits for what, notices, clock and age."""
    at = arrived_at(request)
    hall = hall_by_code(code, on=local_date(at)) if code.isascii() and code.isprintable() else None
    if hall is None:
        raise Http404
    board = hall_board(hall=code, at=at, most=MOST_CALLS)
    if board is None:
        raise Http404
    floor = _floor(request, hall)
    mode = request.GET.get("mode", "")
    asked = mode if mode in MODES else "voice"
    has_voice = Clips(settings.VOICE_FOLDER).are_there()
    context = {
        "hall": hall,
        "board": board,
        "floor": floor,
        "closed": closed_notice(hall, at),
        "lines": [Line(call, way_to(hall, call.window_number, from_floor=floor)) for call in board.calls],
        "notice": board.notices[int(at.timestamp()) // NOTICE_FOR % len(board.notices)] if board.notices else None,
        "waiting": [one for one in board.waiting if one.waiting][:MOST_SERVICES],
        "headings": HEADING_NAMES,
        "now": at,
        "seconds": f"{local(at):%H:%M:%S}",
        "mode": "flash" if asked == "voice" and not has_voice else asked,
        "languages": " ".join(LANGUAGES),
        "voice": reverse("screens:voice", kwargs={"language": "cmn", "ticket": "A", "window": 1}).removesuffix("cmn/A/1.wav"),
        "stream": hall_stream(request, code),
        "every": EVERY,
        "most": MOST_CALLS,
    }
    return render(request, "screens/calls.html", context)


def _floor(request: HttpRequest, hall: HallSheet) -> int:
    """The floor that the screen hangs on."""
    typed = request.GET.get("floor", "")
    floors = {str(one.floor): one.floor for one in hall.floors}
    return floors.get(typed, GROUND)
