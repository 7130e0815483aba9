"""When a request came in: the clock of the pages, read once and handed on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from mumian.catalogue.queries import one_rulebook
from mumian.foundation.clock import SystemClock

CLOCK = SystemClock()


class Arrival:
    """Note the moment at which the request came in: everything done for it happens at one time and by one rulebook."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["mumian.arrived_at"] = CLOCK.now()
        with one_rulebook():
            return self.answer(request)


def arrived_at(request: HttpRequest) -> datetime:
    """The moment at which this request came in."""
    moment: datetime = request.META["mumian.arrived_at"]
    return moment
