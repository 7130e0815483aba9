"""The parts of an answer. All are plain frozen values; days are days at the office, money is whole yuan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mumian.catalogue.rules.book.office import Law, Source
from mumian.catalogue.rules.book.services import ValiditySpan, Variant
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.terms import Accepts, Audience, Confidence, FactType, LimitUnit, Order, Otherwise, Outcome, Path, Stage
from mumian.foundation.words import Text


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is missing, with the question to put. `values` are the answers possible, empty when free."""

    fact: str
    ask: Text
    type: FactType
    values: tuple[FactValue, ...] = ()


class ReasonState(StrEnum):
    """What asking one rule came to."""

    HOLDS = "holds"
    FAILS = "fails"
    ASKS = "asks"
    TO_BRING = "to_bring"
    NOT_CONCERNED = "not_concerned"
    BY_OFFICE = "by_office"
    SETS = "sets"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule says. `decides` is the verdict that follows from it alone, none where nothing follows."""

    rule: str
    name: Text
    state: ReasonState
    otherwise: Otherwise
    sentence: Text
    basis: tuple[Law, ...]
    decides: Outcome | None = None
    question: Question | None = None
    materials: tuple[str, ...] = ()
    notice_items: tuple[str, ...] = ()
    sets: str | None = None
    value: FactValue | None = None

    @property
    def is_by_office(self) -> bool:
        """Whether the rule speaks of reference lists, so that only the office evaluates it."""
        return self.state is ReasonState.BY_OFFICE


class NeedState(StrEnum):
    """Whether a material is to be brought."""

    REQUIRED = "required"
    BECAUSE = "because"
    ASKS = "asks"
    BY_OFFICE = "by_office"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class MaterialNeed:
    """A material and whether it is needed. `because` is the condition in words; `handed_in` is None when nobody said."""

    code: str
    name: Text
    state: NeedState
    because: Text | None = None
    question: Question | None = None
    how: Text | None = None
    data_sharing: bool = False
    handed_in: bool | None = None
    note: Text | None = None

    @property
    def is_needed(self) -> bool:
        """Whether it is to be brought, always or because a condition holds."""
        return self.state in (NeedState.REQUIRED, NeedState.BECAUSE)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One charge in yuan; `amount` is None when it is not published or waits for a fact."""

    code: str
    name: Text
    amount: int | None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """What is charged. `total` is None when any line is; `sentence` says so in words."""

    lines: tuple[FeeLine, ...]
    total: int | None
    sentence: Text
    question: Question | None = None
    basis: tuple[Law, ...] = ()
    sources: tuple[Source, ...] = ()
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class LimitAnswer:
    """A limit and the day on which it ends, when the moment of acceptance is known and the calendar reaches so far."""

    value: int
    unit: LimitUnit
    due_on: date | None = None
    extendable_to: int | None = None
    extended_due_on: date | None = None
    basis: tuple[Law, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The limit of the law, the promise of the office, and urgent handling. None: there is none."""

    statutory: LimitAnswer | None
    promised: LimitAnswer | None
    counted_from: date | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Urgent:
    """Urgent handling: the limit, the ground, and whether it is open to this applicant (None: not yet known)."""

    limit: LimitAnswer
    ground: Text
    is_open: bool | None
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether the service can be asked for on the day, since and until when (None: open), and what followed it."""

    is_offered: bool
    since: date | None
    until: date | None
    successor: str | None
    sentence: Text


@dataclass(frozen=True, slots=True)
class StatedReason:
    """A stated reason of the order before the reforms, with its proof papers (codes)."""

    code: str
    name: Text
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """The order of the day: on demand, or by stated reason with proof papers and a quota."""

    kind: Order
    sentence: Text
    quota: bool = False
    reasons: tuple[StatedReason, ...] = ()
    chosen: str | None = None
    question: Question | None = None
    note: Text | None = None
    basis: tuple[Law, ...] = ()


@dataclass(frozen=True, slots=True)
class ListNeed:
    """A reference list that must be cleared."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class TerritoryAnswer:
    """Where to go.

    `is_right_place` is None when it is not known where the applicant stands or is registered; `halls` are codes.
    """

    code: str
    accepts: Accepts
    is_right_place: bool | None
    sentence: Text
    also: Text | None = None
    halls: tuple[str, ...] = ()
    question: Question | None = None
    basis: tuple[Law, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class CounterApproval:
    """Whether the counter may approve. None: known only to the office, or a fact is missing."""

    rule: str
    is_possible: bool | None
    sentence: Text
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class StageDays:
    """The share of a stage in the promised days; `until` is its last day."""

    stage: Stage
    days: int
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer. `sentence` is the verdict in words; `questions` are all that is still to be asked, each once."""

    service: str
    name: Text
    family: str
    document: str | None
    applicant: Text
    path: Path
    approver: Text
    on: date
    channel: str | None
    audience: Audience
    accepted_at: datetime | None
    verdict: Outcome
    sentence: Text
    offer: Offer
    order: OrderAnswer | None
    reasons: tuple[Reason, ...]
    questions: tuple[Question, ...]
    materials: tuple[MaterialNeed, ...]
    fee: Fee | None
    limits: Limits | None
    urgent: Urgent | None
    lists: tuple[ListNeed, ...]
    channels: tuple[str, ...]
    territory: TerritoryAnswer | None
    counter_approval: CounterApproval | None
    allowances: tuple[StageDays, ...]
    validity: ValiditySpan | None
    variants: tuple[Variant, ...]
    variant: Variant | None
    express: bool
    basis: tuple[Law, ...]
    sources: tuple[Source, ...]
    confidence: Confidence
    note: Text | None

    @property
    def needed(self) -> tuple[MaterialNeed, ...]:
        """The materials to bring."""
        return tuple(need for need in self.materials if need.is_needed)

    @property
    def deciding(self) -> tuple[Reason, ...]:
        """The reasons from which the verdict follows, in the order in which they were asked.

        None when nothing stands against it.
        """
        return tuple(reason for reason in self.reasons if reason.decides is self.verdict)
