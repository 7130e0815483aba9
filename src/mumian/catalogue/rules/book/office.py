"""`rulebook.yaml`, `sources.yaml`, `legal.yaml`, `lists.yaml`, `channels.yaml`, `families.yaml`.

Whose rulebook it is and what it rests on.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, Strict

from mumian.catalogue.rules.book.values import Code, Day, Entry, Flag, Line, Said, Span
from mumian.catalogue.terms import Confidence


class Contact(Entry):
    """How the public reaches the office."""

    phone: Line
    address: Said
    web: Line | None = None


class Supervision(Entry):
    """Where complaints go."""

    phone: Line
    address: Said | None = None
    reception: Said | None = None


class Right(Span):
    """A right of applicants and the remedy that goes with it; without families it is everybody's."""

    families: tuple[Code, ...] = ()
    text: Said
    basis: tuple[Code, ...] = ()


class Office(Entry):
    """The rulebook's title page. `city` is a division code (GB/T 2260)."""

    code: Code
    version: Line
    title: Said
    office: Said
    city: Code
    time_zone: Line
    contact: Contact
    supervision: Supervision
    rights: tuple[Right, ...] = ()
    note: Said | None = None


class Source(Entry):
    """Where a fact was read."""

    code: Code
    what: Line
    confidence: Confidence


class Law(Entry):
    """A legal basis. `ended` is the first day on which it no longer holds."""

    code: Code
    title: Said
    issuer: Line
    adopted: Day | None = None
    effective: Day | None = None
    ended: Day | None = None
    note: Said | Line | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether it holds on the day."""
        return (self.effective is None or self.effective <= day) and (self.ended is None or day < self.ended)


Minutes = Annotated[int, Strict(), Field(ge=1)]


class ListTimes(Span):
    """How soon people decide about a match, in minutes from when it was found; what is later is escalated.

    An objection is to be reviewed, and a request for correction answered, so many minutes after it was made. Of a list
    that alarms, an alarm that nobody has taken calls all holders and then the leaders after so many minutes.
    """

    decide_within: Minutes
    review_within: Minutes
    correct_within: Minutes
    call_all_after: Minutes | None = None
    call_leaders_after: Minutes | None = None


class ReferenceList(Entry):
    """A list that a person is compared with. `counter_sees` is all that the counter is ever told."""

    code: Code
    name: Said
    classification: Said | Line
    two_people: Flag
    times: Annotated[tuple[ListTimes, ...], Field(min_length=1)]
    decided_by: Said | Line
    counter_sees: Said
    basis: tuple[Code, ...] = ()
    note: Said | Line | None = None


class Family(Entry):
    """Services that belong together."""

    code: Code
    name: Said


class ChannelSpan(Span):
    """Days on which a channel is open."""

    note: Said | None = None
    sources: tuple[Code, ...] = ()


class Channel(Entry):
    """A way to apply. `paper_folder`: whether its cases have a paper folder that is scanned at each hand-over."""

    code: Code
    name: Said
    paper_folder: Flag
    spans: Annotated[tuple[ChannelSpan, ...], Field(min_length=1)]
    note: Said | None = None
    sources: tuple[Code, ...] = ()
