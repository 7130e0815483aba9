"""Who looked at a person's data, as the person reads it: the badge and the reason, never another person's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mumian.audit.queries.acts import Look
from mumian.audit.terms import ActorKind, ReasonKind
from mumian.foundation.words import Text
from mumian.offices.terms import DEPARTMENT_NAMES

REASONS: Final[dict[ReasonKind, Text]] = {
    ReasonKind.OPEN_TICKET: Text("您正在窗口办理", "You were at the window"),
    ReasonKind.OWN_CASE: Text("办理您的申请", "Working on your application"),
    ReasonKind.PRODUCTION_ORDER: Text("制作或者发放您的证件", "Making or handing out your document"),
    ReasonKind.TYPED: Text("另有原因", "Another reason"),
}
FIELDS: Final[dict[str, Text]] = {
    "name": Text("姓名", "name"),
    "spellings": Text("拼写", "spellings"),
    "birth_date": Text("出生日期", "date of birth"),
    "household_register": Text("户籍", "household register"),
    "number": Text("证件号码", "identity number"),
    "numbers": Text("证件号码", "identity numbers"),
    "documents": Text("证件", "documents"),
    "guardians": Text("监护人", "guardians"),
}


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look. `words` are what the officer typed, as he typed them."""

    at: datetime
    who: str
    department: Text | None
    fields: tuple[Text | str, ...]
    reason: Text
    words: str


def look_lines(looks: Sequence[Look]) -> tuple[LookLine, ...]:
    """The looks in words, the latest first."""
    return tuple(
        LookLine(
            at=look.at,
            who=look.actor.id if look.actor.kind is ActorKind.OFFICER else "",
            department=_department(look.actor.department),
            fields=tuple(FIELDS.get(name, name) for name in look.fields),
            reason=REASONS[look.reason.kind],
            words=look.reason.says if look.reason.kind is ReasonKind.TYPED else "",
        )
        for look in looks
    )


def _department(kind: str) -> Text | None:
    known = {one.value: name for one, name in DEPARTMENT_NAMES.items()}
    return known.get(kind)
