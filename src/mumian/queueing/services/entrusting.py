"""The centre's side of a hall's agent: entrusting it with a hall, taking its lines over, taking the hall back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from mumian.audit.terms import Acting
from mumian.foundation.words import Text
from mumian.offices.models import Hall
from mumian.offices.terms import OfficerId
from mumian.queueing.errors import HallRunsByAgent, NothingAtWindow, QueueRefused
from mumian.queueing.models import AgentEntry, Call, HallQueue, Ticket, WindowPost
from mumian.queueing.queries.reading import at_window
from mumian.queueing.rules.journal import Act, Line
from mumian.queueing.services.asking import check_manager, hall_of, one, record
from mumian.queueing.services.calling import begin_service, end_service, mark_no_show, put_ticket, recall
from mumian.queueing.services.taking import enter
from mumian.queueing.terms import Channel, Priority, TicketState, WindowMode

BLOCK: Final = 2000
DRAW: Final = "SELECT first, last FROM queueing_draw_block(%s, %s, %s, %s)"
DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of lines that an agent told: done, told before, and those that could not be done any more, with the reason."""

    done: int
    known: int
    late: tuple[tuple[int, str], ...]
    last_line: int


@transaction.atomic
def entrust_hall(*, hall: str, agent: str, manager: OfficerId, acting: Acting, at: datetime) -> dict[str, Any]:
    """Let this agent alone number and call in a hall; answers what its journal begins with. Raises HallRunsByAgent.

    All windows are locked first, so that no call of before is still under way.
    """
    place = hall_of(hall)
    check_manager(manager, place, at)
    first, last = _draw(place, agent, at)
    posts = list(WindowPost.objects.select_for_update(of=("self",)).filter(hall=place).select_related("window"))
    queue = HallQueue.objects.select_for_update(of=("self",)).get(hall=place)
    if queue.agent and queue.agent != agent:
        raise HallRunsByAgent(HAS_ANOTHER.filled(hall=hall, agent=queue.agent))
    queue.agent, queue.epoch = agent, queue.epoch + 1
    queue.save(update_fields=["agent", "epoch"])
    record(place, "hall_entrusted", acting, at, {"agent": agent, "epoch": queue.epoch})
    open_calls = {
        call.ticket_id: call for call in Call.objects.filter(hall=place, ended_at__isnull=True).select_related("window")
    }
    tickets = Ticket.objects.filter(hall=place, state__in=[state.value for state in (TicketState.WAITING, *CALLED)])
    return {
        "hall": hall,
        "epoch": queue.epoch,
        "position": queue.last_position,
        "first": first,
        "last": last,
        "posts": {
            post.window.code: {"skills": post.skills, "low": post.low, "seated": post.seated, "officer": post.officer_id}
            for post in posts
            if post.mode == WindowMode.OPEN
        },
        "waiting": [_held(ticket) for ticket in tickets if ticket.state == TicketState.WAITING],
        "at_window": {
            open_calls[ticket.pk].window.code: _held(ticket) for ticket in tickets if ticket.state != TicketState.WAITING
        },
        "begun": [call.window.code for call in open_calls.values() if call.began_at is not None],
    }


@transaction.atomic
def give_block(*, hall: str, agent: str, at: datetime) -> dict[str, int]:
    """Another block of numbers for an agent that has few left."""
    first, last = _draw(hall_of(hall), agent, at)
    return {"first": first, "last": last}


@transaction.atomic
def take_hall_back(*, hall: str, manager: OfficerId, acting: Acting, at: datetime) -> None:
    """Let the centre number and call again. What the agent did and has not told is still taken over when it comes."""
    place = hall_of(hall)
    check_manager(manager, place, at)
    queue = HallQueue.objects.select_for_update(of=("self",)).filter(hall=place).exclude(agent="").first()
    if queue is None:
        raise QueueRefused(NO_AGENT.filled(hall=hall))
    record(place, "hall_taken_back", acting, at, {"agent": queue.agent, "epoch": queue.epoch})
    queue.agent = ""
    queue.epoch += 1
    queue.save(update_fields=["agent", "epoch"])


def take_over(*, hall: str, agent: str, epoch: int, lines: Sequence[Line], at: datetime) -> TakenOver:
    """Do what these lines tell, each in a transaction of its own with its mark: told again it is not done again.

    A line that can't be done any more (the hall was taken back, and the ticket called from the centre) is kept with its reason.
    """
    place = hall_of(hall)
    known = set(AgentEntry.objects.filter(hall=place, agent=agent, epoch=epoch).values_list("line", flat=True))
    done, late = 0, []
    for line in (line for line in lines if line.number not in known):
        outcome = _one(place, agent, epoch, line, at)
        if outcome == DONE:
            done += 1
        else:
            late.append((line.number, outcome))
    last = max((line.number for line in lines), default=0)
    return TakenOver(done, sum(line.number in known for line in lines), tuple(late), last)


def _one(place: Hall, agent: str, epoch: int, line: Line, at: datetime) -> str:
    data = line.data
    outcome = DONE
    with transaction.atomic():
        try:
            with transaction.atomic():
                _do(place, agent, line)
        except QueueRefused as refusal:
            outcome = type(refusal).__name__
        AgentEntry.objects.create(
            hall=place, agent=agent, epoch=epoch, line=line.number, act=line.act.value, label=str(data.get("label", "")),
            at=line.at, taken_over_at=at, outcome=outcome,
        )  # fmt: skip
    return outcome


def _do(place: Hall, agent: str, line: Line) -> None:
    data = line.data
    if line.act is Act.TAKE:
        _enter(place, agent, line.at, data)
    elif line.act is Act.CALL:
        ticket = Ticket.objects.select_for_update(of=("self",)).get(hall=place, number=data["number"])
        put_ticket(ticket=ticket, window=data["window"], officer=OfficerId(data["officer"]), at=line.at)
    else:
        _at_window(line, data["window"], OfficerId(data["officer"]))


def _at_window(line: Line, window: str, officer: OfficerId) -> None:
    there = at_window(window)
    if there is None or there.label != line.data["label"]:
        raise NothingAtWindow(NOT_THERE.filled(label=line.data["label"]))
    if line.act is Act.RECALL:
        recall(window=window, officer=officer, at=line.at)
    elif line.act is Act.BEGIN:
        begin_service(window=window, officer=officer, at=line.at)
    elif line.act is Act.END:
        end_service(window=window, officer=officer, at=line.at)
    else:
        mark_no_show(window=window, officer=officer, at=line.at)


def _enter(place: Hall, agent: str, at: datetime, data: Mapping[str, Any]) -> None:
    enter(
        hall=place, services=tuple(data["services"]), references=tuple("" for _ in data["services"]), people=data["people"],
        priority=Priority(data["priority"]), low_counter=data["low"], seated=data["seat"], contact="", channel=Channel.AGENT,
        at=at, agent=agent, number=data["number"],
    )  # fmt: skip


def _draw(place: Hall, agent: str, at: datetime) -> tuple[int, int]:
    row = one(DRAW, [place.pk, agent, BLOCK, at])
    if row is None:
        raise LookupError(place.code)
    return int(str(row[0])), int(str(row[1]))


def _held(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number, "label": ticket.label, "services": ticket.services, "errand": ticket.errand, "rank": ticket.rank,
        "low": ticket.needs_low, "seat": ticket.needs_seat, "missed": ticket.missed,
    }  # fmt: skip


NOT_THERE = Text("{label}号已不在该窗口。", "The ticket {label} is not at this window any more.")
CALLED: Final = (TicketState.CALLED, TicketState.SERVING)
HAS_ANOTHER = Text(
    "未授权：{hall}大厅已由{agent}运行。请先收回。", "The hall was not entrusted: {hall} is run by {agent}. Take it back first."
)
NO_AGENT = Text("无需处理：{hall}大厅没有交给现场终端。", "There is nothing to do: the hall {hall} is not run by an agent.")
