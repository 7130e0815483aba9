"""What windows, screens, managers and visitors see now. Each question costs a fixed number of queries."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby, product
from typing import Final

from django.db.models import F, Q

from mumian.foundation.clock import local, local_date
from mumian.foundation.identifiers.base import NumberRefused
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.statements import all_rows, one_row
from mumian.foundation.words import Text
from mumian.offices.models import Hall, Window
from mumian.queueing.models import AgentEntry, Alarm, Call, HallNotice, QueueService, Ticket, WindowPost
from mumian.queueing.queries.reading import at_window, error_of, names_of, outlook, rows_of, windows_for
from mumian.queueing.queries.sheets import (
    AgentNote,
    AlarmLine,
    BoardCall,
    Complaint,
    HallBoard,
    HallWait,
    HourExpected,
    ManagerView,
    Place,
    ServiceWait,
    ServiceWaiting,
    WaitingTicket,
    Way,
    WindowLine,
    WindowState,
)
from mumian.queueing.rules.waiting import mean_of, range_of, windows_needed
from mumian.queueing.terms import (
    Answer,
    BreakReason,
    Priority,
    RatingReason,
    ServiceName,
    TicketState,
    WindowMode,
)

GO_NOW_BELOW: Final = 3
"""With so few ahead, or fewer, one is told to go to the hall now, if a window serves at all."""
ASKED_FOR: Final = timedelta(minutes=5)
"""So long the device of a window asks for a rating; afterwards nobody knows who stands there."""
WEEKS_BACK: Final = 4
WAIT_AIMED_AT: Final = timedelta(minutes=10)
"""The mean wait for which the windows of an expected hour are reckoned."""
RANK_OF_THE_NEXT: Final = 2**62
DONE: Final = "done"
STOOD: Final = "window_closed"
"""How lines of an agent went: as told; or as told, at a window that the centre had closed or given to another meanwhile."""


WAITING: Final = """
    WITH open_post AS (SELECT skills, window_id FROM queueing_windowpost WHERE hall_id = %(hall)s AND mode = 'open'),
    queue AS (
        SELECT service_id, count(*) AS waiting, max(extract(epoch FROM %(at)s - ready_at))::integer AS longest
        FROM queueing_ticket WHERE hall_id = %(hall)s AND state = 'waiting' GROUP BY service_id
    )
    SELECT service.code, service.name_zh, service.name_en, coalesce(queue.waiting, 0), greatest(coalesce(queue.longest, 0), 0),
        (SELECT count(*) FROM open_post WHERE service.code = ANY(skills)), look.servers, look.busy, look.work_s, look.variance,
        look.own_s
    FROM queueing_service AS service LEFT JOIN queue ON queue.service_id = service.code
    CROSS JOIN LATERAL queueing_outlook(%(hall)s, service.code, %(last)s, false, false) AS look
    WHERE queue.waiting > 0 OR EXISTS (SELECT FROM open_post WHERE service.code = ANY(skills))
    ORDER BY service.place
"""
LAST_CALLS: Final = """
    WITH shown AS (
        (SELECT id FROM queueing_call WHERE hall_id = %(hall)s AND called_at > %(since)s
         ORDER BY called_at DESC, id DESC LIMIT %(most)s)
        UNION (SELECT id FROM queueing_call WHERE hall_id = %(hall)s AND ended_at IS NULL AND recalled_at > %(since)s)
    )
    SELECT ticket.label, place.number, place.floor, coalesce(call.recalled_at, call.called_at) AS said_at, call.recalls,
        call.ended_at IS NULL
    FROM shown JOIN queueing_call AS call USING (id) JOIN queueing_ticket AS ticket ON ticket.id = call.ticket_id
    JOIN offices_window AS place ON place.id = call.window_id ORDER BY said_at DESC, call.id DESC LIMIT %(most)s
"""
PUBLIC: Final = """
    WITH queue AS (
        SELECT hall_id, service_id, count(*) AS waiting FROM queueing_ticket WHERE state = 'waiting' GROUP BY hall_id, service_id
    ), post AS (
        SELECT hall_id, count(*) AS windows FROM queueing_windowpost
        WHERE mode = 'open' AND (%(service)s = '' OR %(service)s = ANY(skills)) GROUP BY hall_id
    ), offered AS (
        SELECT hall_id, skill FROM queueing_windowpost, unnest(skills) AS skill
        WHERE mode = 'open' AND (%(service)s = '' OR skill = %(service)s) GROUP BY hall_id, skill
    )
    SELECT hall.code, hall.name_zh, hall.name_en, coalesce(post.windows, 0), coalesce(
            (SELECT sum(waiting) FROM queue WHERE queue.hall_id = hall.id AND (%(service)s = '' OR service_id = %(service)s)), 0
        )::integer, offered.skill, coalesce(queue.waiting, 0), look.servers, look.busy, look.work_s, look.variance, look.own_s
    FROM offices_hall AS hall LEFT JOIN post ON post.hall_id = hall.id LEFT JOIN offered ON offered.hall_id = hall.id
    LEFT JOIN queue ON queue.hall_id = hall.id AND queue.service_id = offered.skill
    LEFT JOIN queueing_service AS service ON service.code = offered.skill
    LEFT JOIN LATERAL queueing_outlook(hall.id, offered.skill, %(last)s, false, false) AS look ON true
    WHERE hall.closed_on IS NULL AND (%(service)s = '' OR post.windows > 0) AND NOT EXISTS (
        SELECT FROM queueing_serviceday AS dated
        WHERE dated.hall_id = hall.id AND %(on)s NOT BETWEEN dated.first_on AND dated.last_on)
    ORDER BY hall.code, service.place
"""
EXPECTED: Final = """
    SELECT extract(hour FROM ticket.taken_at AT TIME ZONE 'Asia/Shanghai')::integer AS hour,
        count(DISTINCT ticket.id)::float / %(days)s, count(*)::float / %(days)s,
        avg(coalesce(pace.mean_s, service.usual_s))::float
    FROM queueing_ticket AS ticket CROSS JOIN unnest(ticket.services) AS came_for
    JOIN queueing_service AS service ON service.code = came_for
    LEFT JOIN queueing_pace AS pace ON pace.hall_id = ticket.hall_id AND pace.service_id = came_for
    WHERE ticket.hall_id = %(hall)s AND ticket.day = ANY(%(weeks)s) AND ticket.parent_id IS NULL GROUP BY 1 ORDER BY 1
"""


def services_offered(*, hall: str) -> tuple[ServiceName, ...]:
    """What one can queue for in a hall: the services of its windows' kinds, and those that windows were taught; on a service day
    those of the day.
    """
    rows = all_rows(
        "SELECT DISTINCT service.code, service.name_zh, service.name_en, service.usual_s, service.place "
        "FROM queueing_service AS service "
        "JOIN offices_window AS place ON place.closed_on IS NULL JOIN offices_hall AS hall ON hall.id = place.hall_id "
        "LEFT JOIN queueing_windowpost AS post ON post.window_id = place.id "
        "LEFT JOIN queueing_serviceday AS dated ON dated.hall_id = hall.id "
        "WHERE hall.code = %s AND hall.closed_on IS NULL "
        "AND CASE WHEN dated.hall_id IS NOT NULL THEN service.code = ANY(dated.services) "
        "ELSE service.code = ANY(post.skills) OR post.window_id IS NULL AND place.kind = service.window_kind END "
        "ORDER BY service.place",
        [hall],
    )
    return tuple(ServiceName(code, Text(zh, en), usual_s) for code, zh, en, usual_s, _ in rows)


def service_names() -> dict[str, Text]:
    """The names of all services that one queues for."""
    return {service.code: service.name for service in QueueService.objects.order_by("place")}


def waiting_per_service(*, hall_id: int, at: datetime) -> tuple[ServiceWaiting, ...]:
    """Who waits for what, with what a newcomer may expect. One query."""
    found = []
    for code, zh, en, waiting, longest, windows, servers, busy, work_s, variance, own_s in rows_of(
        WAITING, {"hall": hall_id, "at": at, "last": RANK_OF_THE_NEXT}
    ):
        wait = range_of(servers=servers, busy=busy, work_s=work_s, variance=variance, own_s=own_s)
        found.append(ServiceWaiting(code, Text(zh, en), waiting, longest, windows, wait))
    return tuple(found)


def window_state(*, window: str, at: datetime) -> WindowState | None:
    """A window with its ticket, the queue of its hall and what is parked; None where there is no such window."""
    place = Window.objects.select_related("hall").filter(code=window, closed_on__isnull=True).first()
    if place is None:
        return None
    post = WindowPost.objects.filter(window=place).first()
    rating = asked_now(window=window, at=at)
    return WindowState(
        window=place.code,
        number=place.number,
        hall=place.hall.code,
        hall_name=place.hall.name,
        floor=place.floor,
        mode=WindowMode(post.mode) if post else WindowMode.CLOSED,
        officer=post.officer_id if post else None,
        skills=names_of(tuple(post.skills)) if post else (),
        since=post.since if post else None,
        break_reason=BreakReason(post.break_reason) if post and post.break_reason else None,
        ticket=at_window(window),
        rating_key=rating[0] if rating else None,
        rating_label=rating[1] if rating else None,
        waiting=waiting_per_service(hall_id=place.hall_id, at=at),
        parked=_tickets(place.hall_id, at, TicketState.PARKED, most=50),
        alarm_open=Alarm.objects.filter(window=place, answered_at__isnull=True).exists(),
    )


def asked_now(*, window: str, at: datetime) -> tuple[str, str] | None:
    """The key and the ticket that the device of a window asks about; None when there is nothing to ask.

    Only the last visitor whom the window served is asked, until it serves the next: who was called may still be on his way.
    """
    served = Call.objects.filter(window__code=window, hall=F("window__hall"), began_at__isnull=False)
    recent = served.filter(ended_at__gt=at - ASKED_FOR, ended_at__lte=at).select_related("ticket__rating")
    last = recent.order_by("-ended_at", "-pk").first()
    if last is None or last.rating_key is None or hasattr(last.ticket, "rating") or served.filter(ended_at__isnull=True).exists():
        return None
    return last.rating_key, last.ticket.label


def waiting_here(*, window: str, at: datetime, most: int = 20) -> tuple[WaitingTicket, ...]:
    """Those whom this window would call, in their order."""
    post = WindowPost.objects.filter(window__code=window).first()
    if post is None:
        return ()
    return _tickets(post.hall_id, at, TicketState.WAITING, most=most, post=post)


def hall_board(*, hall: str, at: datetime, most: int = 8) -> HallBoard | None:
    """What the screens of a hall show. Four queries."""
    place = Hall.objects.filter(code=hall).first()
    if place is None:
        return None
    calls = rows_of(LAST_CALLS, {"hall": place.pk, "since": at - timedelta(hours=4), "most": most})
    notices = HallNotice.objects.filter(hall=place, until__gt=at, put_at__lte=at).order_by("-put_at")[:6]
    return HallBoard(
        hall=place.code,
        name=place.name,
        at=at,
        calls=tuple(BoardCall(*row) for row in calls),
        waiting=waiting_per_service(hall_id=place.pk, at=at),
        notices=tuple(notice.says for notice in notices),
    )


def manager_view(*, hall: str, at: datetime) -> ManagerView | None:
    """A hall as its manager sees it."""
    place = Hall.objects.filter(code=hall).first()
    if place is None:
        return None
    waiting = waiting_per_service(hall_id=place.pk, at=at)
    alarms = Alarm.objects.filter(window__hall=place, answered_at__isnull=True).select_related("window").order_by("raised_at")
    notices = HallNotice.objects.filter(hall=place, until__gt=at).order_by("-put_at")
    return ManagerView(
        hall=place.code,
        name=place.name,
        at=at,
        windows=window_lines(hall_id=place.pk),
        waiting=waiting,
        longest_s=max((line.longest_s for line in waiting), default=0),
        expected=_expected(place.pk, at),
        alarms=tuple(AlarmLine(alarm.pk, alarm.window.code, alarm.window.number, alarm.raised_at) for alarm in alarms),
        unsatisfied=_unsatisfied(place.pk, at),
        parked=_tickets(place.pk, at, TicketState.PARKED, most=50),
        error=error_of(place.pk, at),
        notices=tuple((notice.pk, notice.says, notice.until) for notice in notices),
        agent_notes=agent_notes(hall_id=place.pk, at=at),
    )


def agent_notes(*, hall_id: int, at: datetime, most: int = 20) -> tuple[AgentNote, ...]:
    """What the hall's agent told in the last day that went otherwise than the centre had it, the latest first. One query."""
    told = AgentEntry.objects.filter(hall_id=hall_id, taken_over_at__gt=at - timedelta(days=1)).exclude(outcome=DONE)
    return tuple(
        AgentNote(one.label, one.act, one.at, one.outcome, one.outcome == STOOD) for one in told.order_by("-at", "-pk")[:most]
    )


def window_lines(*, hall_id: int) -> tuple[WindowLine, ...]:
    """The windows of a hall that have ever opened, by number. One query."""
    rows = rows_of(
        "SELECT place.code, place.number, place.floor, post.mode, post.officer_id, coalesce(officer.badge_number, ''), "
        "post.skills, post.since, post.break_reason, ticket.label, ticket.state, call.called_at FROM queueing_windowpost AS post "
        "JOIN offices_window AS place ON place.id = post.window_id "
        "LEFT JOIN offices_officer AS officer ON officer.id = post.officer_id "
        "LEFT JOIN queueing_call AS call ON call.window_id = post.window_id AND call.ended_at IS NULL "
        "LEFT JOIN queueing_ticket AS ticket ON ticket.id = call.ticket_id WHERE post.hall_id = %s ORDER BY place.number",
        [hall_id],
    )
    return tuple(
        WindowLine(
            window=row[0],
            number=row[1],
            floor=row[2],
            mode=WindowMode(row[3]),
            officer=row[4],
            badge=row[5],
            skills=tuple(row[6]),
            since=row[7],
            break_reason=BreakReason(row[8]) if row[8] else None,
            label=row[9],
            state=TicketState(row[10]) if row[10] else None,
            called_at=row[11],
        )
        for row in rows
    )


def my_place(*, code: str, at: datetime) -> Place | None:
    """Where the holder of a ticket stands, by the code on his slip; None where there is no such ticket."""
    try:
        parsed = LETTERS.parse(code)
    except NumberRefused:
        return None
    ticket = Ticket.objects.select_related("hall", "window", "service").filter(code=parsed).first()
    if ticket is None:
        return None
    state = TicketState(ticket.state)
    is_waiting = state is TicketState.WAITING
    low, seat = ticket.needs_low, ticket.needs_seat
    ahead, wait = outlook(ticket.hall_id, ticket.service_id, ticket.rank, low=low, seat=seat) if is_waiting else (0, None)
    at_one = state in (TicketState.CALLED, TicketState.SERVING) and ticket.window is not None
    floor = (
        ticket.window.floor if at_one and ticket.window else windows_for(ticket.hall_id, ticket.service_id, low=low, seat=seat)[0]
    )
    return Place(
        label=ticket.label,
        hall=ticket.hall.code,
        hall_name=ticket.hall.name,
        state=state,
        ahead=ahead,
        wait=wait,
        window_number=ticket.window.number if at_one and ticket.window else None,
        floor=floor,
        service=ServiceName(ticket.service.code, ticket.service.name, ticket.service.usual_s),
        go_now=state is TicketState.CALLED or (wait is not None and ahead <= GO_NOW_BELOW),
        taken_at=ticket.taken_at,
        error=error_of(ticket.hall_id, at),
        may_be_asked=bool(ticket.contact),
    )


def public_waits(*, at: datetime, service: str = "") -> tuple[HallWait, ...]:
    """How full every hall is, or every hall that serves this now; service days only on their days. One query.

    A newcomer is told what the screens of the hall tell: a wait for each service. The hall's own wait is the mean of these, each
    counted by how many wait for it.
    """
    found: list[HallWait] = []
    rows = rows_of(PUBLIC, {"service": service, "last": RANK_OF_THE_NEXT, "on": local_date(at)})
    for (code, zh, en, windows, waiting), lines in groupby(rows, key=lambda row: row[:5]):
        services = tuple(
            ServiceWait(skill, number, range_of(servers=servers, busy=busy, work_s=work_s, variance=variance, own_s=own_s or 0))
            for *_, skill, number, servers, busy, work_s, variance, own_s in lines
            if skill is not None
        )
        wait = mean_of([(line.waiting, line.wait) for line in services if line.wait is not None])
        found.append(HallWait(code, Text(zh, en), windows, waiting, wait, at, services))
    return tuple(found)


def shortest_way(*, hall: str, services: tuple[str, ...], low_counter: bool = False, seated: bool = False) -> Way:
    """Where a visitor goes first, and the order of his services that changes floors least: from the ground up.

    Who needs a low counter or a seat is sent only to such windows.
    """
    place = one_row("SELECT id FROM offices_hall WHERE code = %s", [hall])
    if place is None or not services:
        return Way(None, (), services)
    found = {code: windows_for(place[0], code, low=low_counter, seat=seated) for code in services}
    order = tuple(sorted(services, key=lambda code: abs(floor) if (floor := found[code][0]) is not None else 99))
    floor, windows = found[order[0]]
    return Way(floor, windows, order)


def _expected(hall_id: int, at: datetime) -> tuple[HourExpected, ...]:
    """The hours of today, as this day of the week was in the last four weeks; a week without visitors counts as one."""
    weeks = [local_date(at) - timedelta(weeks=back) for back in range(1, WEEKS_BACK + 1)]
    rows = rows_of(EXPECTED, {"hall": hall_id, "weeks": weeks, "days": len(weeks)})
    return tuple(
        HourExpected(hour, arrivals, windows_needed(per_hour=errands, mean_s=mean_s, wait_s=WAIT_AIMED_AT.total_seconds()))
        for hour, arrivals, errands, mean_s in rows
    )


def _tickets(
    hall_id: int, at: datetime, state: TicketState, *, most: int, post: WindowPost | None = None
) -> tuple[WaitingTicket, ...]:
    tickets = Ticket.objects.filter(hall_id=hall_id, state=state.value).order_by("rank", "pk")
    if post is not None:
        tickets = tickets.filter(_may_call(post))
    return tuple(
        WaitingTicket(
            label=ticket.label,
            service=ticket.service_id,
            people=ticket.people,
            priority=Priority(ticket.priority),
            waited_s=max(int((at - ticket.ready_at).total_seconds()), 0),
            low_counter=ticket.needs_low,
            state=TicketState(ticket.state),
            because=ticket.because,
        )
        for ticket in tickets[:most]
    )


def _may_call(post: WindowPost) -> Q:
    """The tickets that this window may call: who needs what it has not, only where no staffed window has it. One query."""
    others = WindowPost.objects.filter(hall_id=post.hall_id).exclude(mode=WindowMode.CLOSED.value)
    staffed = list(others.values_list("skills", "low", "seated"))
    may = Q(pk__in=())
    for low, seat in product((False, True), repeat=2):
        fits = post.low >= low and post.seated >= seat
        met = {skill for skills, is_low, is_seated in staffed if is_low >= low and is_seated >= seat for skill in skills}
        may |= Q(service__in=[skill for skill in post.skills if fits or skill not in met], needs_low=low, needs_seat=seat)
    return may


def _unsatisfied(hall_id: int, at: datetime) -> tuple[Complaint, ...]:
    rows = rows_of(
        "SELECT rating.id, ticket.label, place.code, place.number, rating.answer, rating.reasons, rating.said_at "
        "FROM queueing_rating AS rating JOIN queueing_ticket AS ticket ON ticket.id = rating.ticket_id "
        "JOIN offices_window AS place ON place.id = rating.window_id WHERE rating.hall_id = %s AND rating.answer = 'unsatisfied' "
        "AND rating.seen_at IS NULL AND rating.said_at > %s ORDER BY rating.said_at DESC",
        [hall_id, local(at) - timedelta(hours=10)],
    )
    return tuple(
        Complaint(row[0], row[1], row[2], row[3], Answer(row[4]), tuple(RatingReason(reason) for reason in row[5]), row[6])
        for row in rows
    )
