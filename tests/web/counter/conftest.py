"""A window with its officer, a second officer beside him, and people who come to it. All of them are invented."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from mumian.accounts.models import Account
from mumian.accounts.services import open_demo_accounts
from mumian.cases.models import Case
from mumian.foundation.clock import SettableClock
from mumian.foundation.identifiers import CitizenNumber
from mumian.offices.models import Bureau, Officer
from mumian.offices.services import appoint_officers, open_departments
from mumian.offices.terms import Appointment, DepartmentKind, Role, StaffStatus
from mumian.people.terms import DocumentFacts, PersonFacts, PersonId
from tests.factories.offices import posting
from tests.factories.people import child, enter, resident
from tests.support.joined import everything_joined
from tests.web.conftest import PASSWORD

SINCE = date(2001, 1, 1)
HALL, WINDOW = "H01", "H01-W01"
NOBODY = PersonId(0)

TRAVELLER = (
    DocumentFacts("PASSPORT", "EA1234567", "CHN", date(2020, 5, 1), date(2030, 4, 30)),
    DocumentFacts("EEP_HKMO", "CA1234567", "CHN", date(2021, 5, 1), date(2031, 4, 30)),
    DocumentFacts("ENDORSE_HKMO", "GZ1234567", "CHN", date(2025, 10, 1), date(2026, 9, 30), "HKG-12M-1", carrier=1),
)

NO = {
    f"fact:{name}": "no"
    for name in (
        "applicant.state_staff",
        "applicant.serviceman",
        "applicant.id_card_being_replaced",
        "applicant.household_collective",
        "applicant.overseas_chinese",
        "applicant.data_changed",
    )
}
"""What nearly everybody answers."""


def grown_up() -> PersonFacts:
    """Somebody of thirty-one who has no passport yet."""
    number = CitizenNumber("440199199501010013")
    return child(name="木棉大", birth_date=number.birth_date, sex=number.sex, numbers=(number,))


@dataclass
class Window:
    """A browser at a window, and the steps of an acceptance in it."""

    client: Client
    clock: SettableClock
    traveller: PersonId
    key: str = "0001"
    answers: list[HttpResponse] = field(default_factory=list)

    def post(self, address: str, **data: Any) -> HttpResponse:
        """Send a form with a key of its own, unless one is given."""
        self.key = str(int(self.key) + 1)
        answer: Any = self.client.post(address, {"key": self.key, **data})
        return answer  # type: ignore[no-any-return]  # the test client's answer is a response

    def get(self, address: str) -> HttpResponse:
        """Open a page."""
        answer: Any = self.client.get(address)
        return answer  # type: ignore[no-any-return]  # as above

    def begin(self, service: str, person: PersonId = NOBODY, **data: str) -> Case:
        """Begin an application of the traveller, or of somebody else."""
        answer = self.post(f"/counter/people/{person or self.traveller}/open/", service=service, **data)
        assert answer.status_code == 303, text_of(answer)
        return Case.objects.get(pk=answer.headers["Location"].split("/")[3])

    def send(self, case: Case, act: str = "accept", **changes: Any) -> HttpResponse:
        """Press a button of the screen, with the usual answers."""
        form: dict[str, Any] = {**NO, "identity": "yes", "pay": "cash", "act": act, "material": needed(self, case)}
        form |= {name.replace("__", ":").replace("_0_", "."): value for name, value in changes.items()}
        return self.post(f"/counter/cases/{case.pk}/", **form)


def needed(window: Window, case: Case, answers: Mapping[str, Any] = NO) -> list[str]:
    """The papers that the screen asks for after these answers."""
    page = window.client.post(f"/counter/cases/{case.pk}/check/", dict(answers)).content.decode()
    return re.findall(r'name="material" value="(\w+)" form="application" data-needed', page)


def text_of(answer: HttpResponse) -> str:
    """The page as text, with white space closed up."""
    return " ".join(unescape(answer.content.decode()).split())


@pytest.fixture
def staff(rulebook_loaded: None, quick_hashing: None) -> Mapping[str, Account]:
    """The accounts `accept` (badge 300001, at window 1), `second` (300002, in the same hall), `roaming` (without a place)."""
    bureau = Bureau.objects.get(parent=None).code
    open_departments(wanted={bureau: list(DepartmentKind)})
    accounts = open_demo_accounts(
        usernames=["accept", "second", "roaming"], password=PASSWORD, at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    places = {
        "300001": ("accept", posting(Role.ACCEPTANCE_OFFICER, bureau=bureau, valid_from=SINCE, hall=HALL, window=WINDOW)),
        "300002": ("second", posting(Role.COUNTER_APPROVER, bureau=bureau, valid_from=SINCE, hall=HALL)),
        "300003": ("roaming", posting(Role.ACCEPTANCE_OFFICER, bureau=bureau, valid_from=SINCE)),
    }
    appoint_officers(
        appointments=[
            Appointment(badge, "木棉二", "MU MIANER", StaffStatus.POLICE, SINCE, (place,)) for badge, (_, place) in places.items()
        ]
    )
    for badge, (name, _) in places.items():
        Officer.objects.filter(badge_number=badge).update(account_id=accounts[name])
    return {account.username: account for account in Account.objects.all()}


def signed_in(account: Account, language: str = "en") -> Client:
    """A browser in which this officer has signed in."""
    client = Client(headers={"accept-language": language})
    client.force_login(account)
    return client


@pytest.fixture
def joined() -> Iterator[None]:
    """Cases know of fees and lists as they do in a program that was started."""
    with everything_joined():
        yield


@pytest.fixture
def window(staff: Mapping[str, Account], clock: SettableClock, joined: None) -> Window:
    """The acceptance officer at window 1, with a traveller on record who holds a permit and had an endorsement."""
    return Window(signed_in(staff["accept"]), clock, enter(resident(documents=TRAVELLER)))
