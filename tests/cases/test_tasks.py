"""What the clock does by itself, as the worker does it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from mumian.cases.models import Case, CaseLimit, QuestionStep, StageShare
from mumian.cases.services import ask_above, issue_material_notice, pause_clock, withdraw
from mumian.cases.tasks import clock_strikes
from mumian.cases.terms import StopGround
from mumian.catalogue.queries import current_rulebook
from mumian.foundation.calendar import DayType, WorkingCalendar
from mumian.foundation.clock import local_date
from tests.factories import cases
from tests.factories.cases import AT, Office, on_duty
from tests.support.databases import TestDatabases

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def test_notice_that_nobody_answers_lapses_by_itself(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    issue_material_notice(case_id=case_id, items=["A01"], by=on_duty(staffed.acceptor), at=AT)

    assert clock_strikes(AT + timedelta(days=30))["lapsed"] == 0
    assert clock_strikes(AT + timedelta(days=31))["lapsed"] == 1
    assert cases.stage(case_id) == "withdrawn"


def test_question_that_nobody_answers_goes_up_by_itself(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    ask_above(case_id=case_id, text="?", by=on_duty(staffed.approver), at=AT)

    clock_strikes(AT + timedelta(hours=5))

    assert list(QuestionStep.objects.order_by("ordinal").values_list("role", flat=True)) == ["countersigner", "leader"]


def test_question_at_the_top_is_looked_at_again_and_stays(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    ask_above(case_id=case_id, text="?", by=on_duty(staffed.producer), at=AT)

    clock_strikes(AT + timedelta(days=5))

    assert QuestionStep.objects.count() == 1


def test_ended_case_is_archived_by_itself(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    withdraw(case_id=case_id, by=on_duty(staffed.acceptor), at=AT)

    assert (clock_strikes(AT + timedelta(days=31))["archived"], cases.stage(case_id)) == (1, "archived")


def test_due_day_of_a_stopped_case_moves_with_every_day_of_the_stop(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    pause_clock(case_id=case_id, ground=StopGround.HEARING, reason="听证", by=on_duty(staffed.approver), at=AT)
    day = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)

    clock_strikes(day - timedelta(days=10))
    clock_strikes(day)

    due_on = Case.objects.get(pk=case_id).due_on
    assert due_on is not None
    assert due_on > local_date(day)


def test_day_that_becomes_a_holiday_moves_promise_and_shares_of_open_cases_and_nothing_of_ended_ones(
    staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, ended = cases.accepted(staffed), cases.collected(staffed)
    book = current_rulebook()
    assert book.working_calendar is not None

    def dates() -> tuple[date | None, list[date], list[date]]:
        limits = CaseLimit.objects.filter(case_id=case_id).order_by("kind").values_list("due_on", flat=True)
        shares = StageShare.objects.filter(case_id=case_id).order_by("until").values_list("until", flat=True)
        return Case.objects.get(pk=case_id).due_on, list(limits), list(shares)

    before, untouched = dates(), list(CaseLimit.objects.filter(case_id=ended).order_by("pk").values())
    tuesday = date(2026, 11, 24)
    days = [replace(day, day_type=DayType.HOLIDAY) if day.on == tuesday else day for day in book.working_calendar.days]
    monkeypatch.setitem(vars(book), "working_calendar", WorkingCalendar(days))

    counts = [clock_strikes(AT)["recounted"] for _ in range(2)]

    due_on, limits, shares = dates()
    assert (counts, before[0], due_on) == ([1, 0], date(2026, 12, 1), date(2026, 12, 2))
    assert (limits[0], limits[1]) == (date(2026, 12, 2), before[1][1])  # the limit of the law counts all days
    assert (before[2][-1], shares[-1]) == (date(2026, 12, 1), date(2026, 12, 2))
    assert list(CaseLimit.objects.filter(case_id=ended).order_by("pk").values()) == untouched


@pytest.mark.django_db(transaction=True)
def test_worker_may_do_all_that_the_clock_asks_for(staffed: Office, databases: TestDatabases) -> None:
    case_id = cases.submitted(staffed)
    issue_material_notice(case_id=case_id, items=["A01"], by=on_duty(staffed.acceptor), at=AT)
    asked = cases.accepted(staffed)
    ask_above(case_id=asked, text="?", by=on_duty(staffed.approver), at=AT)
    pause_clock(case_id=asked, ground=StopGround.HEARING, reason="听证", by=on_duty(staffed.approver), at=AT)
    before, worker = dict(connection.settings_dict), databases.login("worker").django()
    connection.close()
    connection.settings_dict.update({key: worker[key] for key in ("USER", "PASSWORD")})

    done = clock_strikes(AT + timedelta(days=31))

    connection.close()
    connection.settings_dict.update({key: before[key] for key in ("USER", "PASSWORD")})
    assert done == {"lapsed": 1, "escalated": 1, "archived": 0, "recounted": 1}


@pytest.mark.django_db
def test_clock_has_nothing_to_do_without_a_rulebook() -> None:
    assert clock_strikes(AT) == {}
