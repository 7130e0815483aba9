"""The whole rulebook as one value, and the list of the files it is read from."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self, cast

from mumian.catalogue.rules.book.facts import Condition, FactDeclaration, Rule
from mumian.catalogue.rules.book.office import Channel, Family, Law, Office, ReferenceList, Source
from mumian.catalogue.rules.book.papers import Board, DocumentType, LeafletEntry, Material, NoticeItem, Notices, SampleForm
from mumian.catalogue.rules.book.places import Amenity, Divisions, Hall, Point, Window
from mumian.catalogue.rules.book.services import Allowance, Reason, Service, Territory
from mumian.catalogue.rules.book.time import AcceptanceExample, CalendarDay, Reform, TimeRules
from mumian.catalogue.rules.book.values import Entry
from mumian.catalogue.rules.knowledge import Vocabulary
from mumian.foundation.calendar import CalendarDay as PublishedDay
from mumian.foundation.calendar import CalendarUnreadable, WorkingCalendar
from mumian.foundation.words import Text


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the rulebook.

    The field it fills, the file or folder it is read from, what one entry is, and whether there are many.
    """

    name: str
    path: str
    model: type[Entry]
    many: bool = True


SUBJECTS: tuple[Subject, ...] = (
    Subject("office", "rulebook.yaml", Office, many=False),
    Subject("sources", "sources.yaml", Source),
    Subject("legal", "legal.yaml", Law),
    Subject("lists", "lists.yaml", ReferenceList),
    Subject("facts", "facts.yaml", FactDeclaration),
    Subject("conditions", "conditions.yaml", Condition),
    Subject("rules", "rules.yaml", Rule),
    Subject("families", "families.yaml", Family),
    Subject("channels", "channels.yaml", Channel),
    Subject("services", "services", Service),
    Subject("reasons", "reasons.yaml", Reason),
    Subject("territory", "territory.yaml", Territory),
    Subject("allowances", "allowances.yaml", Allowance),
    Subject("materials", "materials.yaml", Material),
    Subject("notices", "notices.yaml", Notices, many=False),
    Subject("documents", "documents.yaml", DocumentType),
    Subject("divisions", "divisions.yaml", Divisions, many=False),
    Subject("halls", "halls.yaml", Hall),
    Subject("windows", "windows.yaml", Window),
    Subject("points", "points.yaml", Point),
    Subject("amenities", "amenities.yaml", Amenity),
    Subject("time", "time.yaml", TimeRules, many=False),
    Subject("calendar", "calendar.csv", CalendarDay),
    Subject("reforms", "reforms.yaml", Reform),
    Subject("leaflets", "leaflets.yaml", LeafletEntry),
    Subject("forms", "forms.yaml", SampleForm),
    Subject("boards", "boards.yaml", Board),
    Subject("examples", "examples.yaml", AcceptanceExample),
)


class Rulebook(Entry):
    """Everything an office goes by, with the days on which it went by it."""

    office: Office
    sources: tuple[Source, ...] = ()
    legal: tuple[Law, ...] = ()
    lists: tuple[ReferenceList, ...] = ()
    facts: tuple[FactDeclaration, ...] = ()
    conditions: tuple[Condition, ...] = ()
    rules: tuple[Rule, ...] = ()
    families: tuple[Family, ...] = ()
    channels: tuple[Channel, ...] = ()
    services: tuple[Service, ...] = ()
    reasons: tuple[Reason, ...] = ()
    territory: tuple[Territory, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    materials: tuple[Material, ...] = ()
    notices: Notices
    documents: tuple[DocumentType, ...] = ()
    divisions: Divisions
    halls: tuple[Hall, ...] = ()
    windows: tuple[Window, ...] = ()
    points: tuple[Point, ...] = ()
    amenities: tuple[Amenity, ...] = ()
    time: TimeRules
    calendar: tuple[CalendarDay, ...] = ()
    reforms: tuple[Reform, ...] = ()
    leaflets: tuple[LeafletEntry, ...] = ()
    forms: tuple[SampleForm, ...] = ()
    boards: tuple[Board, ...] = ()
    examples: tuple[AcceptanceExample, ...] = ()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A rulebook with other entries. What this one has worked out of its own entries is not carried over."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        made: Self = cast("Any", type(self)).model_construct(**{**(deepcopy(fields) if deep else fields), **(update or {})})
        return made

    @cached_property
    def service_of(self) -> Mapping[str, Service]:
        """Services by code."""
        return {service.code: service for service in self.services}

    @cached_property
    def rule_of(self) -> Mapping[str, Rule]:
        """Eligibility rules by code."""
        return {rule.code: rule for rule in self.rules}

    @cached_property
    def condition_of(self) -> Mapping[str, Condition]:
        """Named conditions by code."""
        return {condition.code: condition for condition in self.conditions}

    @cached_property
    def fact_of(self) -> Mapping[str, FactDeclaration]:
        """Declared facts by code."""
        return {fact.code: fact for fact in self.facts}

    @cached_property
    def material_of(self) -> Mapping[str, Material]:
        """Materials by code."""
        return {material.code: material for material in self.materials}

    @cached_property
    def notice_item_of(self) -> Mapping[str, NoticeItem]:
        """Items of the one-time notice by code."""
        return {item.code: item for item in self.notices.items}

    @cached_property
    def hall_of(self) -> Mapping[str, Hall]:
        """Halls by code."""
        return {hall.code: hall for hall in self.halls}

    @cached_property
    def leaflet_of(self) -> Mapping[str, LeafletEntry]:
        """Leaflets by code."""
        return {leaflet.code: leaflet for leaflet in self.leaflets}

    @cached_property
    def law_of(self) -> Mapping[str, Law]:
        """Legal bases by code."""
        return {law.code: law for law in self.legal}

    @cached_property
    def list_of(self) -> Mapping[str, ReferenceList]:
        """Reference lists by code."""
        return {entry.code: entry for entry in self.lists}

    @cached_property
    def channel_of(self) -> Mapping[str, Channel]:
        """Channels by code."""
        return {channel.code: channel for channel in self.channels}

    @cached_property
    def reason_of(self) -> Mapping[str, Reason]:
        """Stated reasons by code."""
        return {reason.code: reason for reason in self.reasons}

    @cached_property
    def family_of(self) -> Mapping[str, Family]:
        """Families of services by code."""
        return {family.code: family for family in self.families}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The declared facts, ready for answering."""
        return Vocabulary(self.fact_of)

    @cached_property
    def working_calendar(self) -> WorkingCalendar | None:
        """The calendar for counting days; None where there is none, or one with gaps (`check` reports them)."""
        try:
            return WorkingCalendar(
                PublishedDay(day.date, day.day_type, Text(day.name_zh, day.name_en) if day.name_zh else None)
                for day in self.calendar
            )
        except (CalendarUnreadable, IndexError):
            return None

    def counts(self) -> dict[str, int]:
        """How many there are of each, in the order in which `check` says it."""
        return {
            "services": len(self.services),
            "rules": len(self.rules),
            "materials": len(self.materials),
            "notice_classes": len(self.notices.classes),
            "notice_items": len(self.notices.items),
            "leaflets": len(self.leaflets),
            "halls": len(self.halls),
            "windows": len(self.windows),
            "points": len(self.points),
            "documents": len(self.documents),
            "conditions": len(self.conditions),
            "facts": len(self.facts),
            "lists": len(self.lists),
            "reasons": len(self.reasons),
            "reforms": len(self.reforms),
            "laws": len(self.legal),
            "sources": len(self.sources),
            "forms": len(self.forms),
            "examples": len(self.examples),
            "calendar_days": len(self.calendar),
        }
