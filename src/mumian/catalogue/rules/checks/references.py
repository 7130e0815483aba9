"""Every reference resolves, and every code is given once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial

from mumian.catalogue.rules.book import facts, office, papers, places, services, time
from mumian.catalogue.rules.book.rulebook import SUBJECTS
from mumian.catalogue.rules.book.values import Entry
from mumian.catalogue.rules.checks.walking import entries, fields_set, key_of
from mumian.catalogue.rules.problems import Place, Problem
from mumian.catalogue.rules.reading import Reading
from mumian.foundation.words import Text

Kinds = tuple[str, ...]

REFERENCES: Mapping[tuple[type[Entry], str], Kinds] = {
    (office.Office, "city"): ("divisions",),
    (office.Right, "families"): ("families",),
    (facts.RuleVersion, "sets"): ("facts",),
    (facts.RuleVersion, "materials"): ("materials",),
    (facts.RuleVersion, "notice_items"): ("notice_items",),
    (services.Service, "family"): ("families",),
    (services.Service, "document"): ("documents",),
    (services.Offered, "successor"): ("services",),
    (services.OrderSpan, "reasons"): ("reasons",),
    (services.EligibilitySpan, "rules"): ("rules",),
    (services.ListsSpan, "codes"): ("lists",),
    (services.NeededMaterial, "code"): ("materials",),
    (services.NeededMaterial, "when"): ("conditions",),
    (services.NeededMaterial, "channels"): ("channels",),
    (services.FeeItem, "when"): ("conditions",),
    (services.PromisedLimit, "when"): ("conditions",),
    (services.PromisedLimit, "channels"): ("channels",),
    (services.UrgentSpan, "when"): ("conditions",),
    (services.ChannelsSpan, "codes"): ("channels",),
    (services.CounterApprovalSpan, "rule"): ("rules",),
    (services.CounterApprovalSpan, "document_versions"): ("document_versions",),
    (services.Reason, "families"): ("families",),
    (services.Reason, "materials"): ("materials",),
    (services.Territory, "families"): ("families",),
    (services.Territory, "services"): ("services",),
    (services.Territory, "channels"): ("channels",),
    (papers.Material, "replaced_by"): ("materials",),
    (papers.NoticeItem, "materials"): ("materials",),
    (papers.LeafletEntry, "services"): ("services",),
    (papers.SampleForm, "material"): ("materials",),
    (papers.Board, "halls"): ("halls",),
    (places.Division, "parent"): ("divisions",),
    (places.Division, "successor"): ("divisions",),
    (places.IndividualVisit, "cities"): ("divisions",),
    (places.DistrictSpan, "code"): ("divisions",),
    (places.Hall, "district"): ("divisions",),
    (places.Hall, "services"): ("services", "families"),
    (places.Floor, "amenities"): ("amenities",),
    (places.Window, "hall"): ("halls",),
    (places.Point, "hall"): ("halls",),
    (places.Point, "nearest_hall"): ("halls",),
    (places.Point, "district"): ("divisions",),
    (places.Point, "services"): ("services", "families"),
    (time.Reform, "services"): ("services",),
    (time.Reform, "families"): ("families",),
    (time.ReformSource, "code"): ("sources",),
    (time.AcceptanceExample, "service"): ("services",),
    (time.AcceptanceExample, "channel"): ("channels",),
    (time.Expectation, "reasons"): ("rules",),
    (time.Expectation, "materials"): ("materials",),
    (time.Expectation, "lists"): ("lists",),
    (time.Expectation, "asks"): ("facts",),
}
"""What the codes in a field are codes of. `basis` and `sources` mean the same everywhere."""

EVERYWHERE: Mapping[str, Kinds] = {"basis": ("legal",), "sources": ("sources",)}

IN_WORDS: Mapping[str, Text] = {
    "divisions": Text("行政区划", "division"),
    "facts": Text("事实", "fact"),
    "materials": Text("材料", "material"),
    "notice_items": Text("告知项", "notice item"),
    "families": Text("业务类别", "family"),
    "documents": Text("证件种类", "document type"),
    "document_versions": Text("证件版本", "document version"),
    "services": Text("业务", "service"),
    "reasons": Text("事由", "stated reason"),
    "rules": Text("规则", "rule"),
    "lists": Text("比对库", "reference list"),
    "conditions": Text("条件", "condition"),
    "channels": Text("渠道", "channel"),
    "halls": Text("大厅", "hall"),
    "amenities": Text("便民设施", "amenity"),
    "sources": Text("来源", "source"),
    "legal": Text("法律依据", "legal basis"),
}


def references(reading: Reading) -> Iterator[Problem]:
    """References to codes that do not exist."""
    known = _known_codes(reading)
    for subject, path, entry in entries(reading.book):
        for field in fields_set(entry):
            kinds = REFERENCES.get((type(entry), field)) or EVERYWHERE.get(field)
            if kinds is None:
                continue
            value = getattr(entry, field)
            for steps, code in _codes_in(value):
                place = partial(reading.place, subject, *path, key_of(entry, field), *steps)
                yield from _unresolved(code, kinds, known, place)
    yield from _calendar_sources(reading, known)


def _codes_in(value: object) -> Iterator[tuple[tuple[int, ...], str]]:
    """The code or codes of a field, each with its place within it."""
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, tuple):
        yield from (((index,), code) for index, code in enumerate(value) if isinstance(code, str))


def _known_codes(reading: Reading) -> dict[str, set[str]]:
    """All codes by kind. A kind whose file could not be read is left out: that is one problem, not hundreds."""
    book = reading.book
    known = {
        **reading.codes,
        "divisions": {division.code for division in book.divisions.divisions},
        "notice_items": {item.code for item in book.notices.items},
        "document_versions": {version.code for document in book.documents for version in document.versions},
    }
    inside = {"notice_items": "notices", "document_versions": "documents"}
    return {kind: codes for kind, codes in known.items() if inside.get(kind, kind) not in reading.unread}


def _unresolved(code: str, kinds: Kinds, known: Mapping[str, set[str]], place: Callable[[], Place]) -> Iterator[Problem]:
    if not code or any(kind not in known or code in known[kind] for kind in kinds):
        return  # Only a value that stands in for a broken one is empty.
    candidates = sorted(set().union(*(known[kind] for kind in kinds)))
    near = get_close_matches(code, candidates, n=1)
    zh = "、".join(IN_WORDS[kind].zh for kind in kinds)
    en = " or ".join(IN_WORDS[kind].en for kind in kinds)
    sentence = Text(
        f"没有代码为“{code}”的{zh}" + (f"（是否指 {near[0]}？）" if near else "。"),
        f"There is no {en} “{code}”" + (f"; did you mean {near[0]}?" if near else "."),
    )
    yield Problem(place(), "unknown-reference", sentence)


def _calendar_sources(reading: Reading, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    for index, day in enumerate(reading.book.calendar):
        if day.source:
            yield from _unresolved(day.source, ("sources",), known, partial(reading.place, "calendar", index))


def doubled_codes(reading: Reading) -> Iterator[Problem]:
    """Codes that are given twice."""
    book = reading.book
    for subject in SUBJECTS:
        if subject.many and "code" in subject.model.model_fields:
            coded = [((index,), entry.code) for index, entry in enumerate(getattr(book, subject.name))]
            yield from _doubled(reading, subject.name, coded)
    yield from _doubled(reading, "divisions", [(("divisions", i), one.code) for i, one in enumerate(book.divisions.divisions)])
    yield from _doubled(reading, "notices", [(("classes", i), one.code) for i, one in enumerate(book.notices.classes)])
    yield from _doubled(
        reading,
        "notices",
        [
            (("classes", i, "items", j), item.code)
            for i, group in enumerate(book.notices.classes)
            for j, item in enumerate(group.items)
        ],
    )
    yield from _doubled(reading, "time", [(("rules", i), one.code) for i, one in enumerate(book.time.rules)])
    yield from _doubled(reading, "time", [(("vectors", i), one.code) for i, one in enumerate(book.time.vectors)])
    for index, service in enumerate(book.services):
        yield from _doubled(reading, "services", [((index, "variants", i), one.code) for i, one in enumerate(service.variants)])


def _doubled(reading: Reading, subject: str, coded: Iterable[tuple[tuple[str | int, ...], str | None]]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for path, code in coded:
        if code is None:
            continue
        place = reading.place(subject, *path, "code")
        if code in first:
            sentence = Text(f"代码“{code}”已在 {first[code]} 使用。", f"The code “{code}” is already used at {first[code]}.")
            yield Problem(place, "doubled-code", sentence)
        else:
            first[code] = place
