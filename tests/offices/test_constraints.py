"""What must never be true of places and staff, tried with plain SQL."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from mumian.offices.terms import Role, StaffStatus
from tests.factories.offices import officer, posting, small_office
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture(autouse=True)
def _office() -> None:
    small_office()


INSERT_POSTING = """
    INSERT INTO offices_posting (officer_id, officer_status, role, department_id, department_kind, hall_id, window_id,
                                 valid_from, valid_to)
    SELECT o.id, COALESCE(%s, o.status), %s, d.id, COALESCE(%s, d.kind),
           (SELECT id FROM offices_hall WHERE code = %s), (SELECT id FROM offices_window WHERE code = %s), %s, %s
    FROM offices_officer o, offices_department d JOIN offices_bureau b ON b.id = d.bureau_id
    WHERE o.badge_number = %s AND b.code = '440100' AND d.kind = %s
"""


def post(
    badge: str,
    role: Role,
    department: str,
    *,
    first: date = date(2026, 1, 1),
    last: date | None = None,
    status: str | None = None,
    kind: str | None = None,
    hall: str | None = None,
    window: str | None = None,
) -> None:
    run(INSERT_POSTING, status, role.value, kind, hall, window, first, last, badge, department)


def postings() -> int:
    return int(run("SELECT count(*) FROM offices_posting")[0][0])


@pytest.mark.parametrize(
    ("role", "department"),
    [
        (Role.COUNTER_APPROVER, "acceptance"),
        (Role.APPROVAL_OFFICER, "approval"),
        (Role.COUNTERSIGNER, "approval"),
        (Role.LIST_CUSTODIAN, "lists"),
        (Role.FOREIGNERS_OFFICER, "foreigners"),
        (Role.SUPERVISOR, "supervision"),
        (Role.LEADER, "leadership"),
    ],
)
def test_employee_is_never_posted_to_decide_or_to_see_hits(role: Role, department: str) -> None:
    badge = officer(status=StaffStatus.EMPLOYEE)

    with refused("decisions_are_made_only_by_police"):
        post(badge, role, department)


def test_employee_does_not_pass_for_police_in_a_posting() -> None:
    badge = officer(status=StaffStatus.EMPLOYEE)

    with refused("a_posting_repeats_the_standing_of_its_officer"):
        post(badge, Role.APPROVAL_OFFICER, "approval", status="police")


def test_standing_of_somebody_who_decides_is_not_changed() -> None:
    officer("100001", posting(Role.APPROVAL_OFFICER))

    with refused("a_posting_repeats_the_standing_of_its_officer"):
        run("UPDATE offices_officer SET status = 'employee' WHERE badge_number = '100001'")


def test_employee_is_posted_where_nothing_is_decided() -> None:
    badge = officer(status=StaffStatus.EMPLOYEE)

    post(badge, Role.ACCEPTANCE_OFFICER, "acceptance", hall="H01", window="H01-W01")

    assert postings() == 1


@pytest.mark.parametrize(
    ("one", "other"), [*permutations([Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR], 2)]
)
def test_nobody_holds_two_administrator_roles_at_once(one: Role, other: Role) -> None:
    badge = officer("100001", posting(one))

    with refused("nobody_holds_two_administrator_roles_at_once"):
        post(badge, other, "administration", first=date(2026, 5, 1))


def test_posting_is_not_stretched_into_a_second_administrator_role() -> None:
    badge = officer("100001", posting(Role.SYSTEM_ADMINISTRATOR, valid_to=date(2026, 4, 30)))
    post(badge, Role.AUDIT_ADMINISTRATOR, "administration", first=date(2026, 5, 1))

    with refused("nobody_holds_two_administrator_roles_at_once"):
        run("UPDATE offices_posting SET valid_to = NULL WHERE role = 'system_administrator'")


def test_administrator_roles_may_follow_each_other() -> None:
    badge = officer("100001", posting(Role.SYSTEM_ADMINISTRATOR, valid_to=date(2026, 4, 30)))

    post(badge, Role.AUDIT_ADMINISTRATOR, "administration", first=date(2026, 5, 1))

    assert postings() == 2


def test_nobody_serves_in_two_of_the_three_departments_at_once() -> None:
    badge = officer("100001", posting(Role.ACCEPTANCE_OFFICER))

    with refused("nobody_serves_in_two_of_the_three_departments_at_once"):
        post(badge, Role.PRODUCTION_OFFICER, "production")


def test_role_is_not_held_in_another_department() -> None:
    badge = officer()

    with refused("a_role_sits_in_its_department"):
        post(badge, Role.APPROVAL_OFFICER, "acceptance")


def test_department_does_not_pass_for_another_in_a_posting() -> None:
    badge = officer()

    with refused("a_posting_repeats_the_kind_of_its_department"):
        post(badge, Role.APPROVAL_OFFICER, "acceptance", kind="approval")


def test_role_nobody_knows_is_refused() -> None:
    officer("100001", posting())

    with refused("a_role_sits_in_its_department"):
        run("UPDATE offices_posting SET role = 'king'")


def test_window_of_a_posting_is_in_its_hall() -> None:
    badge = officer()

    with refused("a_window_of_a_posting_is_in_its_hall"):
        post(badge, Role.ACCEPTANCE_OFFICER, "acceptance", hall="H01", window="H02-W01")


def test_posting_at_a_window_names_its_hall() -> None:
    badge = officer()

    with refused("a_posting_at_a_window_names_its_hall"):
        post(badge, Role.ACCEPTANCE_OFFICER, "acceptance", window="H01-W01")


def test_posting_does_not_end_before_it_begins() -> None:
    badge = officer()

    with refused("a_posting_ends_after_it_begins"):
        post(badge, Role.ACCEPTANCE_OFFICER, "acceptance", last=date(2025, 12, 31))


def test_same_posting_is_not_held_twice() -> None:
    badge = officer("100001", posting())

    with refused("nobody_is_posted_twice_to_the_same_place"):
        post(badge, Role.ACCEPTANCE_OFFICER, "acceptance", first=date(2026, 6, 1))


ATTACKS = [
    ("UPDATE offices_officer SET badge_number = '100002' WHERE badge_number = '100001'", "badge_number"),
    ("UPDATE offices_officer SET badge_number = 'a b'", "badge_number_is_letters_and_digits"),
    ("UPDATE offices_officer SET status = 'ghost'", "staff_are_police_or_employees"),
    ("UPDATE offices_officer SET left_on = joined_on - 1", "nobody_leaves_before_he_joins"),
    ("UPDATE offices_department SET kind = 'kitchen'", "department_is_of_a_known_kind"),
    (
        "UPDATE offices_department SET kind = 'approval' WHERE kind = 'acceptance'",
        "a_bureau_has_one_department_of_a_kind",
    ),
    ("UPDATE offices_bureau SET parent_id = NULL", "every_bureau_but_the_city_has_a_superior"),
    ("UPDATE offices_bureau SET parent_id = id WHERE kind <> 'city'", "no_bureau_is_its_own_superior"),
    ("UPDATE offices_bureau SET kind = 'moon' WHERE kind <> 'city'", "bureau_is_of_a_known_kind"),
    ("UPDATE offices_bureau SET code = '440104' WHERE code = '440106'", "offices_bureau_code"),
    ("UPDATE offices_hall SET kind = 'pub'", "hall_is_of_a_known_kind"),
    ("UPDATE offices_hall SET daily_share = 1.5", "share_of_a_hall_is_a_part_of_all_visitors"),
    ("UPDATE offices_window SET number = 1", "a_window_number_is_used_once_in_a_hall"),
    ("UPDATE offices_window SET number = 0 WHERE code = 'H01-W01'", "windows_are_numbered_from_one"),
    ("UPDATE offices_window SET kind = 'bar'", "window_is_of_a_known_kind"),
    ("UPDATE offices_servicepoint SET hall_id = NULL", "a_point_stands_in_a_hall_or_near_one"),
    ("UPDATE offices_servicepoint SET nearest_hall_id = NULL", "a_point_stands_in_a_hall_or_near_one"),
    ("UPDATE offices_servicepoint SET host = 'shop' WHERE code = 'PS01-K01'", "point_has_a_known_host"),
    ("UPDATE offices_floor SET floor = 0 WHERE floor = 1", "no_floor_is_numbered_zero"),
    ("UPDATE offices_floor SET floor = 2", "a_floor_of_a_hall_is_stated_once"),
    ("UPDATE offices_halldistrict SET valid_from = NULL, valid_to = NULL", "a_hall_lies_in_one_district_on_a_day"),
    (
        "UPDATE offices_hallhours SET valid_from = '2006-01-02', valid_to = '2006-01-01'",
        "hours_end_after_they_begin|range lower bound",
    ),
    (
        "INSERT INTO offices_hallhours (hall_id, mon_fri, sat, sun, holidays, note_zh, note_en, valid_from, stated_at) "
        "SELECT hall_id, mon_fri, sat, sun, holidays, note_zh, note_en, '2006-01-01', stated_at FROM offices_hallhours",
        "a_hall_has_one_set_of_hours_on_a_day",
    ),
]


@pytest.mark.parametrize(("attack", "constraint"), ATTACKS, ids=[constraint for _, constraint in ATTACKS])
def test_attack_is_refused_by_the_database(attack: str, constraint: str) -> None:
    officer("100001")
    officer("100002")

    with refused(constraint):
        run(attack)
