"""A ticket from the machine to its end at the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mumian.foundation.outbox.models import PublishedEvent
from mumian.queueing.errors import NothingAtWindow, TicketRefused, WindowBusy, WindowNotOpen, WindowRefused
from mumian.queueing.models import TicketStep
from mumian.queueing.queries import hall_board, manager_view, my_place, public_waits, shortest_way, waiting_here, window_state
from mumian.queueing.services import (
    begin_service,
    break_off,
    call_next,
    call_ticket,
    close_window,
    end_service,
    hand_over_window,
    join,
    leave,
    mark_no_show,
    open_window,
    park,
    recall,
    resume,
    set_reference,
    set_skills,
    split,
    sweep,
    transfer,
)
from mumian.queueing.terms import BreakReason, Ended, Priority, TicketState, Wait, WindowMode
from tests.factories.queueing import ASKING, FIRST, HALL, LOW, AtWork, at, take

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def test_a_slip_says_how_many_are_ahead_where_to_go_and_how_long_it_takes(work: AtWork) -> None:
    for number in range(4):
        take(after=number)

    slip = take(after=9)

    assert (slip.label, slip.ahead, slip.windows, slip.floor, slip.wait) == ("A005", 4, (11, 12), 1, Wait(420, 780))


def test_the_next_is_called_in_the_order_of_arrival_and_one_by_one(work: AtWork) -> None:
    first, second = take(), take(after=1)

    called = call_next(window=FIRST, officer=work.first, at=at(60))

    assert called is not None
    assert (called.label, called.waited_s, called.state, called.calls) == (first.label, 60, TicketState.CALLED, 1)
    with pytest.raises(WindowBusy, match="still at this window"):
        call_next(window=FIRST, officer=work.first, at=at(61))
    other = call_next(window=LOW, officer=work.low, at=at(62))
    assert other is not None
    assert other.label == second.label
    assert call_next(window=ASKING, officer=work.asking, at=at(63)) is None


def test_a_wheelchair_is_called_only_to_a_low_counter(work: AtWork) -> None:
    slip = take(low_counter=True)

    assert slip.windows == (12,)
    assert call_next(window=FIRST, officer=work.first, at=at(5)) is None
    called = call_next(window=LOW, officer=work.low, at=at(6))
    assert called is not None
    assert called.label == slip.label


def test_the_shortest_way_leads_from_the_ground_up(work: AtWork) -> None:
    way = shortest_way(hall=HALL, services=("CONSULT", "NEW"))

    assert (way.floor, way.windows, way.order) == (1, (11, 12), ("NEW", "CONSULT"))


def test_a_ticket_for_several_services_goes_the_shortest_way_with_what_each_is_about(work: AtWork) -> None:
    slip = take("CONSULT", "NEW", references=("", "case:7"))

    assert [one.code for one in slip.services] == ["NEW", "CONSULT"]
    called = call_next(window=FIRST, officer=work.first, at=at(10))
    assert called is not None
    assert (called.service, called.reference, called.services_left) == ("NEW", "case:7", ("CONSULT",))


def test_a_pregnant_visitor_goes_before_those_who_came_a_little_earlier(work: AtWork) -> None:
    take()
    slip = take(after=30, priority=Priority.PREGNANT)

    called = call_next(window=FIRST, officer=work.first, at=at(60))

    assert called is not None
    assert called.label == slip.label


def test_one_ticket_walks_through_two_services_and_may_be_rated_at_the_end(work: AtWork) -> None:
    slip = take("NEW", "CONSULT", references=("case:7", ""))
    call_next(window=FIRST, officer=work.first, at=at(10))
    begun = begin_service(window=FIRST, officer=work.first, at=at(25))

    first = end_service(window=FIRST, officer=work.first, at=at(300))

    assert (begun.reference, begun.services_left) == ("case:7", ("CONSULT",))
    assert first == Ended(slip.ticket_id, slip.label, "CONSULT", may_rate=False, rating_key="")
    call_next(window=ASKING, officer=work.asking, at=at(310))
    begin_service(window=ASKING, officer=work.asking, at=at(320))
    last = end_service(window=ASKING, officer=work.asking, at=at(350))
    assert (last.next_service, last.may_rate, len(last.rating_key)) == (None, True, 10)
    assert list(TicketStep.objects.filter(ticket=slip.ticket_id).order_by("pk").values_list("to_state", flat=True)) == [
        "waiting", "called", "serving", "waiting", "called", "serving", "done",
    ]  # fmt: skip


def test_who_does_not_come_is_called_once_more_and_then_no_more(work: AtWork) -> None:
    slip = take()
    call_next(window=FIRST, officer=work.first, at=at(10))
    recall(window=FIRST, officer=work.first, at=at(20))

    first = mark_no_show(window=FIRST, officer=work.first, at=at(40))
    again = call_next(window=FIRST, officer=work.first, at=at(50))
    second = mark_no_show(window=FIRST, officer=work.first, at=at(80))

    assert again is not None
    assert (again.label, first, second) == (slip.label, TicketState.WAITING, TicketState.NO_SHOW)


def test_a_parked_and_a_transferred_ticket_keep_their_place(work: AtWork) -> None:
    slip, other = take(), take(after=1)
    call_next(window=FIRST, officer=work.first, at=at(10))
    park(window=FIRST, officer=work.first, at=at(20), because="copies")

    resume(hall=HALL, label=slip.label, officer=work.first, at=at(100))

    assert [one.label for one in waiting_here(window=FIRST, at=at(101))] == [slip.label, other.label]
    call_next(window=FIRST, officer=work.first, at=at(110))
    begin_service(window=FIRST, officer=work.first, at=at(111))
    transfer(window=FIRST, officer=work.first, to_service="CONSULT", at=at(112))
    take("CONSULT", after=113, priority=Priority.ORDINARY)
    called = call_next(window=ASKING, officer=work.asking, at=at(120))
    assert called is not None
    assert (called.label, called.waited_s) == (slip.label, 8)


def test_a_family_is_split_and_joined(work: AtWork) -> None:
    slip = take(people=4)
    take(after=1)
    call_next(window=FIRST, officer=work.first, at=at(10))

    part = split(window=FIRST, officer=work.first, people=2, service="NEW", at=at(20))

    assert (part.people, waiting_here(window=LOW, at=at(21))[0].label) == (2, part.label)
    joined = join(window=FIRST, officer=work.first, label=part.label, at=at(30))
    assert (joined.label, joined.people) == (slip.label, 4)
    with pytest.raises(TicketRefused):
        split(window=FIRST, officer=work.first, people=4, service="NEW", at=at(40))


def test_a_parked_ticket_is_called_by_its_number_and_bound_to_its_case(work: AtWork) -> None:
    slip = take()
    call_next(window=FIRST, officer=work.first, at=at(10))
    park(window=FIRST, officer=work.first, at=at(20))

    called = call_ticket(window=LOW, officer=work.low, label=slip.label.lower(), at=at(30))
    bound = set_reference(window=LOW, officer=work.low, reference="case:12", at=at(31))

    assert (called.window, bound) == (LOW, replace(called, reference="case:12"))


def test_a_window_changes_hands_with_its_ticket(work: AtWork) -> None:
    take()
    call_next(window=FIRST, officer=work.first, at=at(10))

    hand_over_window(window=FIRST, officer=work.first, successor=work.spare, at=at(20))
    begin_service(window=FIRST, officer=work.spare, at=at(21))

    with pytest.raises(NothingAtWindow):
        end_service(window=FIRST, officer=work.first, at=at(30))
    assert end_service(window=FIRST, officer=work.spare, at=at(31)).may_rate


def test_a_window_on_a_break_calls_nobody_and_says_why(work: AtWork) -> None:
    take()
    break_off(window=FIRST, officer=work.first, reason=BreakReason.MEAL, at=at(1))

    with pytest.raises(WindowNotOpen, match="not open"):
        call_next(window=FIRST, officer=work.first, at=at(2))

    state = window_state(window=FIRST, at=at(3))
    assert state is not None
    assert (state.mode, state.break_reason) == (WindowMode.ON_BREAK, BreakReason.MEAL)


def test_an_officer_sits_at_one_window_and_stands_up_only_when_it_is_empty(work: AtWork) -> None:
    take()
    call_next(window=FIRST, officer=work.first, at=at(2))

    with pytest.raises(WindowRefused, match="still at window"):
        close_window(window=FIRST, officer=work.first, at=at(3))
    close_window(window=ASKING, officer=work.asking, at=at(4))
    with pytest.raises(WindowRefused, match="another window"):
        open_window(window=ASKING, officer=work.first, at=at(5))


def test_a_manager_teaches_a_window_another_service_while_people_wait(work: AtWork) -> None:
    slip = take()
    assert call_next(window=ASKING, officer=work.asking, at=at(1)) is None

    set_skills(window=ASKING, skills=["NEW", "CONSULT"], manager=work.manager, acting=work.acting, at=at(2))

    called = call_next(window=ASKING, officer=work.asking, at=at(3))
    assert called is not None
    assert called.label == slip.label


def test_somebody_at_home_sees_his_place_and_when_to_go(work: AtWork) -> None:
    slips = [take(after=number) for number in range(6)]

    last, first = my_place(code=slips[5].code, at=at(10)), my_place(code=slips[0].code, at=at(10))

    assert last is not None
    assert first is not None
    assert (last.ahead, last.go_now, first.ahead, first.go_now) == (5, False, 0, True)
    leave(code=slips[5].code, at=at(20))
    gone = my_place(code=slips[5].code, at=at(21))
    assert gone is not None
    assert gone.state is TicketState.LEFT


def test_screens_managers_and_the_public_see_the_same_queue(work: AtWork) -> None:
    take()
    take(after=1)
    call_next(window=FIRST, officer=work.first, at=at(10))

    board, manager, waits = hall_board(hall=HALL, at=at(11)), manager_view(hall=HALL, at=at(11)), public_waits(at=at(11))

    assert board is not None
    assert manager is not None
    assert [(call.label, call.window_number, call.floor) for call in board.calls] == [("A001", 11, 1)]
    assert {line.service: line.waiting for line in board.waiting}["NEW"] == 1
    assert [(line.number, line.label) for line in manager.windows] == [(11, "A001"), (12, None), (13, None)]
    assert (manager.longest_s, waits[0].waiting, waits[0].open_windows) == (10, 1, 3)


def test_screens_are_told_of_a_call_with_number_and_window_and_no_name(work: AtWork) -> None:
    slip = take()
    call_next(window=FIRST, officer=work.first, at=at(10))

    told = PublishedEvent.objects.get(topic="queueing.ticket_called").payload

    assert told == {
        "at": "2026-09-01T01:30:10.000000Z", "ticket_id": slip.ticket_id, "hall": HALL, "number": "A001", "window": FIRST,
        "window_number": 11, "floor": 1, "service": "NEW", "again": False, "kind": "called",
    }  # fmt: skip


def test_nobody_waits_over_night_and_numbers_go_on_the_next_day(work: AtWork) -> None:
    take()

    assert sweep(at=at(0) + timedelta(days=1)) == 1
    assert take(after=86400).label == "A002"


def test_the_same_press_on_the_machine_gives_the_same_ticket(work: AtWork) -> None:
    assert take(key="one-press") == take(key="one-press")
