"""The parts of a leaflet as they are read: services that say the same are named together instead of one after another."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.catalogue.rules.leaflets import Section
from mumian.foundation.words import Text


@dataclass(frozen=True, slots=True)
class SaidTogether:
    """Sentences and the services that they are about, as pairs of code and name; none: about all of the leaflet."""

    services: tuple[tuple[str, Text], ...]
    sentences: tuple[Text, ...]


def said_together(section: Section) -> tuple[SaidTogether, ...]:
    """The parts of a section in their order, those with the same sentences as one."""
    found: dict[tuple[Text, ...], list[tuple[str, Text]]] = {}
    for part in section.parts:
        about = found.setdefault(part.sentences, [])
        if part.service and part.heading:
            about.append((part.service, part.heading))
    return tuple(SaidTogether(tuple(about), sentences) for sentences, about in found.items())
