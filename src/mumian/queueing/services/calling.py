"""What an officer does with tickets at a window. The database judges: see `sql/acts.sql` and the triggers of migration 0002."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from mumian.foundation import outbox
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.statements import one_row
from mumian.foundation.words import Text
from mumian.offices.models import Window
from mumian.offices.terms import OfficerId
from mumian.queueing.errors import NothingAtWindow, ServiceUnknown, TicketRefused, TicketUnknown, WindowNotOpen
from mumian.queueing.events import TicketCalled
from mumian.queueing.models import Call, QueueService, Ticket, WindowPost
from mumian.queueing.queries.reading import at_window, call_by_id
from mumian.queueing.rules.places import BACK_AFTER_MISSED
from mumian.queueing.services.asking import check_who_runs, check_works_in, hall_of, one, refusals, saying_where, window_of
from mumian.queueing.services.taking import MOST_PEOPLE, MOST_SERVICES, enter, move, slip_of
from mumian.queueing.terms import OPEN_STATES, Called, Channel, Ended, Priority, Reference, Slip, TicketId, TicketState

NEXT: Final = "SELECT queueing_call_next((SELECT id FROM offices_window WHERE code = %s AND closed_on IS NULL), %s, %s, %s)"
WHERE_IT_ACTS: Final = """(
    SELECT own.id FROM offices_window AS own WHERE own.code = %s AND own.closed_on IS NULL AND NOT EXISTS (
        SELECT FROM queueing_hallqueue AS queue WHERE queue.hall_id = own.hall_id AND queue.agent NOT IN ('', %s)))"""
BEGIN: Final = f"SELECT queueing_begin({WHERE_IT_ACTS}, %s, %s, %s)"
END: Final = f"SELECT ticket, label, next_service, may_rate FROM queueing_end({WHERE_IT_ACTS}, %s, %s, %s)"  # noqa: S608  # nothing but our own words
SIT: Final = "SELECT FROM queueing_windowpost WHERE window_id = %s AND mode = 'open' AND officer_id = %s FOR UPDATE"
PUT: Final = "SELECT queueing_put(%s, post, %s) FROM queueing_windowpost AS post WHERE post.window_id = %s"


@refusals()
@transaction.atomic
def call_next(*, window: str, officer: OfficerId, at: datetime, agent: str = "") -> Called | None:
    """Call the next ticket that this window may serve; None when nobody waits for it.

    The first by rank; those whom other windows take at this moment are passed over. Raises WindowNotOpen, WindowBusy,
    HallRunsByAgent.
    """
    row = one_row(NEXT, [window, officer, at, agent])
    return call_by_id(row[0]) if row and row[0] is not None else None


@refusals()
@transaction.atomic
def call_ticket(*, window: str, officer: OfficerId, label: str, at: datetime) -> Called:
    """Call this parked ticket of the hall, whose turn has been. Raises TicketUnknown, TicketRefused, WindowNotOpen, WindowBusy.

    Who still waits is called in his turn only: else nobody could promise how many go before him.
    """
    place = window_of(window)
    check_who_runs(place.hall_id)
    _sit(place, officer)
    ticket = _open_ticket(place, label)
    if ticket.state == TicketState.WAITING:
        raise TicketRefused(IN_TURN.filled(label=ticket.label))
    if ticket.state != TicketState.PARKED:
        raise TicketRefused(ELSEWHERE.filled(label=ticket.label))
    return put_ticket(ticket=ticket, window=window, officer=officer, at=at)


@refusals()
@transaction.atomic
def put_ticket(*, ticket: Ticket, window: str, officer: OfficerId, at: datetime) -> Called:
    """Put a locked ticket at a window that is open. Raises WindowNotOpen, WindowBusy, TicketRefused."""
    if ticket.state not in (TicketState.WAITING, TicketState.PARKED):
        raise TicketRefused(ELSEWHERE.filled(label=ticket.label))
    place = window_of(window)
    _sit(place, officer)
    row = one(PUT, [ticket.pk, at, place.pk])
    if row is None:
        raise LookupError(window)
    return call_by_id(int(str(row[0])))


def _sit(place: Window, officer: OfficerId) -> None:
    """Lock the window at which this officer sits, as `call_next` does: nobody closes it under a call. Raises WindowNotOpen."""
    if one(SIT, [place.pk, officer]) is None:
        raise WindowNotOpen(NOT_OPEN)


@refusals()
@transaction.atomic
def recall(*, window: str, officer: OfficerId, at: datetime, agent: str = "") -> Called:
    """Call the ticket at this window once more: the screens flash and the voice says it again.

    Raises NothingAtWindow, HallRunsByAgent.
    """
    call = _call(window, officer, began=False, agent=agent)
    call.recalls += 1
    call.recalled_at = at
    call.save(update_fields=["recalls", "recalled_at"])
    called = call_by_id(call.pk)
    outbox.publish(
        TicketCalled(
            ticket_id=called.ticket_id,
            hall=called.hall,
            number=called.label,
            service=called.service,
            window=called.window,
            window_number=called.window_number,
            floor=called.floor,
            again=True,
            at=at,
        )
    )
    return called


@refusals()
@transaction.atomic
def mark_no_show(*, window: str, officer: OfficerId, at: datetime, agent: str = "") -> TicketState:
    """Nobody came: the ticket is called once more ten places later, and ends the second time; answers where it stands now.

    Raises NothingAtWindow, HallRunsByAgent.
    """
    call = _call(window, officer, began=False, agent=agent)
    ticket = _ticket_of(call)
    _finish(call, at, "no_show")
    if ticket.missed:
        move(ticket, TicketState.NO_SHOW, at=at, because="did not come twice", window=window)
        return TicketState.NO_SHOW
    ticket.missed += 1
    ticket.rank += BACK_AFTER_MISSED
    move(ticket, TicketState.WAITING, at=at, because="did not come", window=window)
    return TicketState.WAITING


@refusals()
@transaction.atomic
def begin_service(
    *, window: str, officer: OfficerId, at: datetime, reference: Reference | None = None, agent: str = ""
) -> Called:
    """The visitor stands at the window. Raises NothingAtWindow, HallRunsByAgent."""
    row = one_row(BEGIN, [window, agent, officer, at, reference])
    if row is None or row[0] is None:
        check_who_runs(window_of(window).hall_id, agent=agent)
        raise NothingAtWindow(NOTHING_CALLED)
    return call_by_id(row[0])


@refusals()
@transaction.atomic
def set_reference(*, window: str, officer: OfficerId, reference: Reference, at: datetime) -> Called:
    """Bind what the visit is about, once that is known; the rating will stand beside it. Raises NothingAtWindow."""
    call = _call(window, officer)
    ticket = _ticket_of(call)
    call.reference = reference
    call.save(update_fields=["reference"])
    ticket.refs[ticket.errand - 1] = reference
    ticket.save(update_fields=["refs"])
    return call_by_id(call.pk)


@refusals()
@transaction.atomic
def end_service(*, window: str, officer: OfficerId, at: datetime, agent: str = "") -> Ended:
    """The service is over. A ticket that came for more waits for that at its old place; else the device may ask for a rating.

    Raises NothingAtWindow, HallRunsByAgent.
    """
    key = LETTERS.new()
    row = one_row(END, [window, agent, officer, at, key])
    if row is None or row[0] is None:
        check_who_runs(window_of(window).hall_id, agent=agent)
        raise NothingAtWindow(NOTHING_SERVED)
    ticket, label, next_service, may_rate = row
    return Ended(TicketId(ticket), label, next_service, may_rate, key if may_rate else "")


@refusals()
@transaction.atomic
def park(*, window: str, officer: OfficerId, at: datetime, because: str = "") -> str:
    """Put the ticket aside, to copy a paper or to wait for somebody; answers its label. Raises NothingAtWindow."""
    call = _call(window, officer)
    ticket = _ticket_of(call)
    _finish(call, at, "parked")
    move(ticket, TicketState.PARKED, at=at, because=because[:60], window=window)
    return ticket.label


@refusals()
@transaction.atomic
def resume(*, hall: str, label: str, officer: OfficerId, at: datetime) -> str:
    """Let a parked ticket wait again, at its old place; answers its label.

    Raises TicketUnknown, HallRunsByAgent, NotPostedHere.
    """
    place = hall_of(hall)
    check_works_in(officer, place, at)
    check_who_runs(place.pk)
    ticket = (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("hall")
        .filter(hall__code=hall, label=label.strip().upper(), state=TicketState.PARKED.value)
        .first()
    )
    if ticket is None:
        raise TicketUnknown(NO_LABEL.filled(label=label))
    ticket.ready_at = at
    move(ticket, TicketState.WAITING, at=at, because=f"resumed by officer {officer}")
    return ticket.label


def transfer(*, window: str, officer: OfficerId, to_service: str, at: datetime) -> str:
    """Send the ticket on to wait for another service, at the place it had; answers its label.

    Raises NothingAtWindow, ServiceUnknown, ServiceElsewhere (naming halls that do it).
    """
    service = QueueService.objects.filter(pk=to_service).first()
    if service is None:
        raise ServiceUnknown(NO_SERVICE.filled(code=to_service))
    with saying_where(window_of(window).hall.code, [to_service], at):
        return _transferred(window, officer, service, at)


@refusals()
@transaction.atomic
def _transferred(window: str, officer: OfficerId, service: QueueService, at: datetime) -> str:
    call = _call(window, officer)
    ticket = _ticket_of(call)
    _finish(call, at, "transferred")
    ticket.services[ticket.errand - 1] = service.code
    ticket.service = service
    ticket.ready_at = at
    move(ticket, TicketState.WAITING, at=at, because="transferred", window=window)
    return ticket.label


def split(*, window: str, officer: OfficerId, people: int, service: str, at: datetime) -> Slip:
    """Give part of a party a ticket of its own, at the place of the party.

    Raises NothingAtWindow, TicketRefused, ServiceUnknown, ServiceElsewhere (naming halls that do it).
    """
    with saying_where(window_of(window).hall.code, [service], at):
        return _split(window, officer, people, service, at)


@refusals()
@transaction.atomic
def _split(window: str, officer: OfficerId, people: int, service: str, at: datetime) -> Slip:
    call = _call(window, officer)
    ticket = _ticket_of(call)
    if not 1 <= people < ticket.people:
        raise TicketRefused(TOO_FEW.filled(label=ticket.label, people=ticket.people))
    if not QueueService.objects.filter(pk=service).exists():
        raise ServiceUnknown(NO_SERVICE.filled(code=service))
    ticket.people -= people
    ticket.save(update_fields=["people"])
    part = enter(
        hall=ticket.hall, services=(service,), references=("",), people=people, priority=Priority(ticket.priority),
        low_counter=ticket.needs_low, seated=ticket.needs_seat, contact=ticket.contact, channel=Channel.DESK, at=at,
        parent=ticket.pk,
    )  # fmt: skip
    return slip_of(part, at=at)


@refusals()
@transaction.atomic
def join(*, window: str, officer: OfficerId, label: str, at: datetime) -> Called:
    """Let a waiting or parked ticket join the one at this window: one party from now on, that came for what both came for.

    What the other came for is done at once where it is what the window does now; all else is done afterwards.
    Raises NothingAtWindow, TicketUnknown, TicketRefused.
    """
    call = _call(window, officer)
    ticket = _ticket_of(call)
    other = _open_ticket(call.window, label)
    if other.pk == ticket.pk or other.state not in (TicketState.WAITING, TicketState.PARKED):
        raise TicketRefused(ELSEWHERE.filled(label=other.label))
    now, its_now = ticket.errand - 1, other.errand - 1
    is_same = other.services[its_now] == ticket.services[now] and other.refs[its_now] in ("", ticket.refs[now])
    brought = slice(its_now + is_same, None)
    people, services = ticket.people + other.people, [*ticket.services, *other.services[brought]]
    if people > MOST_PEOPLE or len(services) > MOST_SERVICES:
        raise TicketRefused(TOO_MANY.filled(label=other.label, services=MOST_SERVICES, people=MOST_PEOPLE))
    ticket.people, ticket.services, ticket.refs = people, services, [*ticket.refs, *other.refs[brought]]
    ticket.needs_low, ticket.needs_seat = ticket.needs_low or other.needs_low, ticket.needs_seat or other.needs_seat
    ticket.save(update_fields=["people", "services", "refs", "needs_low", "needs_seat"])
    move(other, TicketState.JOINED, at=at, because=f"joined {ticket.label}")
    return call_by_id(call.pk)


@refusals()
@transaction.atomic
def hand_over_window(*, window: str, officer: OfficerId, successor: OfficerId, at: datetime) -> Called | None:
    """Let a colleague sit down at this window; the ticket at it stays. Raises NothingAtWindow, WindowRefused, NotPostedHere."""
    place = window_of(window)
    check_works_in(successor, place.hall, at)
    post = WindowPost.objects.select_for_update(of=("self",)).filter(window=place, officer_id=officer).first()
    if post is None:
        raise NothingAtWindow(NOT_OPEN)
    call = Call.objects.select_for_update(of=("self",)).filter(window=place, ended_at__isnull=True).first()
    if call is not None:
        call.officer_id = successor
        call.save(update_fields=["officer"])
    post.officer_id, post.since = successor, at
    post.save(update_fields=["officer", "since"])
    if call is not None:
        ticket = _ticket_of(call)
        ticket.officer_id, ticket.moved_at, ticket.because = successor, at, "handed over"
        ticket.save(update_fields=["officer", "moved_at", "because"])
    return at_window(window)


def _call(window: str, officer: OfficerId, *, began: bool | None = None, agent: str = "") -> Call:
    check_who_runs(window_of(window).hall_id, agent=agent)
    calls = Call.objects.select_for_update(of=("self",)).select_related("window")
    call = calls.filter(window__code=window, officer_id=officer, ended_at__isnull=True).first()
    if call is None or (began is not None and (call.began_at is not None) is not began):
        raise NothingAtWindow(NOTHING_CALLED if began is False else NOTHING_SERVED)
    return call


def _ticket_of(call: Call) -> Ticket:
    return Ticket.objects.select_for_update(of=("self",)).select_related("hall").get(pk=call.ticket_id)


def _open_ticket(place: Window, label: str) -> Ticket:
    tickets = Ticket.objects.select_for_update(of=("self",)).select_related("hall").filter(hall_id=place.hall_id)
    found = tickets.filter(label=label.strip().upper(), state__in=[state.value for state in OPEN_STATES]).first()
    if found is None:
        raise TicketUnknown(NO_LABEL.filled(label=label))
    return found


def _finish(call: Call, at: datetime, outcome: str) -> None:
    call.ended_at = max(at, call.called_at)
    call.outcome = outcome
    call.save(update_fields=["ended_at", "outcome"])


NOTHING_CALLED = Text(
    "未办理：窗口没有已叫到而尚未开始的号。请先叫号。",
    "Nothing was done: no ticket was called here that has not begun. Call one first.",
)
NOTHING_SERVED = Text(
    "未办理：窗口没有办事人。请先叫号。", "Nothing was done: there is no ticket at this window. Call one first."
)
NOT_OPEN = Text("未办理：本窗口未由您开放。请先开放窗口。", "Nothing was done: you have not opened this window. Open it first.")
ELSEWHERE = Text(
    "未办理：{label}号不在等候中。请刷新后再看。", "Nothing was done: the ticket {label} does not wait any more. Look again."
)
IN_TURN = Text(
    "未叫号：{label}号正在等候，轮到时才能叫。请按“叫下一号”。",
    "Nobody was called: {label} still waits and is called in its turn. Call the next number.",
)
TOO_MANY = Text(
    "未合并：合并后超过{services}项业务或{people}人。请分别办理{label}号。",
    "Nothing was joined: together it would be more than {services} services or {people} people. Serve {label} by itself.",
)
NO_LABEL = Text(
    "未办理：本大厅没有等候中的{label}号。请核对号码。",
    "Nothing was done: no ticket {label} waits in this hall. Check the number.",
)
NO_SERVICE = Text("未办理：没有{code}这类业务。请另选。", "Nothing was done: nobody queues for {code}. Choose another service.")
TOO_FEW = Text(
    "未分开：{label}号共{people}人，至少留下一人。请改少人数。",
    "The party was not split: {label} has {people} people and one of them stays. Say fewer.",
)
