"""What may be missing and how to mend it: the catalogue of the one-time notice, whole or for one service."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.papers import NoticeItem
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.services import Service
from mumian.foundation.clock import local
from mumian.foundation.words import Text
from mumian.web.shared.arrival import arrived_at


@dataclass(frozen=True, slots=True)
class ClassShown:
    """A class of the notice with those of its items that are shown."""

    code: str
    name: Text
    items: tuple[NoticeItem, ...]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    book = current_rulebook()
    today = local(arrived_at(request)).date()
    service = book.service_of.get(request.GET.get("for", ""))
    wanted = materials_of(service) if service else None
    classes = [ClassShown(group.code, group.name, items_about(group.items, wanted)) for group in book.notices.classes]
    return render(
        request,
        "portal/notices.html",
        {
            "classes": [group for group in classes if group.items],
            "service": service,
            "count": sum(len(group.items) for group in classes),
            "days": book.notices.deadline_working_days,
            "basis": [law for code in book.notices.basis if (law := book.law_of.get(code)) and law.is_in_force(today)],
            "named": lambda item: named(book, item, wanted),
        },
    )


def materials_of(service: Service) -> frozenset[str]:
    """The materials that a service may ask for, always or sometimes."""
    return frozenset(need.code for need in service.materials)


def items_about(items: tuple[NoticeItem, ...], materials: frozenset[str] | None) -> tuple[NoticeItem, ...]:
    """The items that speak of one of these materials; all of them when no materials are named."""
    return tuple(item for item in items if materials is None or materials.intersection(item.materials))


def named(book: Rulebook, item: NoticeItem, materials: frozenset[str] | None) -> list[Text]:
    """The names of the materials that an item speaks of; of a service only its own."""
    codes = [code for code in item.materials if materials is None or code in materials]
    return [book.material_of[code].name for code in codes if code in book.material_of]


def count_about(book: Rulebook, service: Service) -> int:
    """How many items of the notice speak of the materials of a service."""
    return len(items_about(book.notices.items, materials_of(service)))
