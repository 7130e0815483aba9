"""Documents that the office itself has issued: entered when they are in the hand of their holder."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from mumian.foundation.statements import one_row
from mumian.people.errors import DocumentKnown
from mumian.people.models import HeldDocument, Person
from mumian.people.rules.carrying import CARRIER_OF, is_replaced
from mumian.people.rules.masking import masked_number
from mumian.people.terms import DocumentFacts, DocumentState, PersonId

VALID = DocumentState.VALID.value


def enter_issued(*, person_id: PersonId, document: DocumentFacts, at: datetime) -> int:
    """Enter a document that was issued, end those it replaces with all that sits in them; answers its id.

    An endorsement or a visa goes into the newest document in force that can carry it. A document whose number belongs to its
    holder for life is renewed under the same number. Raises DocumentKnown when somebody else holds that number.
    """
    # Whoever issues is in a transaction of his own; a mark within it would be two more messages for nearly every holder.
    if connection.in_atomic_block and (first := _first_document(person_id, document, at)):
        return first
    return _entered(person_id, document, at)


@transaction.atomic
def _entered(person_id: PersonId, document: DocumentFacts, at: datetime) -> int:
    """The same for somebody who may hold others."""
    if first := _first_document(person_id, document, at):
        return first
    person = Person.objects.select_for_update().get(pk=person_id)
    held = list(
        HeldDocument.objects.select_for_update(of=("self",)).filter(person=person, state=VALID).order_by("issued_on", "pk")
    )
    number = {"type_code": document.type_code, "number": document.number, "issuer": document.issuer}
    row = HeldDocument.objects.filter(**number).first() or HeldDocument(person=person, **number)
    if row.person_id != person.pk:
        raise DocumentKnown(masked_number(document.number))
    ended = [
        one.pk
        for one in held
        if one.pk != row.pk
        and one.issuer == document.issuer
        and is_replaced(kind=one.type_code, variant=one.variant, by_kind=document.type_code, by_variant=document.variant)
    ]
    HeldDocument.objects.filter(Q(pk__in=ended) | Q(carrier__in=ended), state=VALID).update(state=DocumentState.REPLACED.value)
    carriers = [one.pk for one in held if one.type_code == CARRIER_OF.get(document.type_code)]
    row.carrier_id = carriers[-1] if carriers else None
    row.issued_on, row.expires_on, row.variant = document.issued_on, document.expires_on, document.variant
    row.state, row.entered_at = VALID, at
    row.save()
    return int(row.pk)


LOCK: Final = "SELECT id FROM people_person WHERE id = %s FOR UPDATE"
FIRST: Final = """
    INSERT INTO people_helddocument (person_id, type_code, number, issuer, issued_on, expires_on, variant, state, entered_at)
    SELECT %(person)s, %(type)s::varchar, %(number)s::varchar, %(issuer)s::varchar, %(issued_on)s, %(expires_on)s,
           %(variant)s::varchar, 'valid', %(at)s
    WHERE NOT EXISTS (SELECT FROM people_helddocument WHERE person_id = %(person)s AND state = 'valid')
      AND NOT EXISTS (SELECT FROM people_helddocument
                      WHERE number = %(number)s::varchar AND type_code = %(type)s::varchar AND issuer = %(issuer)s::varchar)
    RETURNING id
"""


def _first_document(person_id: PersonId, document: DocumentFacts, at: datetime) -> int | None:
    """Enter the document of somebody who holds none, and so replaces and carries none; None where he holds one."""
    values: dict[str, str | int | date | datetime | None] = {
        "person": person_id,
        "type": document.type_code,
        "number": document.number,
        "issuer": document.issuer,
        "issued_on": document.issued_on,
        "expires_on": document.expires_on,
        "variant": document.variant,
        "at": at,
    }
    if one_row(LOCK, [person_id]) is None:
        return None
    row = one_row(FIRST, values)
    return int(row[0]) if row else None


@transaction.atomic
def cancel_issued(*, person_id: PersonId, type_code: str, number: str, issuer: str = "CHN") -> int:
    """Mark a document that was issued as void, because it was taken back; answers how many there were, 0 or 1."""
    rows = HeldDocument.objects.filter(person_id=person_id, type_code=type_code, number=number, issuer=issuer)
    return rows.exclude(state=DocumentState.CANCELLED.value).update(state=DocumentState.CANCELLED.value)
