"""Random sequences of commands by random people against the real database; after each step everything that must hold is checked.

A command may be refused with a sentence; it may never be stopped by the database, for then the rules would say less than the
constraints.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from mumian.cases import services
from mumian.cases.rules.transitions import rows
from mumian.cases.terms import CLEARING_ANSWERS, CaseId, ListAnswerKind, QuestionId, RefusalGround, StopGround, VisitGround
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import OfficerSheet
from tests.factories import cases
from tests.factories.cases import AT, HALL, Office, needed, on_duty
from tests.factories.sql import run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

REASON = Text("理由", "reason")
LISTS = ("EXIT_BAR", "FILED_STAFF", "POPULATION", "WANTED", "HKMO_VIOLATION")
TABLE = {(path, command, start, end) for path, command, start, end, *_ in rows()}
SOME_HOURS = st.integers(min_value=0, max_value=60)


class Walk(RuleBasedStateMachine):
    """One case and everybody who might lay a hand on it. `office` is set by the test."""

    office: Office
    staff: tuple[OfficerSheet, ...]

    def __init__(self) -> None:
        super().__init__()
        self.at = AT
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.case_id = CaseId(0)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(
        service=st.sampled_from(["PP-NEW", "PP-RENEW", "DC-LOSS"]),
        start=st.sampled_from(
            [cases.accepted, cases.accepted, cases.cleared, cases.submitted, cases.ready, cases.approved, cases.collected]
        ),
    )
    def somewhere_on_the_way(self, service: str, start: Callable[..., CaseId]) -> None:
        begin = cases.submitted if service == "DC-LOSS" else start
        self.case_id = begin(self.office, service=service, facts={**cases.FACTS, "document.months_left": 3})

    def attempt(self, hours: int, act: Callable[[datetime], object]) -> None:
        """Try it; a refusal leaves everything as it was."""
        self.at += timedelta(hours=hours)
        before = self.seen()
        try:
            with transaction.atomic():
                act(self.at)
        except Refusal:
            assert self.seen() == before

    def seen(self) -> list[tuple[Any, ...]]:
        return run(
            "SELECT stage, round, moves, receipt_number, due_before, (SELECT count(*) FROM outbox_event) FROM cases_case"
            " WHERE id = %s",
            self.case_id,
        )

    @rule(who=st.integers(0, 11), hours=SOME_HOURS)
    def hand_in(self, who: int, hours: int) -> None:
        by = cases.on_duty(self.staff[who])
        self.attempt(hours, lambda at: services.submit_application(case_id=self.case_id, by=by, at=at))

    @rule(who=st.sampled_from([0, 0, 1, 2, 4, 11]), papers=st.booleans(), hours=SOME_HOURS)
    def accept(self, who: int, papers: bool, hours: int) -> None:
        by = cases.on_duty(self.staff[who])

        def act(at: datetime) -> object:
            if papers:
                services.take_in_materials(case_id=self.case_id, materials=needed(self.case_id, at=at), by=by, at=at)
            return services.accept_application(case_id=self.case_id, hall=HALL, identity_checked=True, by=by, at=at)

        self.attempt(hours, act)

    @rule(
        code=st.sampled_from(LISTS),
        answer=st.sampled_from(ListAnswerKind),
        second=st.sampled_from([None, 3]),
    )
    def a_list_answers(self, code: str, answer: ListAnswerKind, second: int | None) -> None:
        of_population = answer in (ListAnswerKind.AGREES, ListAnswerKind.DIFFERS)
        resolved = answer in (ListAnswerKind.OTHER_PERSON, ListAnswerKind.TRUE_MATCH, ListAnswerKind.CONDITION_MET)
        if of_population != (code == "POPULATION") or (resolved and code in ("EXIT_BAR", "WANTED") and second is None):
            return  # clearance never gives such an answer; the attacks show what the database says to it
        self.attempt(
            0,
            lambda at: services.record_list_answer(
                case_id=self.case_id,
                code=code,
                answer=answer,
                by=cases.on_duty(self.office.approver),
                seconder=self.staff[second] if second else None,
                reason="核对",
                at=at,
            ),
        )

    @rule()
    def every_list_is_cleared(self) -> None:
        self.attempt(0, lambda at: cases.clear(self.office, self.case_id, at=at))

    @rule(
        who=st.integers(0, 11),
        command=st.sampled_from(
            [
                services.approve_case,
                services.approve_at_counter,
                services.start_production,
                services.pass_quality,
                services.withdraw,
                services.resume_clock,
                services.answer_notice,
            ]
        ),
        hours=SOME_HOURS,
    )
    def somebody_acts(self, who: int, command: Callable[..., CaseId], hours: int) -> None:
        by = cases.on_duty(self.staff[who])
        self.attempt(hours, lambda at: command(case_id=self.case_id, by=by, at=at))

    @rule(step=st.sampled_from(["approver", "producer", "checker", "hander", "supervisor", "second"]), hours=SOME_HOURS)
    def the_right_one_acts(self, step: str, hours: int) -> None:
        by = cases.on_duty(getattr(self.office, step))
        acts: dict[str, Callable[[datetime], object]] = {
            "approver": lambda at: services.approve_case(case_id=self.case_id, by=by, at=at),
            "second": lambda at: services.approve_at_counter(case_id=self.case_id, by=by, at=at),
            "producer": lambda at: services.start_production(case_id=self.case_id, by=by, at=at),
            "checker": lambda at: services.pass_quality(case_id=self.case_id, by=by, at=at),
            "hander": lambda at: services.hand_out_document(case_id=self.case_id, identity_checked=True, by=by, at=at),
            "supervisor": lambda at: services.reopen_for_error(case_id=self.case_id, reason="x", by=by, at=at),
        }
        self.attempt(hours, acts[step])

    @rule(carefully=st.booleans(), hours=SOME_HOURS)
    def the_next_step_is_taken(self, carefully: bool, hours: int) -> None:
        """The next step of an ordinary case, so that walks come far; who is careless approves before the lists have answered."""
        stage = self.one("SELECT stage FROM cases_case WHERE id = %s")[0]
        if stage in ("draft", "awaiting_materials"):
            (self.hand_in if stage == "draft" else self.somebody_acts)(
                **({"who": 0, "hours": hours} | ({} if stage == "draft" else {"command": services.answer_notice}))
            )
        elif stage == "submitted":
            self.accept(who=0, papers=True, hours=hours)
        else:
            if stage == "accepted" and carefully:
                self.every_list_is_cleared()
            following = {"accepted": "approver", "approved": "producer", "in_production": "checker", "ready": "hander"}
            self.the_right_one_acts(step=following.get(stage, "supervisor"), hours=hours)

    @rule(who=st.integers(0, 11), fails=st.booleans(), hours=SOME_HOURS)
    def document_is_lost(self, who: int, fails: bool, hours: int) -> None:
        command = services.fail_quality if fails else services.spoil_document
        by = cases.on_duty(self.staff[who])
        self.attempt(hours, lambda at: command(case_id=self.case_id, cause="printing", by=by, at=at))

    @rule(who=st.integers(0, 11), second=st.integers(0, 11), signs=st.booleans(), hours=SOME_HOURS)
    def refuse(self, who: int, second: int, signs: bool, hours: int) -> None:
        by, other = cases.on_duty(self.staff[who]), cases.on_duty(self.staff[second])
        self.attempt(
            hours,
            lambda at: services.propose_refusal(
                case_id=self.case_id,
                ground=RefusalGround.BARRED_FROM_EXIT,
                law="EEAL2012 art 12",
                reason=REASON,
                by=by,
                at=at,
            ),
        )
        if signs:
            self.attempt(hours, lambda at: services.countersign_refusal(case_id=self.case_id, by=other, at=at))
        else:
            self.attempt(hours, lambda at: services.send_back_refusal(case_id=self.case_id, remark="否", by=other, at=at))

    @rule(items=st.lists(st.sampled_from(["A01", "A08", "B10"]), max_size=3), hours=SOME_HOURS)
    def notice(self, items: list[str], hours: int) -> None:
        by = cases.on_duty(self.office.acceptor)
        self.attempt(hours, lambda at: services.issue_material_notice(case_id=self.case_id, items=items, by=by, at=at))

    @rule(ground=st.sampled_from(StopGround), hours=SOME_HOURS)
    def stop(self, ground: StopGround, hours: int) -> None:
        by = cases.on_duty(self.office.approver)
        self.attempt(hours, lambda at: services.pause_clock(case_id=self.case_id, ground=ground, reason="x", by=by, at=at))

    @rule(days=st.sampled_from([0, 31]))
    def archive(self, days: int) -> None:
        self.attempt(days * 24, lambda at: services.archive(case_id=self.case_id, at=at))

    @rule(who=st.integers(0, 11), words=st.sampled_from(["可否？", " "]), hours=SOME_HOURS)
    def ask_above(self, who: int, words: str, hours: int) -> None:
        by = on_duty(self.staff[who])
        self.attempt(hours, lambda at: services.ask_above(case_id=self.case_id, text=words, by=by, at=at))

    @rule(who=st.integers(0, 11), hours=SOME_HOURS)
    def answer_or_escalate(self, who: int, hours: int) -> None:
        asked = run("SELECT max(id) FROM cases_question WHERE case_id = %s", self.case_id)[0][0]
        if asked is not None:
            by, question = on_duty(self.staff[who]), QuestionId(asked)
            self.attempt(hours, lambda at: services.escalate_question(question_id=question, at=at))
            self.attempt(0, lambda at: services.answer_question(question_id=question, text="可以", by=by, at=at))

    @rule(who=st.sampled_from([0, 2, 11]), special=st.booleans(), hall=st.sampled_from(["", "H03"]), hours=SOME_HOURS)
    def ask_for_haste_or_another_place(self, who: int, special: bool, hall: str, hours: int) -> None:
        by = on_duty(self.staff[who])
        asked: dict[str, Any] = {"case_id": self.case_id, "by": by}
        self.attempt(
            hours,
            lambda at: (
                services.request_special_handling(reason="重病", hall=hall, place="虚构医院", at=at, **asked)
                if special
                else services.request_urgency(ground="亲属病危", at=at, **asked)
            ),
        )

    @rule(who=st.sampled_from([8, 8, 3, 0, 2]), special=st.booleans(), approved=st.booleans(), hours=SOME_HOURS)
    def superior_decides(self, who: int, special: bool, approved: bool, hours: int) -> None:
        by = on_duty(self.staff[who])
        said: dict[str, Any] = {"case_id": self.case_id, "approved": approved, "by": by}
        self.attempt(
            hours,
            lambda at: (
                services.decide_special_handling(consent="同意", at=at, **said)
                if special
                else services.decide_urgency(at=at, **said)
            ),
        )

    @rule(who=st.sampled_from([0, 0, 11, 2]), hours=SOME_HOURS)
    def accept_at_a_visit(self, who: int, hours: int) -> None:
        """A visit is asked for, approved, and the application taken in with one of its numbers."""
        of, by = self.office, on_duty(self.staff[who])

        def act(at: datetime) -> object:
            visit = services.request_visit(
                person=of.applicant, ground=VisitGround.OLD_AGE, reason="x", address="x", by=on_duty(of.acceptor), at=at
            )
            two = {"first": of.acceptor, "second": of.acceptor2}
            services.approve_visit(visit_id=visit, **two, on=local_date(at), numbers=1, by=on_duty(of.leader), at=at)
            number = run("SELECT number FROM cases_reservednumber WHERE visit_id = %s", visit)[0][0]
            return services.accept_application(
                case_id=self.case_id, hall=HALL, identity_checked=True, reserved_number=number, by=by, at=at
            )

        self.attempt(hours, act)

    @rule(who=st.sampled_from([0, 0, 1, 2]), hours=SOME_HOURS)
    def accept_with_the_family(self, who: int, hours: int) -> None:
        by = on_duty(self.staff[who])
        family = [self.case_id, cases.submitted(self.office, at=self.at)]

        self.attempt(hours, lambda at: services.accept_together(case_ids=family, hall=HALL, identity_checked=True, by=by, at=at))

    @invariant()
    def superiors_decided_for_themselves(self) -> None:
        found = run(
            "SELECT u.id FROM cases_urgency u WHERE NOT EXISTS (SELECT FROM cases_urgencyrequest r WHERE r.case_id = u.case_id"
            " AND r.approved AND r.decided_by_id = u.approved_by_id AND r.asked_by_id <> r.decided_by_id)"
            " UNION ALL SELECT q.id FROM cases_question q WHERE q.answered_by_id = q.asked_by_id"
            " UNION ALL SELECT s.id FROM cases_specialhandling s WHERE s.approved AND s.consent = ''"
        )
        assert found == []

    @invariant()
    def reserved_numbers_are_those_of_their_cases(self) -> None:
        found = run(
            "SELECT n.number FROM cases_reservednumber n LEFT JOIN cases_case c ON c.receipt_number = n.number"
            " WHERE n.case_id IS DISTINCT FROM c.id"
        )
        assert found == []

    @invariant()
    def stage_is_where_the_last_move_led(self) -> None:
        moves = run(
            "SELECT number, command, from_stage, to_stage FROM cases_move WHERE case_id = %s ORDER BY number", self.case_id
        )
        path, stage, count = self.one("SELECT path, stage, moves FROM cases_case WHERE id = %s")
        stages = ["draft", *(row[3] for row in moves)]
        assert ([row[0] for row in moves], stages[-1]) == (list(range(1, count + 1)), stage)
        assert [row[2] for row in moves] == stages[:-1]
        assert {(path, *row[1:]) for row in moves} <= TABLE

    @invariant()
    def three_hands_are_three_people(self) -> None:
        found = run(
            "SELECT round, officer_id FROM cases_move WHERE case_id = %s AND hand IN ('accept', 'decide', 'produce')"
            " GROUP BY round, officer_id HAVING count(DISTINCT hand) > 1",
            self.case_id,
        )
        assert found == []

    @invariant()
    def what_was_approved_was_cleared(self) -> None:
        [last] = run("SELECT (SELECT command FROM cases_move WHERE case_id = %s ORDER BY number DESC LIMIT 1)", self.case_id)
        if last[0] in ("approve_case", "approve_at_counter") and not self.answered_since_decision():
            said = run(
                "SELECT f.list_id, (SELECT answer FROM cases_listanswer a WHERE (a.case_id, a.round, a.list_id) ="
                " (f.case_id, f.round, f.list_id) ORDER BY id DESC LIMIT 1) FROM cases_frozenlist f"
                " JOIN cases_case c ON c.id = f.case_id AND c.round = f.round WHERE f.case_id = %s",
                self.case_id,
            )
            assert {code for code, _ in said} == {"EXIT_BAR", "FILED_STAFF", "POPULATION", "WANTED"}
            assert {answer for _, answer in said} <= {kind.value for kind in CLEARING_ANSWERS}

    def answered_since_decision(self) -> bool:
        return bool(
            self.one(
                "SELECT EXISTS (SELECT FROM cases_listanswer a JOIN cases_case c ON c.id = a.case_id"
                " WHERE a.case_id = %s AND a.at >= c.moved_at"
                " AND a.answer NOT IN ('no_match', 'other_person', 'condition_met', 'agrees'))"
            )[0]
        )

    @invariant()
    def number_and_limits_belong_to_acceptance(self) -> None:
        number, stage, due, stopped = self.one(
            "SELECT receipt_number, stage, due_before, clock_stopped FROM cases_case WHERE id = %s"
        )
        accepted = self.one("SELECT count(*) FROM cases_move WHERE case_id = %s AND hand = 'accept'")[0]
        nearest = self.one(
            "SELECT min(l.due_before) FROM cases_caselimit l JOIN cases_case c ON c.id = l.case_id AND c.round = l.round"
            " WHERE l.case_id = %s AND l.met_at IS NULL"
        )[0]
        open_stops = self.one("SELECT count(*) FROM cases_clockstop WHERE case_id = %s AND last IS NULL")[0]
        assert (number is not None, due, stopped) == (accepted > 0, nearest, open_stops == 1)
        assert due is None or stage in ("accepted", "approved", "in_production")

    @invariant()
    def breaches_are_the_items_demanded_later(self) -> None:
        demanded = run(
            "SELECT n.ordinal, i.item_id FROM cases_noticeitem i JOIN cases_notice n ON n.id = i.notice_id WHERE n.case_id = %s",
            self.case_id,
        )
        first = {item for ordinal, item in demanded if ordinal == 1}
        recorded = run(
            "SELECT n.ordinal, b.item_id FROM cases_breach b JOIN cases_notice n ON n.id = b.notice_id WHERE n.case_id = %s",
            self.case_id,
        )
        assert sorted(recorded) == sorted((ordinal, item) for ordinal, item in demanded if ordinal > 1 and item not in first)

    @invariant()
    def refusals_have_letter_and_countersigner(self) -> None:
        found = run(
            "SELECT m.id FROM cases_move m WHERE m.case_id = %s AND m.to_stage = 'refused' AND (m.seconder_id IS NULL OR"
            " m.seconder_id = m.officer_id OR NOT EXISTS (SELECT FROM cases_letter l WHERE l.case_id = m.case_id"
            " AND l.kind = 'refusal'))",
            self.case_id,
        )
        assert found == []

    def one(self, statement: str) -> tuple[Any, ...]:
        return run(statement, self.case_id)[0]


def test_nothing_that_people_do_in_any_order_breaks_what_must_hold(staffed: Office) -> None:
    Walk.office, Walk.staff = staffed, staffed.everybody()

    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=16,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],  # making a failing walk shorter would take minutes on a database
        ),
    )
