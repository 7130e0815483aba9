"""The form of an application as it was typed, read into plain values; what cannot be read is kept and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from mumian.cases.terms import Declared
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.values import FactValue
from mumian.payments.terms import Method
from mumian.web.counter.knowing import DECLARATIONS
from mumian.web.shared.questions import PREFIX, read_facts
from mumian.web.shared.typed import number_typed

ALONE: Final = "alone"
AMOUNT: Final = "amount:"
"""Before the code of a line of the fee whose amount is asked at the window."""
GUARDIAN_PRESENT: Final = "applicant.guardian_present"


@dataclass(frozen=True, slots=True)
class Filled:
    """What was entered at the window. `guardian` is who came along: a person's id, or nobody."""

    facts: Mapping[str, FactValue]
    wrong: Mapping[str, str]
    materials: tuple[str, ...]
    identity_checked: bool
    method: Method | None
    trace: str
    guardian: int | None
    amounts: Mapping[str, str]
    """What is charged on lines of the fee whose amount the rulebook does not publish, by code, as typed."""

    @property
    def declared(self) -> dict[Declared, bool]:
        """What the applicant declared, as far as he was asked."""
        return {subject: bool(self.facts[fact]) for fact, subject in DECLARATIONS.items() if fact in self.facts}

    def content(self) -> dict[str, object]:
        """Everything, for the key under which it is done once."""
        return {
            "facts": {name: list(value) if isinstance(value, tuple) else value for name, value in sorted(self.facts.items())},
            "materials": sorted(self.materials),
            "identity_checked": self.identity_checked,
            "method": self.method.value if self.method else "",
            "trace": self.trace,
            "guardian": self.guardian,
            "amounts": dict(self.amounts),
        }


NOTHING_STATED: Final = Filled({}, {}, (), identity_checked=False, method=None, trace="", guardian=None, amounts={})
"""A form in which nothing is filled in."""


def read(book: Rulebook, typed: QueryDict) -> Filled:
    """Read the form."""
    facts, wrong = read_facts(book, typed)
    guardian = number_typed(typed.get("guardian"))
    if typed.get("guardian", ""):
        facts[GUARDIAN_PRESENT] = guardian is not None
    method = typed.get("pay", "")
    return Filled(
        facts=facts,
        wrong=wrong,
        materials=tuple(code for code in dict.fromkeys(typed.getlist("material")) if code in book.material_of),
        identity_checked=typed.get("identity") == "yes",
        method=Method(method) if method in set(Method) else None,
        trace=typed.get("trace", "").strip()[:40],
        guardian=guardian,
        amounts={name.removeprefix(AMOUNT): str(value).strip()[:12] for name, value in typed.items() if name.startswith(AMOUNT)},
    )


def not_declared(filled: Filled) -> dict[str, str]:
    """A sentence for each declaration that was not asked; nobody goes on without it."""
    return {
        PREFIX + fact: _("Every applicant is asked this. Put the question and tick his answer.")
        for fact in DECLARATIONS
        if fact not in filled.facts
    }
