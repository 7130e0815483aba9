"""What to bring for a service, as the screen of a hall says it: names of papers, and which of them has a sample to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mumian.catalogue.rules.answers import answer
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.foundation.words import Text


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper; `form` is the code of its sample, empty where there is none."""

    name: Text
    form: str


def papers_needed(book: Rulebook, code: str, *, on: date) -> tuple[Paper, ...]:
    """The papers that everybody brings. Raises UnknownService."""
    found = answer(book, code, on=on)
    needed = [need for need in found.materials if need.is_needed]
    forms = {form.material: form.code for form in book.forms if form.holds_on(on)}
    return tuple(Paper(need.name, forms.get(need.code, "")) for need in needed)
