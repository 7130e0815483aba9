"""Documents that the office itself has issued: entered when they are in the hand of their holder."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from mumian.people.errors import DocumentKnown
from mumian.people.models import HeldDocument, Person
from mumian.people.rules.carrying import CARRIER_OF, is_replaced
from mumian.people.rules.masking import masked_number
from mumian.people.terms import DocumentFacts, DocumentState, PersonId

VALID = DocumentState.VALID.value


@transaction.atomic
def enter_issued(*, person_id: PersonId, document: DocumentFacts, at: datetime) -> int:
    """Enter a document that was issued, end those it replaces with all that sits in them; answers its id.

    An endorsement or a visa goes into the newest document in force that can carry it. A document whose number belongs to its
    holder for life is renewed under the same number. Raises DocumentKnown when somebody else holds that number.
    """
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


@transaction.atomic
def cancel_issued(*, person_id: PersonId, type_code: str, number: str, issuer: str = "CHN") -> int:
    """Mark a document that was issued as void, because it was taken back; answers how many there were, 0 or 1."""
    rows = HeldDocument.objects.filter(person_id=person_id, type_code=type_code, number=number, issuer=issuer)
    return rows.exclude(state=DocumentState.CANCELLED.value).update(state=DocumentState.CANCELLED.value)
