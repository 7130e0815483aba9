"""The centre's side of a hall's agent: entrusting it with a hall, taking its lines over, taking the hall back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError, transaction

from mumian.audit.services import acting_as
from mumian.audit.terms import Acting, Actor, ActorKind, DetailValue
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.models import Hall
from mumian.offices.terms import OfficerId
from mumian.queueing.errors import HallRunsByAgent, NothingAtWindow, QueueRefused
from mumian.queueing.models import AgentCredential, AgentEntry, Call, HallQueue, Ticket, WindowPost
from mumian.queueing.queries.boards import DONE, STOOD, service_names, services_offered
from mumian.queueing.queries.reading import at_window, halls_doing
from mumian.queueing.rules.journal import Act, Line
from mumian.queueing.services.asking import MOST_NAMED, check_manager, hall_of, one, record, window_of
from mumian.queueing.services.calling import begin_service, end_service, mark_no_show, put_ticket, recall
from mumian.queueing.services.taking import end_days, enter
from mumian.queueing.terms import Channel, Priority, TicketState, WindowMode

BLOCK: Final = 2000
DRAW: Final = "SELECT first, last FROM queueing_draw_block(%s, %s, %s, %s)"
UNUSED: Final = """
    SELECT first, last FROM queueing_numberblock AS block
    WHERE id = (SELECT max(id) FROM queueing_numberblock WHERE hall_id = %s AND holder = %s)
      AND NOT EXISTS (SELECT FROM queueing_ticket WHERE hall_id = block.hall_id AND number BETWEEN block.first AND block.last)
"""
PUT_AS_THE_AGENT_DID: Final = """
    SELECT queueing_put(%s, jsonb_populate_record(post, jsonb_build_object('officer_id', %s::bigint)), %s)
    FROM queueing_windowpost AS post WHERE post.window_id = %s
"""
CANNOT_BE_DONE: Final = (QueueRefused, IntegrityError, DataError, ObjectDoesNotExist, ValueError, KeyError, TypeError)
"""What a line may fail with that will fail again whenever it is told."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What became of lines that an agent told: done, told before, and those that could not be done any more, with the reason."""

    done: int
    known: int
    late: tuple[tuple[int, str], ...]
    last_line: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What an agent needs to know of its hall: whether it is still its own, and who sits at which window."""

    stands: bool
    posts: Mapping[str, dict[str, Any]]


@transaction.atomic
def entrust_hall(*, hall: str, agent: str, manager: OfficerId, acting: Acting, at: datetime) -> dict[str, Any]:
    """Let this agent alone number and call in a hall; answers what its journal begins with. Raises HallRunsByAgent.

    The hall is locked first and then all its windows, so that no call of before is still under way and none begins.
    """
    place = hall_of(hall)
    check_manager(manager, place, at, acting=acting)
    return _entrusted(place, agent, acting, at)


@transaction.atomic
def begin_agent(*, hall: str, agent: str, at: datetime) -> dict[str, Any]:
    """An agent that a manager has named begins to run its hall; answers what its journal begins with. Raises HallRunsByAgent.

    Asked again, as by an agent that never got the answer, it begins anew with numbers of another block.
    """
    return _entrusted(hall_of(hall), agent, _acting(hall, agent, at), at)


def _acting(hall: str, agent: str, at: datetime) -> Acting:
    return acting_as(Actor(ActorKind.MACHINE, agent), place=hall, at=at)


def _entrusted(place: Hall, agent: str, acting: Acting, at: datetime) -> dict[str, Any]:
    first, last = _draw(place, agent, at)
    posts = list(WindowPost.objects.select_for_update(of=("self",)).filter(hall=place).select_related("window"))
    queue = HallQueue.objects.select_for_update(of=("self",)).get(hall=place)
    if queue.agent and queue.agent != agent:
        raise HallRunsByAgent(HAS_ANOTHER.filled(hall=place.code, agent=queue.agent))
    queue.agent, queue.epoch = agent, queue.epoch + 1
    queue.save(update_fields=["agent", "epoch"])
    record(place, "hall_entrusted", acting, at, {"agent": agent, "epoch": queue.epoch})
    open_calls = {
        call.ticket_id: call for call in Call.objects.filter(hall=place, ended_at__isnull=True).select_related("window")
    }
    tickets = Ticket.objects.filter(hall=place, state__in=[state.value for state in (TicketState.WAITING, *CALLED)])
    return {
        "hall": place.code,
        "day": local_date(at).isoformat(),
        "epoch": queue.epoch,
        "position": queue.last_position,
        "first": first,
        "last": last,
        "posts": _said(posts),
        "names": {one.code: [one.name.zh, one.name.en] for one in services_offered(hall=place.code)},
        "elsewhere": _elsewhere(place, at),
        "waiting": [_held(ticket) for ticket in tickets if ticket.state == TicketState.WAITING],
        "at_window": {
            open_calls[ticket.pk].window.code: _held(ticket) for ticket in tickets if ticket.state != TicketState.WAITING
        },
        "begun": [call.window.code for call in open_calls.values() if call.began_at is not None],
    }


@transaction.atomic
def give_block(*, hall: str, agent: str, at: datetime) -> dict[str, int]:
    """Another block of numbers for an agent that has few left. The last one again while none of its numbers is known here:
    the answer got lost on the way, and an agent asks only when it has told all that it gave.
    """
    place = hall_of(hall)
    HallQueue.objects.select_for_update(of=("self",)).get(hall=place)
    lost = one(UNUSED, [place.pk, agent])
    first, last = (int(str(lost[0])), int(str(lost[1]))) if lost else _draw(place, agent, at)
    return {"first": first, "last": last}


@transaction.atomic
def take_hall_back(*, hall: str, manager: OfficerId, acting: Acting, at: datetime) -> None:
    """Let the centre number and call again. What the agent did and has not told is still taken over when it comes."""
    place = hall_of(hall)
    check_manager(manager, place, at, acting=acting)
    queue = HallQueue.objects.select_for_update(of=("self",)).filter(hall=place).exclude(agent="").first()
    if queue is None:
        raise QueueRefused(NO_AGENT.filled(hall=hall))
    record(place, "hall_taken_back", acting, at, {"agent": queue.agent, "epoch": queue.epoch})
    queue.agent = ""
    queue.epoch += 1
    queue.save(update_fields=["agent", "epoch"])


@transaction.atomic
def give_hall_back(*, hall: str, agent: str, at: datetime) -> None:
    """An agent gives its hall back to the centre; asked again there is nothing to do."""
    place = hall_of(hall)
    queue = HallQueue.objects.select_for_update(of=("self",)).filter(hall=place, agent=agent).first()
    if queue is None:
        return
    record(place, "hall_given_back", _acting(hall, agent, at), at, {"agent": agent, "epoch": queue.epoch})
    queue.agent = ""
    queue.epoch += 1
    queue.save(update_fields=["agent", "epoch"])


def standing_of(*, hall: str, agent: str, epoch: int) -> Standing:
    """How a hall stands for the agent that began it with this epoch."""
    place = hall_of(hall)
    posts = WindowPost.objects.filter(hall=place).select_related("window")
    return Standing(HallQueue.objects.filter(hall=place, agent=agent, epoch=epoch).exists(), _said(posts))


def _said(posts: Iterable[WindowPost]) -> dict[str, dict[str, Any]]:
    return {
        post.window.code: {
            "skills": post.skills, "low": post.low, "seated": post.seated, "officer": post.officer_id,
            "number": post.window.number,
        }
        for post in posts
        if post.mode == WindowMode.OPEN
    }  # fmt: skip


@transaction.atomic
def name_agent(*, hall: str, agent: str, manager: OfficerId, acting: Acting, at: datetime) -> str:
    """Let an agent of this name begin to run the hall when it wants to; answers its token, which is kept nowhere.

    The one named before is believed no more. Raises ManagerRefused.
    """
    place = hall_of(hall)
    check_manager(manager, place, at, acting=acting)
    token = secrets.token_urlsafe(32)
    AgentCredential.objects.filter(hall=place, withdrawn_at__isnull=True).update(withdrawn_at=at)
    AgentCredential.objects.create(hall=place, agent=agent, token_hash=_hash(token), given_by_id=manager, given_at=at)
    record(place, "agent_named", acting, at, {"agent": agent})
    return token


@transaction.atomic
def dismiss_agent(*, hall: str, manager: OfficerId, acting: Acting, at: datetime) -> None:
    """Believe the agent of this hall no more. Raises ManagerRefused, QueueRefused."""
    place = hall_of(hall)
    check_manager(manager, place, at, acting=acting)
    named = AgentCredential.objects.filter(hall=place, withdrawn_at__isnull=True).first()
    if named is None:
        raise QueueRefused(NO_AGENT.filled(hall=hall))
    named.withdrawn_at = at
    named.save(update_fields=["withdrawn_at"])
    record(place, "agent_dismissed", acting, at, {"agent": named.agent})


def agent_of(token: str, *, hall: str) -> str | None:
    """The name of the agent that calls with this token for this hall; None when nobody is believed so."""
    named = AgentCredential.objects.filter(token_hash=_hash(token), hall__code=hall, withdrawn_at__isnull=True).first()
    return named.agent if named else None


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def take_over(*, hall: str, agent: str, epoch: int, lines: Sequence[Line], at: datetime) -> TakenOver:
    """Do what these lines tell, each in a transaction of its own with its mark: told again it is not done again.

    A line that can't be done any more (the hall was taken back, and the ticket called from the centre) is kept with its reason.
    """
    place = hall_of(hall)
    known = set(AgentEntry.objects.filter(hall=place, agent=agent, epoch=epoch).values_list("line", flat=True))
    done, late = 0, []
    for line in (line for line in lines if line.number not in known):
        outcome = _one(place, agent, epoch, line, at)
        if outcome in {DONE, STOOD}:
            done += 1
        else:
            late.append((line.number, outcome))
    last = max((line.number for line in lines), default=0)
    return TakenOver(done, sum(line.number in known for line in lines), tuple(late), last)


def _one(place: Hall, agent: str, epoch: int, line: Line, at: datetime) -> str:
    data = line.data
    outcome = DONE
    with transaction.atomic():
        # An answer that got lost on the way is asked for again, perhaps while the first question is still being answered.
        queue = HallQueue.objects.select_for_update(of=("self",)).get(hall=place)
        told = AgentEntry.objects.filter(hall=place, agent=agent, epoch=epoch, line=line.number).first()
        if told is not None:
            return told.outcome
        try:
            with transaction.atomic():
                outcome = _do(place, agent, line, stands=(queue.agent, queue.epoch) == (agent, epoch))
        except CANNOT_BE_DONE as refusal:  # the lines behind it must not wait for it for ever
            outcome = type(refusal).__name__
        AgentEntry.objects.create(
            hall=place, agent=agent, epoch=epoch, line=line.number, act=line.act.value, label=str(data.get("label", "")),
            at=line.at, taken_over_at=at, outcome=outcome,
        )  # fmt: skip
    return outcome


def _do(place: Hall, agent: str, line: Line, *, stands: bool) -> str:
    """Let a line happen at the centre; answers how it went. `stands`: the hall is still this agent's."""
    data = line.data
    if line.act is Act.DAY:
        end_days(before=date.fromisoformat(data["day"]), at=line.at, hall=place)
    elif line.act is Act.TAKE:
        _enter(place, agent, line.at, data)
    elif line.act is Act.CALL:
        return _call(place, agent, line, stands=stands)
    else:
        _at_window(line, agent, data["window"], OfficerId(data["officer"]))
    return DONE


def _call(place: Hall, agent: str, line: Line, *, stands: bool) -> str:
    """Call as the agent did. While the hall is its own, that stands also where the centre closed the window meanwhile, and the
    manager finds it on record: the visitor was served there, and must neither wait nor be called again.
    """
    data = line.data
    window, officer = window_of(data["window"]), OfficerId(data["officer"])
    ticket = Ticket.objects.select_for_update(of=("self",)).get(hall=place, number=data["number"])
    post = WindowPost.objects.select_for_update(of=("self",)).get(window=window)
    if not stands or (post.mode, post.officer_id) == (WindowMode.OPEN, officer):
        put_ticket(ticket=ticket, window=window.code, officer=officer, at=line.at)
        return DONE
    one(PUT_AS_THE_AGENT_DID, [ticket.pk, officer, line.at, window.pk])
    detail: dict[str, DetailValue] = {"window": window.code, "ticket": ticket.label, "officer": officer, "line": line.number}
    record(place, "agent_call_stood", _acting(place.code, agent, line.at), line.at, detail)
    return STOOD


def _at_window(line: Line, agent: str, window: str, officer: OfficerId) -> None:
    there = at_window(window)
    if there is None or there.label != line.data["label"]:
        raise NothingAtWindow(NOT_THERE.filled(label=line.data["label"]))
    if line.act is Act.RECALL:
        recall(window=window, officer=officer, at=line.at, agent=agent)
    elif line.act is Act.BEGIN:
        begin_service(window=window, officer=officer, at=line.at, agent=agent)
    elif line.act is Act.END:
        end_service(window=window, officer=officer, at=line.at, agent=agent)
    else:
        mark_no_show(window=window, officer=officer, at=line.at, agent=agent)


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


def _elsewhere(place: Hall, at: datetime) -> dict[str, list[str]]:
    """What the hall does not do: its name and the halls that do it, in both languages, for an agent that can't ask."""
    here = {one.code for one in services_offered(hall=place.code)}
    found = {}
    for code, name in service_names().items():
        if code not in here:
            halls = list(halls_doing(code, on=local_date(at)).values())[:MOST_NAMED]
            found[code] = [name.zh, name.en, "、".join(hall.zh for hall in halls), ", ".join(hall.en for hall in halls)]
    return found


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
