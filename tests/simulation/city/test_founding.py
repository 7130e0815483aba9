"""The city founded around the halls of the rulebook."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from mumian.accounts.models import Account
from mumian.catalogue.queries import current_rulebook
from mumian.forecasting.queries import hall_months
from mumian.foundation.calendar import WorkingCalendar
from mumian.foundation.words import Text
from mumian.offices.queries import HallSheet, halls_with_floors, officers_holding
from mumian.offices.rules.authority import DEPARTMENT_OF, may_post
from mumian.offices.terms import ROLE_NAMES, Role
from mumian.simulation.chance import chance_for
from mumian.simulation.city import Founded, NotADemonstration, demo_accounts, found_city, is_founded
from mumian.simulation.city.figures import figures, months_before
from mumian.simulation.city.founding import volumes_file
from mumian.simulation.city.staff import appointments, departments, places
from mumian.simulation.volumes import read_volumes
from tests.factories.sql import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rulebook_loaded")]

AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
ON = date(2026, 11, 22)
CITY = "440100"


@pytest.fixture(autouse=True)
def _quick_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def found() -> Founded:
    return found_city(at=AT, number_of_residents=60, number_of_foreigners=20)


def halls() -> tuple[HallSheet, ...]:
    return halls_with_floors(on=ON)


def calendar() -> WorkingCalendar:
    published = current_rulebook().working_calendar
    assert published is not None
    return published


def test_city_stands_after_it_is_founded() -> None:
    before = is_founded(on=ON)

    founded = found()

    assert (before, is_founded(on=ON)) == (False, True)
    assert (founded.officers, founded.residents, founded.foreigners, founded.organisations, founded.hall_months) == (
        406,
        60,
        20,
        11,
        17 * 13,
    )


def test_second_founding_does_nothing() -> None:
    found()

    with CaptureQueriesContext(connection) as captured:
        again = found()

    assert again == Founded()
    assert [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE"))] == []


def test_every_role_is_held_and_every_window_has_its_officer() -> None:
    found()

    assert dict(run("SELECT role, count(*) FROM offices_posting GROUP BY role")).keys() == {role.value for role in Role}
    assert run(
        "SELECT count(*), count(DISTINCT window_id), (SELECT count(*) FROM offices_window) "
        "FROM offices_posting WHERE window_id IS NOT NULL"
    ) == [(164, 164, 164)]


def test_acceptance_windows_are_the_hundred_and_twenty_four_of_the_account() -> None:
    found()

    accepting = [one for one in officers_holding(Role.ACCEPTANCE_OFFICER, on=ON) if one.duties[0].window]

    assert len(accepting) == 124


def test_invented_staff_break_no_separation_of_powers() -> None:
    wanted = list(places(halls(), city=CITY))

    for one in appointments(wanted, chance=chance_for(1, "staff"), on=ON):
        assert may_post(posting=one.postings[0], status=one.status, held=[])


def test_departments_are_opened_where_they_are_needed() -> None:
    wanted = list(places(halls(), city=CITY))

    opened = departments(wanted)

    assert {(place.bureau, DEPARTMENT_OF[place.role]) for place in wanted} == {
        (bureau, kind) for bureau, kinds in opened.items() for kind in kinds
    }


def test_same_seed_appoints_the_same_people() -> None:
    wanted = list(places(halls(), city=CITY))

    first, second = (list(appointments(wanted, chance=chance_for(5, "staff"), on=ON)) for _ in range(2))

    assert first == second
    assert len({one.badge_number for one in first}) == len(first)


def test_demo_accounts_open_every_role() -> None:
    found()

    accounts = demo_accounts(on=ON)

    assert {account.role for account in accounts} == set(ROLE_NAMES.values())
    assert Counter(account.username for account in accounts).most_common(1)[0][1] == 1
    assert accounts[0].place == Text("中心大厅 1号窗口", "Central Hall, window 1")


def test_demo_accounts_are_marked_and_their_password_fits() -> None:
    found()
    account = demo_accounts(on=ON)[0]

    row = Account.objects.get(username=account.username)

    assert (row.demo, row.check_password(account.password)) == (True, True)


def test_demo_accounts_of_a_house_without_city_are_none() -> None:
    assert demo_accounts(on=ON) == ()


def test_city_is_not_founded_in_an_office_at_work(settings: Settings) -> None:
    settings.DEMO_MODE = False

    with pytest.raises(NotADemonstration):
        found()

    assert run("SELECT count(*) FROM people_person") == [(0,)]


def test_steps_are_told_while_it_is_founded() -> None:
    told: list[Text] = []

    found_city(at=AT, progress=told.append, number_of_residents=20, number_of_foreigners=5)

    assert [step.en for step in told] == [
        "appointing the staff",
        "entering residents",
        "entering foreigners and organisations",
        "working out the figures of the halls",
        "opening the demo accounts",
    ]


def test_months_are_the_thirteen_before_this_one() -> None:
    months = months_before(ON, 13)

    assert (months[0], months[-1], len(months)) == (date(2025, 10, 1), date(2026, 10, 1), 13)


def test_figures_of_a_year_have_ten_thousand_visitors_a_day_and_nothing_overdue() -> None:
    found()

    year = hall_months(first=date(2025, 11, 1), last=date(2026, 10, 1))

    # six days a week less holidays make about 290 open days; not every hall opens on Saturdays
    assert 9_000 < sum(facts.visitors for facts in year) / 290 < 10_500
    assert {(facts.overdue, facts.on_time == facts.issued) for facts in year} == {(0, True)}


def test_city_that_stands_gains_the_figures_of_the_month_that_has_ended() -> None:
    found()
    october = hall_months(first=date(2026, 10, 1), last=date(2026, 10, 1))

    later = found_city(at=datetime(2026, 12, 2, 9, tzinfo=UTC))

    assert later == Founded(hall_months=len(halls()))
    assert len(hall_months(first=date(2026, 11, 1), last=date(2026, 11, 1))) == len(halls())
    assert hall_months(first=date(2026, 10, 1), last=date(2026, 10, 1)) == october


def test_hall_with_a_larger_share_has_more_visitors() -> None:
    found()
    year = hall_months(first=date(2025, 11, 1), last=date(2026, 10, 1))

    visitors: Counter[str] = Counter()
    for facts in year:
        visitors[facts.hall] += facts.visitors

    assert [code for code, _ in visitors.most_common(2)] == ["H01", "H08"]


def test_month_without_published_calendar_has_no_visitors() -> None:
    volumes = read_volumes(volumes_file())

    [facts] = figures(halls()[:1], [date(2031, 1, 1)], volumes=volumes, calendar=calendar(), chance=chance_for(1, "figures"))

    assert (facts.visitors, facts.issued) == (0, 0)
