from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from pytest_django.fixtures import Settings

from mumian.accounts.models import Account
from mumian.accounts.services import close_account
from mumian.foundation.outbox.models import PublishedEvent
from mumian.web.shared.signing_in.adapters import SecondFactorAdapter
from tests.web.conftest import PASSWORD


def sign_in(client: Client, username: str = "chen", password: str = PASSWORD, **extra: str) -> tuple[int, str]:
    """Send the form in English; gives the status and the text, or the address it leads to."""
    client.cookies["mumian_language"] = "en"
    answer = client.post("/accounts/login/", {"login": username, "password": password}, headers=extra)
    return answer.status_code, answer.headers.get("Location") or answer.text


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("typed", ["chen", "Chen", " CHEN "])
def test_officer_signs_in_however_the_name_is_capitalised(client: Client, account: Account, typed: str) -> None:
    assert sign_in(client, typed) == (302, "/desk/")
    assert is_signed_in(client)


def test_sign_in_leads_back_to_the_page_that_asked_for_it(client: Client, account: Account) -> None:
    answer = client.post("/accounts/login/?next=/desk/?a=1", {"login": "chen", "password": PASSWORD})

    assert answer.headers["Location"] == "/desk/?a=1"


def test_sign_in_never_leads_to_another_house(client: Client, account: Account) -> None:
    answer = client.post("/accounts/login/?next=https://example.org/", {"login": "chen", "password": PASSWORD})

    assert answer.headers["Location"] == "/desk/"


@pytest.mark.parametrize(("username", "password"), [("chen", "wrong"), ("nobody", PASSWORD)])
def test_wrong_name_and_wrong_password_hear_the_same(client: Client, account: Account, username: str, password: str) -> None:
    status, text = sign_in(client, username, password)

    assert (status, is_signed_in(client)) == (200, False)
    assert "User name and password do not belong together." in text
    assert password not in text


def test_closed_account_does_not_open(client: Client, account: Account) -> None:
    close_account(account_id=account.account_id)

    assert sign_in(client) == (302, "/accounts/inactive/")
    assert not is_signed_in(client)


def test_closing_an_account_ends_its_sessions(client: Client, account: Account) -> None:
    sign_in(client)
    close_account(account_id=account.account_id)

    assert client.get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"


def test_demo_account_does_not_open_a_real_office(client: Client, account: Account, settings: Settings) -> None:
    settings.DEMO_MODE = False

    sign_in(client)

    assert not is_signed_in(client)


def test_sixth_attempt_on_one_account_has_to_wait_even_with_the_right_password(client: Client, account: Account) -> None:
    for _ in range(5):
        sign_in(client, password="wrong")

    status, text = sign_in(client)

    assert (status, is_signed_in(client)) == (200, False)
    assert "Too many attempts to sign in to this account." in text


def test_attempts_on_one_account_do_not_stop_a_colleague_at_the_same_address(client: Client, account: Account) -> None:
    for _ in range(7):
        sign_in(client, username="li", password="wrong")

    assert sign_in(client) == (302, "/desk/")


def test_thirty_officers_behind_one_address_sign_in_within_a_minute(account: Account) -> None:
    assert [sign_in(Client()) for _ in range(35)] == [(302, "/desk/")] * 35


def test_flood_of_guesses_from_one_address_is_stopped_whatever_the_names(
    client: Client, account: Account, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "5/5m/key,8/m/ip"}
    for number in range(8):
        sign_in(client, username=f"officer{number}", password="wrong")

    assert "Too many attempts" in sign_in(client)[1]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_registers_himself(client: Client, method: str) -> None:
    form = {"username": "mallory", "password1": PASSWORD, "password2": PASSWORD}

    answer = getattr(client, method)("/accounts/signup/", form, headers={"accept-language": "en"})

    assert (answer.status_code, Account.objects.count()) == (200, 0)
    assert "Nobody registers here" in answer.text


def test_signing_out_needs_the_button(client: Client, account: Account) -> None:
    sign_in(client)

    client.get("/accounts/logout/")
    assert is_signed_in(client)

    assert client.post("/accounts/logout/").headers["Location"] == "/accounts/login/"
    assert not is_signed_in(client)


def test_form_without_its_token_is_refused(account: Account) -> None:
    client = Client(enforce_csrf_checks=True)

    assert sign_in(client)[0] == 403
    assert not is_signed_in(client)


def test_coming_and_going_are_told(client: Client, account: Account) -> None:
    sign_in(client)
    client.post("/accounts/logout/")

    assert list(PublishedEvent.objects.order_by("id").values_list("topic", "key")) == [
        ("accounts.signed_in", f"account:{account.pk}"),
        ("accounts.signed_out", f"account:{account.pk}"),
    ]


def test_failed_sign_in_is_not_told_as_one(client: Client, account: Account) -> None:
    sign_in(client, password="wrong")

    assert PublishedEvent.objects.count() == 0


def test_second_factor_is_asked_for_where_it_is_set_up(client: Client, account: Account) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)

    assert sign_in(client) == (302, "/accounts/security/authenticate/")
    assert not is_signed_in(client)

    answer = client.post(
        "/accounts/security/authenticate/",
        {"code": totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))},
    )
    assert answer.headers["Location"] == "/desk/"
    assert is_signed_in(client)


def test_secret_of_a_second_factor_is_not_readable_in_the_database(account: Account) -> None:
    secret = totp.generate_totp_secret()

    totp.TOTP.activate(account, secret)

    kept = Authenticator.objects.get()
    assert secret not in str(kept.data)
    assert totp.TOTP(kept).validate_code(
        totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    )


@pytest.mark.parametrize(
    "page",
    [
        "/accounts/security/",
        "/accounts/password/",
        "/accounts/logout/",
        "/accounts/security/webauthn/",
        "/accounts/security/webauthn/add/",
        "/accounts/security/totp/activate/",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_of_an_account_open_to_its_owner(client: Client, account: Account, page: str, language: str) -> None:
    sign_in(client)
    client.cookies["mumian_language"] = language
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    answer = client.get(page)

    assert answer.status_code == 200
    assert " style=" not in answer.text
    assert "onclick" not in answer.text


def test_adding_a_second_factor_asks_once_more_who_you_are(client: Client, account: Account) -> None:
    sign_in(client)

    answer = client.get("/accounts/security/totp/activate/")

    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_passkey_may_be_asked_for_without_signing_in(client: Client, account: Account) -> None:
    answer = client.get("/accounts/security/webauthn/login/", headers={"accept": "application/json", "host": "localhost"})

    assert answer.json()["request_options"]["publicKey"]["rpId"] == "localhost"


def test_picture_for_the_app_is_dark_on_white_in_every_theme() -> None:
    picture = SecondFactorAdapter().build_totp_svg("otpauth://totp/chen?secret=ABC&issuer=Mumian")

    assert ('fill="#fff"' in picture, 'stroke="#000"' in picture) == (True, True)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_of_second_factors_in_use_open_to_their_owner(client: Client, account: Account, language: str) -> None:
    totp.TOTP.activate(account, totp.generate_totp_secret())
    sign_in(client)
    asked = client.get("/accounts/security/authenticate/")
    key = Authenticator.objects.create(
        user=account, type=Authenticator.Type.WEBAUTHN, data={"name": "Blue key", "credential": {}}
    )
    client.force_login(account)
    client.cookies["mumian_language"] = language
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    pages = [
        "totp/deactivate",
        "recovery-codes/generate",
        "webauthn",
        f"webauthn/keys/{key.pk}/edit",
        f"webauthn/keys/{key.pk}/remove",
    ]
    answers = {page: client.get(f"/accounts/security/{page}/").status_code for page in ["authenticate", *pages]}

    assert asked.status_code == 200
    assert answers == {"authenticate": 302, **dict.fromkeys(pages, 200)}
    assert "Blue key" in client.get("/accounts/security/webauthn/").text
