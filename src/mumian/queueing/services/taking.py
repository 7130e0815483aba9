"""Taking a number, checking in with an appointment, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from mumian.foundation import outbox
from mumian.foundation.clock import local_date
from mumian.foundation.commands import once
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.statements import one_row
from mumian.foundation.words import Text
from mumian.offices.models import Hall
from mumian.queueing.errors import ServiceUnknown, TicketRefused, TicketUnknown
from mumian.queueing.events import TicketEnded
from mumian.queueing.models import Call, HallQueue, Ticket
from mumian.queueing.queries.boards import shortest_way
from mumian.queueing.queries.reading import error_of, names_of, outlook, windows_for
from mumian.queueing.rules.contacts import telephone
from mumian.queueing.rules.places import places_of
from mumian.queueing.services.asking import check_who_runs, hall_of, refusals, saying_where
from mumian.queueing.terms import Channel, Priority, Reference, Slip, TicketId, TicketState

TAKE: Final = """
    SELECT ticket, label, rank
    FROM queueing_take(%s, %s::text[], %s::text[], %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
REMEMBER: Final = "UPDATE queueing_ticket SET low_s = %s, high_s = %s WHERE id = %s"
AT_WINDOW: Final = (TicketState.CALLED.value, TicketState.SERVING.value)
A_ROUND: Final = 1000
MOST_SERVICES: Final = 6
MOST_PEOPLE: Final = 9


def take_ticket(
    *,
    hall: str,
    services: Sequence[str],
    at: datetime,
    people: int = 1,
    priority: Priority = Priority.ORDINARY,
    low_counter: bool = False,
    seated: bool = False,
    references: Sequence[Reference] = (),
    contact: str = "",
    channel: Channel = Channel.MACHINE,
    key: str | None = None,
    agent: str = "",
) -> Slip:
    """Give a party its number for one or several services; answers what is printed on the slip.

    `references` are what each service is about, opaque here. Several services are done in the order that changes floors least.
    With `key` the same request twice gives the same ticket.
    Raises ServiceUnknown, ServiceElsewhere (naming halls that do it), TicketRefused, HallUnknown, HallRunsByAgent.
    """
    place = hall_of(hall)
    wanted = _checked(services, references, people)

    def act() -> int:
        in_order, about = _by_the_way(hall, services, wanted, low_counter=low_counter, seated=seated)
        return enter(
            hall=place, services=in_order, references=about, people=people, priority=priority,
            low_counter=low_counter, seated=seated, contact=contact, channel=channel, at=at, agent=agent,
        )  # fmt: skip

    if key is None:
        with saying_where(hall, services, at), refusals(), transaction.atomic():
            return slip_of(act(), at=at)
    content = {
        "hall": hall, "services": list(services), "people": people, "priority": priority.value, "low": low_counter,
        "seated": seated, "references": list(wanted), "contact": contact, "channel": channel.value,
    }  # fmt: skip
    with saying_where(hall, services, at), refusals():
        ticket = once(
            key=key, actor="machine:tickets", command="queueing.take_ticket", content=content, at=at, act=act, answer=int
        )
    return slip_of(ticket, at=at)


def enter(
    *,
    hall: Hall,
    services: tuple[str, ...],
    references: tuple[Reference, ...],
    people: int,
    priority: Priority,
    low_counter: bool,
    seated: bool,
    contact: str,
    channel: Channel,
    at: datetime,
    agent: str = "",
    number: int | None = None,
    parent: int | None = None,
) -> int:
    """Enter a ticket, with the estimate that is printed on it; answers its id. One transaction, two statements and a look."""
    places = places_of(priority, by_appointment=channel is Channel.APPOINTMENT)
    row = one_row(
        TAKE,
        [
            hall.pk, list(services), list(references), people, priority.value, places, low_counter, seated, contact,
            channel.value, LETTERS.new(), local_date(at), at, agent, parent, number,
        ],
    )  # fmt: skip
    if row is None:
        raise LookupError(hall.code)
    ticket, _, rank = row
    _, wait = outlook(hall.pk, services[0], rank, low=low_counter, seat=seated)
    if wait is not None:
        with connection.cursor() as cursor:
            cursor.execute(REMEMBER, [wait.low_s, wait.high_s, ticket])
    return int(ticket)


def slip_of(ticket_id: int, *, at: datetime) -> Slip:
    """What stands on the slip of a ticket, as things are now. Raises TicketUnknown."""
    ticket = Ticket.objects.select_related("hall").filter(pk=ticket_id).first()
    if ticket is None:
        raise TicketUnknown(NO_TICKET)
    low, seat = ticket.needs_low, ticket.needs_seat
    ahead, wait = outlook(ticket.hall_id, ticket.service_id, ticket.rank, low=low, seat=seat)
    floor, windows = windows_for(ticket.hall_id, ticket.service_id, low=low, seat=seat)
    return Slip(
        ticket_id=TicketId(ticket.pk),
        label=ticket.label,
        code=ticket.code,
        hall=ticket.hall.code,
        hall_name=ticket.hall.name,
        services=names_of(tuple(ticket.services)),
        people=ticket.people,
        priority=Priority(ticket.priority),
        ahead=ahead,
        wait=wait,
        error=error_of(ticket.hall_id, at),
        floor=floor,
        windows=windows,
        taken_at=ticket.taken_at,
        low_counter=low,
        seated=seat,
    )


@transaction.atomic
def leave(*, code: str, at: datetime) -> None:
    """Give a waiting ticket back, by the code on its slip. Raises TicketUnknown, TicketRefused, HallRunsByAgent."""
    parsed = _parsed(code)
    for hall_id in Ticket.objects.filter(code=parsed).values_list("hall_id", flat=True):
        check_who_runs(hall_id)
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("hall").filter(code=parsed).first()
    if ticket is None:
        raise TicketUnknown(NO_TICKET)
    if ticket.state not in (TicketState.WAITING, TicketState.PARKED):
        raise TicketRefused(NOT_WAITING.filled(label=ticket.label))
    move(ticket, TicketState.LEFT, at=at, because="visitor")


@transaction.atomic
def leave_contact(*, code: str, contact: str, at: datetime) -> None:
    """Keep the telephone number under which the outside survey may ask how the visit went; an empty one takes it back.

    By the code on the slip, until the day of the ticket is over. Raises TicketUnknown, TicketRefused.
    """
    number = telephone(contact)
    if number is None:
        raise TicketRefused(NO_NUMBER)
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(code=_parsed(code)).first()
    if ticket is None:
        raise TicketUnknown(NO_TICKET)
    if ticket.day != local_date(at):
        raise TicketRefused(DAY_OVER)
    ticket.contact = number
    ticket.save(update_fields=["contact"])


def move(ticket: Ticket, state: TicketState, *, at: datetime, because: str = "", window: str = "") -> None:
    """Let a locked ticket go on to a state, and tell; `window` is what it leaves."""
    ticket.state, ticket.moved_at, ticket.because = state.value, at, because
    ticket.save(
        update_fields=[
            "state", "moved_at", "because", "ready_at", "rank", "missed", "services", "refs", "service", "people", "errand",
        ]
    )  # fmt: skip
    outbox.publish(
        TicketEnded(
            ticket_id=ticket.pk,
            hall=ticket.hall.code,
            number=ticket.label,
            service=ticket.service_id,
            state=state.value,
            window=window,
            at=at,
        )
    )


def sweep(*, at: datetime) -> int:
    """End tickets of earlier days that still wait or were left at a window; answers how many. Nobody waits over night.

    A hall that its agent runs is left to it: what it served before midnight it may tell in the morning.
    """
    with transaction.atomic():
        return end_days(before=local_date(at), at=at)


def end_days(*, before: date, at: datetime, hall: Hall | None = None) -> int:
    """End what still waits of days before this one, and calls that nobody ended, in one hall or in all that have no agent.

    In one hall all of it: its agent has let them go and tells so once. In all halls so many as a round may take.
    """
    old = Ticket.objects.select_for_update(of=("self",), skip_locked=True).select_related("hall").filter(day__lt=before)
    if hall is None:
        old = old.exclude(hall__in=HallQueue.objects.exclude(agent="").values("hall"))
        for ticket in old.filter(state__in=AT_WINDOW).order_by("pk")[:A_ROUND]:
            call = Call.objects.select_related("window").get(ticket=ticket, ended_at__isnull=True)
            call.ended_at, call.outcome = max(at, call.called_at), "day_over"
            call.save(update_fields=["ended_at", "outcome"])
            move(ticket, TicketState.PARKED, at=at, because="the day is over", window=call.window.code)
    else:
        old = old.filter(hall=hall)
    ended = 0
    waiting = old.filter(state__in=[TicketState.WAITING.value, TicketState.PARKED.value]).order_by("pk")
    for ticket in waiting if hall else waiting[:A_ROUND]:
        move(ticket, TicketState.LEFT, at=at, because="the day is over")
        ended += 1
    return ended


def _parsed(code: str) -> str:
    """A code as it was typed, with hyphens or small. Raises TicketUnknown."""
    try:
        return LETTERS.parse(code)
    except NumberRefused as refusal:
        raise TicketUnknown(NO_TICKET) from refusal


def _by_the_way(
    hall: str, services: Sequence[str], references: Sequence[Reference], *, low_counter: bool, seated: bool
) -> tuple[tuple[str, ...], tuple[Reference, ...]]:
    """Services and what they are about, in the order of the shortest way through the hall."""
    if len(services) == 1:
        return tuple(services), tuple(references)
    way = shortest_way(hall=hall, services=tuple(services), low_counter=low_counter, seated=seated).order
    both = sorted(zip(services, references, strict=True), key=lambda one: way.index(one[0]))
    return tuple(service for service, _ in both), tuple(reference for _, reference in both)


def _checked(services: Sequence[str], references: Sequence[Reference], people: int) -> tuple[Reference, ...]:
    """The references, one for each service."""
    if not 1 <= len(services) <= MOST_SERVICES or not 1 <= people <= MOST_PEOPLE:
        raise TicketRefused(WRONG_PARTY.filled(services=MOST_SERVICES, people=MOST_PEOPLE))
    missing = set(services) - {service.code for service in names_of(tuple(set(services)))}
    if missing:
        raise ServiceUnknown(NO_SERVICE.filled(code=sorted(missing)[0]))
    return (*references, *("" for _ in range(len(services) - len(references))))[: len(services)]


NO_TICKET = Text("没有这张票。请核对票上的编码。", "There is no such ticket. Check the code on the slip.")
NOT_WAITING = Text(
    "未退号：{label}号不在等候中。如需帮助，请到咨询台。", "The ticket {label} was not given back: it does not wait any more."
)
NO_NUMBER = Text(
    "未保存：电话号码须为8至15位数字。请更正。",
    "Nothing was kept: a telephone number has 8 to 15 digits. Correct it.",
)
DAY_OVER = Text(
    "未保存：只能在取号当天留下或撤回号码。",
    "Nothing was kept: a number is left or taken back on the day of the visit only.",
)
WRONG_PARTY = Text(
    "未取号：一张票最多办理{services}项业务、{people}人同行。请分开取号。",
    "No number was taken: a ticket is for at most {services} services and {people} people. Take another one for the rest.",
)
NO_SERVICE = Text(
    "未取号：这里不办理{code}。请另选业务。", "No number was taken: nobody queues for {code} here. Choose another service."
)
