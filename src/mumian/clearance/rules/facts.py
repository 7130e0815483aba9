"""A person or an entry as the rules compare them: every name and every number that is known."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from mumian.clearance.rules.judging import Side
from mumian.clearance.rules.numbers import compare_documents, compare_identity
from mumian.clearance.rules.reasons import ReasonCode
from mumian.clearance.terms import EntryFacts, PersonToClear

_IDENTITY: Final = (
    *(ReasonCode.ID_SAME, ReasonCode.ID_SAME_15_18, ReasonCode.ID_OTHER_VALID, ReasonCode.ID_DAMAGED),
    *(ReasonCode.ID_OTHER, ReasonCode.ID_SILENT),
)
"""What counts of several identity numbers: the same, then that they contradict, then the rest."""
_DOCUMENT: Final = (ReasonCode.DOC_SAME, ReasonCode.DOC_NEAR, ReasonCode.DOC_OTHER, ReasonCode.DOC_SILENT)


@dataclass(frozen=True, slots=True)
class Facts:
    """Names (the own first), birth date or year, identity numbers, document numbers, nationality, sex; empty where unknown."""

    names: tuple[str, ...]
    birth: str = ""
    id_numbers: tuple[str, ...] = ()
    doc_numbers: tuple[str, ...] = ()
    nationality: str = ""
    sex: str = ""

    def sides(self) -> tuple[Side, ...]:
        """The facts with one number of each kind at a time, so that every number stands in one of them; names in the first."""
        pairs = list(zip_longest(self.id_numbers, self.doc_numbers, fillvalue="")) or [("", "")]
        first, *rest = pairs
        return (
            Side(self.names, self.birth, *first, self.nationality, self.sex),
            *(Side((), "", *pair, self.nationality, self.sex) for pair in rest),
        )

    def against(self, other: Side) -> Side:
        """The facts with those numbers that say most beside the other's."""
        identity = min(self.id_numbers, key=lambda one: _IDENTITY.index(compare_identity(one, other.id_number)), default="")
        document = min(self.doc_numbers, key=lambda one: _DOCUMENT.index(compare_documents(one, other.doc_number)), default="")
        return Side(self.names, self.birth, identity, document, self.nationality, self.sex)


def facts_of_person(person: PersonToClear) -> Facts:
    """The facts of an applicant."""
    return Facts(
        names=(person.name, *person.aliases),
        birth=person.birth_date.isoformat(),
        id_numbers=tuple(sorted(person.numbers)),
        doc_numbers=tuple(sorted(person.documents)),
        nationality=person.nationality,
        sex=person.sex.value,
    )


def facts_of_kept(person: dict[str, Any]) -> Facts:
    """The same from the way in which a watch keeps him."""
    return Facts(
        names=(person["name"], *person["aliases"]),
        birth=person["birth_date"],
        id_numbers=tuple(sorted(person["numbers"])),
        doc_numbers=tuple(sorted(person["documents"])),
        nationality=person["nationality"],
        sex=person["sex"],
    )


def facts_of_entry(entry: EntryFacts) -> Facts:
    """The facts of an entry of a list."""
    return Facts(
        names=(entry.name, *entry.aliases),
        birth=entry.birth_date,
        id_numbers=(entry.id_number,) if entry.id_number else (),
        doc_numbers=(entry.doc_number,) if entry.doc_number else (),
        nationality=entry.nationality,
        sex=entry.sex,
    )
