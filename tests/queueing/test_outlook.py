"""What somebody is told who waits, and what the public is told: the same as what the screens of the hall say."""

from __future__ import annotations

import pytest

from mumian.foundation.outbox.models import PublishedEvent
from mumian.queueing.models import Ticket
from mumian.queueing.queries import hall_board, my_place, public_waits
from mumian.queueing.rules.waiting import mean_of
from mumian.queueing.services import begin_service, break_off, call_next, close_window, end_service, recall
from mumian.queueing.terms import BreakReason, Wait
from tests.factories.queueing import ASKING, FIRST, HALL, LOW, AtWork, at, take

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def on_a_break(work: AtWork, *, after: int) -> None:
    """Both windows that accept pause."""
    for window, officer in ((FIRST, work.first), (LOW, work.low)):
        break_off(window=window, officer=officer, reason=BreakReason.MEAL, at=at(after))


def board_wait(service: str, *, after: int) -> Wait | None:
    board = hall_board(hall=HALL, at=at(after))
    assert board is not None
    return {line.service: line.wait for line in board.waiting}[service]


def test_twelve_are_ahead_while_all_windows_pause_and_nobody_is_told_to_go(work: AtWork) -> None:
    for number in range(12):
        take(after=number)
    on_a_break(work, after=20)

    slip = take(after=30)

    place = my_place(code=slip.code, at=at(31))
    assert place is not None
    assert (slip.ahead, slip.wait, place.ahead, place.wait, place.go_now) == (12, None, 12, None, False)


def test_the_first_in_line_is_not_told_to_go_while_all_windows_pause(work: AtWork) -> None:
    on_a_break(work, after=0)

    place = my_place(code=take(after=1).code, at=at(2))

    assert place is not None
    assert (place.ahead, place.go_now) == (0, False)


def test_those_who_wait_for_the_same_are_ahead_where_nobody_sits(work: AtWork) -> None:
    take("CONSULT")
    take("NEW", after=1)
    close_window(window=ASKING, officer=work.asking, at=at(2))

    assert take("CONSULT", after=3).ahead == 1


def test_a_wheelchair_is_not_told_of_those_whom_its_window_passes_over(work: AtWork) -> None:
    break_off(window=LOW, officer=work.low, reason=BreakReason.MEAL, at=at(0))
    take("CONSULT", after=1)
    take("NEW", after=2)

    assert take("NEW", after=3, low_counter=True).ahead == 1


def test_the_public_is_told_the_same_as_the_hall(work: AtWork) -> None:
    for number in range(20):
        take("CONSULT", after=number)

    [hall] = public_waits(at=at(30), service="CONSULT")

    assert (hall.wait, hall.waiting, hall.open_windows) == (board_wait("CONSULT", after=30), 20, 1)


def test_a_hall_tells_the_wait_of_those_who_wait_there(work: AtWork) -> None:
    for number in range(20):
        take("CONSULT", after=number)

    [hall] = [one for one in public_waits(at=at(30)) if one.hall == HALL]

    assert hall.wait == board_wait("CONSULT", after=30)
    assert {line.service: (line.waiting, line.wait) for line in hall.services}["NEW"] == (0, board_wait("NEW", after=30))


def test_a_hall_where_nobody_sits_tells_no_wait(work: AtWork) -> None:
    for window, officer in ((FIRST, work.first), (LOW, work.low), (ASKING, work.asking)):
        close_window(window=window, officer=officer, at=at(0))

    [hall] = [one for one in public_waits(at=at(1)) if one.hall == HALL]

    assert (hall.wait, hall.services, hall.open_windows) == (None, (), 0)


def test_the_mean_of_waits_counts_people() -> None:
    assert mean_of([(3, Wait(600, 1200)), (1, Wait(0, 60))]) == Wait(420, 960)
    assert mean_of([(0, Wait(600, 1200)), (0, Wait(0, 60))]) == Wait(300, 660)
    assert mean_of([]) is None


def test_a_ticket_called_again_comes_to_the_top_of_the_screen(work: AtWork) -> None:
    first = take()
    call_next(window=LOW, officer=work.low, at=at(1))
    for number in range(8):
        take(after=2 + number)
        call_next(window=FIRST, officer=work.first, at=at(10 + 5 * number))
        begin_service(window=FIRST, officer=work.first, at=at(11 + 5 * number))
        end_service(window=FIRST, officer=work.first, at=at(12 + 5 * number))

    recall(window=LOW, officer=work.low, at=at(100))

    board = hall_board(hall=HALL, at=at(101), most=5)
    assert board is not None
    assert [call.label for call in board.calls] == [first.label, "A009", "A008", "A007", "A006"]


def test_the_end_of_a_service_is_told_with_its_window(work: AtWork) -> None:
    take()
    call_next(window=FIRST, officer=work.first, at=at(1))
    begin_service(window=FIRST, officer=work.first, at=at(2))
    end_service(window=FIRST, officer=work.first, at=at(3))

    assert Ticket.objects.get().state == "done"
    assert told("queueing.ticket_ended")["window"] == FIRST


def told(topic: str) -> dict[str, object]:
    """What was published last of a topic."""
    return dict(PublishedEvent.objects.filter(topic=topic).latest("pk").payload)
