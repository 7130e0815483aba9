"""What a person is compared by, and who fits a number or a name: each one query, for they are asked all day long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from mumian.foundation.statements import one_row
from mumian.people.rules.names import is_latin, latin_form, written_form
from mumian.people.terms import PersonId, Sex

ONE = """
    SELECT person.name, person.birth_date, person.nationality, person.sex,
           ARRAY(SELECT number::text FROM people_identitynumber WHERE person_id = person.id ORDER BY id),
           ARRAY(SELECT number::text FROM people_helddocument WHERE person_id = person.id ORDER BY issued_on, id)
    FROM people_person person WHERE person.id = %s
"""

BY_NUMBER = """
    SELECT person_id FROM people_identitynumber WHERE number = %(number)s
    UNION SELECT person_id FROM people_helddocument WHERE number = %(number)s ORDER BY 1 LIMIT %(most)s
"""
BY_NAME = "SELECT id FROM people_person WHERE name_form LIKE %(form)s ORDER BY id LIMIT %(most)s"
BY_LATIN = "SELECT DISTINCT person_id FROM people_latinspelling WHERE form LIKE %(form)s ORDER BY person_id LIMIT %(most)s"


@dataclass(frozen=True, slots=True)
class Particulars:
    """The numbers are those of persons and, apart, those of documents held or held before."""

    name: str
    birth_date: date
    nationality: str
    sex: Sex
    numbers: tuple[str, ...]
    documents: tuple[str, ...]


def particulars_of(person_id: PersonId) -> Particulars | None:
    """Who somebody is; None for nobody on record."""
    row = one_row(ONE, [person_id])
    if row is None:
        return None
    name, birth_date, nationality, sex, numbers, documents = row
    return Particulars(name, birth_date, nationality, Sex(sex), tuple(numbers), tuple(documents))


def ids_by_number(number: str, *, most: int) -> tuple[PersonId, ...]:
    """Who has this identity or document number, written without blanks in capitals."""
    return _ids(BY_NUMBER, {"number": number, "most": most})


def ids_by_name(written: str, *, most: int) -> tuple[PersonId, ...]:
    """Whose name begins so, as written or in Latin letters (surname first)."""
    if is_latin(written):
        return _ids(BY_LATIN, {"form": _beginning(latin_form(written)), "most": most})
    form = written_form(written)
    return _ids(BY_NAME, {"form": _beginning(form), "most": most}) if form else ()


def _beginning(form: str) -> str:
    """The pattern of what begins so, whatever signs were typed."""
    for sign in ("\\", "%", "_"):
        form = form.replace(sign, f"\\{sign}")
    return f"{form}%"


def _ids(statement: str, values: dict[str, str | int]) -> tuple[PersonId, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return tuple(PersonId(row[0]) for row in cursor.fetchall())
