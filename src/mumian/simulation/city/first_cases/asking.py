"""What a resident states and hands in for a service, so that the rulebook says yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import answer
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.terms import Audience
from mumian.foundation.clock import local_date
from mumian.offices.queries import HallSheet
from mumian.people.queries import PersonSheet
from mumian.simulation.city.first_cases.plans import AGAIN, RECORD, RENEWAL

COUNTER: Final = "counter"
CITY: Final = "440100"
OF_A_RESIDENT: Final[dict[str, FactValue]] = {
    "applicant.household_registered": True,
    "applicant.register_city": CITY,
    "applicant.serviceman": False,
    "applicant.state_staff": False,
    "applicant.overseas_chinese": False,
    "applicant.data_changed": False,
    "applicant.id_card_being_replaced": False,
    "applicant.household_collective": False,
    "applicant.guardian_present": True,
}
OF_A_SERVICE: Final[dict[str, dict[str, FactValue]]] = {
    RENEWAL: {"document.version": "PP-2012", "document.lost": False, "document.months_left": 3},
    AGAIN: {"case.variant": "HKG-3M-1", "document.version": "HM-2014", "document.lost": False},
    RECORD: {"case.by_agent": False},
}


@dataclass(frozen=True, slots=True)
class Application:
    """What is stated, what is handed in, and what it costs in yuan."""

    facts: dict[str, FactValue]
    materials: tuple[str, ...]
    fee: int


def asked(service: str, person: PersonSheet, *, hall: HallSheet, at: datetime) -> Application:
    """The application of this resident for this service, in this hall at this moment."""
    facts: dict[str, FactValue] = {
        **OF_A_RESIDENT,
        "applicant.birth_date": person.birth_date.isoformat(),
        "applicant.nationality": person.nationality,
        "applicant.register_district": person.register_division or CITY,
        **OF_A_SERVICE.get(service, {}),
    }
    said = answer(
        current_rulebook(),
        service,
        on=local_date(at),
        facts={**facts, "office.district": hall.district},
        channel=COUNTER,
        accepted_at=at,
        audience=Audience.COUNTER,
    )
    needed = [*(need.code for need in said.needed), *(code for reason in said.reasons for code in reason.materials)]
    return Application(facts, tuple(dict.fromkeys(needed)), (said.fee.total if said.fee else 0) or 0)
