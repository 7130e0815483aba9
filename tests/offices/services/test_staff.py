"""Entering and posting staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mumian.accounts.models import Account
from mumian.offices.errors import AccountTaken, OfficerUnknown, PlaceUnknown, PostingRefused, PowersRefused
from mumian.offices.queries import officer_of
from mumian.offices.services import appoint_officers, end_posting, give_account, open_departments, post_officer
from mumian.offices.terms import DepartmentKind, OfficerId, Role, StaffStatus
from tests.factories.offices import TODAY, appointment, officer, posting, small_office
from tests.factories.sql import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    small_office()


def postings() -> list[tuple[str, date, date | None]]:
    rows = run("SELECT role, valid_from, valid_to FROM offices_posting ORDER BY id")
    return [(role, first, last) for role, first, last in rows]


def test_officers_are_entered_once_however_often_they_are_stated() -> None:
    people = [appointment("100001", posting()), appointment("100002", posting())]

    assert [appoint_officers(appointments=people) for _ in range(2)] == [2, 0]
    assert len(postings()) == 2


def test_nobody_is_entered_when_one_appointment_is_refused() -> None:
    wrong = appointment("100002", posting(Role.APPROVAL_OFFICER), status=StaffStatus.EMPLOYEE)

    with pytest.raises(PostingRefused):
        appoint_officers(appointments=[appointment("100001", posting()), wrong])

    assert run("SELECT count(*) FROM offices_officer") == [(0,)]


def test_appointment_with_two_administrator_roles_is_refused() -> None:
    both = appointment("100001", posting(Role.SYSTEM_ADMINISTRATOR), posting(Role.AUDIT_ADMINISTRATOR))

    with pytest.raises(PostingRefused):
        appoint_officers(appointments=[both])


def test_posting_to_a_place_nobody_stated_is_refused() -> None:
    with pytest.raises(PlaceUnknown):
        officer("100001", posting(hall="H99"))


def test_officer_is_posted_when_nothing_forbids_it() -> None:
    badge = officer()

    post_officer(badge_number=badge, posting=posting(hall="H01", window="H01-W02"))

    assert postings() == [("acceptance_officer", date(2026, 1, 1), None)]


def test_second_administrator_role_is_refused_in_a_sentence() -> None:
    badge = officer("100001", posting(Role.SYSTEM_ADMINISTRATOR))

    with pytest.raises(PostingRefused) as refusal:
        post_officer(badge_number=badge, posting=posting(Role.AUDIT_ADMINISTRATOR))

    assert refusal.value.sentence.en == (
        "Nobody was posted: one person never holds two of the three administrator roles. "
        "End the other posting first, or choose somebody else."
    )


def test_officer_is_posted_elsewhere_after_his_posting_has_ended() -> None:
    badge = officer("100001", posting(Role.ACCEPTANCE_OFFICER))
    [(pk,)] = run("SELECT id FROM offices_posting")

    end_posting(posting_id=pk, on=date(2026, 6, 30))
    post_officer(badge_number=badge, posting=posting(Role.APPROVAL_OFFICER, valid_from=date(2026, 7, 1)))

    assert postings() == [
        ("acceptance_officer", date(2026, 1, 1), date(2026, 6, 30)),
        ("approval_officer", date(2026, 7, 1), None),
    ]


def test_posting_does_not_end_before_it_begins() -> None:
    officer("100001", posting())
    [(pk,)] = run("SELECT id FROM offices_posting")

    with pytest.raises(PostingRefused):
        end_posting(posting_id=pk, on=date(2025, 1, 1))


def test_unknown_badge_number_is_refused() -> None:
    with pytest.raises(OfficerUnknown):
        post_officer(badge_number="999999", posting=posting())


def test_account_leads_to_its_officer() -> None:
    badge = officer("100001", posting(Role.ANALYST))
    account = Account.objects.create(username="invented")

    give_account(badge_number=badge, account_id=account.pk)

    found = officer_of(account.pk, on=TODAY)
    assert found is not None
    assert (found.badge_number, found.roles) == ("100001", frozenset({Role.ANALYST}))


def test_account_of_nobody_is_refused() -> None:
    account = Account.objects.create(username="invented")

    with pytest.raises(OfficerUnknown):
        give_account(badge_number="999999", account_id=account.pk)


def test_departments_are_opened_once() -> None:
    assert open_departments(wanted={"440100": [DepartmentKind.HOTLINE]}) == 0


def test_departments_of_an_unknown_bureau_are_refused() -> None:
    with pytest.raises(PlaceUnknown):
        open_departments(wanted={"999999": [DepartmentKind.HOTLINE]})


def administrator(badge: str, role: Role = Role.SECURITY_ADMINISTRATOR, **changes: object) -> OfficerId:
    """An administrator with an account."""
    account = Account.objects.create(username=f"administrator-{badge}")
    officer(badge, posting(role, **changes))
    run("UPDATE offices_officer SET account_id = %s WHERE badge_number = %s", account.pk, badge)
    [(pk,)] = run("SELECT id FROM offices_officer WHERE badge_number = %s", badge)
    return OfficerId(pk)


def attempts(by: OfficerId | None) -> list[Callable[[], object]]:
    """Everything that gives or takes powers."""
    account = Account.objects.create(username="invented")
    [(posting_id,)] = run("SELECT id FROM offices_posting p WHERE role = 'hall_guide'")
    return [
        lambda: appoint_officers(appointments=[appointment("100009", posting())], by=by, today=TODAY),
        lambda: post_officer(badge_number="100001", posting=posting(Role.ACCEPTANCE_OFFICER), by=by, today=TODAY),
        lambda: end_posting(posting_id=posting_id, on=TODAY, by=by, today=TODAY),
        lambda: give_account(badge_number="100001", account_id=account.pk, by=by, today=TODAY),
    ]


def test_security_administrator_gives_powers_and_accounts() -> None:
    officer("100001", posting(Role.HALL_GUIDE))

    for attempt in attempts(administrator("900001")):
        attempt()

    [(account,)] = Account.objects.filter(officer__badge_number="100001").values_list("username")
    assert (account, [role for role, _, _ in postings()][-2:]) == ("invented", ["acceptance_officer", "acceptance_officer"])


@pytest.mark.parametrize("position", range(4))
@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR, Role.LEADER])
def test_nobody_else_gives_powers(role: Role, position: int) -> None:
    officer("100001", posting(Role.HALL_GUIDE))

    with pytest.raises(PowersRefused):
        attempts(administrator("900001", role))[position]()


@pytest.mark.parametrize("position", range(4))
def test_founding_ends_with_the_first_security_administrator(position: int) -> None:
    officer("100001", posting(Role.HALL_GUIDE))
    administrator("900001")

    with pytest.raises(PowersRefused):
        attempts(None)[position]()


def test_powers_end_with_the_posting() -> None:
    officer("100001", posting(Role.HALL_GUIDE))
    former = administrator("900001", valid_to=date(2026, 8, 31))

    with pytest.raises(PowersRefused):
        attempts(former)[0]()


def test_nobody_gives_powers_to_himself() -> None:
    security = administrator("900001")

    with pytest.raises(PowersRefused) as refused:
        post_officer(badge_number="900001", posting=posting(Role.HALL_GUIDE), by=security, today=TODAY)

    assert "to himself" in refused.value.sentence.en


def test_account_is_never_passed_on() -> None:
    officer("100001", posting(Role.HALL_GUIDE))
    officer("100002", posting(Role.HALL_GUIDE))
    account = Account.objects.create(username="invented")
    give_account(badge_number="100001", account_id=account.pk)

    with pytest.raises(AccountTaken):
        give_account(badge_number="100002", account_id=account.pk)


def test_account_that_is_his_already_asks_for_nobodys_powers() -> None:
    officer("100001", posting(Role.HALL_GUIDE))
    account = Account.objects.create(username="invented")
    give_account(badge_number="100001", account_id=account.pk)
    administrator("900001")

    give_account(badge_number="100001", account_id=account.pk)

    found = officer_of(account.pk, on=TODAY)
    assert found is not None
    assert found.badge_number == "100001"


def test_powers_without_a_day_are_a_defect() -> None:
    with pytest.raises(ValueError, match="depends on the day"):
        appoint_officers(appointments=[], by=OfficerId(1))
