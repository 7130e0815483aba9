"""Where the blanks are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from mumian.offices.terms import OfficerId
from mumian.production.errors import KindUnknown
from mumian.production.models import Blank, BlankKind, BlankMovement
from mumian.production.rules.kinds import kind_in_use
from mumian.production.terms import BlankForm, BlankState, KindFacts, Numbering


@dataclass(frozen=True, slots=True)
class Account:
    """The blanks of one kind: how many were ever received, and where they are. The parts always make up the whole."""

    kind: str
    received: int
    by_state: dict[BlankState, int]


@dataclass(frozen=True, slots=True)
class Movement:
    """A line in the book of blanks; `before` is None when the blank was received."""

    before: BlankState | None
    after: BlankState
    holder: OfficerId | None
    officer: OfficerId
    at: datetime
    because: str


def kind_for(*, document_type: str, on: date) -> str:
    """The kind of blank from which this document is made on this day. One query. Raises KindUnknown."""
    kinds = (_facts(kind) for kind in BlankKind.objects.filter(document_type_id=document_type))
    found = kind_in_use(kinds, document_type=document_type, on=on)
    if found is None:
        raise KindUnknown(document_type)
    return found.code


def any_blank_bears(*, document_type: str, first: str, last: str) -> bool:
    """Whether a blank of this type bears a document number from `first` to `last`, both of one form and length. One query."""
    return Blank.objects.filter(document_type_id=document_type, document_number__gte=first, document_number__lte=last).exists()


def accounts_of_blanks() -> tuple[Account, ...]:
    """Every kind of blank, also those of which none was received. Two queries."""
    counted: dict[str, dict[BlankState, int]] = defaultdict(dict)
    for kind, state, count in (
        Blank.objects.values_list("kind_id", "state").annotate(count=Count("pk")).order_by("kind_id", "state")
    ):
        counted[kind][BlankState(state)] = count
    return tuple(
        Account(code, sum(counted[code].values()), counted[code])
        for code in BlankKind.objects.order_by("pk").values_list("pk", flat=True)
    )


def blanks_held_by(officer: OfficerId) -> tuple[tuple[str, str], ...]:
    """The blanks a producer has in his hands and in no document yet: kind and serial number. One query."""
    held = Blank.objects.filter(state=BlankState.ISSUED.value, holder_id=officer).order_by("kind_id", "pk")
    return tuple(held.values_list("kind_id", "serial"))


def movements_of(*, kind: str, serial: str) -> tuple[Movement, ...]:
    """The life of one blank as the book has it, the first line first. One query."""
    rows = BlankMovement.objects.filter(blank__kind_id=kind, blank__serial=serial).order_by("pk")
    return tuple(
        Movement(
            before=BlankState(row.from_state) if row.from_state else None,
            after=BlankState(row.to_state),
            holder=OfficerId(row.holder_id) if row.holder_id else None,
            officer=OfficerId(row.officer_id),
            at=row.moved_at,
            because=row.because,
        )
        for row in rows
    )


def _facts(kind: BlankKind) -> KindFacts:
    return KindFacts(
        code=kind.code,
        document_type=kind.document_type_id,
        form=BlankForm(kind.form),
        numbering=Numbering(kind.numbering),
        mrz_code=kind.mrz_code,
        valid_from=kind.valid_from,
        valid_to=kind.valid_to,
    )
