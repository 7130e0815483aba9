"""`services/*.yaml`, `reasons.yaml`, `territory.yaml`, `allowances.yaml`.

What can be asked for, and on what terms, day by day.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mumian.catalogue.rules.book.values import Code, Count, Entry, Expression, Flag, Line, Said, Span
from mumian.catalogue.terms import Accepts, Confidence, LimitUnit, Order, Path, Stage

BY_VARIANT: Literal["by_variant"] = "by_variant"


class Offered(Span):
    """Days on which a service can be asked for."""

    note: Said | None = None
    successor: Code | None = None


class OrderSpan(Span):
    """The order in force: by stated reason with proof papers and a quota, or on demand."""

    kind: Order
    reasons: tuple[Code, ...] = ()
    quota: Flag = False
    note: Said | None = None
    basis: tuple[Code, ...] = ()
    sources: tuple[Code, ...] = ()


class EligibilitySpan(Span):
    """The rules that are asked, in this order."""

    rules: tuple[Code, ...] = ()


class ListsSpan(Span):
    """The reference lists that must be cleared; an empty list says that none need be."""

    codes: tuple[Code, ...] = ()
    basis: tuple[Code, ...] = ()


class NeededMaterial(Span):
    """A material of the service; without `when` it is always required, without `channels` in every channel."""

    code: Code
    when: Code | None = None
    channels: tuple[Code, ...] | None = None
    copies: Count = 1
    note: Said | None = None


class FeeItem(Entry):
    """One line of the fee, in yuan. Null: not published, asked at the window. `by_variant`: the amount of the variant chosen."""

    code: Code
    name: Said
    amount: Count | Literal["by_variant"] | None
    when: Code | None = None
    note: Said | None = None


class FeeSpan(Span):
    """What is charged; an empty list of items says that it is free."""

    items: tuple[FeeItem, ...] = ()
    basis: tuple[Code, ...] = ()
    sources: tuple[Code, ...] = ()
    confidence: Confidence | None = None
    note: Said | None = None


class StatutoryLimit(Entry):
    """The limit that the law sets for the decision."""

    value: Count
    unit: LimitUnit
    extendable_to: Count | None = None
    basis: tuple[Code, ...] = ()


class PromisedLimit(Entry):
    """What the office promises.

    Without `channels` for all of them, without `when` for everybody. The first that fits counts. 0 days: at once.
    """

    channels: tuple[Code, ...] | None = None
    days: Count
    unit: LimitUnit = LimitUnit.WORKING_DAY
    when: Code | None = None
    note: Said | None = None


class LimitSpan(Span):
    """The limits in force."""

    statutory: StatutoryLimit | None = None
    promised: tuple[PromisedLimit, ...] = ()
    basis: tuple[Code, ...] = ()
    sources: tuple[Code, ...] = ()
    confidence: Confidence | None = None
    note: Said | None = None


class UrgentSpan(Span):
    """Urgent handling, and on what ground."""

    days: Count
    unit: LimitUnit = LimitUnit.WORKING_DAY
    ground: Said
    when: Code | None = None
    basis: tuple[Code, ...] = ()


class ValiditySpan(Span):
    """How long the document holds. Give what fits; `note` says the rest."""

    years: Count | None = None
    months: Count | None = None
    days: Count | None = None
    under_16_years: Count | None = None
    from_16_years: Count | None = None
    under_18_years: Count | None = None
    from_18_years: Count | None = None
    max_years: Count | None = None
    max_days: Count | None = None
    min_days: Count | None = None
    entries: Count | Literal["M"] | None = None
    by_variant: Flag = False
    permanent: Flag = False
    none: Flag = False
    note: Said | None = None


class ChannelsSpan(Span):
    """The channels through which the service can be asked for."""

    codes: tuple[Code, ...] = ()
    note: Said | None = None


class CounterApprovalSpan(Span):
    """Days on which the counter may approve when `rule` grants.

    `document_versions` names the document versions it holds for (empty: all).
    """

    rule: Code
    document_versions: tuple[Code, ...] = ()
    note: Said | None = None


class ExpressSpan(Span):
    """Days on which the document can be sent by courier."""

    note: Said | None = None


class VariantFee(Span):
    """What a variant costs, in yuan; null: not published."""

    amount: Count | None


class Variant(Entry):
    """One form of the service: where to, how long, how often. `entries: M` means many; months may be a range."""

    code: Code
    name: Said
    dest: Code | None = None
    months: Count | None = None
    months_from: Count | None = None
    months_to: Count | None = None
    entries: Count | Literal["M"] | None = None
    stay_days: Count | None = None
    action: Code | None = None
    fee: tuple[VariantFee, ...] = ()
    offered: tuple[Offered, ...] = (Offered(),)
    note: Said | None = None


class Service(Entry):
    """A service with all that has been true of it. Gaps in a list mean that there was nothing in that time."""

    code: Code
    family: Code
    name: Said
    document: Code | None
    applicant: Said
    path: Path
    offered: Annotated[tuple[Offered, ...], Field(min_length=1)]
    approver: Said | Line
    order: tuple[OrderSpan, ...] = ()
    eligibility: tuple[EligibilitySpan, ...] = ()
    lists: tuple[ListsSpan, ...] = ()
    materials: tuple[NeededMaterial, ...] = ()
    fee: tuple[FeeSpan, ...] = ()
    limits: tuple[LimitSpan, ...] = ()
    urgent: tuple[UrgentSpan, ...] = ()
    validity: tuple[ValiditySpan, ...] = ()
    channels: tuple[ChannelsSpan, ...] = ()
    counter_approval: tuple[CounterApprovalSpan, ...] = ()
    express: tuple[ExpressSpan, ...] = ()
    variants: tuple[Variant, ...] = ()
    basis: tuple[Code, ...] = ()
    confidence: Confidence
    sources: tuple[Code, ...] = ()
    note: Said | None = None


class Reason(Span):
    """A stated reason of the order before the reforms, with the papers that prove it."""

    code: Code
    name: Said
    families: tuple[Code, ...] = ()
    materials: tuple[Code, ...] = ()
    examples: tuple[Said, ...] = ()
    basis: tuple[Code, ...] = ()
    note: Said | None = None


class Territory(Span):
    """Whose applications are taken where. Without families or channels it speaks of all.

    `holds` is the condition under which this is the right place; `say` is the sentence when it is not, `also` names who
    else may come.
    """

    code: Code
    families: tuple[Code, ...] = ()
    services: tuple[Code, ...] = ()
    channels: tuple[Code, ...] = ()
    accepts: Accepts
    holds: Expression | None = None
    also: Said | None = None
    say: Said
    basis: tuple[Code, ...] = ()
    sources: tuple[Code, ...] = ()
    confidence: Confidence | None = None
    note: Said | None = None


class StageAllowance(Entry):
    """The days that a stage may take."""

    stage: Stage
    days: Count


class Allowance(Span):
    """How the promised days are shared out between the stages; they sum to `promised_days`."""

    path: Path
    promised_days: Count
    stages: Annotated[tuple[StageAllowance, ...], Field(min_length=1)]
    note: Said | None = None
