"""Whether a person and an entry of a list are one: typed evidence, and the band it falls in.

`hit` and `review` are both shown to people who decide; `none` is not shown. Nothing here refuses anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mumian.clearance.rules.births import compare_births, is_no_date
from mumian.clearance.rules.naming import Degree, NameAgreement, compare_names
from mumian.clearance.rules.numbers import compare_documents, compare_identity, identity_number
from mumian.clearance.rules.rarity import is_common
from mumian.clearance.rules.reasons import REASON_WORDS, ReasonCode
from mumian.foundation.words import Text

RULES_VERSION: Final = 2
"""Stored with every result; another number means other rules."""


class Band(StrEnum):
    """What becomes of a pair."""

    HIT = "hit"
    REVIEW = "review"
    NONE = "none"


BAND_WORDS: Final[dict[Band, Text]] = {
    Band.HIT: Text("相符", "hit"),
    Band.REVIEW: Text("需人工比对", "to be reviewed"),
    Band.NONE: Text("不符", "none"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: names (the own first, then aliases), birth date or year, numbers, nationality, sex; empty where unknown."""

    names: tuple[str, ...]
    birth: str = ""
    id_number: str = ""
    doc_number: str = ""
    nationality: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each kind of fact says."""

    name: NameAgreement
    by_alias: bool
    birth: ReasonCode
    birth_from_number: bool
    birth_fails: bool
    identity: ReasonCode
    number_fails: bool
    document: ReasonCode
    sex_differs: bool
    nationality: ReasonCode | None
    is_common: bool

    def codes(self) -> tuple[ReasonCode, ...]:
        """The codes in the order in which they are said."""
        found = [self.name.reason]
        if self.by_alias:
            found.append(ReasonCode.ALIAS)
        if self.is_common:
            found.append(ReasonCode.NAME_COMMON)
        found += [self.birth, *([ReasonCode.BIRTH_FROM_NUMBER] if self.birth_from_number else [])]
        found += [ReasonCode.BIRTH_NO_DATE] if self.birth_fails else []
        found += [self.identity, *([ReasonCode.ID_FAILS_CHECK] if self.number_fails else []), self.document]
        if self.sex_differs:
            found.append(ReasonCode.SEX_OTHER)
        if self.nationality:
            found.append(self.nationality)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Finding:
    """The band, and the codes that led to it."""

    band: Band
    reasons: tuple[ReasonCode, ...]

    @property
    def explanation(self) -> Text:
        """The band and its reasons in words."""
        said = [REASON_WORDS[code] for code in self.reasons]
        zh = f"{BAND_WORDS[self.band].zh}：" + "；".join(one.zh for one in said) + "。"
        en = f"{BAND_WORDS[self.band].en}: " + "; ".join(one.en for one in said) + "."
        return Text(zh, en[0].upper() + en[1:])


_BIRTH_SLIPS: Final = frozenset(
    {
        *(ReasonCode.BIRTH_TURNED, ReasonCode.BIRTH_ONE_DIGIT, ReasonCode.BIRTH_LUNAR, ReasonCode.BIRTH_YEAR),
        ReasonCode.BIRTH_DOUBTFUL,
    }
)
_FIRM_NEAR: Final = frozenset(
    {ReasonCode.NAME_MARRIED, ReasonCode.NAME_HOLE, ReasonCode.NAME_NEAR_SIGN, ReasonCode.NAME_CUT_OFF, ReasonCode.NAME_MINORITY}
)
_SAME_NUMBER: Final = frozenset({ReasonCode.ID_SAME, ReasonCode.ID_SAME_15_18})
_OF_CHINA: Final = frozenset({"CHN", "HKG", "MAC", "TWN", "CN", "HK", "MO", "TW", "XXA"})


def judge(person: Side, entry: Side, *, common: Callable[[str], bool] = is_common) -> Finding:
    """Compare the two. `common` says of a name whether many people bear it."""
    evidence = compare(person, entry, common=common)
    return Finding(band_of(evidence), evidence.codes())


def compare(person: Side, entry: Side, *, common: Callable[[str], bool] = is_common) -> Evidence:
    """What each kind of fact says about the two."""
    name, by_alias, said = _best_name(person, entry)
    birth, from_number = _births(person, entry)
    sexes = _sex(person), _sex(entry)
    identity = compare_identity(person.id_number, entry.id_number)
    return Evidence(
        name=name,
        by_alias=by_alias,
        birth=birth,
        birth_from_number=from_number,
        birth_fails=is_no_date(person.birth) or is_no_date(entry.birth),
        identity=identity,
        number_fails=identity is not ReasonCode.ID_DAMAGED and (_fails(person.id_number) or _fails(entry.id_number)),
        document=compare_documents(person.doc_number, entry.doc_number),
        sex_differs=all(sexes) and sexes[0] != sexes[1],
        nationality=_nationality(person.nationality, entry.nationality),
        is_common=name.degree >= Degree.NEAR and common(said),
    )


def band_of(evidence: Evidence) -> Band:
    """The band of the evidence. Two valid citizen numbers that differ are two people, whatever else agrees."""
    if evidence.identity is ReasonCode.ID_OTHER_VALID:
        return Band.NONE
    if evidence.identity in _SAME_NUMBER:
        return _with_same_number(evidence)
    if evidence.identity is ReasonCode.ID_DAMAGED:
        found = _with_damaged_number(evidence)
        if found is not Band.NONE:
            return found
    if evidence.document is ReasonCode.DOC_SAME and evidence.nationality is not ReasonCode.NATIONALITY_OTHER:
        return _with_same_document(evidence)
    return _by_name_and_birth(evidence)


def _with_same_number(evidence: Evidence) -> Band:
    if evidence.name.degree > Degree.CONTRADICT or evidence.name.reason is ReasonCode.NAME_SILENT:
        return Band.REVIEW if evidence.birth is ReasonCode.BIRTH_OTHER and evidence.name.degree < Degree.SOUND else Band.HIT
    return Band.REVIEW


def _with_damaged_number(evidence: Evidence) -> Band:
    degree = evidence.name.degree
    if degree >= Degree.SOUND:
        return Band.HIT if evidence.birth in {ReasonCode.BIRTH_SAME, ReasonCode.BIRTH_SILENT} else Band.REVIEW
    if degree is Degree.NEAR:
        return Band.REVIEW
    return Band.NONE


def _with_same_document(evidence: Evidence) -> Band:
    degree, birth = evidence.name.degree, evidence.birth
    if degree >= Degree.SOUND:
        return Band.REVIEW if birth is ReasonCode.BIRTH_OTHER else Band.HIT
    if degree is Degree.NEAR:
        return Band.HIT if birth is ReasonCode.BIRTH_SAME else Band.REVIEW
    if degree is Degree.PART or evidence.name.reason is ReasonCode.NAME_SILENT:
        return Band.NONE if birth is ReasonCode.BIRTH_OTHER else Band.REVIEW
    return Band.REVIEW if birth in {ReasonCode.BIRTH_SAME, *_BIRTH_SLIPS} - {ReasonCode.BIRTH_YEAR} else Band.NONE


def _by_name_and_birth(evidence: Evidence) -> Band:
    birth, degree, reason = evidence.birth, evidence.name.degree, evidence.name.reason
    doubtful = (
        evidence.sex_differs or evidence.nationality is ReasonCode.NATIONALITY_OTHER or evidence.identity is ReasonCode.ID_OTHER
    )
    if birth is ReasonCode.BIRTH_OTHER:
        return Band.NONE
    if birth is ReasonCode.BIRTH_SAME:
        if degree is Degree.SAME:
            return Band.REVIEW if doubtful or evidence.is_common else Band.HIT
        if degree is Degree.SOUND:
            return Band.NONE if evidence.sex_differs else Band.REVIEW
        if degree is Degree.NEAR:
            return Band.NONE if evidence.sex_differs or evidence.nationality is ReasonCode.NATIONALITY_OTHER else Band.REVIEW
        wanted = {ReasonCode.NAME_WESTERN, ReasonCode.NAME_INITIALS, ReasonCode.NAME_PARTIAL, ReasonCode.NAME_JAPANESE}
        return Band.REVIEW if degree is Degree.PART and reason in wanted and not doubtful else Band.NONE
    if birth in _BIRTH_SLIPS:
        firm = degree >= Degree.SOUND or (degree is Degree.NEAR and reason in _FIRM_NEAR)
        return Band.REVIEW if firm and not doubtful else Band.NONE
    return Band.REVIEW if degree is Degree.SAME and not evidence.is_common and not doubtful else Band.NONE


def _best_name(person: Side, entry: Side) -> tuple[NameAgreement, bool, str]:
    best, by_alias, said = NameAgreement(Degree.CONTRADICT, ReasonCode.NAME_SILENT), False, ""
    for place, one in _named(person.names):
        for other_place, other in _named(entry.names):
            found = compare_names(one, other)
            if found.degree > best.degree or best.reason is ReasonCode.NAME_SILENT:
                best, by_alias, said = found, bool(place or other_place), one
    return best, by_alias and best.degree > Degree.CONTRADICT, said


def _named(names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    return ((place, name.strip()) for place, name in enumerate(names) if name.strip())


def _births(person: Side, entry: Side) -> tuple[ReasonCode, bool]:
    """By the dates as stated; where one is missing, by the date in a valid citizen number."""
    said = compare_births(person.birth, entry.birth)
    if said not in {ReasonCode.BIRTH_SILENT, ReasonCode.BIRTH_YEAR}:
        return said, False
    first, second = _birth_of(person), _birth_of(entry)
    better = compare_births(first, second)
    if better is ReasonCode.BIRTH_SILENT or (first, second) == (person.birth, entry.birth):
        return said, False
    return better, True


def _fails(written: str) -> bool:
    """Whether a citizen number does not pass its own check."""
    number = identity_number(written)
    return number is not None and number.is_citizen and not number.is_valid


def _birth_of(side: Side) -> str:
    if len(side.birth.strip()) > len("1987"):
        return side.birth
    number = identity_number(side.id_number)
    return number.birth.isoformat() if number and number.birth else side.birth


def _sex(side: Side) -> str:
    if side.sex:
        return side.sex
    number = identity_number(side.id_number)
    return number.sex.value if number and number.sex else ""


def _nationality(one: str, other: str) -> ReasonCode | None:
    first, second = one.strip().upper(), other.strip().upper()
    if not first or not second or (first != second and first in _OF_CHINA and second in _OF_CHINA):
        return None
    return ReasonCode.NATIONALITY_SAME if first == second else ReasonCode.NATIONALITY_OTHER
