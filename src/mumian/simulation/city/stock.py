"""The blanks and shelves of the invented city: some of every kind in use today, and a shelf in every hall."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from mumian.audit.services import close_session, open_session, token_of
from mumian.audit.terms import Acting, Actor, ActorKind
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.book.papers import DocumentType
from mumian.catalogue.rules.book.values import all_on_day
from mumian.delivery.services import set_up_shelf
from mumian.foundation.clock import local_date
from mumian.offices.queries import halls_with_floors, officers_holding
from mumian.offices.terms import Role
from mumian.people.models import HeldDocument
from mumian.production.queries import accounts_of_blanks
from mumian.production.rules.kinds import USUAL_KINDS, kind_in_use
from mumian.production.rules.numbers import may_be_numbered
from mumian.production.services import enter_kinds, receive_batch
from mumian.production.terms import KindFacts, Numbering

BLANKS: Final = 300
"""Of each kind."""

STOCKED_BEFORE: Final = timedelta(days=120)
"""How long before the city opens its stock came in: before its first cases."""

POSITIONS: Final = tuple(f"{row}-{place:02d}" for row in "ABC" for place in range(1, 21))
NUMBERED: Final = re.compile(r"([A-Z]*)(\d+)")


@transaction.atomic
def keep_stock(*, at: datetime) -> int:
    """Set up shelves, and receive blanks of each kind in use of which none was received yet; answers how many those were."""
    for hall in halls_with_floors(on=local_date(at)):
        set_up_shelf(hall=hall.code, positions=POSITIONS, at=at)
    enter_kinds(kinds=USUAL_KINDS, at=at)
    received = {account.kind for account in accounts_of_blanks() if account.received}
    wanted = [kind for kind in _kinds_of_today(at) if kind.code not in received]
    if not wanted:
        return 0
    acting = _session(at)
    for place, kind in enumerate(wanted):
        _receive(place, kind, acting, at)
    close_session(actor=acting, at=at)
    return len(wanted)


def _kinds_of_today(at: datetime) -> list[KindFacts]:
    types = dict.fromkeys(kind.document_type for kind in USUAL_KINDS)
    found = [kind_in_use(USUAL_KINDS, document_type=document, on=local_date(at)) for document in types]
    return [kind for kind in found if kind is not None]


def _receive(place: int, kind: KindFacts, acting: Acting, at: datetime) -> None:
    """One batch of the kind, received by the first production officer."""
    [keeper, *_] = officers_holding(Role.PRODUCTION_OFFICER, on=local_date(at))
    [duty, *_] = [duty for duty in keeper.duties if duty.role is Role.PRODUCTION_OFFICER]
    first, last = f"XB{place:02d}000001", f"XB{place:02d}{BLANKS:06d}"
    numbers = "" if kind.numbering is Numbering.HOLDERS else _first_number(kind, at)
    if kind.numbering is Numbering.ON_BLANK:
        first, last, numbers = numbers, _later(numbers, BLANKS - 1), ""
    receive_batch(
        kind=kind.code,
        note=f"CITY-{kind.code}",
        first=first,
        last=last,
        numbers_from=numbers,
        officer=keeper.officer_id,
        department=duty.department_id,
        acting=acting,
        key=f"city {kind.code}",
        at=at,
    )


def _first_number(kind: KindFacts, at: datetime) -> str:
    """A number like the rulebook's last example in use today, from which on nobody in the city holds a document."""
    document = next(one for one in current_rulebook().documents if one.code == kind.document_type)
    example = _example(document, at)
    prefix, digits = NUMBERED.fullmatch(example).groups()  # type: ignore[union-attr]  # examples are letters, then digits
    for start in range(1, 10 ** len(digits), BLANKS):
        first = f"{prefix}{start:0{len(digits)}d}"
        held = HeldDocument.objects.filter(
            type_code=kind.document_type, number__gte=first, number__lte=_later(first, BLANKS - 1), issuer="CHN"
        )
        if not held.exists():
            return first
    raise ValueError(f"All numbers of {kind.code} are held.")


def _example(document: DocumentType, at: datetime) -> str:
    forms: Sequence[str] = [pattern.regex for pattern in all_on_day(document.number_patterns, local_date(at))]
    return [number for number in document.example_numbers if may_be_numbered(number, forms)][-1]


def _later(number: str, places: int) -> str:
    prefix, digits = NUMBERED.fullmatch(number).groups()  # type: ignore[union-attr]  # as above
    return f"{prefix}{int(digits) + places:0{len(digits)}d}"


def _session(at: datetime) -> Acting:
    return open_session(
        actor=Actor(ActorKind.MACHINE, "city"),
        token=token_of(f"city {secrets.token_hex(16)}"),
        place="simulation",
        at=at,
        expires_at=at + timedelta(hours=1),
    )
