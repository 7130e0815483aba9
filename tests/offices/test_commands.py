"""`mumian staff`: an office begins with its administrators, and from then on the security administrator answers for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings

from mumian.accounts.models import Account
from mumian.accounts.queries import account_named
from mumian.foundation.clock import SystemClock, local_date
from mumian.offices.commands import main
from mumian.offices.queries import officer_by_badge, officer_of
from mumian.offices.terms import Role, StaffStatus
from tests.factories.offices import small_office

pytestmark = pytest.mark.django_db
OWN = "seven kapok trees"


@pytest.fixture(autouse=True)
def _founded(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small_office()


def nobody_asks(_: str) -> str:
    raise AssertionError("no password is asked for")


def appoint(username: str, badge: str, role: Role, *more: str, ask: Callable[[str], str] = nobody_asks) -> int:
    words = ["--badge", badge, "--name", "木棉一", "--latin", "MU MIANYI", "--role", role, "--bureau", "440100"]
    return main(["appoint", username, *words, *more], ask=ask)


def security_administrator() -> None:
    """Appointed first, and has chosen a password."""
    assert appoint("security", "900002", Role.SECURITY_ADMINISTRATOR) == 0
    account = Account.objects.get(username="security")
    account.set_password(OWN)
    account.password_ends_at = None
    account.save()


def test_first_officer_is_appointed_with_a_one_time_password(capsys: pytest.CaptureFixture[str]) -> None:
    assert appoint("Chen", "900001", Role.SYSTEM_ADMINISTRATOR, "--employee") == 0

    said = capsys.readouterr().out
    [password] = set(re.findall(r"one-time password (\S+)", said))
    account = Account.objects.get()
    assert (account.username, account.check_password(password), account.password_ends_at is not None) == ("chen", True, True)
    found = officer_of(account.pk, on=local_date(SystemClock().now()))
    assert found is not None
    assert (found.badge_number, found.status, found.roles) == (
        "900001",
        StaffStatus.EMPLOYEE,
        frozenset({Role.SYSTEM_ADMINISTRATOR}),
    )
    assert "已任命 木棉一（900001）为系统管理员。" in said


def test_without_a_security_administrator_only_administrators_are_appointed(capsys: pytest.CaptureFixture[str]) -> None:
    assert appoint("lead", "900001", Role.LEADER) == 1

    assert "only the three administrators" in capsys.readouterr().err
    assert (account_named("lead"), officer_by_badge("900001", on=local_date(SystemClock().now()))) == (None, None)


def test_founding_is_over_when_a_security_administrator_is_at_work(capsys: pytest.CaptureFixture[str]) -> None:
    security_administrator()

    assert appoint("system", "900001", Role.SYSTEM_ADMINISTRATOR) == 1

    assert "only the security administrator" in capsys.readouterr().err
    assert account_named("system") is None


def test_security_administrator_answers_for_everybody_else() -> None:
    security_administrator()

    assert appoint("approve", "100001", Role.APPROVAL_OFFICER, "--by", "security", ask=lambda _: OWN) == 0

    assert account_named("approve") is not None


def test_wrong_password_of_the_administrator_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    security_administrator()

    assert appoint("approve", "100001", Role.APPROVAL_OFFICER, "--by", "security", ask=lambda _: "guessed") == 1

    assert "do not belong together" in capsys.readouterr().err
    assert account_named("approve") is None


def test_another_administrator_may_not_answer_for_anybody(capsys: pytest.CaptureFixture[str]) -> None:
    assert appoint("system", "900001", Role.SYSTEM_ADMINISTRATOR) == 0
    account = Account.objects.get(username="system")
    account.set_password(OWN)
    account.password_ends_at = None
    account.save()

    assert appoint("approve", "100001", Role.APPROVAL_OFFICER, "--by", "system", ask=lambda _: OWN) == 1

    assert "只能由安全管理员办理" in capsys.readouterr().err


def test_badge_on_the_staff_is_not_appointed_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert appoint("system", "900001", Role.SYSTEM_ADMINISTRATOR) == 0

    assert appoint("other", "900001", Role.SYSTEM_ADMINISTRATOR) == 1

    assert "the badge number 900001 is on the staff" in capsys.readouterr().err
    assert account_named("other") is None


def test_account_is_opened_for_somebody_on_the_staff() -> None:
    security_administrator()
    assert appoint("one", "100001", Role.APPROVAL_OFFICER, "--by", "security", ask=lambda _: OWN) == 0

    assert main(["account", "two", "--badge", "100001", "--by", "security"], ask=lambda _: OWN) == 1
    assert account_named("two") is None


def test_new_one_time_password_takes_the_place_of_the_old_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert appoint("system", "900001", Role.SYSTEM_ADMINISTRATOR) == 0
    [old] = set(re.findall(r"one-time password (\S+)", capsys.readouterr().out))

    assert main(["password", "system"]) == 0

    [new] = set(re.findall(r"one-time password (\S+)", capsys.readouterr().out))
    account = Account.objects.get()
    assert (account.check_password(old), account.check_password(new)) == (False, True)


def test_nobody_gives_a_new_password_to_himself(capsys: pytest.CaptureFixture[str]) -> None:
    security_administrator()

    assert main(["password", "security", "--by", "security"], ask=lambda _: OWN) == 1

    assert "nobody gives powers or an account to himself" in capsys.readouterr().err


def test_badge_of_another_form_is_not_understood() -> None:
    with pytest.raises(SystemExit) as left:
        appoint("system", "9-1", Role.SYSTEM_ADMINISTRATOR)

    assert left.value.code == 2
