from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command

from mumian.foundation.clock import SettableClock
from mumian.foundation.outbox import attention
from mumian.foundation.outbox.attention import Backlog, NotADeadLetter, backlog, discard, forget_settled, retry
from mumian.foundation.outbox.dispatching import Dispatcher
from mumian.foundation.outbox.models import EventDelivery, PublishedEvent
from tests.foundation.outbox.noted import AT, Notebook, beat, states, told

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=40)


@pytest.fixture
def dead(db: None) -> int:
    """A dead letter about the bronze drum, with one event waiting behind it; gives its number."""
    beat(("bronze", 1), ("bronze", 2))
    with told(Notebook()):
        Dispatcher(clock=SettableClock(AT)).hand_on()
    letter = EventDelivery.objects.order_by("id")[0]
    EventDelivery.objects.filter(pk=letter.pk).update(state="dead", attempts=10, failed_with="builtins.LookupError")
    return letter.pk


def run(*words: str) -> str:
    out = StringIO()
    call_command("outbox", *words, stdout=out)
    return out.getvalue()


def test_backlog_counts_what_is_under_way(dead: int) -> None:
    beat(("stone", 1))

    oldest = PublishedEvent.objects.earliest("id").written_at
    assert backlog() == Backlog(not_handed_on=1, waiting=1, dead=1, oldest_at=oldest)


def test_backlog_of_an_empty_outbox_has_no_oldest() -> None:
    assert backlog() == Backlog(not_handed_on=0, waiting=0, dead=0, oldest_at=None)


def test_list_shows_each_dead_letter_and_how_many_it_holds_up(dead: int) -> None:
    assert run("list") == (
        "not handed on 0, waiting 1, dead 1\n"
        f"{dead}: tests.drum_beaten of 2026-11-20 17:00 about drum:bronze for tests.notebook, tried 10 times, 1 behind it: "
        "builtins.LookupError\n"
    )


def test_list_can_be_read_by_programs(dead: int) -> None:
    answer = json.loads(run("list", "--json"))

    assert (answer["backlog"]["dead"], [letter["delivery_id"] for letter in answer["dead_letters"]]) == (1, [dead])


def test_retry_gives_a_dead_letter_all_its_attempts_again(dead: int) -> None:
    run("retry", str(dead))

    assert states() == [("waiting", 0), ("waiting", 0)]


def test_discarding_keeps_the_reason(dead: int) -> None:
    run("discard", str(dead), "--because", "The drum is broken.")

    assert EventDelivery.objects.get(pk=dead).discarded_because == "The drum is broken."


def test_delivery_that_is_not_dead_is_neither_retried_nor_discarded(dead: int) -> None:
    with pytest.raises(NotADeadLetter) as refused:
        retry(delivery_id=dead + 1, at=AT)
    assert refused.value.sentence == attention.NOT_DEAD.filled(delivery=dead + 1)
    with pytest.raises(NotADeadLetter) as refused:
        discard(delivery_id=dead + 1, because="No reason.", at=AT)
    assert refused.value.sentence == attention.NOT_DEAD.filled(delivery=dead + 1)
    assert states() == [("dead", 10), ("waiting", 0)]


def test_discarding_without_a_reason_is_refused(dead: int) -> None:
    with pytest.raises(NotADeadLetter) as refused:
        discard(delivery_id=dead, because="  ", at=AT)

    assert refused.value.sentence == attention.NO_REASON.filled(delivery=dead)


def test_refusal_of_the_command_is_a_sentence(dead: int) -> None:
    with pytest.raises(CommandError, match="outbox list"):
        run("retry", str(dead + 1))


@pytest.mark.django_db(transaction=True)
def test_only_events_settled_everywhere_are_forgotten(as_worker: None) -> None:
    first, second = Notebook("tests.first"), Notebook("tests.second")
    beat(("settled", 1), ("half", 1))
    with told(first, second):
        Dispatcher(clock=SettableClock(AT)).turn()
    half = PublishedEvent.objects.get(key="drum:half")
    EventDelivery.objects.filter(event=half, subscriber="tests.second").update(state="waiting", settled_at=None)
    beat(("not handed on", 1))

    assert (forget_settled(before=AT), forget_settled(before=LATER)) == (0, 1)

    assert [event.key for event in PublishedEvent.objects.order_by("id")] == ["drum:half", "drum:not handed on"]
    assert EventDelivery.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_pages_may_not_delete_events(owner_sql: psycopg.Connection) -> None:
    rights = owner_sql.execute(
        "SELECT has_table_privilege('mumian_web', t, 'DELETE'), has_table_privilege('mumian_worker', t, 'DELETE')"
        " FROM unnest(ARRAY['outbox_event', 'outbox_delivery', 'command']) AS t"
    ).fetchall()

    assert rights == [(False, True)] * 3
