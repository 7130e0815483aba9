"""The style guide: every token and every part, in both languages, with the switches at work."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mumian.web.shared import samples
from mumian.web.shared.spoken import day, money, said
from mumian.web.shared.tokens import PAIRS, SHEET, colours, contrast


def _measured_pairs() -> list[dict[str, Any]]:
    themes = colours(SHEET.read_text(encoding="utf-8"))
    return [
        {
            "colour": pair.colour,
            "ground": pair.ground,
            "least": pair.least,
            "light": contrast(themes["light"][pair.colour], themes["light"][pair.ground]),
            "dark": contrast(themes["chosen dark"][pair.colour], themes["chosen dark"][pair.ground]),
        }
        for pair in PAIRS
    ]


def _fee_rows() -> list[list[str]]:
    return [[said(service), money(fee), str(days)] for service, fee, days in samples.FEES]


def _case() -> dict[str, Any]:
    """An invented case in the language of the page."""
    return {
        "samples": samples,
        "life_steps": [
            {"state": step["state"], "title": said(step["title"]), "when": day(step["on"]), "note": said(step["note"])}
            for step in samples.STEPS
        ],
        "tick_items": [
            {"state": item["state"], "text": said(item["text"]), "reason": said(item["reason"])} for item in samples.MATERIALS
        ],
        "work_rows": [{**vars(row), "service": said(row.service), "stage": said(row.stage)} for row in samples.WORK],
    }


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Tokens and parts."""
    return render(
        request, "shared/styleguide.html", {**_case(), "pairs": _measured_pairs(), "fee_rows": _fee_rows(), "noon": time(12, 0)}
    )


@require_safe
def style_guide_desk(request: HttpRequest) -> HttpResponse:
    """A desk with an invented case."""
    return render(request, "shared/styleguide_desk.html", _case())


@require_safe
def style_guide_touch(request: HttpRequest) -> HttpResponse:
    """A touched screen; `?elder=yes` shows it in elder mode."""
    return render(request, "shared/styleguide_touch.html", {"elder": request.GET.get("elder") == "yes"})


@require_safe
def style_guide_screen(request: HttpRequest) -> HttpResponse:
    """A hall's screen with invented calls."""
    return render(request, "shared/styleguide_screen.html", {"samples": samples})
