"""Who may be posted how."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mumian.offices.rules.authority import DEPARTMENT_OF, POLICE_ROLES, THREE_ADMINISTRATORS, may_post, roles_of
from mumian.offices.terms import ROLE_NAMES, DepartmentKind, Role, StaffStatus
from tests.factories.offices import NORTH, posting


@pytest.mark.parametrize("role", list(Role))
def test_role_is_held_by_police_in_its_department(role: Role) -> None:
    assert may_post(posting=posting(role), status=StaffStatus.POLICE, held=[])


@pytest.mark.parametrize("role", list(Role))
def test_employee_holds_exactly_the_roles_that_decide_nothing(role: Role) -> None:
    verdict = may_post(posting=posting(role), status=StaffStatus.EMPLOYEE, held=[])

    assert bool(verdict) == (role not in POLICE_ROLES)


@pytest.mark.parametrize("one", sorted(THREE_ADMINISTRATORS))
@pytest.mark.parametrize("other", sorted(THREE_ADMINISTRATORS))
def test_nobody_holds_two_of_the_three_administrator_roles_at_once(one: Role, other: Role) -> None:
    verdict = may_post(posting=posting(one), status=StaffStatus.EMPLOYEE, held=[posting(other, bureau=NORTH)])

    assert bool(verdict) == (one == other)


def test_administrator_roles_may_follow_each_other() -> None:
    before = posting(Role.SYSTEM_ADMINISTRATOR, valid_to=date(2026, 6, 30))
    after = posting(Role.AUDIT_ADMINISTRATOR, valid_from=date(2026, 7, 1))

    assert may_post(posting=after, status=StaffStatus.EMPLOYEE, held=[before])


def test_administrator_roles_may_not_share_a_single_day() -> None:
    before = posting(Role.SYSTEM_ADMINISTRATOR, valid_to=date(2026, 7, 1))
    after = posting(Role.AUDIT_ADMINISTRATOR, valid_from=date(2026, 7, 1))

    assert not may_post(posting=after, status=StaffStatus.EMPLOYEE, held=[before])


def test_nobody_accepts_and_approves_at_once() -> None:
    held = [posting(Role.ACCEPTANCE_OFFICER)]

    assert not may_post(posting=posting(Role.APPROVAL_OFFICER), status=StaffStatus.POLICE, held=held)


def test_second_role_in_the_same_department_is_allowed() -> None:
    held = [posting(Role.ACCEPTANCE_OFFICER)]

    assert may_post(posting=posting(Role.COUNTER_APPROVER), status=StaffStatus.POLICE, held=held)


def test_same_posting_is_not_given_twice() -> None:
    assert not may_post(posting=posting(), status=StaffStatus.POLICE, held=[posting(valid_from=date(2026, 8, 1))])


def test_role_in_another_department_is_refused() -> None:
    wrong = posting(Role.ANALYST, department=DepartmentKind.APPROVAL)

    assert not may_post(posting=wrong, status=StaffStatus.POLICE, held=[])


@given(st.sampled_from(Role), st.sampled_from(Role), st.dates(), st.dates())
def test_order_of_two_postings_makes_no_difference(one: Role, other: Role, first: date, second: date) -> None:
    a, b = posting(one, valid_from=first), posting(other, valid_from=second)

    assert bool(may_post(posting=a, status=StaffStatus.POLICE, held=[b])) == bool(
        may_post(posting=b, status=StaffStatus.POLICE, held=[a])
    )


def test_every_department_holds_a_role_and_every_role_has_a_department_and_a_name() -> None:
    assert {role for kind in DepartmentKind for role in roles_of(kind)} == set(DEPARTMENT_OF) == set(ROLE_NAMES) == set(Role)
    assert all(roles_of(kind) for kind in DepartmentKind)
