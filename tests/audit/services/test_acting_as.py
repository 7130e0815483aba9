from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from mumian.audit.models import ActingSession
from mumian.audit.queries.sessions import acting
from mumian.audit.services import acting_as
from mumian.audit.terms import Acting, Actor, ActorKind
from tests.factories import audit

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
CLOCK = Actor(ActorKind.MACHINE, "clock")


@pytest.mark.django_db
def test_session_of_a_machine_is_opened_once_in_half_a_day() -> None:
    first = acting_as(CLOCK, place="", at=AT)
    again = acting_as(CLOCK, place="", at=AT + timedelta(hours=9, minutes=59))
    later = acting_as(CLOCK, place="", at=AT + timedelta(hours=10))

    assert (first == again, first == later, ActingSession.objects.count()) == (True, False, 2)


@pytest.mark.django_db
def test_others_and_other_places_have_their_own() -> None:
    found = [
        acting_as(CLOCK, place="", at=AT),
        acting_as(CLOCK, place="K01", at=AT),
        acting_as(Actor(ActorKind.MACHINE, "courier"), place="", at=AT),
        acting_as(Actor(ActorKind.APPLICANT, "clock"), place="", at=AT),
    ]

    assert len({one.token for one in found}) == len(found)


@pytest.mark.django_db
def test_session_that_was_undone_is_opened_anew() -> None:
    with transaction.atomic():
        acting_as(CLOCK, place="", at=AT)
        transaction.set_rollback(True)

    found = acting_as(CLOCK, place="", at=AT)

    assert acting(token=found.token, at=AT) == found
    assert audit.act(found).position == 1


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_wait_for_each_other() -> None:
    def first_act(_: int) -> Acting:
        try:
            return acting_as(CLOCK, place="", at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(first_act, range(8)))

    assert ActingSession.objects.count() == len({one.token for one in found})
