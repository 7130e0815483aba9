"""No page shows a whole name or number unless a look at that person has gone on record in the same request."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import cycle
from typing import cast

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from mumian.accounts.models import Account
from mumian.accounts.services import open_demo_accounts
from mumian.audit.queries.acts import looks_at
from mumian.audit.terms import Thing
from mumian.cases.models import Case, Letter, Notice
from mumian.cases.services import issue_material_notice, open_group, request_consent
from mumian.foundation.clock import SettableClock
from mumian.foundation.identifiers import CitizenNumber
from mumian.foundation.words import Text
from mumian.offices.models import Officer
from mumian.offices.rules.authority import DEPARTMENT_OF
from mumian.offices.services import appoint_officers
from mumian.offices.terms import Appointment, Role, StaffStatus
from mumian.people.terms import DocumentFacts, person_key
from mumian.web.shared import arrival
from tests.factories import cases, people
from tests.factories.cases import AT, HOUR, Office, office, on_duty
from tests.factories.offices import posting
from tests.house.test_pages_by_role import PAGES

NUMBER, NAME, PASSPORT = CitizenNumber("440199198002020028"), "梧桐秋雨", "EA7654321"
WHOLE = (NUMBER.value, NAME, PASSPORT)
PRINTING = Role.APPROVAL_OFFICER
"""For whom papers are made here, which takes its time; what stands on a paper is the same for all."""
REASON = Text("依照规定须有单位意见。", "The rules ask for the employer's consent.")


@pytest.fixture
def of(rulebook_loaded: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office, an hour after the cases of the factory; the applicant's name and numbers stand nowhere else."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(arrival, "CLOCK", SettableClock(AT + HOUR))
    passport = DocumentFacts("PASSPORT", PASSPORT, "CHN", date(2020, 5, 1), date(2030, 4, 30))
    facts = people.resident(name=NAME, numbers=(NUMBER,), birth_date=date(1980, 2, 2), documents=(passport,))
    return replace(office(), applicant=people.enter(facts))


def one_of_every_role() -> dict[Role, Client]:
    """Browsers in which somebody in each role has signed in."""
    bureau = Officer.objects.earliest("pk").postings.get().department.bureau.code
    badges = {role: f"40{number:04}" for number, role in enumerate(Role)}
    appoint_officers(
        appointments=[
            Appointment(
                badge,
                "值班员",
                "ZHIBAN YUAN",
                StaffStatus.POLICE,
                date(2026, 1, 1),
                (posting(role, bureau=bureau, department=DEPARTMENT_OF[role]),),
            )
            for role, badge in badges.items()
        ]
    )
    open_demo_accounts(usernames=list(badges.values()), password="kapok flowers", at=datetime(2026, 11, 1, tzinfo=UTC))
    clients = {}
    for role, badge in badges.items():
        account = Account.objects.get(username=badge)
        Officer.objects.filter(badge_number=badge).update(account_id=account.pk)
        clients[role] = Client()
        clients[role].force_login(account)
    return clients


def looked(of: Office) -> int:
    """How often somebody has looked at the applicant."""
    return len(looks_at(Thing(person_key(of.applicant))))


def whole_in(answer: HttpResponse) -> list[str]:
    """What stands whole in an answer, on a page or on paper."""
    if answer.headers.get("Content-Type", "").startswith("application/pdf"):
        document = pypdfium2.PdfDocument(answer.content)
        words = "".join(page.get_textpage().get_text_range() for page in document)
        document.close()
    else:
        words = b"".join(answer).decode(errors="replace")
    return [one for one in WHOLE if one in words]


def test_no_page_shows_a_person_whole_without_a_look_on_record(of: Office) -> None:
    group = open_group(by=on_duty(of.acceptor), at=AT)
    walked = [make(of) for make in (cases.accepted, cases.approved, cases.ready)]
    cases.accepted(of, group_id=group)
    noticed = cases.submitted(of)
    issue_material_notice(case_id=noticed, items=["A01"], by=on_duty(of.acceptor), at=AT)
    request_consent(case_id=walked[0], addressed_to="虚构单位", reason=REASON, by=on_duty(of.approver), at=AT)
    numbers = {"desk:paper_notice": Notice.objects.get().number, "desk:paper_letter": Letter.objects.get().number}
    receipt = Case.objects.get(pk=walked[0]).receipt_number
    real = {"person_id": of.applicant, "group_id": group, "receipt_number": receipt}
    shown: list[tuple[str, Role, list[str]]] = []
    opened = 0
    in_turn = cycle((*walked, noticed))

    for role, client in one_of_every_role().items():
        for name, page in PAGES.items():
            if role not in page.opens_to or not name.startswith(("desk:", "counter:")):
                continue
            example = {key: real.get(key, value) for key, value in page.example.items()}
            example |= {"number": numbers[name]} if name in numbers else {}
            # Each role opens the page of another case, so that every page is opened in every stage by somebody.
            example |= {"case_id": next(in_turn)} if "case_id" in example else {}
            address = reverse(name, kwargs=example)
            if address.endswith(".pdf") and role is not PRINTING:
                continue
            before = looked(of)
            answer = cast("HttpResponse", client.get(address))
            opened += answer.status_code == 200
            whole = whole_in(answer)
            if whole and looked(of) == before:
                shown.append((name, role, whole))

    assert shown == []
    assert opened > 40


def test_there_is_something_to_hide(of: Office) -> None:
    client = one_of_every_role()[Role.SUPERVISOR]

    answer = client.post(reverse("desk:person", kwargs={"person_id": of.applicant}), {"words": "投诉核查"})

    assert whole_in(cast("HttpResponse", answer)) == list(WHOLE)
    assert looked(of) == 1
