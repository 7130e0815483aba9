"""An office at work, for journeys: everybody a case meets, signed in at a screen of his own. All persons are invented."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from unittest.mock import patch

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from mumian.accounts.models import Account
from mumian.accounts.services import open_demo_accounts
from mumian.clearance.services import screen_waiting
from mumian.foundation.clock import SettableClock
from mumian.offices.models import Bureau, Officer
from mumian.offices.queries import OfficerSheet, officer_by_badge
from mumian.offices.services import appoint_officers
from mumian.offices.terms import Appointment, Role, StaffStatus
from mumian.people.terms import PersonFacts
from mumian.production.services import receive_batch
from tests.factories.cases import AT, HALL, Office, on_duty
from tests.factories.offices import posting
from tests.factories.whole import whole_office
from tests.journeys.browser import DESK, Language, Look, Screen, Theme
from tests.support.joined import everything_joined

MORNING: Final = AT + timedelta(hours=1)
"""A Friday at eleven."""


@dataclass
class City:
    """The office with a house that answers, and its clock, which moves only when it is told to."""

    of: Office
    window: OfficerSheet
    second: OfficerSheet
    hander: OfficerSheet
    auditor: OfficerSheet
    manager: OfficerSheet
    clock: SettableClock
    browser: Browser
    house: str
    theme: Theme = "light"
    language: Language = "zh"
    screen: Screen = DESK
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def screen_of(self, officer: OfficerSheet | None, *, screen: Screen | None = None, language: Language | None = None) -> Page:
        """A screen at which this officer has signed in; None: one of the public."""
        look = Look(language or self.language, self.theme, screen or self.screen)
        context = look.context_of(self.browser, base_url=self.house)
        self.contexts.append(context)
        if officer is not None:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": self._session(officer), "url": self.house}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def picture(self, page: Page, name: str) -> None:
        """Keep a picture of this page where pictures are wanted (`docs/pictures/take.py`)."""
        folder = os.environ.get("MUMIAN_PICTURES")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def minutes_pass(self, minutes: int = 1) -> None:
        """Let the worker compare those who wait, and the clock of the pages go on: lists answer at full minutes."""
        screen_waiting(at=self.clock.now())
        self.clock.move(timedelta(minutes=minutes))

    def _session(self, officer: OfficerSheet) -> str:
        """Sign the officer in, and answer what his browser keeps of it. Signing in by hand is a journey of its own."""
        name = f"officer{officer.badge_number}"
        account = Account.objects.filter(username=name).first()
        if account is None:
            open_demo_accounts(usernames=[name], password="kapok flowers", at=datetime(2026, 9, 1, tzinfo=UTC))
            account = Account.objects.get(username=name)
            Officer.objects.filter(pk=officer.officer_id).update(account_id=account.pk)
        client = Client()
        client.force_login(account)
        return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@contextmanager
def nothing_sampled() -> Iterator[None]:
    """The quality sample, which takes a few cases by the chance in their number, takes none."""
    with (
        patch("mumian.cases.services.quick.accepting.is_sampled", return_value=False),
        patch("mumian.cases.services.applying.is_sampled", return_value=False),
    ):
        yield


@contextmanager
def a_city(browser: Browser, house: str, clock: SettableClock, *, applicant: PersonFacts | None = None) -> Iterator[City]:
    """The whole office with this applicant on record, and windows in the central hall."""
    with everything_joined(), nothing_sampled():
        city = _staffed(browser, house, clock, applicant=applicant)
        yield city
        for context in city.contexts:
            context.close()


def _staffed(browser: Browser, house: str, clock: SettableClock, *, applicant: PersonFacts | None) -> City:
    of = whole_office(applicant=applicant)
    receive_batch(
        kind="ENDORSE_HKMO-CARD",
        note="NOTE-ENDORSE_HKMO-CARD",
        first="XC00000001",
        last="XC00000010",
        numbers_from="GZ80000001",
        officer=of.producer.officer_id,
        department=of.producer.duties[0].department_id,
        acting=on_duty(of.producer).acting,
        key="receive endorsements",
        at=AT,
    )
    bureau = Bureau.objects.get(parent=None).code
    places = {
        "300001": posting(Role.ACCEPTANCE_OFFICER, bureau=bureau, hall=HALL, window=f"{HALL}-W01"),
        "300002": posting(Role.COUNTER_APPROVER, bureau=bureau, hall=HALL),
        "300003": posting(Role.HAND_OVER_OFFICER, bureau=bureau, hall=HALL),
        "300004": posting(Role.AUDIT_ADMINISTRATOR, bureau=bureau),
        "300005": posting(Role.HALL_MANAGER, bureau=bureau, hall=HALL),
    }
    appoint_officers(
        appointments=[
            Appointment(badge, "木棉二", "MU MIANER", StaffStatus.POLICE, place.valid_from, (place,))
            for badge, place in places.items()
        ]
    )
    window, second, hander, auditor, manager = (_officer(badge) for badge in places)
    clock.set(MORNING)
    return City(of, window, second, hander, auditor, manager, clock, browser, house)


def _officer(badge: str) -> OfficerSheet:
    found = officer_by_badge(badge, on=AT.date())
    if found is None:
        raise LookupError(badge)
    return found
