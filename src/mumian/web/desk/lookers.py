"""Who looked at a person's data, in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mumian.audit.queries.acts import Look, looks_at
from mumian.audit.terms import ReasonKind, Thing
from mumian.foundation.clock import local
from mumian.offices.terms import DEPARTMENT_NAMES, DepartmentKind
from mumian.people.terms import PersonId, person_key
from mumian.web.shared.spoken import said

FIELD_WORDS: Final[Mapping[str, str | Promise]] = {
    "name": gettext_lazy("name"),
    "spellings": gettext_lazy("spellings"),
    "birth_date": gettext_lazy("date of birth"),
    "household_register": gettext_lazy("household register"),
    "numbers": gettext_lazy("identity numbers"),
    "documents": gettext_lazy("documents"),
    "guardians": gettext_lazy("guardians"),
}
REASON_WORDS: Final[Mapping[ReasonKind, str | Promise]] = {
    ReasonKind.OPEN_TICKET: gettext_lazy("the person's ticket was open at the window"),
    ReasonKind.OWN_CASE: gettext_lazy("worked on the person's application"),
    ReasonKind.PRODUCTION_ORDER: gettext_lazy("made or handed out the person's document"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One look: when, by whom, from where, at what and why."""

    when: str
    who: str
    place: str
    what: str
    why: str


def lines_for(person_id: PersonId) -> list[Line]:
    """Everybody who looked at this person, the latest first. One query."""
    return [_line(look) for look in looks_at(Thing(person_key(person_id)))]


def _line(look: Look) -> Line:
    department = DEPARTMENT_NAMES.get(DepartmentKind(look.actor.department)) if look.actor.department else None
    badge = _("Badge %(number)s") % {"number": look.actor.id}
    return Line(
        when=f"{local(look.at):%Y-%m-%d %H:%M}",
        who=f"{badge} · {said(department)}" if department else badge,
        place=look.place,
        what=_(", ").join(str(FIELD_WORDS.get(field, field)) for field in look.fields),
        why=_said(look),
    )


def _said(look: Look) -> str:
    if look.reason.kind is ReasonKind.TYPED:
        return look.reason.says
    return f"{REASON_WORDS[look.reason.kind]} ({look.reason.says})"
