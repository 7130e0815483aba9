from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from mumian.foundation.clock import SettableClock
from mumian.foundation.outbox import Delivery, Later, dispatching
from mumian.foundation.outbox.attention import dead_letters, discard, retry
from mumian.foundation.outbox.dispatching import Dispatcher, Turn, where
from mumian.foundation.outbox.models import EventDelivery, PublishedEvent
from mumian.foundation.outbox.retrying import MOST_ATTEMPTS
from mumian.foundation.outbox.subscribing import Subscription, only
from tests.foundation.outbox.noted import AT, DrumBeaten, Notebook, beat, states, told, turn

pytestmark = pytest.mark.django_db(transaction=True)

LONG_AFTER = AT + timedelta(days=1)


class Killed(BaseException):
    """Stands for the end of the process: no handler and no dispatcher may catch it."""


def fail(event: DrumBeaten, delivery: Delivery) -> None:
    raise LookupError("the name of a person")


def fail_on(number: int) -> Callable[[DrumBeaten, Delivery], None]:
    def maybe(event: DrumBeaten, delivery: Delivery) -> None:
        if event.beat == number:
            fail(event, delivery)

    return maybe


def in_thread(act: Callable[[], object]) -> threading.Thread:
    """Run this on a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_every_subscriber_is_told_every_event() -> None:
    first, second = Notebook("tests.first"), Notebook("tests.second")
    beat(("bronze", 1), ("stone", 1))

    with told(first, second):
        done = turn()

    assert done == Turn(handed_on=2, done=4)
    assert (first.effects(), second.effects()) == ([("bronze", 1), ("stone", 1)], [("bronze", 1), ("stone", 1)])


def test_handler_learns_event_attempt_and_time() -> None:
    learnt: list[Delivery] = []
    beat(("bronze", 1))

    with told(Notebook(before=lambda event, delivery: learnt.append(delivery))):
        turn()

    event_id = PublishedEvent.objects.get().pk
    assert learnt == [Delivery(event_id=event_id, subscriber="tests.notebook", attempt=1, at=AT)]
    assert learnt[0].inbox_key == f"tests.notebook:{event_id}"


def test_event_without_subscribers_is_done_with() -> None:
    beat(("bronze", 1))

    with told():
        assert (turn(), turn()) == (Turn(handed_on=1), Turn())


def test_effect_happens_once_however_often_the_dispatcher_turns() -> None:
    notebook = Notebook()
    beat(("bronze", 1))

    with told(notebook):
        for _ in range(5):
            turn()

    assert notebook.effects() == [("bronze", 1)]


def test_effect_of_a_killed_dispatcher_happens_once() -> None:
    """Killed after the effect and before the mark: the effect goes with the mark, and the next dispatcher starts anew."""

    def kill(event: DrumBeaten, delivery: Delivery) -> None:
        raise Killed

    beat(("bronze", 1), ("stone", 1))
    killed = Notebook(after=kill)
    with told(killed), pytest.raises(Killed):
        turn()
    assert (killed.called, killed.effects()) == ([("bronze", 1)], [])

    living = Notebook()
    with told(living):
        turn()

    assert living.effects() == [("bronze", 1), ("stone", 1)]
    assert states() == [("done", 1), ("done", 1)]


def test_failing_handler_leaves_no_effect_and_does_not_stop_the_others() -> None:
    crashing = Notebook(after=fail_on(2))
    beat(("bronze", 1), ("stone", 2), ("jade", 3))

    with told(crashing):
        done = turn()

    assert done == Turn(handed_on=3, done=2, failed=1)
    assert crashing.effects() == [("bronze", 1), ("jade", 3)]


def test_failed_delivery_waits_and_succeeds_later() -> None:
    notebook = Notebook(before=fail)
    beat(("bronze", 1))
    with told(notebook):
        turn()
        notebook.before = lambda event, delivery: None
        too_early, in_time = turn(AT + timedelta(seconds=1.9)), turn(AT + timedelta(seconds=2))

    assert (too_early, in_time) == (Turn(), Turn(done=1))
    assert states() == [("done", 2)]


def test_events_of_one_key_arrive_in_order_although_the_first_fails() -> None:
    notebook = Notebook(before=fail_on(1))
    beat(("bronze", 1), ("bronze", 2), ("stone", 7))

    with told(notebook):
        turn()
        assert notebook.effects() == [("stone", 7)]
        notebook.before = lambda event, delivery: None
        turn(LONG_AFTER)

    assert notebook.effects() == [("stone", 7), ("bronze", 1), ("bronze", 2)]


def test_events_behind_one_that_waits_are_not_claimed() -> None:
    notebook = Notebook(before=fail_on(1))
    beat(("bronze", 1))
    with told(notebook):
        turn()
        beat(("bronze", 2))
        assert turn() == Turn(handed_on=1)

    assert notebook.effects() == []


def test_events_of_one_key_go_in_one_batch() -> None:
    notebook = Notebook()
    beat(*(("bronze", number) for number in range(100)))

    with told(notebook):
        assert turn(most_deliveries=60).done == 60
        assert turn(most_deliveries=60).done == 40

    assert notebook.effects() == [("bronze", number) for number in range(100)]


def test_late_commit_is_not_skipped() -> None:
    """Number 1 is written first and committed last, after number 2 has long been delivered."""
    written, may_commit = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            beat(("late", 1))
            written.set()
            assert may_commit.wait(10)

    thread = in_thread(late)
    assert written.wait(10)
    beat(("early", 2))
    notebook = Notebook()
    with told(notebook):
        turn()
        assert notebook.effects() == [("early", 2)]
        may_commit.set()
        thread.join(10)
        turn()

    assert notebook.effects() == [("early", 2), ("late", 1)]


def test_two_dispatchers_at_once_deliver_everything_once_and_in_order() -> None:
    beats = [(drum, number) for number in range(40) for drum in ("bronze", "stone", "jade")]
    beat(*beats)
    notebook = Notebook()
    start = threading.Barrier(2)

    def work() -> None:
        start.wait(10)
        dispatcher = Dispatcher(clock=SettableClock(AT), most_deliveries=7)
        idle = 0
        while idle < 20:
            idle = 0 if dispatcher.turn() else idle + 1

    with told(notebook):
        for thread in [in_thread(work), in_thread(work)]:
            thread.join(30)
        turn()

    effects = notebook.effects()
    assert sorted(effects) == sorted(beats)
    for drum in ("bronze", "stone", "jade"):
        assert [number for name, number in effects if name == drum] == list(range(40))


def test_dispatcher_passes_by_what_another_one_holds() -> None:
    """While one is in the middle of `bronze`, a second works off `stone` and leaves the rest of `bronze` alone."""
    inside, may_go_on = threading.Event(), threading.Event()

    def linger(event: DrumBeaten, delivery: Delivery) -> None:
        if (event.drum, event.beat) == ("bronze", 1):
            inside.set()
            assert may_go_on.wait(10)

    beat(("bronze", 1), ("bronze", 2))
    notebook = Notebook(before=linger)
    with told(notebook):
        thread = in_thread(turn)
        assert inside.wait(10)
        beat(("bronze", 3), ("stone", 1))
        second = turn()
        may_go_on.set()
        thread.join(10)
        turn()

    assert second == Turn(handed_on=2, done=1)
    assert notebook.effects() == [("stone", 1), ("bronze", 1), ("bronze", 2), ("bronze", 3)]


def test_only_one_dispatcher_at_a_time_hands_on() -> None:
    """Else the second event of a key could be delivered while the first is still being handed on."""
    inside, may_commit = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            Dispatcher(clock=SettableClock(AT)).hand_on()
            inside.set()
            assert may_commit.wait(10)

    beat(("bronze", 1))
    notebook = Notebook()
    with told(notebook):
        thread = in_thread(first)
        assert inside.wait(10)
        beat(("bronze", 2))
        assert turn() == Turn()
        may_commit.set()
        thread.join(10)
        turn()

    assert notebook.effects() == [("bronze", 1), ("bronze", 2)]


def test_stuck_lanes_do_not_hide_those_behind_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "LOOKED_AT", 2)
    beat(("bronze", 1), ("bronze", 2), ("stone", 1), ("stone", 2))
    notebook = Notebook(before=fail_on(1))
    with told(notebook):
        turn()
        turn()
        notebook.before = lambda event, delivery: None
        beat(("jade", 7))
        turn()

    assert notebook.effects() == [("jade", 7)]


def test_batch_ends_before_a_dead_letter_in_its_lane() -> None:
    beat(("bronze", 1), ("bronze", 2), ("bronze", 3))
    notebook = Notebook()
    with told(notebook):
        Dispatcher(clock=SettableClock(AT)).hand_on()
        EventDelivery.objects.filter(pk=EventDelivery.objects.order_by("id")[1].pk).update(state="dead")
        turn()

    assert notebook.effects() == [("bronze", 1)]


def test_delivery_that_keeps_failing_becomes_a_dead_letter_that_holds_up_its_key() -> None:
    notebook = Notebook(before=fail_on(1))
    beat(("bronze", 1), ("bronze", 2))

    with told(notebook):
        for attempt in range(MOST_ATTEMPTS + 2):
            turn(AT + timedelta(hours=attempt))

    assert len(notebook.called) == MOST_ATTEMPTS
    assert states() == [("dead", MOST_ATTEMPTS), ("waiting", 0)]
    [letter] = dead_letters()
    assert (letter.topic, letter.key, letter.subscriber, letter.held_up) == (
        "tests.drum_beaten",
        "drum:bronze",
        "tests.notebook",
        1,
    )


def dead_letter(notebook: Notebook) -> int:
    """Beat bronze twice and let the first become a dead letter; gives its number."""
    beat(("bronze", 1), ("bronze", 2))
    notebook.before = fail_on(1)
    for attempt in range(MOST_ATTEMPTS):
        turn(AT + timedelta(hours=attempt))
    notebook.before = lambda event, delivery: None
    return dead_letters()[0].delivery_id


def test_retried_dead_letter_is_delivered_before_those_behind_it() -> None:
    notebook = Notebook()
    with told(notebook):
        retry(delivery_id=dead_letter(notebook), at=LONG_AFTER)
        turn(LONG_AFTER)

    assert notebook.effects() == [("bronze", 1), ("bronze", 2)]


def test_discarded_dead_letter_lets_those_behind_it_go_on() -> None:
    notebook = Notebook()
    with told(notebook):
        number = dead_letter(notebook)
        discard(delivery_id=number, because="The drum is broken.", at=LONG_AFTER)
        turn(LONG_AFTER)

    assert notebook.effects() == [("bronze", 2)]
    kept = EventDelivery.objects.get(pk=number)
    assert (kept.state, kept.settled_at, kept.discarded_because) == ("discarded", LONG_AFTER, "The drum is broken.")


def test_words_of_an_error_are_not_kept() -> None:
    beat(("bronze", 1))

    with told(Notebook(before=fail)):
        turn()

    kept = EventDelivery.objects.get().failed_with
    assert kept.startswith("builtins.LookupError in fail, line ")
    assert "person" not in kept


def test_error_from_elsewhere_is_named_without_a_place() -> None:
    assert where(ValueError("secret")) == "builtins.ValueError"


def test_payload_that_cannot_be_read_becomes_a_failure_and_not_a_crash() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_event (topic, key, payload, occurred_at) VALUES ('tests.drum_beaten', 'drum:x', '{}', now())"
        )

    with told(Notebook()):
        assert turn() == Turn(handed_on=1, failed=1)


def test_handler_that_broke_its_transaction_counts_as_failed() -> None:
    def swallow(event: DrumBeaten, delivery: Delivery) -> None:
        with connection.cursor() as cursor:
            try:
                cursor.execute("SELECT 1 / 0")
            except Exception:
                return

    beat(("bronze", 1), ("stone", 1))
    careless = Subscription("tests.careless", DrumBeaten, swallow)
    notebook = Notebook()

    with only(careless, notebook.subscription):
        assert turn() == Turn(handed_on=2, done=2, failed=2)

    assert notebook.effects() == [("bronze", 1), ("stone", 1)]


def test_listeners_hear_topic_and_number_and_nothing_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute("LISTEN mumian_outbox")
    try:
        beat(("bronze", 1))
        with told():
            turn()
        assert connection.connection is not None
        heard = [json.loads(notice.payload) for notice in connection.connection.notifies(timeout=1, stop_after=1)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UNLISTEN *")

    assert heard == [{"topic": "tests.drum_beaten", "id": PublishedEvent.objects.get().pk}]


def test_deliveries_of_a_subscriber_this_program_does_not_know_are_left_alone() -> None:
    beat(("bronze", 1))
    with told(Notebook("tests.newer")):
        Dispatcher(clock=SettableClock(AT)).hand_on()

    with told(Notebook("tests.older")):
        assert turn() == Turn()

    assert states() == [("waiting", 0)]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'lost'", "delivery_state_is_a_known_word"),
        ("state = 'done'", "settled_delivery_says_when"),
        ("settled_at = now()", "settled_delivery_says_when"),
        ("state = 'discarded', settled_at = now()", "discarded_delivery_says_why"),
    ],
)
def test_database_refuses_a_delivery_that_contradicts_itself(change: str, constraint: str) -> None:
    beat(("bronze", 1))
    with told(Notebook()):
        Dispatcher(clock=SettableClock(AT)).hand_on()

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE outbox_delivery SET {change}")  # noqa: S608  # the cases above


def test_database_refuses_a_second_delivery_of_an_event_to_a_subscriber() -> None:
    beat(("bronze", 1))
    with told(Notebook()):
        Dispatcher(clock=SettableClock(AT)).hand_on()

    with pytest.raises(IntegrityError, match="event_reaches_a_subscriber_once"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_delivery (event_id, subscriber, key, state, attempts, due_at, failed_with, discarded_because)"
            " SELECT event_id, subscriber, key, state, attempts, due_at, failed_with, discarded_because FROM outbox_delivery"
        )


def test_handler_that_asks_for_a_later_moment_is_called_then_and_its_key_waits() -> None:
    def not_before_noon(event: DrumBeaten, delivery: Delivery) -> None:
        if delivery.at < AT + timedelta(hours=3):
            raise Later(AT + timedelta(hours=3))

    notebook = Notebook(after=not_before_noon)
    with told(notebook):
        beat(("a", 1), ("a", 2), ("b", 1))
        turns = [turn(AT), turn(AT + timedelta(hours=2))]
        before = states()
        turn(AT + timedelta(hours=3))

    assert (turns[1], before) == (Turn(), [("waiting", 0), ("waiting", 0), ("waiting", 0)])
    assert sorted(notebook.effects()) == [("a", 1), ("a", 2), ("b", 1)]
    assert states() == [("done", 1), ("done", 1), ("done", 1)]


def test_moment_that_is_over_is_not_asked_for_without_end() -> None:
    def never_ready(event: DrumBeaten, delivery: Delivery) -> None:
        raise Later(AT - timedelta(hours=1))

    notebook = Notebook(before=never_ready)
    with told(notebook):
        beat(("a", 1))
        for _ in range(3):
            turn(AT)

    assert len(notebook.called) == 1


def test_batch_takes_things_of_one_kind_by_their_number_and_each_in_its_own_order() -> None:
    learnt: list[tuple[str, int]] = []
    beat(("10", 1), ("9", 2), ("10", 3), ("bronze", 4), ("2", 5))

    with told(Notebook(before=lambda event, delivery: learnt.append((event.drum, event.beat)))):
        turn()

    assert learnt == [("bronze", 4), ("2", 5), ("9", 2), ("10", 1), ("10", 3)]


def test_what_a_batch_had_no_time_for_goes_before_all_that_came_later(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt: list[str] = []
    dispatcher = Dispatcher(clock=SettableClock(AT))
    beat(("1", 1), ("22", 1))

    with told(Notebook(before=lambda event, delivery: learnt.append(event.drum))):
        monkeypatch.setattr(dispatching, "LONGEST_BATCH", timedelta(seconds=-1))
        dispatcher.turn()  # no time for anything
        beat(("1", 2), ("2", 1))
        monkeypatch.undo()
        dispatcher.turn()
        dispatcher.turn()

    assert learnt == ["1", "22", "1", "2"]
