"""The style guide: every token and every part, in both languages, with the switches at work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/styleguide.html", {})
