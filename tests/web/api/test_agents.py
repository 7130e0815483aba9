"""The agent of a hall speaks to the centre: with a token of its own, over the link, and again when an answer got lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mumian.audit.queries.acts import acts_of
from mumian.audit.terms import Thing
from mumian.gateways.halls.centre import CentreRefused, HttpCentre
from mumian.queueing.models import AgentCredential, AgentEntry, Call, HallQueue, Ticket
from mumian.queueing.rules.journal import Act
from mumian.queueing.services import call_next, close_window, dismiss_agent, name_agent, take_hall_back
from mumian.queueing.services.agent import CentreAway, HallAgent, Journal
from tests.factories.queueing import ASKING, AT, FIRST, HALL, AtWork, at, hall_at_work, take

pytestmark = pytest.mark.django_db
AGENT = "hall-agent"


@pytest.fixture
def work() -> AtWork:
    """A hall with three open windows and nobody waiting."""
    return hall_at_work()


class OverTheApi(HttpCentre):
    """The centre through its addresses, without the wire. `loses` so many answers that were given."""

    loses = 0

    def _post(self, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        answer = Client().post(path, body, "application/json", headers={"Authorization": f"Bearer {self.token}"})
        if OverTheApi.loses:
            OverTheApi.loses -= 1
            raise ConnectionResetError
        return answer.status_code, json.loads(answer.content)


def named(work: AtWork) -> str:
    return name_agent(hall=HALL, agent=AGENT, manager=work.manager, acting=work.acting, at=AT)


def begun(work: AtWork, folder: Path) -> tuple[HallAgent, OverTheApi]:
    centre = OverTheApi("http://centre", HALL, named(work))
    agent = HallAgent(Journal(folder / "journal"), centre)
    agent.begin(centre.begin(at=AT), at=AT)
    return agent, centre


def test_an_agent_begins_numbers_calls_and_tells_through_the_addresses(work: AtWork, tmp_path: Path) -> None:
    take()
    agent, centre = begun(work, tmp_path)
    agent.take(services=["NEW"], at=at(1))
    agent.call_next(window=FIRST, at=at(2))
    agent.act(Act.BEGIN, window=FIRST, at=at(3))

    agent.tell(at=at(4))
    agent.heed(centre.standing(epoch=agent.desk.epoch), at=at(4))

    assert agent.untold == 0
    assert list(Ticket.objects.order_by("number").values_list("label", "state", "numbered_by")) == [
        ("A001", "serving", "centre"), ("A501", "waiting", AGENT),
    ]  # fmt: skip


def test_an_answer_that_got_lost_is_asked_for_again_and_nothing_is_done_twice(work: AtWork, tmp_path: Path) -> None:
    agent, _ = begun(work, tmp_path)
    agent.take(services=["NEW"], at=at(1))
    agent.call_next(window=FIRST, at=at(2))
    OverTheApi.loses = 1

    with pytest.raises(CentreAway):
        agent.tell(at=at(3))
    assert (agent.untold, Call.objects.count()) == (2, 1)

    agent.tell(at=at(4))

    assert (agent.untold, Ticket.objects.count(), Call.objects.count(), AgentEntry.objects.count()) == (0, 1, 1, 2)


def test_a_window_that_was_closed_at_the_centre_calls_no_more(work: AtWork, tmp_path: Path) -> None:
    agent, centre = begun(work, tmp_path)
    close_window(window=ASKING, officer=work.asking, at=at(1))

    agent.heed(centre.standing(epoch=agent.desk.epoch), at=at(2))

    assert ASKING not in agent.desk.posts
    again = HallAgent(Journal(agent.journal.path), centre)
    assert again.desk == agent.desk


def test_an_agent_whose_hall_was_taken_back_gives_no_more_numbers(work: AtWork, tmp_path: Path) -> None:
    agent, centre = begun(work, tmp_path)
    take_hall_back(hall=HALL, manager=work.manager, acting=work.acting, at=at(1))

    agent.heed(centre.standing(epoch=agent.desk.epoch), at=at(2))

    assert (agent.desk.entrusted, agent.desk.numbers_left) == (False, 0)


def test_a_hall_that_was_given_back_is_numbered_by_the_centre_again(work: AtWork, tmp_path: Path) -> None:
    agent, centre = begun(work, tmp_path)
    agent.take(services=["NEW"], at=at(1))
    agent.tell(at=at(2))

    centre.give_back(at=at(3))
    centre.give_back(at=at(4))

    called = call_next(window=FIRST, officer=work.first, at=at(5))
    assert called is not None
    assert (called.label, take(after=6).label) == ("A001", "C001")
    assert HallQueue.objects.get(hall__code=HALL).epoch == 2


def test_a_token_counts_for_its_hall_and_until_it_is_withdrawn(work: AtWork) -> None:
    old, new = named(work), named(work)

    for token, hall in ((old, HALL), (new, "H02"), ("", HALL)):
        with pytest.raises(CentreRefused, match="no token that counts"):
            OverTheApi("http://centre", hall, token).begin(at=AT)
    assert OverTheApi("http://centre", HALL, new).begin(at=AT)["hall"] == HALL
    dismiss_agent(hall=HALL, manager=work.manager, acting=work.acting, at=at(1))
    with pytest.raises(CentreRefused, match="no token that counts"):
        OverTheApi("http://centre", HALL, new).give_block(at=at(2))


def test_of_a_token_only_its_hash_is_kept_and_every_change_of_hands_is_on_record(work: AtWork) -> None:
    token = named(work)
    centre = OverTheApi("http://centre", HALL, token)
    centre.begin(at=AT)
    centre.give_back(at=at(9))

    assert bytes(AgentCredential.objects.get().token_hash) != token.encode()
    acts = [(act.act, act.actor.id) for act in acts_of(Thing(f"queue:{HALL}"))]
    assert acts == [("agent_named", "800005"), ("hall_entrusted", AGENT), ("hall_given_back", AGENT)]


@pytest.mark.parametrize("said", ["{", '{"epoch": 1, "lines": ["00000000 [1]\\n"]}', '{"epoch": 1}'])
def test_what_cannot_be_read_is_refused_and_nothing_is_done(work: AtWork, said: str) -> None:
    answer = Client().post(
        f"/api/halls/{HALL}/agent/lines", said, "application/json", headers={"Authorization": f"Bearer {named(work)}"}
    )

    assert (answer.status_code, AgentEntry.objects.count()) == (400, 0)
