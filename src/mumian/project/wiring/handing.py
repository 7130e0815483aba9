"""Documents handed out by `delivery`, and entered with their holders in `people`."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from mumian.cases.queries.making import documents_to_make
from mumian.delivery.errors import HandOutRefused
from mumian.delivery.rules.collecting import may_come
from mumian.delivery.services import hand_out
from mumian.delivery.terms import Identity
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.terms import OfficerId
from mumian.people.rules.age import age_on
from mumian.people.services import enter_issued
from mumian.people.terms import DocumentFacts, PersonId
from mumian.production.queries import finished_document
from mumian.production.queries.orders import OrderSheet

NOT_MADE: Final = Text(
    "未发证：此案没有制成的证件。请查看制证情况。",
    "Nothing was handed out: no document of this case is finished. See production.",
)
WHO_COLLECTS: Final = Text(
    "未发证：没有写明由谁领取、如何核验身份。请填写后重试。",
    "Nothing was handed out: it was not said who collects it and how identity was checked. Say so and try again.",
)
HERE: Final = "CHN"


class HandOver:
    """The shelf, and what holders have in their hands."""

    def hand_out(
        self,
        *,
        case: str,
        person: PersonId,
        hall: str,
        carried: bool = False,
        identity: Identity | None,
        officer: OfficerId,
        department: int,
        at: datetime,
    ) -> None:
        """Take the document off the shelf of this hall and give it to who was checked; its holder holds it from now on.

        `carried`: it may lie on the shelf of any hall and was brought here.
        """
        order = _finished(case)
        if identity is None:
            raise Refusal(WHO_COLLECTS)
        comes = may_come(identity.collector, holder_age=age_on(order.holder.born_on, local_date(at)))
        if comes.reason is not None:
            raise HandOutRefused(comes.reason)
        hand_out(
            document=order.document,
            hall=hall,
            carried=carried,
            identity=identity,
            officer=officer,
            department=department,
            at=at,
        )
        _enter(case, order, person, at=at)

    def delivered(self, *, case: str, person: PersonId, at: datetime) -> None:
        """The courier has brought the document to its holder."""
        _enter(case, _finished(case), person, at=at)


def _finished(case: str) -> OrderSheet:
    order = finished_document(case)
    if order is None:
        raise Refusal(NOT_MADE)
    return order


def _enter(case: str, order: OrderSheet, person: PersonId, *, at: datetime) -> None:
    wanted = documents_to_make([case])[case]
    document = DocumentFacts(
        type_code=order.document_type,
        number=order.number,
        issuer=HERE,
        issued_on=local_date(order.started_at),
        expires_on=order.holder.expires_on,
        variant=f"{wanted.service}/{wanted.variant}" if wanted.variant else "",
    )
    enter_issued(person_id=person, document=document, at=at)
