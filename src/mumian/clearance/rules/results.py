"""The result of comparing a person with an entry, with all that led to it, so that it can be made again byte for byte."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mumian.clearance.errors import ReplayRefused
from mumian.clearance.rules.births import compare_births
from mumian.clearance.rules.facts import Facts
from mumian.clearance.rules.judging import RULES_VERSION, Band, Finding, Side, judge
from mumian.clearance.rules.keying import KEYS_VERSION
from mumian.clearance.rules.keys import NORMALISER, texts_of
from mumian.clearance.rules.numbers import compare_documents, compare_identity
from mumian.clearance.rules.rarity import Bearers, is_common_among
from mumian.clearance.rules.reasons import ReasonCode
from mumian.foundation.words import Text

OTHER_RULES: Final = Text(
    "没有重算：这条结果出自规则第{was}版，现行规则是第{now}版。请用当时的程序版本重算。",
    "The result was not made again: it was made by version {was} of the rules, and these are version {now}. Use the program "
    "of that time.",
)
_AGREES: Final = frozenset({ReasonCode.ID_SAME, ReasonCode.ID_SAME_15_18})
_SAME_NAME: Final = frozenset({ReasonCode.NAME_SAME, ReasonCode.NAME_WRITING})


@dataclass(frozen=True, slots=True)
class Stand:
    """What a comparison rests on beside the two: list, its version, and how many bear the person's names."""

    list_code: str
    version: str
    is_register: bool
    bearers: Bearers


@dataclass(frozen=True, slots=True)
class Result:
    """A pair that is shown to people. `evidence` is canonical JSON; `agrees` can be true of a register only."""

    band: Band
    reasons: tuple[ReasonCode, ...]
    keys_met: tuple[str, ...]
    agrees: bool
    evidence: str


def find(person: Facts, entry: Facts, stand: Stand) -> Result | None:
    """Compare a person with an entry that met him by a key; None where the rules show nobody anything.

    In a register an entry under the person's number always says something, so it is shown unless it agrees.
    """
    [other, *_] = entry.sides()
    own = person.against(other)
    if not stand.is_register and _is_plainly_none(own, other):
        return None
    finding = judge(own, other, common=lambda name: is_common_among(name, stand.bearers))
    if finding.band is Band.NONE:
        return None
    met = tuple(sorted({*texts_of(person)} & {*texts_of(entry)}))
    if not met:
        return None  # two keys of one digest
    return Result(finding.band, finding.reasons, met, _agrees(finding, stand), _evidence(person, entry, stand, finding, met))


def _is_plainly_none(own: Side, other: Side) -> bool:
    """What the rules would say too, without reading names: another birth date, and no number that speaks for it."""
    return (
        compare_births(own.birth, other.birth) is ReasonCode.BIRTH_OTHER
        and compare_identity(own.id_number, other.id_number)
        in {ReasonCode.ID_OTHER, ReasonCode.ID_OTHER_VALID, ReasonCode.ID_SILENT}
        and compare_documents(own.doc_number, other.doc_number) is not ReasonCode.DOC_SAME
    )


def _agrees(finding: Finding, stand: Stand) -> bool:
    said = set(finding.reasons)
    return bool(
        stand.is_register
        and said & _AGREES
        and said & _SAME_NAME
        and ReasonCode.BIRTH_SAME in said
        and ReasonCode.SEX_OTHER not in said
    )


def _evidence(person: Facts, entry: Facts, stand: Stand, finding: Finding, met: tuple[str, ...]) -> str:
    return canonical(
        {
            "band": finding.band.value,
            "reasons": [code.value for code in finding.reasons],
            "keys": list(met),
            "list": stand.list_code,
            "version": stand.version,
            "is_register": stand.is_register,
            "rules": RULES_VERSION,
            "keyed": KEYS_VERSION,
            "normaliser": NORMALISER,
            "rarity": {"names": dict(sorted(stand.bearers.names.items())), "of": stand.bearers.of},
            "person": _said(person),
            "entry": _said(entry),
        }
    )


def canonical(value: Mapping[str, Any]) -> str:
    """The one way in which evidence is written: keys in order, no blanks, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def replayed(evidence: str) -> str:
    """The evidence made again from the two sides that stand in it. Raises ReplayRefused where other rules made it."""
    said = json.loads(evidence)
    was, now = (said["rules"], said["keyed"], said["normaliser"]), (RULES_VERSION, KEYS_VERSION, NORMALISER)
    if was != now:
        raise ReplayRefused(OTHER_RULES.filled(was=".".join(map(str, was)), now=".".join(map(str, now))))
    rarity = said["rarity"]
    stand = Stand(said["list"], said["version"], said["is_register"], Bearers(rarity["names"], rarity["of"]))
    result = find(_facts(said["person"]), _facts(said["entry"]), stand)
    return result.evidence if result else ""


def explanation_of(evidence: Mapping[str, Any]) -> Text:
    """The evidence in words: the band and its reasons."""
    return Finding(Band(evidence["band"]), tuple(map(ReasonCode, evidence["reasons"]))).explanation


def _said(facts: Facts) -> dict[str, Any]:
    return {
        "names": list(facts.names),
        "birth": facts.birth,
        "id_numbers": list(facts.id_numbers),
        "doc_numbers": list(facts.doc_numbers),
        "nationality": facts.nationality,
        "sex": facts.sex,
    }


def _facts(said: dict[str, Any]) -> Facts:
    many = {name: tuple(said[name]) for name in ("names", "id_numbers", "doc_numbers")}
    return Facts(**{**said, **many})
