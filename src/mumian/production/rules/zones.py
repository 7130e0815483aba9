"""The machine-readable zone of a document: composed from what was ordered, and compared with what a reader gives back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mumian.foundation.mrz import LayoutCode, Zone, compose, six_digits
from mumian.foundation.mrz.layouts import layout_of
from mumian.foundation.mrz.zone import SAID
from mumian.foundation.words import Text
from mumian.production.terms import Difference, Holder

NAMED_LAYOUTS = frozenset({LayoutCode.TD1, LayoutCode.TD2, LayoutCode.TD3, LayoutCode.MRVA, LayoutCode.MRVB})
CENTURY_LETTERS = {18: "A", 19: "B", 20: "C"}
LINE_WHOLE = Text("整行", "the whole line")
CHECK_DIGIT = Text("校验码或填充位", "check digit or filler")
SAME = Text("机读区与制证数据一致。", "The machine-readable zone reads as it was ordered.")


def compose_zone(*, layout: LayoutCode, document_code: str, number: str, holder: Holder) -> tuple[str, ...]:
    """The lines of the zone. Raises ZoneRefused or NameNotLatin when a value cannot stand in it.

    A document without an end (`expires_on` None) cannot have a zone: every layout asks for the day.
    """
    if holder.expires_on is None:
        raise ValueError(f"A zone of the layout {layout} needs the day on which the document expires.")
    zone = Zone(
        layout=layout,
        document_code=document_code,
        document_number=number,
        born=six_digits(holder.born_on),
        expires=six_digits(holder.expires_on),
    )
    return compose(_filled(zone, holder))


def _filled(zone: Zone, holder: Holder) -> Zone:
    """What only some layouts have room for; `compose` refuses what has no place."""
    if zone.layout is LayoutCode.CN_EEP1:
        return zone
    if zone.layout in NAMED_LAYOUTS:
        return replace(
            zone,
            surname=holder.surname,
            given=holder.given,
            sex=holder.sex,
            issuer=holder.issuer,
            nationality=holder.nationality,
            optional=holder.optional,
        )
    has_place = layout_of(zone.layout, zone.document_code).has("issue_place")
    return replace(
        zone,
        surname=holder.surname,
        given=holder.given,
        sex=holder.sex,
        issue_count=holder.issue_count or "01",
        birth_century=CENTURY_LETTERS[holder.born_on.year // 100],
        home_id_number=holder.home_id_number,
        issue_place=holder.issue_place if has_place else "",
    )


def differences(*, layout: LayoutCode | None, ordered: Sequence[str], read: Sequence[str]) -> tuple[Difference, ...]:
    """Every stretch that was read otherwise than it was ordered, in the order of the zone; empty when all agrees.

    A document without a zone has no layout; any line read from it is a difference.
    """
    form = layout_of(layout, ordered[0][:2]).fields if layout else ()
    found: list[Difference] = []
    for number in range(1, max(len(ordered), len(read)) + 1):
        wanted = ordered[number - 1] if number <= len(ordered) else ""
        got = read[number - 1].strip().upper() if number <= len(read) else ""
        if wanted == got:
            continue
        if len(wanted) != len(got):
            found.append(Difference(LINE_WHOLE, number, 1, wanted, got))
            continue
        fields = [(SAID[field.name], field.start, field.end) for field in form if field.line == number]
        found.extend(_in_line(number, wanted, got, fields))
    return tuple(found)


def _in_line(number: int, wanted: str, got: str, fields: Sequence[tuple[Text, int, int]]) -> Iterator[Difference]:
    covered: set[int] = set()
    stretches = [*fields]
    for _, start, end in fields:
        covered.update(range(start, end + 1))
    stretches += [(CHECK_DIGIT, place, place) for place in range(1, len(wanted) + 1) if place not in covered]
    for what, start, end in sorted(stretches, key=lambda stretch: stretch[1]):
        if wanted[start - 1 : end] != got[start - 1 : end]:
            first = next(place for place in range(start, end + 1) if wanted[place - 1] != got[place - 1])
            yield Difference(what, number, first, wanted[start - 1 : end], got[start - 1 : end])


def sentence_of(found: Sequence[Difference]) -> Text:
    """The sentence about the differences, for the checker and the quality record."""
    if not found:
        return SAME
    each = [
        Text(
            f"第{one.line}行第{one.position}位起{one.what.zh}应为“{one.ordered}”，读出“{one.read}”",
            f'line {one.line}, position {one.position}: {one.what.en} should be "{one.ordered}" and reads "{one.read}"',
        )
        for one in found
    ]
    return Text(
        zh=f"质检未通过：读出的机读区与制证数据有{len(found)}处不符：{'；'.join(one.zh for one in each)}。"
        "请重读一次；仍不符的，登记废证并重制。",
        en=f"The check was not passed: the zone differs from what was ordered in {len(found)} place(s): "
        f"{'; '.join(one.en for one in each)}. Read it once more; if it still differs, record the document as spoiled.",
    )
