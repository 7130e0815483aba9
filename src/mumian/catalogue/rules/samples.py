"""Filled-in sample forms, with the services that ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mumian.catalogue.rules.book.papers import FormField, SampleForm
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.book.values import on_day
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text


class UnknownSample(Refusal):
    """There is no sample form of this code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Text(
                f"没有编号为“{code}”的填表样本。请从样本目录中选取。",
                f"There is no sample form “{code}”. Please choose one from the list.",
            )
        )


@dataclass(frozen=True, slots=True)
class ServiceName:
    """A service by code and name."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Sample:
    """A form filled in for an invented person; `services` are those that ask for this form on the day, always or sometimes."""

    code: str
    title: Text
    material: str
    material_name: Text
    fields: tuple[FormField, ...]
    note: Text | None
    services: tuple[ServiceName, ...]


def samples(book: Rulebook, *, on: date) -> tuple[Sample, ...]:
    """All sample forms in use on the day."""
    return tuple(_sample(book, form, on) for form in book.forms if form.holds_on(on))


def sample(book: Rulebook, code: str, *, on: date) -> Sample:
    """The sample form of this code, with the services of the day. Raises UnknownSample."""
    form = next((entry for entry in book.forms if entry.code == code), None)
    if form is None:
        raise UnknownSample(code)
    return _sample(book, form, on)


def _sample(book: Rulebook, form: SampleForm, on: date) -> Sample:
    asking = [
        service
        for service in book.services
        if on_day(service.offered, on) and any(need.code == form.material and need.holds_on(on) for need in service.materials)
    ]
    material = book.material_of[form.material]
    return Sample(
        code=form.code,
        title=form.title,
        material=form.material,
        material_name=material.name,
        fields=form.fields,
        note=form.note,
        services=tuple(ServiceName(service.code, service.name) for service in asking),
    )
