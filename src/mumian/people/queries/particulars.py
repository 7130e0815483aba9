"""What a person is compared by, in one query: it is asked for every application that is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from mumian.people.terms import PersonId, Sex

ONE = """
    SELECT person.name, person.birth_date, person.nationality, person.sex,
           ARRAY(SELECT number::text FROM people_identitynumber WHERE person_id = person.id ORDER BY id),
           ARRAY(SELECT number::text FROM people_helddocument WHERE person_id = person.id ORDER BY issued_on, id)
    FROM people_person person WHERE person.id = %s
"""


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
    with connection.cursor() as cursor:
        cursor.execute(ONE, [person_id])
        row = cursor.fetchone()
    if row is None:
        return None
    name, birth_date, nationality, sex, numbers, documents = row
    return Particulars(name, birth_date, nationality, Sex(sex), tuple(numbers), tuple(documents))
