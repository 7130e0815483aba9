"""What may be written here: people, their documents and guardians, organisations, and the register's mirror."""

from __future__ import annotations

from mumian.people.services.adding import add_document, add_guardian, add_spelling
from mumian.people.services.issuing import cancel_issued, enter_issued
from mumian.people.services.persons import (
    end_guardianship,
    enter_document,
    enter_guardians,
    enter_organisations,
    enter_people,
    enter_person,
)
from mumian.people.services.register import LoadedRegister, load_register

__all__ = [
    "LoadedRegister",
    "add_document",
    "add_guardian",
    "add_spelling",
    "cancel_issued",
    "end_guardianship",
    "enter_document",
    "enter_guardians",
    "enter_issued",
    "enter_organisations",
    "enter_people",
    "enter_person",
    "load_register",
]
