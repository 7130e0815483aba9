"""What must never be true of appointments, the survey, alarms and agents, tried with plain SQL as the account of the pages."""

from __future__ import annotations

import csv

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mumian.queueing.models import AgentEntry, HallQueue, Slot
from mumian.queueing.rules.journal import Act, Line
from mumian.queueing.services import (
    confirm,
    draw_sample,
    entrust_hall,
    hold_slot,
    name_agent,
    raise_alarm,
    take_hall_back,
    take_over,
    take_results,
)
from tests.factories.queueing import AT, FIRST, HALL, AtWork, at
from tests.factories.sql import refused, run
from tests.queueing.test_visits import TEN, TODAY, on_duty, served

pytestmark = [pytest.mark.django_db, pytest.mark.core]

ASKED = (
    "INSERT INTO queueing_surveyanswer (sample_id, blind, hall_id) SELECT sample_id, {blind}, {hall} FROM queueing_surveyasked"
)
ATTACKS = [
    ("UPDATE queueing_appointment SET state = 'held'", "an_appointment_goes_only_legal_ways"),
    ("UPDATE queueing_appointment SET state = 'lapsed'", "an_appointment_goes_only_legal_ways"),
    ("UPDATE queueing_appointment SET state = 'came'", "who_came_has_a_ticket"),
    (
        "INSERT INTO queueing_appointment (code, slot_id, people, state, held_until, contact, reference, visitor, made_at) "
        "SELECT 'FULL', slot_id, 1, 'held', held_until, '', '', 'x', made_at FROM queueing_appointment",
        "a_half_hour_is_never_overbooked",
    ),
    (
        "INSERT INTO queueing_appointment (code, slot_id, people, state, held_until, contact, reference, visitor, made_at) "
        "SELECT 'BORN', slot_id, 1, 'confirmed', held_until, '', '', 'x', made_at FROM queueing_appointment",
        "an_appointment_begins_held",
    ),
    (ASKED.format(blind="'0'", hall="hall_id"), "who_answers_was_asked"),
    (ASKED.format(blind="blind", hall="(SELECT max(id) FROM offices_hall)"), "a_person_is_asked_once|who_answers_was_asked"),
    (ASKED.format(blind="blind", hall="hall_id"), "a_person_is_asked_once_in_a_survey"),
    ("UPDATE queueing_surveyanswer SET attitude = true", "an_answer_of_the_survey_is_never_changed"),
    ("DELETE FROM queueing_surveyanswer", "permission denied|an_answer_of_the_survey_is_never_changed"),
    ("UPDATE queueing_surveyasked SET blind = '1'", "permission denied|who_was_asked_is_never_changed"),
    ("UPDATE queueing_agententry SET outcome = 'done'", "permission denied|a_line_taken_over_is_never_changed"),
    (
        "INSERT INTO queueing_agententry (hall_id, agent, epoch, line, act, label, at, taken_over_at, outcome) "
        "SELECT hall_id, agent, epoch, line, act, label, at, taken_over_at, outcome FROM queueing_agententry",
        "a_line_of_a_journal_is_taken_over_once",
    ),
    (
        "INSERT INTO queueing_alarm (window_id, officer_id, raised_at) "
        "SELECT window_id, officer_id, raised_at FROM queueing_alarm",
        "a_window_has_one_open_alarm",
    ),
    (
        "INSERT INTO queueing_agentcredential (hall_id, agent, token_hash, given_by_id, given_at) "
        "SELECT hall_id, 'another', 'x', given_by_id, given_at FROM queueing_agentcredential",
        "a_hall_has_one_agent_that_is_believed",
    ),
]


@pytest.fixture
def visits(work: AtWork) -> AtWork:
    """One appointment in a half hour that is full, an answered sample, an open alarm, and an agent with one line taken over."""
    on_duty(work)
    held = hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="0", at=AT)
    confirm(code=held.code, at=AT)
    Slot.objects.update(capacity=1)
    served(work, contact="13800000000")
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    file = draw_sample(
        name="2026", first_on=TODAY, last_on=TODAY, size=1, seed="s", public_key=public, acting=work.surveying, at=at(900)
    )
    [asked] = csv.DictReader(file.splitlines())
    body = f"sample: 2026\nblind,hall,environment,efficiency,attitude\n{asked['blind']},{HALL},1,1,0\n"
    take_results(name="2026", text=f"{body}signature: {key.sign(body.encode()).hex()}\n", acting=work.surveying, at=at(901))
    raise_alarm(window=FIRST, officer=work.first, at=at(902))
    name_agent(hall=HALL, agent="box", manager=work.manager, acting=work.acting, at=at(903))
    entrust_hall(hall=HALL, agent="box", manager=work.manager, acting=work.acting, at=at(904))
    day = Line(2, Act.DAY, at(905), {"day": f"{TODAY:%Y-%m-%d}"})
    take_over(hall=HALL, agent="box", epoch=HallQueue.objects.get().epoch, lines=[day], at=at(906))
    take_hall_back(hall=HALL, manager=work.manager, acting=work.acting, at=at(907))
    return work


def test_no_attack_by_plain_sql_gets_through(visits: AtWork) -> None:
    assert AgentEntry.objects.get().outcome == "done"
    for statement, constraint in ATTACKS:
        with refused(constraint):
            run(statement)
