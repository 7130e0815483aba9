from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from mumian.accounts.models import Account
from mumian.audit.models import Act, ActingSession
from mumian.audit.services import close_session, record_act, token_of
from mumian.audit.terms import Acting, Actor, ActorKind, Thing
from mumian.cases.terms import MoverKind
from mumian.foundation.clock import SettableClock
from mumian.offices.models import Officer
from mumian.offices.queries import officer_by_badge
from mumian.offices.terms import Role
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of, mover_of, place_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from tests.factories import offices
from tests.web.conftest import PASSWORD

OFFICER = Actor(ActorKind.OFFICER, "100001", "acceptance")


@officer_required()
def _act(request: OfficerRequest) -> HttpResponse:
    """A page that puts something on record."""
    mover = mover_of(request)
    assert mover.kind is MoverKind.OFFICER
    assert mover.acting is not None
    record_act(thing=Thing("case:1"), act="tried", actor=mover.acting, at=arrived_at(request), expects="either")
    return HttpResponse(f"{mover.on_staff.badge_number} {place_of(request).window}")


ADDRESSES = ModuleType("addresses_of_acting")
ADDRESSES.__dict__["urlpatterns"] = [path("act", _act), path("", include("mumian.project.urls"))]


@pytest.fixture
def acting_pages() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=ADDRESSES):
        yield


def acts() -> list[tuple[str, str, str, str]]:
    return list(Act.objects.order_by("id").values_list("thing", "act", "actor_id", "place"))


def closed() -> list[bool]:
    return [at is not None for at in ActingSession.objects.order_by("id").values_list("closed_at", flat=True)]


def test_signing_in_opens_a_session_of_the_officer_at_his_window(client: Client, officer: Account, clock: SettableClock) -> None:
    client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})

    row = ActingSession.objects.get()
    assert (row.actor_kind, row.actor_id, row.actor_department, row.place, row.opened_at, row.expires_at, row.closed_at) == (
        *("officer", "100001", "acceptance", "127.0.0.1 H01-W01"),
        *(clock.now(), clock.now() + timedelta(hours=10), None),
    )


def test_signing_out_closes_it(officer_client: Client) -> None:
    officer_client.post("/accounts/logout/")

    assert closed() == [True]


def test_session_left_alone_is_closed_with_the_sign_in(officer_client: Client, clock: SettableClock) -> None:
    officer_client.get("/desk/")
    clock.move(timedelta(hours=1, seconds=1))
    officer_client.get("/desk/")

    assert closed() == [True]


def test_account_of_nobody_on_the_staff_opens_none(client: Client, account: Account) -> None:
    client.force_login(account)

    assert closed() == []


def test_page_acts_in_the_session_of_who_signed_in(officer_client: Client, acting_pages: None) -> None:
    assert officer_client.get("/act").text == "100001 H01-W01"
    assert acts() == [("officer:100001", "session_opened", "100001", "H01-W01"), ("case:1", "tried", "100001", "H01-W01")]


def test_session_goes_on_under_a_new_password(officer_client: Client, acting_pages: None) -> None:
    words = {"oldpassword": PASSWORD, "password1": "red flowers in March", "password2": "red flowers in March"}
    assert officer_client.post("/accounts/password/", words).status_code == 302

    assert officer_client.get("/act").text == "100001 H01-W01"


@pytest.mark.parametrize("method", ["get", "post"])
def test_session_whose_time_is_over_leads_to_sign_in_with_a_sentence(
    officer_client: Client, acting_pages: None, clock: SettableClock, method: str
) -> None:
    officer_client.cookies["mumian_language"] = "en"
    for _ in range(12):
        officer_client.get("/desk/")
        clock.move(timedelta(minutes=50, seconds=1))

    answer = getattr(officer_client, method)("/act", follow=True)

    assert answer.redirect_chain == [("/accounts/login/?next=/act", 302)]
    assert "Your session has ended, so the last step was not done. Sign in again and do it once more." in answer.text
    assert closed() == [False]


def test_session_closed_elsewhere_leads_to_sign_in(officer_client: Client, acting_pages: None, clock: SettableClock) -> None:
    officer_client.get("/act")
    close_session(actor=Acting(OFFICER, token_of(officer_client.session["acting"])), at=clock.now())

    assert officer_client.get("/act?a=1").headers["Location"] == "/accounts/login/?next=/act%3Fa%3D1"
    assert officer_client.get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"


def test_who_joined_the_staff_after_signing_in_signs_in_again(
    client: Client, account: Account, clock: SettableClock, acting_pages: None
) -> None:
    client.force_login(account)
    offices.small_office()
    Officer.objects.filter(badge_number=offices.officer("100001", offices.posting())).update(account_id=account.pk)

    assert client.get("/act").headers["Location"] == "/accounts/login/?next=/act"


def test_second_sign_in_opens_a_session_of_its_own(officer: Account, clock: SettableClock) -> None:
    Client().force_login(officer)
    Client().force_login(officer)

    assert closed() == [False, False]


def test_acting_is_looked_up_once_in_a_request(officer_client: Client, clock: SettableClock) -> None:
    request = _request(officer_client, clock)

    assert acting_of(request) is acting_of(request)
    assert acting_of(request).actor == OFFICER


def test_place_is_the_duty_nearest_to_a_window(officer: Account, clock: SettableClock) -> None:
    postings = (
        offices.posting(Role.LEADER),
        offices.posting(Role.ACCEPTANCE_OFFICER, hall="H01", window="H01-W01"),
        offices.posting(Role.COUNTER_APPROVER, hall="H01"),
    )
    request = _of(offices.officer("100002", *postings))

    assert (place_of(request).role, place_of(request).window) == (Role.ACCEPTANCE_OFFICER, "H01-W01")
    assert place_of(request, Role.LEADER, Role.COUNTER_APPROVER).role is Role.COUNTER_APPROVER


def test_place_of_a_role_that_nobody_gave_him_is_none(officer: Account, clock: SettableClock) -> None:
    with pytest.raises(PermissionDenied):
        place_of(_of("100001"), Role.LEADER)


def _request(client: Client, clock: SettableClock) -> HttpRequest:
    request = RequestFactory().get("/anything/")
    request.META["mumian.arrived_at"] = clock.now()
    request.session = client.session
    return request


def _of(badge: str) -> OfficerRequest:
    request = OfficerRequest()
    sheet = officer_by_badge(badge, on=datetime(2026, 11, 20, tzinfo=UTC).date())
    assert sheet is not None
    request.officer = sheet
    return request
