"""A call as sound, put together from clips."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from mumian.gateways.speech import Clips, ClipsMissing, Language

TICKET: Final = re.compile(r"[A-Z]{1,2}[0-9]{1,4}")
HIGHEST: Final = 99


@cache_control(public=True, max_age=24 * 60 * 60)
@require_safe
def call(request: HttpRequest, language: str, ticket: str, window: int) -> HttpResponse:
    """WAV of a ticket called to a window. Without clips there is nothing to hear (404), and screens flash instead."""
    if language not in set(Language) or not TICKET.fullmatch(ticket) or not 0 < window <= HIGHEST:
        raise Http404
    try:
        sound = Clips(settings.VOICE_FOLDER).call(ticket, window, Language(language))
    except ClipsMissing as missing:
        raise Http404 from missing
    return HttpResponse(sound, content_type="audio/wav")
