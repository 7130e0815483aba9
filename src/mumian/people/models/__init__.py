"""The tables of this package."""

from __future__ import annotations

from mumian.people.models.persons import Guardianship, HeldDocument, IdentityNumber, LatinSpelling, Organisation, Person
from mumian.people.models.register import RegisterEntry, RegisterVersion

__all__ = [
    "Guardianship",
    "HeldDocument",
    "IdentityNumber",
    "LatinSpelling",
    "Organisation",
    "Person",
    "RegisterEntry",
    "RegisterVersion",
]
