"""`materials.yaml`, `notices.yaml`, `documents.yaml`, `leaflets.yaml`, `forms.yaml`, `boards.yaml`.

What is handed in and handed out.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mumian.catalogue.rules.book.services import ValiditySpan
from mumian.catalogue.rules.book.values import Code, Count, Entry, Flag, Line, Said, Span
from mumian.catalogue.terms import Confidence, Detection, LeafletSection, MaterialForm


class Material(Span):
    """A paper or picture that may be asked for. `data_sharing`: another agency's data can stand for it."""

    code: Code
    name: Said
    form: MaterialForm
    data_sharing: Flag
    how: Said | None = None
    replaced_by: Code | None = None
    basis: tuple[Code, ...] = ()
    note: Said | None = None


class NoticeItem(Entry):
    """A deficiency that the one-time notice can name, with its remedy."""

    code: Code
    text: Said
    materials: tuple[Code, ...] = ()
    remedy: Said
    detect: Detection
    note: Said | None = None


class NoticeClass(Entry):
    """A class of deficiencies. `count`, where written, is how many items it must have."""

    code: Code
    name: Said
    count: Count | None = None
    items: Annotated[tuple[NoticeItem, ...], Field(min_length=1)]


class Notices(Entry):
    """The catalogue of the one-time notice."""

    deadline_working_days: Count
    basis: tuple[Code, ...] = ()
    name: Said | None = None
    note: Said | None = None
    classes: Annotated[tuple[NoticeClass, ...], Field(min_length=1)]

    @property
    def items(self) -> tuple[NoticeItem, ...]:
        """All items, class by class."""
        return tuple(item for group in self.classes for item in group.items)


class NumberPattern(Span):
    """A form of number in use."""

    regex: Line
    note: Said | Line | None = None


class DocumentVersion(Span):
    """An edition of a document, for example the 2000 version of a permit."""

    code: Code
    name: Said
    note: Said | Line | None = None


class DocumentType(Entry):
    """A document that the office issues or reads.

    `mrz` names the layout of its machine-readable zone (ICAO Doc 9303 or national).
    """

    code: Code
    name: Said
    number_patterns: tuple[NumberPattern, ...] = ()
    issued: tuple[Span, ...] = ()
    validity: tuple[ValiditySpan, ...] = ()
    versions: tuple[DocumentVersion, ...] = ()
    mrz: Line | None = None
    example_numbers: tuple[Line, ...] = ()
    confidence: Confidence | None = None
    sources: tuple[Code, ...] = ()
    note: Said | Line | None = None


class LeafletEntry(Span):
    """A leaflet: what it is about. Its sentences are generated from the rules; `intro` and `tips` are its own words."""

    code: Code
    title: Said
    services: Annotated[tuple[Code, ...], Field(min_length=1)]
    sections: Annotated[tuple[LeafletSection, ...], Field(min_length=1)]
    languages: tuple[Line, ...] = ("zh", "en")
    intro: Said
    tips: tuple[Said, ...] = ()


class FormField(Entry):
    """A field of a sample form, filled in for an invented person."""

    label: Said
    sample: Said
    hint: Said | None = None


class SampleForm(Span):
    """A filled-in sample of an application form."""

    code: Code
    material: Code
    title: Said
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]
    note: Said | None = None


class BoardPhone(Entry):
    """A telephone number on the board."""

    name: Said
    phone: Line


class Board(Span):
    """What public boards state besides the generated rules and figures; without halls it speaks of all of them."""

    code: Code
    halls: tuple[Code, ...] = ()
    pledges: tuple[Said, ...] = ()
    complaint_phones: tuple[BoardPhone, ...] = ()
    notes: tuple[Said, ...] = ()
