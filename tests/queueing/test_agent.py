"""A hall whose link is cut goes on numbering and calling, and nothing is lost or doubled when the link is back."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest
from django.db import InterfaceError, OperationalError, connection
from hypothesis import given
from hypothesis import strategies as st

from mumian.queueing.errors import (
    HallRunsByAgent,
    NothingAtWindow,
    QueueRefused,
    ServiceUnknown,
    TicketRefused,
    WindowBusy,
)
from mumian.queueing.models import AgentEntry, Call, Ticket, TicketStep
from mumian.queueing.rules.journal import Act, Line, read_line
from mumian.queueing.services import (
    begin_service,
    call_next,
    end_service,
    entrust_hall,
    give_block,
    join,
    leave,
    mark_no_show,
    park,
    recall,
    resume,
    sweep,
    take_hall_back,
    take_over,
    take_ticket,
    taking,
    transfer,
)
from mumian.queueing.services.agent import CentreAway, HallAgent, Journal, JournalBroken
from mumian.queueing.services.entrusting import TakenOver
from mumian.queueing.terms import Priority
from tests.factories.queueing import ASKING, AT, FIRST, HALL, LOW, AtWork, at, hall_at_work, take
from tests.support.cutting import Link

AGENT = "hall-agent"
WINDOWS = (FIRST, LOW, ASKING)


@dataclass
class OverTheLink:
    """The centre as the agent reaches it: services over this process's connection, which may break."""

    def take_over(self, *, epoch: int, lines: Sequence[Line], at: datetime) -> TakenOver:
        try:
            return take_over(hall=HALL, agent=AGENT, epoch=epoch, lines=lines, at=at)
        except (OperationalError, InterfaceError) as error:
            connection.close()
            raise CentreAway from error

    def give_block(self, *, at: datetime) -> Mapping[str, int]:
        return give_block(hall=HALL, agent=AGENT, at=at)


@pytest.fixture
def agent(work: AtWork, tmp_path: Path) -> Iterator[HallAgent]:
    """An agent entrusted with the hall, where one person waits already."""
    take()
    begun = entrusted(work, tmp_path)
    yield begun
    begun.journal.close()


def entrusted(work: AtWork, folder: Path) -> HallAgent:
    made = HallAgent(Journal(folder / "journal"), OverTheLink())
    made.begin(entrust_hall(hall=HALL, agent=AGENT, manager=work.manager, acting=work.acting, at=AT), at=AT)
    return made


@pytest.mark.django_db
def test_while_an_agent_runs_a_hall_the_centre_neither_numbers_nor_calls_there(work: AtWork, agent: HallAgent) -> None:
    with pytest.raises(HallRunsByAgent, match="own agent"):
        take_ticket(hall=HALL, services=["NEW"], at=at(1))
    with pytest.raises(HallRunsByAgent, match="own agent"):
        call_next(window=FIRST, officer=work.first, at=at(1))

    take_hall_back(hall=HALL, manager=work.manager, acting=work.acting, at=at(2))

    assert call_next(window=FIRST, officer=work.first, at=at(3)) is not None


@pytest.mark.django_db
def test_an_agent_calls_whom_it_found_waiting_and_gives_numbers_of_its_own_block(agent: HallAgent) -> None:
    label = agent.take(services=["NEW"], at=at(1))

    assert agent.call_next(window=FIRST, at=at(2)) == "A001"
    assert agent.call_next(window=LOW, at=at(3)) == label == "A501"
    with pytest.raises(WindowBusy):
        agent.call_next(window=FIRST, at=at(4))
    with pytest.raises(NothingAtWindow):
        agent.act(Act.END, window=FIRST, at=at(5))


@pytest.mark.django_db
def test_a_killed_agent_goes_on_where_it_stopped_and_leaves_out_a_torn_line(agent: HallAgent) -> None:
    agent.take(services=["NEW"], at=at(1))
    agent.call_next(window=FIRST, at=at(2))
    with agent.journal.path.open("ab") as file:
        file.write(b'1234abcd [4,"call","2026')  # power was cut here

    again = HallAgent(Journal(agent.journal.path), OverTheLink())

    assert again.desk == agent.desk
    assert again.take(services=["NEW"], at=at(3)) == "A502"
    again.journal.close()


@pytest.mark.django_db
def test_what_is_told_twice_is_done_once(agent: HallAgent) -> None:
    agent.take(services=["NEW"], at=at(1))
    agent.call_next(window=FIRST, at=at(2))
    lines = [line for line in agent.journal.lines if line.act in (Act.TAKE, Act.CALL)]

    first = take_over(hall=HALL, agent=AGENT, epoch=agent.desk.epoch, lines=lines, at=at(9))
    second = take_over(hall=HALL, agent=AGENT, epoch=agent.desk.epoch, lines=lines, at=at(9))

    assert (first, second) == (TakenOver(2, 0, (), 3), TakenOver(0, 2, (), 3))
    assert (Ticket.objects.count(), Call.objects.count()) == (2, 1)


@pytest.mark.django_db
def test_a_hall_taken_back_calls_nobody_twice_and_the_agent_is_told_what_came_too_late(work: AtWork, agent: HallAgent) -> None:
    agent.call_next(window=FIRST, at=at(2))
    agent.act(Act.BEGIN, window=FIRST, at=at(3))
    take_hall_back(hall=HALL, manager=work.manager, acting=work.acting, at=at(4))
    call_next(window=LOW, officer=work.low, at=at(5))

    agent.tell(at=at(9))

    assert agent.late == [(2, "TicketRefused"), (3, "NothingAtWindow")]
    assert Call.objects.count() == 1


@pytest.mark.django_db
def test_numbers_end_only_when_the_block_does_and_more_come_with_the_link(agent: HallAgent) -> None:
    agent.desk.next_number = agent.desk.block_last
    agent.take(services=["NEW"], at=at(1))
    with pytest.raises(QueueRefused, match="block is used up"):
        agent.take(services=["NEW"], at=at(2))

    agent.tell(at=at(3))

    assert agent.take(services=["NEW"], at=at(4)) == "C501"


@pytest.mark.django_db(transaction=True)
def test_a_hall_behind_a_cut_link_goes_on_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    hall_agent = entrusted(hall_at_work(), tmp_path)
    settings = connection.settings_dict
    was = {name: settings[name] for name in ("HOST", "PORT")}
    link = Link(str(was["HOST"]), int(was["PORT"]))
    settings.update({"HOST": "127.0.0.1", "PORT": str(link.port)})
    connection.close()
    chance = random.Random(6)  # noqa: S311  # a repeatable day
    told: list[str] = []
    called: list[str] = []
    try:
        for moment in range(300):
            if moment in (60, 200):
                link.cut()
            if moment in (150, 260):
                link.mend()
            _something(hall_agent, chance, at(moment * 20), told, called)
            if moment % 10 == 9:
                try:
                    hall_agent.tell(at=at(moment * 20))
                except CentreAway:
                    assert link.is_cut
        hall_agent.tell(at=at(9000))
    finally:
        settings.update(was)
        connection.close()
        link.close()
        hall_agent.journal.close()

    assert hall_agent.late == []
    assert sorted(Ticket.objects.values_list("label", flat=True)) == sorted(told)
    assert sorted(Call.objects.values_list("ticket__label", flat=True)) == sorted(called)
    assert len(told) > 100
    assert len(called) > 60
    assert TicketStep.objects.filter(to_state="called").count() == len(called)
    assert {ticket.label for ticket in Ticket.objects.filter(state="waiting")} == {
        held.label for held in hall_agent.desk.waiting.values()
    }
    assert set(AgentEntry.objects.values_list("outcome", flat=True)) == {"done"}


def _something(hall_agent: HallAgent, chance: random.Random, moment: datetime, told: list[str], called: list[str]) -> None:
    if chance.random() < 0.5:
        service = chance.choice([["NEW"], ["CONSULT"], ["RENEW", "CONSULT"]])
        told.append(
            hall_agent.take(services=service, at=moment, priority=chance.choice(list(Priority)), low=chance.random() < 0.1)
        )
    window = chance.choice(WINDOWS)
    if window not in hall_agent.desk.at_window:
        label = hall_agent.call_next(window=window, at=moment)
        called += [label] if label else []
    elif window in hall_agent.desk.begun:
        hall_agent.act(Act.END, window=window, at=moment)
    else:
        hall_agent.act(chance.choice([Act.BEGIN, Act.BEGIN, Act.RECALL, Act.NO_SHOW]), window=window, at=moment)


@given(st.sampled_from(Act), st.dictionaries(st.text(max_size=5), st.text(max_size=20)), st.integers(0, 200))
def test_a_torn_line_is_never_taken_for_a_whole_one(act: Act, data: dict[str, str], kept: int) -> None:
    line = Line(7, act, AT, data)
    written = line.written()

    assert read_line(written) == line
    if kept < len(written):
        assert read_line(written[:kept]) is None


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["park", "transfer", "join", "begin", "end", "no_show", "recall", "resume", "leave"])
def test_while_an_agent_runs_a_hall_the_centre_moves_no_ticket_there(work: AtWork, tmp_path: Path, act: str) -> None:
    slips = [take(after=number) for number in range(3)]
    call_next(window=LOW, officer=work.low, at=at(5))
    if act not in {"begin", "no_show", "recall"}:
        begin_service(window=LOW, officer=work.low, at=at(6))
    if act == "resume":
        park(window=LOW, officer=work.low, at=at(7))
    entrusted(work, tmp_path)
    acts: dict[str, Callable[[], object]] = {
        "park": lambda: park(window=LOW, officer=work.low, at=at(10)),
        "transfer": lambda: transfer(window=LOW, officer=work.low, to_service="CONSULT", at=at(10)),
        "join": lambda: join(window=LOW, officer=work.low, label=slips[1].label, at=at(10)),
        "begin": lambda: begin_service(window=LOW, officer=work.low, at=at(10)),
        "end": lambda: end_service(window=LOW, officer=work.low, at=at(10)),
        "no_show": lambda: mark_no_show(window=LOW, officer=work.low, at=at(10)),
        "recall": lambda: recall(window=LOW, officer=work.low, at=at(10)),
        "resume": lambda: resume(hall=HALL, label=slips[0].label, officer=work.low, at=at(10)),
        "leave": lambda: leave(code=slips[2].code, at=at(10)),
    }

    with pytest.raises(HallRunsByAgent, match="own agent"):
        acts[act]()


@pytest.mark.django_db
def test_a_number_that_can_never_be_given_is_refused_in_the_hall_and_one_that_was_holds_nobody_up(agent: HallAgent) -> None:
    with pytest.raises(TicketRefused, match="at most 6 services and 9 people"):
        agent.take(services=["NEW"], people=12, at=at(1))
    with pytest.raises(ServiceUnknown):
        agent.take(services=["NOTHING"], at=at(1))
    party = {
        "number": agent.desk.next_number,
        "services": ["NEW"],
        "people": 12,
        "priority": "ordinary",
        "low": False,
        "seat": False,
    }
    agent._write(Act.TAKE, at(2), party)  # as an agent of before wrote it
    after = agent.take(services=["NEW"], at=at(3))

    agent.tell(at=at(4))

    assert ([outcome for _line, outcome in agent.late], agent.untold) == (["IntegrityError"], 0)
    assert Ticket.objects.filter(label=after).exists()


@pytest.mark.django_db
def test_a_disk_that_is_full_leaves_nothing_half_written_and_loses_no_later_line(
    agent: HallAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def half(file: int, data: bytes) -> int:
        return write(file, data[:10])

    with monkeypatch.context() as full:
        full.setattr(os, "write", half)
        with pytest.raises(QueueRefused, match="takes nothing more"):
            agent.take(services=["NEW"], at=at(1))
    agent.take(services=["NEW"], at=at(2))
    agent.call_next(window=FIRST, at=at(3))

    assert HallAgent(Journal(agent.journal.path), OverTheLink()).desk == agent.desk


def test_a_journal_with_whole_lines_behind_a_torn_one_is_not_gone_on_with(tmp_path: Path) -> None:
    written = [Line(number, Act.TOLD, AT, {"line": 0}).written() for number in (1, 2)]
    (tmp_path / "journal").write_text(written[0] + "torn\n" + written[1])

    with pytest.raises(JournalBroken, match="line 2"):
        Journal(tmp_path / "journal")
    assert (tmp_path / "journal").read_text() == written[0] + "torn\n" + written[1]


@pytest.mark.django_db
def test_what_an_agent_served_before_midnight_is_taken_over_in_the_morning_and_nobody_waits_over_night(agent: HallAgent) -> None:
    waiting = agent.take(services=["NEW"], at=at(50))
    agent.call_next(window=FIRST, at=at(60))
    agent.act(Act.BEGIN, window=FIRST, at=at(70))
    agent.act(Act.END, window=FIRST, at=at(200))

    sweep(at=at(86400))
    called = agent.call_next(window=FIRST, at=at(86400))
    agent.tell(at=at(86500))

    assert (called, agent.late) == (None, [])
    assert dict(Ticket.objects.values_list("label", "state")) == {"A001": "done", waiting: "left"}


@pytest.mark.django_db
def test_everybody_goes_home_at_midnight_however_many_waited_and_the_centre_ends_them_all(
    agent: HallAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "A_ROUND", 1)
    for number in range(3):
        agent.take(services=["NEW"], at=at(50 + number))

    agent.call_next(window=FIRST, at=at(86400))
    agent.tell(at=at(86500))

    assert set(Ticket.objects.values_list("state", flat=True)) == {"left"}


@pytest.mark.django_db
def test_a_window_is_free_in_the_morning_though_nobody_ended_its_last_visit(work: AtWork) -> None:
    take()
    call_next(window=FIRST, officer=work.first, at=at(5))

    assert sweep(at=at(86400)) == 1

    assert (Ticket.objects.get().state, Call.objects.get().outcome) == ("left", "day_over")


@pytest.mark.django_db
def test_a_block_whose_answer_got_lost_is_given_again(agent: HallAgent) -> None:
    given = [give_block(hall=HALL, agent=AGENT, at=at(number)) for number in range(3)]

    assert given[1:] == [given[0], given[0]]


@pytest.mark.django_db
def test_nobody_in_the_hall_waits_for_a_block(agent: HallAgent) -> None:
    agent.desk.next_number = agent.desk.block_last - 10
    meanwhile: list[str] = []

    class Slow(OverTheLink):
        def give_block(self, *, at: datetime) -> Mapping[str, int]:
            taking = Thread(target=lambda: meanwhile.append(agent.take(services=["NEW"], at=at)), daemon=True)
            taking.start()
            taking.join(10)
            raise CentreAway

    agent.centre = Slow()
    with pytest.raises(CentreAway):
        agent.tell(at=at(1))

    assert len(meanwhile) == 1
