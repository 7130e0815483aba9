"""Nobody is passed by sixty, everybody comes in his turn: `queueing_call_next` itself, over arbitrary arrivals and windows."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mumian.foundation.identifiers.codes import LETTERS
from mumian.offices.models import Window
from mumian.offices.terms import OfficerId
from mumian.queueing.models import WindowPost
from mumian.queueing.rules.places import FURTHEST, places_of
from mumian.queueing.terms import Priority
from tests.factories.queueing import ASKING, AT, FIRST, HALL, LOW, AtWork
from tests.factories.sql import run

pytestmark = pytest.mark.django_db

TAKE = "SELECT ticket, rank FROM queueing_take(%s, %s, '{\"\"}', 1, %s, %s, %s, false, '', %s, %s, %s, %s, '', NULL, NULL)"
WINDOWS = (FIRST, LOW, ASKING)
COMES = st.tuples(
    st.sampled_from(Priority), st.booleans(), st.sampled_from(["NEW", "NEW", "CONSULT"]), st.sampled_from([False] * 5 + [True])
)
CALLS = st.integers(0, len(WINDOWS) - 1)
EVENTS = st.one_of(
    st.lists(st.one_of(COMES, CALLS), max_size=80),
    # Crowds with one claim after another, each of whom is served at once: as who would starve somebody comes in numbers.
    st.lists(st.tuples(COMES, st.integers(1, 70), CALLS), min_size=1, max_size=3).map(
        lambda crowds: [event for one, number, window in crowds for _ in range(number) for event in (one, window)]
    ),
)


@dataclass
class Waits:
    """A ticket as the test knows it."""

    rank: int
    position: int
    service: str
    low: bool
    passed_by: set[int] = field(default_factory=set)


@dataclass
class Queue:
    """The hall beside its database: who waits, and how many later parties passed him at windows that might have called him."""

    hall: int
    posts: dict[str, tuple[int, OfficerId, tuple[str, ...], bool]]
    waiting: dict[int, Waits] = field(default_factory=dict)

    def comes(self, priority: Priority, by_appointment: bool, service: str, low: bool) -> None:
        places = places_of(priority, by_appointment=by_appointment)
        channel = "appointment" if by_appointment else "machine"
        [(ticket, rank)] = run(TAKE, self.hall, [service], priority.value, places, low, channel, LETTERS.new(), AT.date(), AT)
        self.waiting[ticket] = Waits(rank, rank + places, service, low)

    def _has_low(self, service: str) -> bool:
        """Whether a low counter does this: else whoever needs one is called to any window that does it."""
        return any(is_low and service in skills for _, _, skills, is_low in self.posts.values())

    def calls(self, code: str) -> bool:
        """A window calls, and whoever comes is served; False where nobody waits for it."""
        window, officer, skills, is_low = self.posts[code]
        able = {
            ticket: one
            for ticket, one in self.waiting.items()
            if one.service in skills and (is_low or not one.low or not self._has_low(one.service))
        }
        [(call,)] = run("SELECT queueing_call_next(%s, %s, %s, '')", window, officer, AT)
        if call is None:
            assert not able
            return False
        [(ticket,)] = run("SELECT ticket_id FROM queueing_call WHERE id = %s", call)
        assert ticket in able
        assert able[ticket].rank == min(one.rank for one in able.values()), "somebody was called before his turn"
        called = self.waiting.pop(ticket)
        for one in able.values():
            if one.position < called.position:
                one.passed_by.add(called.position)
                assert len(one.passed_by) < FURTHEST, "somebody was passed by sixty who came later"
        run("SELECT queueing_begin(%s, %s, %s, NULL)", window, officer, AT)
        run("SELECT ticket FROM queueing_end(%s, %s, %s, NULL)", window, officer, AT)
        return True


@settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(events=EVENTS)
def test_no_class_starves_another_where_the_database_calls(work: AtWork, events: list[object]) -> None:
    places = {code: Window.objects.get(code=code) for code in WINDOWS}
    posts = {code: WindowPost.objects.get(window=place) for code, place in places.items()}
    sits = {code: (post.window_id, OfficerId(post.officer_id or 0), tuple(post.skills), post.low) for code, post in posts.items()}
    queue = Queue(places[FIRST].hall_id, sits)
    assert places[FIRST].hall.code == HALL
    with transaction.atomic():
        for event in events:
            if isinstance(event, tuple):
                queue.comes(*event)
            else:
                queue.calls(WINDOWS[int(str(event))])
        while sum(queue.calls(code) for code in WINDOWS):  # all of them in turn, until none finds anybody
            pass
        assert not queue.waiting
        transaction.set_rollback(True)
