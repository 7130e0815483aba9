"""A person and an entry side by side: one row for each kind of fact, with what the rules made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mumian.clearance.rules.reasons import REASON_WORDS, ReasonCode
from mumian.clearance.terms import EntryFacts, PersonToClear
from mumian.foundation.identifiers import Sex
from mumian.foundation.words import Text
from mumian.people.terms.names import SEX_NAMES

SAME: Final = frozenset(
    {
        ReasonCode.NAME_SAME,
        ReasonCode.BIRTH_SAME,
        ReasonCode.ID_SAME,
        ReasonCode.ID_SAME_15_18,
        ReasonCode.DOC_SAME,
        ReasonCode.NATIONALITY_SAME,
    }
)
OTHER: Final = frozenset(
    {
        ReasonCode.NAME_OTHER,
        ReasonCode.BIRTH_OTHER,
        ReasonCode.ID_OTHER,
        ReasonCode.ID_OTHER_VALID,
        ReasonCode.DOC_OTHER,
        ReasonCode.SEX_OTHER,
        ReasonCode.NATIONALITY_OTHER,
    }
)
SILENT: Final = frozenset({ReasonCode.NAME_SILENT, ReasonCode.BIRTH_SILENT, ReasonCode.ID_SILENT, ReasonCode.DOC_SILENT})
BESIDE: Final = frozenset({ReasonCode.NAME_COMMON, ReasonCode.BIRTH_FROM_NUMBER, ReasonCode.ID_FAILS_CHECK})
"""What is said beside, and does not say how the two stand."""
MARKS: Final[dict[str, tuple[str | Promise, str]]] = {
    "same": (_("agrees"), "good"),
    "near": (_("close"), "warn"),
    "other": (_("differs"), "bad"),
    "silent": (_("not said"), "plain"),
}
KINDS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("name", _("Name")),
    ("alias", _("Other names")),
    ("birth", _("Born")),
    ("id", _("Identity number")),
    ("doc", _("Document number")),
    ("sex", _("Sex")),
    ("nationality", _("Nationality")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of fact: what either side says, how the two stand, and why in words."""

    label: str | Promise
    person: str | Text
    entry: str | Text
    mark: str | Promise
    tag: str
    why: tuple[Text, ...]


def rows_of(person: PersonToClear, entry: EntryFacts, reasons: Sequence[str]) -> list[Row]:
    """The two sides, row by row; what neither says is left out."""
    return _rows(_said(person), _entry_said(entry), reasons)


def rows_of_kept(person: PersonToClear, entry: dict[str, Any], reasons: Sequence[str]) -> list[Row]:
    """The same for an entry as the database writes it."""
    names = {
        "name": "name",
        "birth": "birth_date",
        "id": "id_number",
        "doc": "doc_number",
        "sex": "sex",
        "nationality": "nationality",
    }
    kept = {kind: str(entry.get(name) or "") for kind, name in names.items()}
    return _rows(_said(person), {**kept, "alias": "; ".join(entry.get("aliases") or ())}, reasons)


def _rows(one: dict[str, str], other: dict[str, str], reasons: Sequence[str]) -> list[Row]:
    codes = [ReasonCode(code) for code in reasons if code in set(ReasonCode)]
    found = []
    for kind, label in KINDS:
        if one[kind] or other[kind]:
            own = [code for code in codes if code.value == kind or code.value.startswith(f"{kind}_")]
            words, tag = MARKS[_mark(own, one[kind], other[kind])]
            sides = _shown(kind, one[kind]), _shown(kind, other[kind])
            found.append(Row(label, *sides, words, tag, tuple(REASON_WORDS[code] for code in own)))
    return found


def _shown(kind: str, written: str) -> str | Text:
    """What is read by people: M is male."""
    return SEX_NAMES[Sex(written)] if kind == "sex" and written in {*Sex} else written


def _mark(codes: Iterable[ReasonCode], one: str, other: str) -> str:
    known = [code for code in codes if code not in BESIDE]
    if not known:
        return "silent" if not one or not other else "same" if one == other else "other"
    for mark, group in (("other", OTHER), ("silent", SILENT), ("same", SAME)):
        if known[0] in group:
            return mark
    return "near"


def _said(person: PersonToClear) -> dict[str, str]:
    return {
        "name": person.name,
        "alias": "; ".join(person.aliases),
        "birth": person.birth_date.isoformat(),
        "id": "; ".join(person.numbers),
        "doc": "; ".join(person.documents),
        "sex": person.sex.value,
        "nationality": person.nationality,
    }


def _entry_said(entry: EntryFacts) -> dict[str, str]:
    return {
        "name": entry.name,
        "alias": "; ".join(entry.aliases),
        "birth": entry.birth_date,
        "id": entry.id_number,
        "doc": entry.doc_number,
        "sex": entry.sex,
        "nationality": entry.nationality,
    }
