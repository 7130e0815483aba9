"""What must never be true of tickets, windows and ratings, tried with plain SQL as the account of the pages."""

from __future__ import annotations

import pytest

from mumian.queueing.services import begin_service, call_next, end_service, rate
from mumian.queueing.terms import Answer
from tests.factories.queueing import FIRST, LOW, AtWork, at, take
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

NEW_TICKET = (
    "INSERT INTO queueing_ticket (hall_id, number, numbered_by, label, code, day, channel, priority, people, needs_low, "
    "needs_seat, contact, services, refs, errand, service_id, position, rank, missed, state, turns, taken_at, ready_at, "
    "moved_at, because) SELECT hall_id, {number}, {by}, {label}, 'X', day, channel, priority, people, needs_low, needs_seat, "
    "contact, services, refs, errand, service_id, {position}, {rank}, 0, {state}, 0, taken_at, ready_at, moved_at, '' "
    "FROM queueing_ticket WHERE label = 'A003'"
)
A_GOOD_ONE = {"number": "9", "by": "'centre'", "label": "'A009'", "position": "position", "rank": "rank", "state": "'waiting'"}


def ticket(**changes: str) -> str:
    return NEW_TICKET.format(**A_GOOD_ONE | changes)


RATING = (
    "INSERT INTO queueing_rating (ticket_id, call_id, hall_id, window_id, officer_id, service_id, reference, answer, reasons, "
    "device, said_at) SELECT ticket_id, {call}, hall_id, window_id, officer_id, service_id, reference, 'satisfied', '{{}}', '', "
    "now() FROM {table}"
)
ATTACKS = [
    (ticket(number="1", label="'A001'"), "a_number_is_given_once"),
    (ticket(number="501", label="'A501'"), "a_number_comes_from_the_block_of_who_gives_it"),
    (ticket(by="'somebody'"), "a_number_comes_from_the_block_of_who_gives_it"),
    (ticket(label="'A010'"), "a_label_is_made_of_its_number"),
    (ticket(position="1", rank="1"), "a_ticket_stands_behind_all_before_it"),
    (ticket(rank="position - 60"), "nobody_goes_sixty_places_ahead"),
    (ticket(rank="position + 1"), "only_who_missed_his_call_goes_back"),
    (ticket(state="'done'"), "a_ticket_begins_with_waiting"),
    ("UPDATE queueing_ticket SET rank = rank - 5 WHERE label = 'A003'", "a_ticket_keeps_its_place"),
    ("UPDATE queueing_ticket SET position = 1 WHERE label = 'A003'", "a_ticket_stays_what_was_printed"),
    ("UPDATE queueing_ticket SET number = 77 WHERE label = 'A003'", "a_ticket_stays_what_was_printed"),
    ("UPDATE queueing_ticket SET state = 'done' WHERE label = 'A003'", "a_ticket_goes_only_legal_ways"),
    ("UPDATE queueing_ticket SET state = 'waiting' WHERE label = 'A001'", "a_ticket_goes_only_legal_ways"),
    ("UPDATE queueing_ticket SET service_id = 'VISA' WHERE label = 'A003'", "a_ticket_waits_for_what_it_came_for"),
    ("UPDATE queueing_ticket SET low_s = 1 WHERE label = 'A003'", "an_estimate_is_never_corrected_afterwards"),
    ("UPDATE queueing_ticket SET turns = 3 WHERE label = 'A003'", "every_call_counts_as_a_turn"),
    ("DELETE FROM queueing_ticket WHERE label = 'A003'", "permission denied"),
    (
        "UPDATE queueing_ticket AS two SET state = 'called', turns = 1, window_id = one.window_id, officer_id = one.officer_id "
        "FROM queueing_ticket AS one WHERE one.label = 'A002' AND two.label = 'A003'",
        "a_window_has_one_ticket_at_a_time",
    ),
    (
        "UPDATE queueing_ticket SET window_id = (SELECT id FROM offices_window WHERE code = 'H01-Q3') WHERE label = 'A002'",
        "a_ticket_is_where_it_was_called",
    ),
    (
        "INSERT INTO queueing_call (hall_id, ticket_id, turn, window_id, officer_id, service_id, reference, waited_s, called_at, "
        "recalls, outcome) SELECT hall_id, ticket_id, turn, window_id, officer_id, service_id, reference, 0, now(), 0, '' "
        "FROM queueing_call WHERE ended_at IS NULL",
        "a_turn_is_called_once|a_ticket_is_at_one_window",
    ),
    (
        "INSERT INTO queueing_call (hall_id, ticket_id, turn, window_id, officer_id, service_id, reference, waited_s, called_at, "
        "recalls, outcome) SELECT one.hall_id, two.id, 1, one.window_id, one.officer_id, one.service_id, '', 0, now(), 0, '' "
        "FROM queueing_call AS one, queueing_ticket AS two WHERE one.ended_at IS NULL AND two.label = 'A003'",
        "a_call_is_of_its_ticket",
    ),
    ("UPDATE queueing_call SET waited_s = 0 WHERE ended_at IS NULL", "a_call_is_never_rewritten"),
    ("UPDATE queueing_call SET outcome = 'no_show' WHERE outcome = 'done'", "a_call_is_never_rewritten"),
    ("UPDATE queueing_call SET reference = 'case:999' WHERE outcome = 'done'", "a_call_is_never_rewritten"),
    ("UPDATE queueing_call SET recalls = 9 WHERE outcome = 'done'", "a_call_is_never_rewritten"),
    (
        "UPDATE queueing_call SET ended_at = called_at - interval '1 s', outcome = 'x' WHERE ended_at IS NULL",
        "goes_forward_in_time",
    ),
    ("UPDATE queueing_hallqueue SET last_number = 1", "a_hall_never_counts_back"),
    ("UPDATE queueing_hallqueue SET last_number = 501", "numbers_stay_in_their_block"),
    ("UPDATE queueing_numberblock SET last = 900", "a_block_is_never_changed"),
    (
        "INSERT INTO queueing_numberblock (hall_id, first, last, holder, given_at) "
        "SELECT hall_id, 400, 700, 'agent', now() FROM queueing_numberblock",
        "no_number_lies_in_two_blocks",
    ),
    ("UPDATE queueing_windowpost SET mode = 'closed'", "an_officer_sits_at_an_open_window"),
    (
        "UPDATE queueing_windowpost SET mode = 'closed', officer_id = NULL WHERE window_id = "
        "(SELECT window_id FROM queueing_call WHERE ended_at IS NULL)",
        "nobody_leaves_a_window_with_a_ticket",
    ),
    ("UPDATE queueing_windowpost SET mode = 'on_break'", "a_break_says_why"),
    ("UPDATE queueing_windowpost SET low = NOT low", "a_window_stands_in_its_hall"),
    (
        "UPDATE queueing_windowpost SET officer_id = (SELECT min(officer_id) FROM queueing_windowpost) WHERE window_id = "
        "(SELECT id FROM offices_window WHERE code = 'H01-Q3')",
        "an_officer_sits_at_one_window",
    ),
    ("UPDATE queueing_rating SET answer = 'fair', reasons = '{attitude}'", "a_rating_is_never_changed"),
    (RATING.format(call="call_id", table="queueing_rating"), "queueing_rating_ticket_id"),
    (RATING.format(call="id", table="queueing_call WHERE ended_at IS NULL"), "a_rating_belongs_to_its_call"),
    ("INSERT INTO queueing_step SELECT * FROM queueing_step LIMIT 1", "permission denied"),
    ("UPDATE queueing_step SET at = now()", "permission denied"),
    ("UPDATE queueing_slot SET taken = 0", "permission denied"),
]


@pytest.fixture
def hall(work: AtWork) -> AtWork:
    """A001 is done and rated, A002 at the first window, A003 waits."""
    for number in range(3):
        take(after=number)
    call_next(window=LOW, officer=work.low, at=at(10))
    begin_service(window=LOW, officer=work.low, at=at(11))
    ended = end_service(window=LOW, officer=work.low, at=at(20))
    rate(rating_key=ended.rating_key, answer=Answer.SATISFIED, at=at(21))
    call_next(window=FIRST, officer=work.first, at=at(30))
    return work


def test_no_attack_by_plain_sql_gets_through(hall: AtWork) -> None:
    for statement, constraint in ATTACKS:
        with refused(constraint):
            run(statement)


def test_the_ticket_that_the_attacks_start_from_would_be_taken(hall: AtWork) -> None:
    run(ticket())
