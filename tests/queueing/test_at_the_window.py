"""What an officer may do with other people's tickets: call who was put aside, and let parties join without losing anything."""

from __future__ import annotations

import pytest

from mumian.queueing.errors import TicketRefused
from mumian.queueing.models import Ticket
from mumian.queueing.services import begin_service, call_next, call_ticket, join
from mumian.queueing.terms import Called
from tests.factories.queueing import FIRST, AtWork, at, take

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def at_the_window(work: AtWork, *services: str, **more: object) -> str:
    """A ticket that was called and is served; its label."""
    label = take(*services, **more).label  # type: ignore[arg-type]  # the arguments of take
    call_next(window=FIRST, officer=work.first, at=at(1))
    begin_service(window=FIRST, officer=work.first, at=at(2))
    return label


def joined(work: AtWork, label: str) -> Called:
    return join(window=FIRST, officer=work.first, label=label, at=at(10))


def came_for(label: str) -> list[tuple[str, str]]:
    ticket = Ticket.objects.get(label=label)
    return list(zip(ticket.services, ticket.refs, strict=True))


def test_nobody_is_called_before_his_turn(work: AtWork) -> None:
    take()
    later = take(after=1)

    with pytest.raises(TicketRefused, match="called in its turn"):
        call_ticket(window=FIRST, officer=work.first, label=later.label, at=at(2))


def test_who_joins_brings_what_he_came_for(work: AtWork) -> None:
    label = at_the_window(work, "NEW")
    other = take("CONSULT", "COLLECT", after=6, references=("", "case:9"))

    called = joined(work, other.label)

    assert called.services_left == ("CONSULT", "COLLECT")
    assert came_for(label) == [("NEW", ""), ("CONSULT", ""), ("COLLECT", "case:9")]


def test_two_who_came_for_the_same_are_served_at_once(work: AtWork) -> None:
    label = at_the_window(work, "NEW")

    joined(work, take("NEW", "CONSULT", after=6).label)

    assert came_for(label) == [("NEW", ""), ("CONSULT", "")]


def test_two_cases_of_one_kind_stay_two(work: AtWork) -> None:
    label = at_the_window(work, "NEW", references=("case:1",))

    joined(work, take("NEW", after=6, references=("case:2",)).label)

    assert came_for(label) == [("NEW", "case:1"), ("NEW", "case:2")]


def test_a_party_with_a_wheelchair_goes_on_to_low_counters(work: AtWork) -> None:
    label = at_the_window(work, "NEW")

    joined(work, take("CONSULT", after=6, low_counter=True).label)

    assert Ticket.objects.get(label=label).needs_low


def test_a_party_that_would_be_too_large_is_not_joined(work: AtWork) -> None:
    at_the_window(work, "NEW", people=5)
    other = take(after=6, people=5)

    with pytest.raises(TicketRefused, match="more than 6 services or 9 people"):
        joined(work, other.label)

    assert Ticket.objects.get(label=other.label).state == "waiting"
