"""A live list that hundreds of pages read again at the same moment is drawn once for all whom it shows the same.

Each process keeps what it has drawn for half a second. Whoever asks is first admitted as for any page; only then, and only by the
whole of what decides on the list (its filters, the page, the language, what the officer sees, his roles), a drawing is found. The
answer says how old its drawing is: a page that has heard of a change since then asks again (`live.js`), so nothing is missed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from django.http import HttpRequest, HttpResponse

from mumian.web.shared.signing_in.idle import LIVE

KEPT: Final = 0.5
"""Seconds."""
MOST: Final = 256
"""So many drawings are kept at most; then all of them are let go."""
AGE: Final = "Mumian-Drawn"
"""The header that says how many seconds ago the drawing was begun."""


@dataclass(slots=True)
class _Drawing:
    lock: Lock = field(default_factory=Lock)
    begun: float = float("-inf")
    body: str = ""


class Drawings:
    """What one process has drawn. `now` gives seconds."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._of: dict[Hashable, _Drawing] = {}

    def answer(self, key: Hashable, draw: Callable[[], str]) -> HttpResponse:
        """The drawing of this key, made now unless there is a fresh one. Who asks while it is drawn waits for it."""
        if len(self._of) >= MOST and key not in self._of:
            self._of = {}
        drawing = self._of.setdefault(key, _Drawing())
        with drawing.lock:
            if self._now() - drawing.begun > KEPT:
                begun = self._now()
                drawing.body = draw()
                drawing.begun = begun
            body, age = drawing.body, self._now() - drawing.begun
        return HttpResponse(body, headers={AGE: f"{age:.3f}"})


DRAWINGS: Final = Drawings()
"""Those of this process."""


def is_refresh(request: HttpRequest) -> bool:
    """Whether a page reads itself again, of which its script takes the live sections alone."""
    return request.method == "GET" and LIVE in request.headers
