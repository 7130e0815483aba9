"""What a visitor has touched so far, carried in the address from page to page: nothing of it is kept by the machine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict

from mumian.queueing.terms import Priority

MOST_PEOPLE: Final = 9
MOST_SERVICES: Final = 4


@dataclass(frozen=True, slots=True)
class Wishes:
    """The errands, how many people, what makes the visit easier, and how large everything is shown."""

    services: tuple[str, ...] = ()
    people: int = 1
    priority: Priority = Priority.ORDINARY
    low_counter: bool = False
    seated: bool = False
    elder: bool = False

    @classmethod
    def read(cls, values: QueryDict) -> Wishes:
        """From an address or a form; what makes no sense is left out."""
        people = values.get("people", "1")
        priority = values.get("priority", "")
        return cls(
            services=tuple(dict.fromkeys(code for code in values.getlist("s") if code.isascii() and code.isalnum()))[
                :MOST_SERVICES
            ],
            people=min(max(int(people), 1), MOST_PEOPLE)
            if people.isascii() and people.isdigit() and len(people) < MOST_SERVICES
            else 1,
            priority=Priority(priority) if priority in set(Priority) else Priority.ORDINARY,
            low_counter=values.get("low") == "yes",
            seated=values.get("seat") == "yes",
            elder=values.get("elder") == "yes",
        )

    def query(self, **changes: Any) -> str:
        """The address part of these wishes with some of them changed."""
        one = replace(self, **changes) if changes else self
        pairs: list[tuple[str, object]] = [("s", code) for code in one.services]
        if one.people > 1:
            pairs.append(("people", one.people))
        if one.priority is not Priority.ORDINARY:
            pairs.append(("priority", one.priority.value))
        marks = (("low", one.low_counter), ("seat", one.seated), ("elder", one.elder))
        pairs += [(name, "yes") for name, is_set in marks if is_set]
        return f"?{urlencode(pairs)}" if pairs else "?"

    def toggled(self, code: str) -> str:
        """With this errand taken up, or let go."""
        if code in self.services:
            return self.query(services=tuple(one for one in self.services if one != code))
        return self.query(services=(*self.services, code)[:MOST_SERVICES])
