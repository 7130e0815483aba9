"""What tests of the public pages ask for: two readers, and the clock of the pages at a Friday morning with the halls open."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client

from mumian.foundation.clock import SettableClock

Reads = Callable[..., HttpResponse]


@pytest.fixture
def read(clock: SettableClock, rulebook_loaded: None) -> Reads:
    """`read("/halls/", "en")` opens a page in a language."""

    def opened(address: str, language: str = "en", **data: str) -> HttpResponse:
        client = Client(headers={"accept-language": {"zh": "zh-CN", "en": "en"}[language]})
        return cast("HttpResponse", client.post(address, data) if data else client.get(address))

    return opened


def words_of(answer: HttpResponse) -> str:
    """The page as text, with entities resolved and white space closed up."""
    return " ".join(unescape(answer.content.decode()).split())
