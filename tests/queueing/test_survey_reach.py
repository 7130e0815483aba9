"""Who can be drawn for the outside survey: those who left a number themselves, each of them once, and of how many visits."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from mumian.queueing.errors import SurveyRefused, TicketRefused, TicketUnknown
from mumian.queueing.models import Ticket
from mumian.queueing.queries import samples
from mumian.queueing.rules.contacts import telephone
from mumian.queueing.rules.survey import drawn
from mumian.queueing.services import draw_sample, leave_contact
from tests.factories.queueing import AtWork, at, take
from tests.factories.sql import refused, run
from tests.queueing.test_visits import TODAY, served

pytestmark = pytest.mark.django_db


def draw(work: AtWork, size: int) -> list[dict[str, str]]:
    file = draw_sample(
        name="2026", first_on=TODAY, last_on=TODAY, size=size, seed="s", acting=work.surveying, at=at(9000),
        public_key=Ed25519PrivateKey.generate().public_key().public_bytes_raw(),
    )  # fmt: skip
    return list(csv.DictReader(file.splitlines()))


def test_nobody_is_rung_twice_and_the_sample_says_of_how_many_visits_it_is(work: AtWork) -> None:
    for number, contact in enumerate(["13800000000"] * 3 + ["13800000001"] + [""] * 2):
        served(work, after=100 * number, contact=contact)
    with pytest.raises(SurveyRefused, match="of 6 visits 2 people can be reached"):
        draw(work, 3)

    lines = draw(work, 2)

    assert sorted(line["telephone"] for line in lines) == ["13800000000", "13800000001"]
    [sheet] = samples()
    assert (sheet.visits, sheet.eligible, sheet.size) == (6, 2, 2)


def test_plain_sql_says_of_no_sample_that_more_were_reached_than_came(work: AtWork) -> None:
    served(work, contact="13800000000")
    draw(work, 1)

    with refused("only_visitors_are_reached"):
        run("UPDATE queueing_sample SET visits = 0")


def test_who_leaves_a_number_while_he_waits_can_be_drawn_and_who_takes_it_back_cannot(work: AtWork) -> None:
    codes = [take(after=number).code for number in range(2)]
    for code in codes:
        leave_contact(code=code, contact="138-0000-0000", at=at(5))
    leave_contact(code=codes[0], contact="", at=at(6))

    assert list(Ticket.objects.order_by("pk").values_list("contact", flat=True)) == ["", "13800000000"]


def test_a_number_that_is_none_a_code_that_is_none_and_another_day_are_refused(work: AtWork) -> None:
    code = take().code
    with pytest.raises(TicketRefused, match="8 to 15 digits"):
        leave_contact(code=code, contact="call me", at=at(5))
    with pytest.raises(TicketUnknown):
        leave_contact(code="!", contact="13800000000", at=at(5))
    with pytest.raises(TicketRefused, match="on the day of the visit only"):
        leave_contact(code=code, contact="13800000000", at=at(0) + timedelta(days=1))


@given(
    visits=st.dictionaries(st.integers(1, 10**6), st.sampled_from(["1", "2", "3", "4", "5"]), max_size=40), size=st.integers(1, 6)
)
def test_a_draw_is_the_same_whoever_draws_and_rings_everybody_once(visits: dict[int, str], size: int) -> None:
    chosen = drawn(visits, seed="s", size=size)

    assert chosen == drawn(dict(sorted(visits.items(), reverse=True)), seed="s", size=size)
    assert len({visits[one] for one in chosen}) == len(chosen) == min(size, len(set(visits.values())))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", ""), (" ", ""), ("138 0000 0000", "13800000000"), ("+86-138-0000-0000", "+8613800000000"),
        ("(020) 8312.3456", "02083123456"), ("１３８００００００００", "13800000000"), ("1234567", None), ("1" * 16, None),
        ("ask", None), ("++13800000000", None),
    ],
)  # fmt: skip
def test_a_telephone_number_is_read_as_it_is_typed(typed: str, number: str | None) -> None:
    assert telephone(typed) == number
