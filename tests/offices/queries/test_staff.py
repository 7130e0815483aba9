"""Asking about officers."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.accounts.models import Account
from mumian.foundation.words import Text
from mumian.offices.queries import Duty, officer_by_badge, officer_of, officers_holding, officers_with_accounts
from mumian.offices.services import give_account
from mumian.offices.terms import DepartmentKind, Role
from tests.factories.offices import CITY, TODAY, officer, posting, small_office
from tests.factories.sql import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    small_office()


def account_of(badge_number: str) -> int:
    account = Account.objects.create(username=f"invented-{badge_number}")
    give_account(badge_number=badge_number, account_id=account.pk)
    return int(account.pk)


def test_officer_is_found_with_the_duties_of_the_day(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    account_id = account_of(officer("100001", posting(hall="H01", window="H01-W02", valid_to=date(2026, 9, 30))))
    [(department_id,)] = run("SELECT department_id FROM offices_posting")

    with django_assert_num_queries(1):
        found = officer_of(account_id, on=TODAY)

    assert found is not None
    assert found.duties == (
        Duty(
            role=Role.ACCEPTANCE_OFFICER,
            department_id=department_id,
            department=DepartmentKind.ACCEPTANCE,
            bureau=CITY,
            bureau_name=Text("虚构市局", "City Office"),
            hall="H01",
            hall_name=Text("中心大厅", "Central Hall"),
            window="H01-W02",
            window_number=2,
        ),
    )


@pytest.mark.parametrize(
    ("on", "roles"),
    [
        (date(2026, 1, 31), set()),
        (date(2026, 2, 1), {Role.ANALYST}),
        (date(2026, 9, 30), {Role.ANALYST}),
        (date(2026, 10, 1), set()),
    ],
)
def test_role_is_held_from_its_first_to_its_last_day(on: date, roles: set[Role]) -> None:
    dated = posting(Role.ANALYST, valid_from=date(2026, 2, 1), valid_to=date(2026, 9, 30))
    account_id = account_of(officer("100001", dated))

    found = officer_of(account_id, on=on)

    assert found is not None
    assert found.roles == roles


def test_account_of_an_applicant_has_no_officer() -> None:
    assert officer_of(Account.objects.create(username="applicant").pk, on=TODAY) is None


def test_who_has_left_is_no_officer_any_more() -> None:
    account_id = account_of(officer("100001", posting()))
    run("UPDATE offices_officer SET left_on = '2026-08-31'")

    assert officer_of(account_id, on=TODAY) is None


@pytest.mark.parametrize("number", [1, 12])
def test_holders_of_a_role_take_two_queries_however_many(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for position in range(number):
        officer(f"2000{position:02}", posting(Role.LEADER))
    officer("300000", posting(Role.ANALYST))

    with django_assert_num_queries(2):
        holders = officers_holding(Role.LEADER, on=TODAY)

    assert [holder.badge_number for holder in holders] == [f"2000{position:02}" for position in range(number)]


def test_officer_is_found_by_the_number_on_his_badge(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    officer("100001", posting())
    officer("100002", posting(Role.ANALYST))

    with django_assert_num_queries(2):
        found = officer_by_badge("100002", on=TODAY)

    assert found is not None
    assert (found.badge_number, found.roles) == ("100002", frozenset({Role.ANALYST}))


def test_officers_of_some_accounts_take_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    accounts = [account_of(officer(f"20000{position}", posting())) for position in range(5)]

    with django_assert_num_queries(2):
        found = officers_with_accounts(accounts[1:3], on=TODAY)

    assert [one.badge_number for one in found] == ["200001", "200002"]
