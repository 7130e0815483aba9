"""What can be asked about people; each question costs a fixed number of queries."""

from __future__ import annotations

from mumian.people.queries.persons import (
    DocumentSheet,
    GuardianSheet,
    NumberSheet,
    PersonSheet,
    organisations_by_name,
    people_by_name,
    people_by_number,
    person_sheet,
    person_sheets,
)
from mumian.people.queries.register import agrees_with_register, register_answers

__all__ = [
    "DocumentSheet",
    "GuardianSheet",
    "NumberSheet",
    "PersonSheet",
    "agrees_with_register",
    "organisations_by_name",
    "people_by_name",
    "people_by_number",
    "person_sheet",
    "person_sheets",
    "register_answers",
]
