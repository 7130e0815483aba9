"""What the centre did to a window while the link was cut: calls of the agent stand, once each, and the manager hears of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mumian.audit.queries.acts import acts_of
from mumian.audit.terms import Thing
from mumian.queueing.models import Call, Ticket, TicketStep, WindowPost
from mumian.queueing.queries import AgentNote, manager_view
from mumian.queueing.rules.journal import Act
from mumian.queueing.services import (
    call_next,
    close_window,
    give_hall_back,
    manager_close,
    open_window,
    set_skills,
    standing_of,
    take_hall_back,
)
from mumian.queueing.services.agent import HallAgent
from tests.factories.queueing import FIRST, HALL, LOW, AtWork, at, take
from tests.factories.sql import refused, run
from tests.queueing.test_agent import AGENT, entrusted

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture
def agent(work: AtWork, tmp_path: Path) -> Iterator[HallAgent]:
    """The hall is its agent's; two wait, and the link is cut."""
    take()
    take(after=1)
    begun = entrusted(work, tmp_path)
    yield begun
    begun.journal.close()


def closed(work: AtWork) -> None:
    manager_close(window=FIRST, manager=work.manager, acting=work.acting, at=at(5))


def closed_by_its_officer(work: AtWork) -> None:
    close_window(window=FIRST, officer=work.first, at=at(5))


def given_to_another(work: AtWork) -> None:
    closed(work)
    open_window(window=FIRST, officer=work.spare, at=at(6))


def its_officer_moved(work: AtWork) -> None:
    closed(work)
    open_window(window="H01-W02", officer=work.first, at=at(6))


def taught_otherwise(work: AtWork) -> None:
    set_skills(window=FIRST, skills=["FAMILY"], manager=work.manager, acting=work.acting, at=at(5))


MEANWHILE = [closed, closed_by_its_officer, given_to_another, its_officer_moved, taught_otherwise]


@pytest.mark.parametrize("meanwhile", MEANWHILE)
@pytest.mark.parametrize("end", [Act.END, Act.NO_SHOW])
def test_what_the_agent_called_at_a_window_that_the_centre_changed_stands(
    work: AtWork, agent: HallAgent, meanwhile: Callable[[AtWork], None], end: Act
) -> None:
    meanwhile(work)
    agent.call_next(window=FIRST, at=at(10))
    if end is Act.END:
        agent.act(Act.BEGIN, window=FIRST, at=at(20))
    agent.act(end, window=FIRST, at=at(30))
    agent.call_next(window=LOW, at=at(40))
    before = WindowPost.objects.values_list("mode", "officer", "skills").get(window__code=FIRST)

    agent.tell(at=at(50))
    agent.tell(at=at(51))

    assert agent.late == []
    states = {"A001": "done" if end is Act.END else "waiting", "A002": "called"}
    assert dict(Ticket.objects.values_list("label", "state")) == states
    assert list(Call.objects.order_by("pk").values_list("ticket__label", "window__code", "officer", "turn")) == [
        ("A001", FIRST, work.first, 1),
        ("A002", LOW, work.low, 1),
    ]
    assert TicketStep.objects.filter(to_state="called").count() == 2
    assert WindowPost.objects.values_list("mode", "officer", "skills").get(window__code=FIRST) == before
    assert {held.label for held in agent.desk.waiting.values()} == {
        label for label, state in states.items() if state == "waiting"
    }


def test_the_manager_is_told_of_a_call_at_a_window_that_was_closed(work: AtWork, agent: HallAgent) -> None:
    closed(work)
    agent.call_next(window=FIRST, at=at(10))
    agent.tell(at=at(50))

    view = manager_view(hall=HALL, at=at(60))

    assert view is not None
    assert view.agent_notes == (AgentNote("A001", "call", at(10), "window_closed", stood=True),)
    last = acts_of(Thing(f"queue:{HALL}"))[-1]
    assert (last.act, last.actor.id, last.detail["window"], last.detail["ticket"]) == ("agent_call_stood", AGENT, FIRST, "A001")


def test_an_agent_calls_no_more_at_a_window_once_it_has_heard_that_it_is_closed(work: AtWork, agent: HallAgent) -> None:
    closed(work)
    agent.call_next(window=FIRST, at=at(10))
    agent.tell(at=at(20))
    agent.heed(standing_of(hall=HALL, agent=AGENT, epoch=agent.desk.epoch), at=at(20))
    assert FIRST in agent.desk.posts, "somebody stands there"
    agent.act(Act.BEGIN, window=FIRST, at=at(30))
    agent.act(Act.END, window=FIRST, at=at(40))

    agent.heed(standing_of(hall=HALL, agent=AGENT, epoch=agent.desk.epoch), at=at(50))
    agent.tell(at=at(50))

    assert FIRST not in agent.desk.posts
    give_hall_back(hall=HALL, agent=AGENT, at=at(60))
    called = call_next(window=LOW, officer=work.low, at=at(70))
    assert called is not None
    assert called.label == "A002", "who was served in the hall is not called again"


def test_a_hall_that_was_taken_back_keeps_the_late_line_with_its_reason_and_tells_the_manager(
    work: AtWork, agent: HallAgent
) -> None:
    closed(work)
    agent.call_next(window=FIRST, at=at(10))
    take_hall_back(hall=HALL, manager=work.manager, acting=work.acting, at=at(20))
    call_next(window=LOW, officer=work.low, at=at(30))

    agent.tell(at=at(40))

    assert Call.objects.filter(ticket__label="A001").count() == 1
    view = manager_view(hall=HALL, at=at(60))
    assert view is not None
    assert [(one.label, one.act, one.outcome, one.stood) for one in view.agent_notes] == [
        ("A001", "call", "TicketRefused", False)
    ]


def test_plain_sql_calls_at_no_window_for_an_officer_who_never_sat_there(work: AtWork, agent: HallAgent) -> None:
    attack = (
        "SELECT queueing_put((SELECT id FROM queueing_ticket WHERE label = 'A001'), jsonb_populate_record(post, "
        "jsonb_build_object('officer_id', %s::bigint)), now()) FROM queueing_windowpost AS post "
        "JOIN offices_window AS place ON place.id = post.window_id WHERE place.code = %s"
    )
    with refused("a_call_is_of_its_ticket"):
        run(attack, work.spare, FIRST)
    give_hall_back(hall=HALL, agent=AGENT, at=at(5))
    closed(work)
    with refused("a_call_is_of_its_ticket"):
        run(attack, work.first, FIRST)
