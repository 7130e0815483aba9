"""A hall gives numbers for what it does on its days, and nobody waits for a window that can't come."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mumian.foundation.words import Text
from mumian.offices.models import Window
from mumian.queueing.errors import QueueRefused, ServiceElsewhere, WindowRefused
from mumian.queueing.models import Ticket, WindowPost
from mumian.queueing.queries import (
    public_waits,
    ratings_by,
    service_days,
    services_offered,
    tickets_of_days,
    waiting_here,
)
from mumian.queueing.queries.statistics import Scope
from mumian.queueing.services import (
    begin_service,
    break_off,
    call_next,
    close_what_was_left,
    close_window,
    end_service,
    entrust_hall,
    open_service_day,
    open_window,
    rate,
    set_skills,
    split,
    sweep,
    take_ticket,
    transfer,
)
from mumian.queueing.services.agent import HallAgent, Journal
from mumian.queueing.terms import Answer, BreakReason, ServiceDayFacts
from tests.factories.offices import CITY
from tests.factories.queueing import ASKING, AT, FIRST, HALL, LOW, AtWork, at, take
from tests.factories.sql import refused, run
from tests.queueing.test_agent import OverTheLink

pytestmark = [pytest.mark.django_db, pytest.mark.core]

SOUTH = "H02"
TODAY = date(2026, 9, 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize("key", [None, "a-touch"])
def test_who_asks_a_hall_for_what_it_does_not_do_is_told_where_it_is_done(work: AtWork, key: str | None) -> None:
    with pytest.raises(ServiceElsewhere, match=r"does not do “Visas.*It is done at: Central Hall"):
        take_ticket(hall=SOUTH, services=["NEW", "VISA"], at=AT, key=key)

    assert not Ticket.objects.exists()


def test_what_no_hall_does_is_refused_with_whom_to_ask(work: AtWork) -> None:
    Window.objects.filter(code="H01-W03").update(closed_on=TODAY)

    with pytest.raises(ServiceElsewhere, match=r"no hall does “Collect.*hotline"):
        take("COLLECT")


@pytest.mark.parametrize("act", ["transfer", "split"])
def test_nobody_is_sent_on_to_what_the_hall_does_not_do(work: AtWork, act: str) -> None:
    Window.objects.filter(code="H01-W03").update(closed_on=TODAY)
    take(people=3)
    call_next(window=FIRST, officer=work.first, at=at(1))
    begin_service(window=FIRST, officer=work.first, at=at(2))

    sends = {
        "transfer": lambda: transfer(window=FIRST, officer=work.first, to_service="COLLECT", at=at(3)),
        "split": lambda: split(window=FIRST, officer=work.first, people=1, service="COLLECT", at=at(3)).label,
    }
    with pytest.raises(ServiceElsewhere, match="no hall does"):
        sends[act]()

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.service_id, ticket.people) == ("serving", "NEW", 3)


def test_plain_sql_gets_no_number_for_it_either(work: AtWork) -> None:
    take()
    Window.objects.filter(code="H01-W03").update(closed_on=TODAY)
    columns = (
        "hall_id, numbered_by, day, channel, priority, people, needs_low, needs_seat, contact, refs, errand, position, rank, "
        "missed, state, turns, taken_at, ready_at, moved_at, because"
    )
    with refused("a_hall_gives_numbers_for_what_it_does"):
        run(
            f"INSERT INTO queueing_ticket (number, label, code, services, service_id, {columns}) "  # noqa: S608  # our own words
            f"SELECT 9, 'A009', 'X', '{{COLLECT}}', 'COLLECT', {columns} FROM queueing_ticket"
        )
    with refused("a_hall_gives_numbers_for_what_it_does"):
        run("UPDATE queueing_ticket SET services = '{COLLECT}', service_id = 'COLLECT'")


def test_the_halls_own_agent_says_where_it_is_done_though_it_can_ask_nobody(work: AtWork, tmp_path: Path) -> None:
    Window.objects.filter(code="H01-W02").update(closed_on=TODAY)
    Window.objects.filter(code="H02-W01").update(kind="accept_foreigner")
    agent = HallAgent(Journal(tmp_path / "journal"), OverTheLink())
    agent.begin(entrust_hall(hall=HALL, agent="hall-agent", manager=work.manager, acting=work.acting, at=AT), at=AT)

    with pytest.raises(ServiceElsewhere, match="It is done at: South Hall"):
        agent.take(services=["VISA"], at=at(1))

    assert agent.take(services=["NEW"], at=at(2)) == "A001"
    agent.journal.close()


def test_a_service_that_somebody_waits_for_is_not_taken_from_its_last_window(work: AtWork) -> None:
    label = take("CONSULT").label
    acting: dict[str, Any] = {"manager": work.manager, "acting": work.acting}

    with pytest.raises(WindowRefused, match=f"{label} wait for what only window 13 does"):
        set_skills(window=ASKING, skills=["NEW"], at=at(1), **acting)
    assert "CONSULT" in WindowPost.objects.get(window__code=ASKING).skills

    set_skills(window=FIRST, skills=["NEW", "CONSULT"], at=at(2), **acting)
    set_skills(window=ASKING, skills=["NEW"], at=at(3), **acting)
    assert call_next(window=FIRST, officer=work.first, at=at(4)) is not None


# ---- low counters


def test_a_wheelchair_is_called_elsewhere_once_the_only_low_counter_closes(work: AtWork) -> None:
    slip = take(low_counter=True)
    break_off(window=LOW, officer=work.low, reason=BreakReason.MEAL, at=at(1))
    assert call_next(window=FIRST, officer=work.first, at=at(2)) is None, "whoever has a break comes back"
    assert waiting_here(window=FIRST, at=at(2)) == ()

    close_window(window=LOW, officer=work.low, at=at(3))

    assert [one.label for one in waiting_here(window=FIRST, at=at(4))] == [slip.label]
    assert take(low_counter=True, after=5).windows == (11,)
    called = call_next(window=FIRST, officer=work.first, at=at(6))
    assert called is not None
    assert (called.label, called.low_counter) == (slip.label, True)


def test_who_waits_for_a_low_counter_that_closed_counts_as_work_of_the_others(work: AtWork) -> None:
    take(low_counter=True)
    assert take("FAMILY", after=1).ahead == 1, "the low counter does both"
    close_window(window=LOW, officer=work.low, at=at(2))

    assert take(after=3).ahead == 2


def test_an_agent_calls_a_wheelchair_elsewhere_where_no_low_counter_is_open(work: AtWork, tmp_path: Path) -> None:
    close_window(window=LOW, officer=work.low, at=at(0))
    agent = HallAgent(Journal(tmp_path / "journal"), OverTheLink())
    agent.begin(entrust_hall(hall=HALL, agent="hall-agent", manager=work.manager, acting=work.acting, at=at(1)), at=at(1))

    label = agent.take(services=["NEW"], low=True, at=at(2))

    assert agent.call_next(window=FIRST, at=at(3)) == label
    agent.journal.close()


# ---- service days


@pytest.fixture
def day(work: AtWork) -> str:
    """A station on the square, today and tomorrow, with the first officer."""
    close_window(window=FIRST, officer=work.first, at=at(0))
    facts = ServiceDayFacts(
        code="D26", name=Text("服务日", "Service day"), place=Text("虚构广场", "Fictional Square"), bureau=CITY,
        first_on=TODAY, last_on=TODAY + DAY, hours=("09:00-12:00",), services=("ENDORSE", "VISA"), windows=1,
        staff=(work.first,),
    )  # fmt: skip
    return open_service_day(facts=facts, manager=work.manager, acting=work.acting, at=at(0))


def served(work: AtWork, day: str, seconds: int) -> str:
    take_ticket(hall=day, services=["VISA"], at=at(seconds))
    window = f"{day}-W01"
    call_next(window=window, officer=work.first, at=at(seconds + 5))
    begin_service(window=window, officer=work.first, at=at(seconds + 10))
    return end_service(window=window, officer=work.first, at=at(seconds + 60)).rating_key


def test_a_service_day_does_what_it_is_for(work: AtWork, day: str) -> None:
    open_window(window=f"{day}-W01", officer=work.first, at=at(1))

    assert [one.code for one in services_offered(hall=day)] == ["ENDORSE", "VISA"]
    assert sorted(WindowPost.objects.get(window__code=f"{day}-W01").skills) == ["ENDORSE", "VISA"]
    with pytest.raises(ServiceElsewhere, match="It is done at: Central Hall"):
        take_ticket(hall=day, services=["NEW"], at=at(2))
    with pytest.raises(ServiceElsewhere, match="Service day"):
        take_ticket(hall=SOUTH, services=["VISA"], at=at(2))


def test_a_service_day_ends_with_its_last_date(work: AtWork, day: str) -> None:
    open_window(window=f"{day}-W01", officer=work.first, at=at(1))
    waits = take_ticket(hall=day, services=["ENDORSE"], at=at(2))
    after = AT + 2 * DAY

    assert (sweep(at=after), close_what_was_left(at=after)) == (1, 3)

    assert Ticket.objects.get(code=waits.code).state == "left"
    assert WindowPost.objects.get(window__code=f"{day}-W01").mode == "closed"
    assert day not in {one.hall for one in public_waits(at=after)}
    for act in (
        lambda: take_ticket(hall=day, services=["ENDORSE"], at=after),
        lambda: open_window(window=f"{day}-W01", officer=work.first, at=after),
    ):
        with pytest.raises(QueueRefused, match="not on today"):
            act()


def test_a_service_day_has_not_begun_before_its_first_date(work: AtWork, day: str) -> None:
    for act in (
        lambda: take_ticket(hall=day, services=["ENDORSE"], at=AT - DAY),
        lambda: open_window(window=f"{day}-W01", officer=work.first, at=AT - DAY),
    ):
        with pytest.raises(QueueRefused, match="not on today"):
            act()
    with refused("a_service_day_has_its_dates"):
        open_window(window=f"{day}-W01", officer=work.first, at=at(1))
        run("UPDATE queueing_windowpost SET since = since + interval '2 days' WHERE mode = 'open'")


def test_figures_of_a_service_day_are_added_to_no_others(work: AtWork, day: str) -> None:
    open_window(window=f"{day}-W01", officer=work.first, at=at(1))
    rate(rating_key=served(work, day, 2), answer=Answer.SATISFIED, at=at(70))

    assert [(one.hall, one.tickets, one.served) for one in service_days()] == [(day, 1, 1)]
    assert tickets_of_days(TODAY, TODAY) == ()
    scopes: tuple[Scope, ...] = ("hall", "service", "officer")
    lines = [ratings_by(scope, first_on=TODAY, last_on=TODAY) for scope in scopes]
    assert [[line.key for line in some] for some in lines] == [[day], [], []]
    assert [line.key for line in ratings_by("service", first_on=TODAY, last_on=TODAY, halls=[day])] == ["VISA"]


def test_a_window_that_was_left_open_is_closed_over_night_and_one_with_somebody_is_not(work: AtWork) -> None:
    take()
    call_next(window=FIRST, officer=work.first, at=at(5))

    assert close_what_was_left(at=AT + DAY) == 2

    modes = dict(WindowPost.objects.values_list("window__code", "mode"))
    assert modes == {FIRST: "open", LOW: "closed", ASKING: "closed"}
    assert close_what_was_left(at=at(60)) == 0
