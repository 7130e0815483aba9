"""What writing pages share: the key made with the page, the status of a refusal, and what was done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from mumian.foundation.commands import KeyUsedForAnotherRequest
from mumian.foundation.errors import Refusal
from mumian.web.shared.spoken import said

LONGEST_KEY: Final = 100


def key_of(request: HttpRequest) -> str:
    """The key that came with the form, or a new one for a page that is opened: the same form sent twice is done once."""
    return (request.POST.get("key") or str(uuid.uuid4()))[:LONGEST_KEY]


def refused(request: HttpRequest, template: str, context: Mapping[str, object], refusal: Refusal) -> HttpResponse:
    """The same page with the sentence why not and everything that was typed: 422, or 409 for a key that was used."""
    status = HTTPStatus.CONFLICT if isinstance(refusal, KeyUsedForAnotherRequest) else HTTPStatus.UNPROCESSABLE_ENTITY
    key = str(uuid.uuid4()) if isinstance(refusal, KeyUsedForAnotherRequest) else key_of(request)
    return render(request, template, {**context, "key": key, "refusal": said(refusal.sentence)}, status=status)


def done(name: str, what: str, *, query: Mapping[str, str] | None = None, **values: object) -> HttpResponse:
    """On to a page that says what was done (303)."""
    response = HttpResponseRedirect(f"{reverse(name, kwargs=values or None)}?{urlencode({'done': what, **(query or {})})}")
    response.status_code = HTTPStatus.SEE_OTHER
    return response
