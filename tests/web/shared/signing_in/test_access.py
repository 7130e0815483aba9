from __future__ import annotations

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from mumian.accounts.models import Account
from mumian.foundation.clock import SettableClock
from mumian.offices.terms import Role
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required


def ask(account: Account, clock: SettableClock, *roles: Role) -> str:
    """Open a page that asks for these roles."""

    @officer_required(*roles)
    def page(request: OfficerRequest) -> HttpResponse:
        return HttpResponse(request.officer.badge_number)

    request: HttpRequest = RequestFactory().get("/anything/")
    request.META["mumian.arrived_at"] = clock.now()
    request.user = account
    request.session = SessionStore()
    request.session["acting_until"] = clock.now().timestamp() + 1
    return page(request).content.decode()


def test_page_knows_the_officer(officer: Account, clock: SettableClock) -> None:
    assert ask(officer, clock) == "100001"


def test_page_of_a_role_opens_to_who_holds_it(officer: Account, clock: SettableClock) -> None:
    assert ask(officer, clock, Role.APPROVAL_OFFICER, Role.ACCEPTANCE_OFFICER) == "100001"


def test_page_of_another_role_does_not_open(officer: Account, clock: SettableClock) -> None:
    with pytest.raises(PermissionDenied):
        ask(officer, clock, Role.APPROVAL_OFFICER)


def test_account_of_nobody_on_the_staff_opens_no_desk(account: Account, clock: SettableClock) -> None:
    with pytest.raises(PermissionDenied):
        ask(account, clock)


def test_office_leads_an_officer_without_second_factor_to_set_it_up(officer_client: Client, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True

    assert officer_client.get("/desk/").headers["Location"] == "/accounts/security/"
