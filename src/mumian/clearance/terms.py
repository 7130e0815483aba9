"""The words of this package, and the plain values in which a person comes to be compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, NewType

from mumian.foundation.identifiers import Sex
from mumian.foundation.words import Text

Reference = str
"""For what a person is compared, such as `case:17`; opaque here."""

ListCode = str
"""A reference list by its code in the rulebook, such as `EXIT_BAR`."""

MatchId = NewType("MatchId", int)
DecisionId = NewType("DecisionId", int)

POPULATION: Final = "POPULATION"
"""The one list that is cleared by being found on it: the population register. The others are lists of names to be absent from."""


class AnswerKind(StrEnum):
    """What a reference list says about a person; only holders of the list are ever told."""

    NO_MATCH = "no_match"
    OPEN_MATCH = "open_match"
    OTHER_PERSON = "other_person"
    TRUE_MATCH = "true_match"
    CONDITION_MET = "condition_met"
    AGREES = "agrees"
    DIFFERS = "differs"


CLEARING: Final = frozenset(
    {AnswerKind.NO_MATCH, AnswerKind.OTHER_PERSON, AnswerKind.CONDITION_MET, AnswerKind.AGREES},
)
"""With these answers a list stands in the way no longer."""


class Judgement(StrEnum):
    """What people decide about a match. The first two hold until either side changes; a condition holds for one reference."""

    OTHER_PERSON = "other_person"
    SAME_PERSON = "same_person"
    CONSENT_HELD = "consent_held"
    RESTRICTION_OVER = "restriction_over"


CONDITIONS: Final = frozenset({Judgement.CONSENT_HELD, Judgement.RESTRICTION_OVER})


class Word(StrEnum):
    """All that the counter is told, whatever the lists say."""

    PROCEED = "proceed"
    WAIT = "wait"


WORD_NAMES: Final[dict[Word, Text]] = {
    Word.PROCEED: Text("可以继续办理", "proceed"),
    Word.WAIT: Text("材料已收，请等候通知", "papers taken, wait for the office"),
}


@dataclass(frozen=True, slots=True)
class PersonToClear:
    """A person as he stands in an application.

    `numbers` are identity numbers (citizen, permanent residence, Hong Kong …), `documents` numbers of passports and permits, as
    `people` keeps them. Without a number he is compared by name and birth date.
    """

    name: str
    birth_date: date
    nationality: str
    sex: Sex
    numbers: tuple[str, ...] = field(default=(), repr=False)
    documents: tuple[str, ...] = field(default=(), repr=False)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One person to be compared with these lists, for this reference, until this day (inclusive; None: until closed)."""

    reference: Reference
    person: PersonToClear
    lists: tuple[ListCode, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """What is told upstairs of one list: cleared, or not (a match, no answer yet, not released yet: all look the same)."""

    code: ListCode
    is_cleared: bool


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One entry of a list as its file states it. `birth_date` is a whole date or only a year, empty when not known."""

    entry_id: str
    name: str
    aliases: tuple[str, ...] = ()
    birth_date: str = ""
    id_number: str = ""
    doc_number: str = ""
    nationality: str = ""
    sex: str = ""
    ground: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What became of the lines of a file; each line but the heading and empty ones is counted once, ended entries besides."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class LoadedList:
    """A load: `is_new` is false when this version had been loaded before and nothing was done."""

    code: ListCode
    version: str
    counts: LoadCounts
    is_new: bool


@dataclass(frozen=True, slots=True)
class StandingDecision:
    """A decision about a match as it stands; settled when as many people as the list asks for have made it."""

    decision_id: DecisionId
    judgement: Judgement
    decided_by: str
    decided_at: datetime
    note: str
    confirmed_by: str | None
    is_settled: bool


@dataclass(frozen=True, slots=True)
class MatchSheet:
    """A match with its entry, for holders of the list.

    `keys_met` says by which keys person and entry met, `band` and `reasons` what the rules said (`rules.reasons` has the words),
    `evidence` all that they rested on; it is missing where a register simply agrees.
    """

    match_id: MatchId
    code: ListCode
    entry: EntryFacts
    keys_met: tuple[str, ...]
    found_at: datetime
    version: str
    person: PersonToClear
    decision: StandingDecision | None
    condition: StandingDecision | None
    band: str = "hit"
    reasons: tuple[str, ...] = ()
    evidence: dict[str, Any] | None = None
