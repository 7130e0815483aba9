"""Planning duty, calling people up, handing duty over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.foundation.outbox.models import PublishedEvent
from mumian.foundation.words import Text
from mumian.offices.errors import DutyRefused, OfficerUnknown, PlaceUnknown
from mumian.offices.queries import badge_at, on_duty, relief_of, reliefs_waiting_for, standing_by
from mumian.offices.queries.duty import DutyLine, ReliefSheet, StandByLine
from mumian.offices.services import acknowledge_relief, answer_call, call_up, hand_over_duty, withdraw_shift
from mumian.offices.terms import (
    CallAnswer,
    CallState,
    DepartmentKind,
    OfficerId,
    OpenMatter,
    Role,
    ShiftFacts,
    ShiftId,
    ShiftKind,
)
from tests.factories.duty import FIVE, NINE, NOON, manager, planned, serving, shift
from tests.factories.offices import CITY, NORTH, SOUTH, small_office

pytestmark = pytest.mark.django_db
TEN = NINE + timedelta(hours=1)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def _office() -> None:
    small_office()


def badges(at: datetime, hall: str | None = None) -> list[str]:
    return [line.badge_number for line in on_duty(bureau=CITY, hall=hall, at=at)]


def stand_by(badge_number: str = "100001") -> ShiftFacts:
    return shift(badge_number, window=None, kind=ShiftKind.STAND_BY, ends_at=FIVE)


def test_roster_says_who_is_on_duty_now() -> None:
    serving("100001")
    [shift_id] = planned(shift(), by=manager())

    line = DutyLine(
        shift_id=shift_id,
        officer_id=on_duty(bureau=CITY, at=TEN)[0].officer_id,
        badge_number="100001",
        name="木棉一",
        bureau=CITY,
        department=DepartmentKind.ACCEPTANCE,
        hall="H01",
        window="H01-W01",
        kind=ShiftKind.DUTY,
        starts_at=NINE,
        ends_at=NOON,
    )
    assert on_duty(bureau=CITY, hall="H01", at=TEN) == (line,)


@pytest.mark.parametrize(
    ("at", "badge"),
    [(NINE - timedelta(seconds=1), None), (NINE, "100001"), (NOON - timedelta(seconds=1), "100001"), (NOON, "100002")],
)
def test_window_shows_the_badge_of_who_is_on_duty(at: datetime, badge: str | None) -> None:
    serving("100001")
    serving("100002")
    planned(shift(), shift("100002", starts_at=NOON, ends_at=FIVE), by=manager())

    assert badge_at("H01-W01", at=at) == badge


def test_shift_that_is_withdrawn_counts_no_more_and_frees_the_window() -> None:
    serving("100001")
    serving("100002")
    planner = manager()
    [shift_id] = planned(shift(), by=planner)

    withdraw_shift(shift_id=shift_id, by=planner, at=NINE - HALF_AN_HOUR)
    planned(shift("100002"), by=planner)

    assert badges(TEN) == ["100002"]


@pytest.mark.parametrize("second", [shift("100002"), shift(window="H01-W02"), shift(starts_at=NOON - HALF_AN_HOUR, ends_at=FIVE)])
def test_nobody_and_no_window_is_planned_twice_at_once(second: ShiftFacts) -> None:
    serving("100001")
    serving("100002")

    with pytest.raises(DutyRefused) as refused:
        planned(shift(), second, by=manager())

    assert "planned already" in refused.value.sentence.en
    assert badges(TEN) == []


def test_nobody_is_planned_in_a_department_in_which_he_does_not_serve() -> None:
    serving("100001", Role.APPROVAL_OFFICER, hall=None)

    with pytest.raises(DutyRefused) as refused:
        planned(shift(), by=manager())

    assert "does not serve in that department" in refused.value.sentence.en


def test_posting_must_last_as_long_as_the_shift() -> None:
    serving("100001", valid_to=NINE.date())

    with pytest.raises(DutyRefused):
        planned(shift(ends_at=NINE + timedelta(days=1)), by=manager())


@pytest.mark.parametrize(
    ("role", "changes", "allowed"),
    [
        (Role.LEADER, {"hall": None}, True),
        (Role.LEADER, {"hall": None, "bureau": NORTH}, False),
        (Role.HALL_MANAGER, {"hall": "H02", "bureau": SOUTH}, False),
        (Role.ACCEPTANCE_OFFICER, {}, False),
        (Role.SUPERVISOR, {"hall": None}, False),
    ],
)
def test_duty_is_planned_by_who_manages_the_place_or_leads_above_it(
    role: Role, changes: dict[str, object], allowed: bool
) -> None:
    serving("100001")
    planner = serving("200002", role, **changes)

    try:
        planned(shift(), by=planner)
    except DutyRefused:
        assert not allowed
    assert badges(TEN) == (["100001"] if allowed else [])


def test_shift_of_nobody_or_nowhere_is_refused() -> None:
    serving("100001")
    planner = manager()

    with pytest.raises(OfficerUnknown):
        planned(shift("999999"), by=planner)
    with pytest.raises(PlaceUnknown):
        planned(shift(window="H01-W99"), by=planner)


def called(planner: OfficerId) -> tuple[OfficerId, ShiftId]:
    officer = serving("100001")
    [shift_id] = planned(stand_by(), by=planner)
    return officer, shift_id


def states(at: datetime) -> list[CallState | None]:
    return [line.state for line in standing_by(bureau=CITY, at=at)]


def test_who_stands_by_is_listed_and_not_on_duty() -> None:
    called(manager())

    assert (states(TEN), badges(TEN)) == ([None], [])


def test_who_acknowledges_a_call_is_on_duty() -> None:
    planner = manager()
    officer, shift_id = called(planner)
    call_id = call_up(shift_id=shift_id, by=planner, reason="long queue", at=TEN)

    answer_call(call_id=call_id, officer=officer, answer=CallAnswer.ACKNOWLEDGED, at=TEN + timedelta(minutes=5))

    assert [states(TEN), states(NOON)] == [[CallState.CALLED], [CallState.ACKNOWLEDGED]]
    assert [badges(TEN), badges(NOON)] == [[], ["100001"]]
    assert list(PublishedEvent.objects.order_by("pk").values_list("topic", "key")) == [
        ("offices.called_up", f"shift:{shift_id}"),
        ("offices.call_answered", f"shift:{shift_id}"),
    ]


def test_call_that_is_not_answered_times_out_by_itself_and_may_be_made_again() -> None:
    planner = manager()
    officer, shift_id = called(planner)
    call_id = call_up(shift_id=shift_id, by=planner, reason="long queue", at=TEN)

    with pytest.raises(DutyRefused) as refused:
        answer_call(call_id=call_id, officer=officer, answer=CallAnswer.ACKNOWLEDGED, at=TEN + HALF_AN_HOUR)
    again = call_up(shift_id=shift_id, by=planner, reason="long queue", at=TEN + HALF_AN_HOUR)
    answer_call(call_id=again, officer=officer, answer=CallAnswer.DECLINED, at=NOON - timedelta(hours=1, minutes=10))

    assert "its time is over" in refused.value.sentence.en
    assert [states(TEN), states(TEN + HALF_AN_HOUR), states(NOON)] == [
        [CallState.CALLED],
        [CallState.CALLED],
        [CallState.DECLINED],
    ]


def test_unanswered_call_is_seen_as_timed_out() -> None:
    planner = manager()
    _, shift_id = called(planner)
    call_up(shift_id=shift_id, by=planner, reason="long queue", at=TEN)

    assert states(NOON) == [CallState.TIMED_OUT]


def test_call_is_answered_by_nobody_else_and_once() -> None:
    planner = manager()
    officer, shift_id = called(planner)
    call_id = call_up(shift_id=shift_id, by=planner, reason="long queue", at=TEN)

    with pytest.raises(DutyRefused, match="not yours"):
        answer_call(call_id=call_id, officer=planner, answer=CallAnswer.ACKNOWLEDGED, at=TEN)
    answer_call(call_id=call_id, officer=officer, answer=CallAnswer.DECLINED, at=TEN)
    with pytest.raises(DutyRefused, match="has been answered"):
        answer_call(call_id=call_id, officer=officer, answer=CallAnswer.ACKNOWLEDGED, at=TEN)


@pytest.mark.parametrize("at", [NINE - HALF_AN_HOUR, FIVE])
def test_nobody_is_called_outside_his_stand_by(at: datetime) -> None:
    planner = manager()
    _, shift_id = called(planner)

    with pytest.raises(DutyRefused, match="does not stand by now"):
        call_up(shift_id=shift_id, by=planner, reason="long queue", at=at)


def test_nobody_is_called_twice_or_from_duty() -> None:
    planner = manager()
    _, shift_id = called(planner)
    serving("100002")
    [on_the_job] = planned(shift("100002"), by=planner)
    call_up(shift_id=shift_id, by=planner, reason="long queue", at=TEN)

    for wrong in (shift_id, on_the_job):
        with pytest.raises(DutyRefused, match="does not stand by now"):
            call_up(shift_id=wrong, by=planner, reason="long queue", at=TEN)


def test_only_planners_call_people_up() -> None:
    officer, shift_id = called(manager())

    with pytest.raises(DutyRefused, match="planned and called up by"):
        call_up(shift_id=shift_id, by=officer, reason="long queue", at=TEN)


class Listed:
    """Matters that a package above would name."""

    def __init__(self, *matters: OpenMatter) -> None:
        self.matters = matters
        self.asked: list[tuple[OfficerId, datetime]] = []

    def open_matters(self, *, officer: OfficerId, at: datetime) -> Sequence[OpenMatter]:
        self.asked.append((officer, at))
        return self.matters


TICKET = OpenMatter("ticket:7", Text("号票 A007 正在办理", "ticket A007 is being served"))
CASE = OpenMatter("case:17", Text("申请 17 待补材料", "case 17 waits for materials"))


def test_duty_is_handed_over_with_its_open_matters_and_acknowledged() -> None:
    leaving, successor = serving("100001"), serving("100002")
    [shift_id] = planned(shift(), by=manager())
    tickets, cases = Listed(TICKET), Listed(CASE, TICKET)

    relief_id = hand_over_duty(shift_id=shift_id, successor=successor, sources=[tickets, cases], at=NOON)
    waiting = reliefs_waiting_for(successor)
    acknowledge_relief(relief_id=relief_id, officer=successor, at=NOON + timedelta(minutes=2))

    sheet = ReliefSheet(relief_id, shift_id, "100001", "100002", NOON, None, (TICKET, CASE))
    assert (tickets.asked, waiting) == ([(leaving, NOON)], (sheet,))
    assert relief_of(shift_id) == replace(sheet, acknowledged_at=NOON + timedelta(minutes=2))
    assert reliefs_waiting_for(successor) == ()
    assert PublishedEvent.objects.get().payload == {
        "at": "2026-09-01T04:02:00Z",
        "shift_id": shift_id,
        "relief_id": relief_id,
        "officer_id": leaving,
        "successor_id": successor,
    }


def test_duty_is_acknowledged_by_the_successor_alone_and_once() -> None:
    leaving, successor = serving("100001"), serving("100002")
    [shift_id] = planned(shift(), by=manager())
    relief_id = hand_over_duty(shift_id=shift_id, successor=successor, sources=[], at=NOON)

    with pytest.raises(DutyRefused, match="not for you"):
        acknowledge_relief(relief_id=relief_id, officer=leaving, at=NOON)
    acknowledge_relief(relief_id=relief_id, officer=successor, at=NOON)
    with pytest.raises(DutyRefused, match="acknowledged already"):
        acknowledge_relief(relief_id=relief_id, officer=successor, at=NOON)


def test_duty_goes_to_nobody_outside_the_department() -> None:
    serving("100001")
    stranger = serving("100003", Role.APPROVAL_OFFICER, hall=None)
    [shift_id] = planned(shift(), by=manager())

    with pytest.raises(DutyRefused, match="does not serve in this department"):
        hand_over_duty(shift_id=shift_id, successor=stranger, sources=[], at=NOON)


def test_duty_is_handed_over_once() -> None:
    serving("100001")
    successor = serving("100002")
    [shift_id] = planned(shift(), by=manager())
    hand_over_duty(shift_id=shift_id, successor=successor, sources=[], at=NOON)

    with pytest.raises(DutyRefused, match="handed over already"):
        hand_over_duty(shift_id=shift_id, successor=successor, sources=[], at=NOON)


@pytest.mark.parametrize("number", [1, 4])
def test_questions_cost_a_fixed_number_of_queries(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    planner, successor = manager(), serving("100900")
    for position in range(number):
        serving(f"10000{position}")
        serving(f"10001{position}")
    shifts = [shift(f"10000{position}", window=None) for position in range(number)]
    waiting = planned(*shifts, *[stand_by(f"10001{position}") for position in range(number)], by=planner)
    for shift_id in waiting[:number]:
        hand_over_duty(shift_id=shift_id, successor=successor, sources=[Listed(CASE)], at=TEN)

    with django_assert_num_queries(1):
        assert len(on_duty(bureau=CITY, at=TEN)) == number
    with django_assert_num_queries(2):
        lines: tuple[StandByLine, ...] = standing_by(bureau=CITY, at=TEN)
    with django_assert_num_queries(2):
        assert len(reliefs_waiting_for(successor)) == number
    assert len(lines) == number
