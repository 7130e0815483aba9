"""The quick way and the ordinary way of a command are one: the same commands by both end in equal tables and equal sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mumian.audit.services import open_session
from mumian.audit.terms import Acting, Actor, ActorKind
from mumian.cases import services
from mumian.cases.rules.permission import ORDINARY_WAY
from mumian.cases.services.quick import attempting
from mumian.cases.services.quick.attempting import ordinary_way
from mumian.cases.terms import AcceptanceRule, CaseId, Declared
from mumian.foundation.errors import Refusal
from mumian.foundation.identifiers.codes import codes_drawn_by
from mumian.offices.queries import OfficerSheet
from tests.factories import cases
from tests.factories.cases import AT, FACTS, HALL, Office, needed
from tests.factories.people import ADULT_NUMBER
from tests.factories.sql import run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Act = Callable[[CaseId, services.Mover, Any, str], object]

COMMANDS: dict[str, Act] = {
    "submit": lambda case_id, by, at, key: services.submit_application(
        case_id=case_id, facts={"applicant.data_changed": True}, declared={Declared.STATE_STAFF: False}, by=by, at=at, key=key
    ),
    "take_in": lambda case_id, by, at, key: services.take_in_materials(
        case_id=case_id, materials=needed(case_id, at=at), by=by, at=at, key=key
    ),
    "accept": lambda case_id, by, at, key: services.accept_application(
        case_id=case_id, hall=HALL, identity_checked=True, by=by, at=at, key=key
    ),
    "approve": lambda case_id, by, at, key: services.approve_case(case_id=case_id, by=by, at=at, key=key),
    "start": lambda case_id, by, at, key: services.start_production(case_id=case_id, by=by, at=at, key=key),
    "pass": lambda case_id, by, at, key: services.pass_quality(case_id=case_id, by=by, at=at, key=key),
    "fail": lambda case_id, by, at, key: services.fail_quality(case_id=case_id, cause="printing", by=by, at=at, key=key),
    "hand_out": lambda case_id, by, at, key: services.hand_out_document(
        case_id=case_id, identity_checked=True, by=by, at=at, key=key
    ),
    "hand_out_unchecked": lambda case_id, by, at, key: services.hand_out_document(
        case_id=case_id, identity_checked=False, by=by, at=at, key=key
    ),
}
ON_THE_WAY = ("submit", "take_in", "accept", "approve", "start", "pass", "hand_out")
WHOSE = {"submit": 0, "take_in": 0, "accept": 0, "approve": 2, "start": 4, "pass": 5, "hand_out": 6}
TABLES = {
    "cases_case": "id",
    "cases_move": "number",
    "cases_caselimit": "kind",
    "cases_stageshare": "stage",
    "cases_frozenlist": "list_id",
    "cases_handedin": "material_id",
    "cases_declaration": "subject",
}
QUICK = [
    "cases.open_draft",
    "cases.submit_application",
    "cases.take_in_materials",
    "cases.accept_application",
    "cases.approve_case",
    "cases.start_production",
    "cases.pass_quality",
    "cases.hand_out_document",
]
CHANCE = {"id", "draft_code", "receipt_number", "folder_barcode", "counter_approval"}
"""What is drawn anew each time; whether the quality sample takes a case hangs on its receipt number."""

Step = tuple[str, int | None, int, str]
step = st.tuples(
    st.sampled_from([*COMMANDS]),
    st.one_of(st.none(), st.none(), st.integers(0, 11)),
    st.integers(0, 30),
    st.sampled_from(["", "a", "b"]),
)


def walked(of: Office, steps: list[Step], service: str, path: AbstractContextManager[None]) -> tuple[list[str], dict[str, Any]]:
    """What was answered to each command, and what stands in the tables in the end; then all is undone."""
    staff: tuple[OfficerSheet, ...] = of.everybody()[:12]
    with rolled_back(), path:
        sessions = {officer.badge_number: signed_in(officer) for officer in staff}
        at, answers = AT, []
        case_id = services.open_draft(
            service=service,
            channel="counter",
            applicant=of.applicant,
            applied_with=ADULT_NUMBER.value,
            facts={**FACTS, "document.months_left": 3},
            by=services.by_officer(staff[0], sessions[staff[0].badge_number]),
            at=at,
            key="opened",
        )
        for name, somebody, hours, key in steps:
            at += timedelta(hours=hours)
            officer = staff[WHOSE.get(name, 5) if somebody is None else somebody]
            by = services.by_officer(officer, sessions[officer.badge_number])
            try:
                with transaction.atomic():
                    COMMANDS[name](case_id, by, at, key)
                answers.append("done")
                if name == "accept":
                    cases.clear(of, case_id, at=at)
            except Refusal as refusal:
                answers.append(refusal.sentence.en)
        return answers, seen(case_id)


def signed_in(officer: OfficerSheet) -> Acting:
    """A session whose token is the same both times."""
    actor = Actor(ActorKind.OFFICER, officer.badge_number, "")
    until = AT + timedelta(days=300)
    return open_session(actor=actor, token=officer.badge_number * 8, place="H01-W01", at=AT, expires_at=until)


def seen(case_id: CaseId) -> dict[str, Any]:
    """Every row of the case, of audit, of the outbox and of the command table, without what chance has drawn."""
    found: dict[str, Any] = {
        table: [
            row
            for (row,) in run(
                f"SELECT to_jsonb(one)::text FROM {table} one WHERE {key(table)} = %s ORDER BY {order}",  # noqa: S608  # names above
                case_id,
            )
        ]
        for table, order in TABLES.items()
    }
    found["audit"] = run(
        "SELECT position, act, actor_id, at, detail::text FROM audit_act WHERE thing = %s ORDER BY position", f"case:{case_id}"
    )
    found["events"] = run(
        "SELECT topic, (payload - 'case_id')::text, occurred_at FROM outbox_event WHERE key = %s ORDER BY id", f"case:{case_id}"
    )
    found["commands"] = run("SELECT actor, key, command, asked_at FROM command WHERE answer = to_jsonb(%s) ORDER BY key", case_id)
    for table in TABLES:
        found[table] = [without_chance(json.loads(row)) for row in found[table]]
    return found


def key(table: str) -> str:
    return "id" if table == "cases_case" else "case_id"


def without_chance(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value is None if name in CHANCE else value for name, value in row.items() if name != "case_id"}


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@given(
    far=st.integers(0, 7),
    steps=st.lists(step, max_size=8),
    service=st.sampled_from(["PP-NEW", "PP-RENEW", "DC-LOSS"]),
)
@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_same_commands_by_both_ways_end_the_same(staffed: Office, far: int, steps: list[Step], service: str) -> None:
    begun: list[Step] = [(name, None, 1, "") for name in ON_THE_WAY[:far]]

    assert walked(staffed, begun + steps, service, nullcontext()) == walked(staffed, begun + steps, service, ordinary_way())


def test_a_life_goes_the_quick_way_from_door_to_door(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[str, bool]] = []

    def watching(way: Callable[..., CaseId | None], command: str, kwargs: dict[str, Any]) -> CaseId | None:
        done = inside(way, command, kwargs)
        tried.append((command, done is not None))
        return done

    inside = attempting._tried
    monkeypatch.setattr(attempting, "_tried", watching)
    connection.ensure_connection()

    walked(staffed, [(name, None, 1, name) for name in ON_THE_WAY], "PP-NEW", nullcontext())

    assert [done for _, done in tried] == [True] * len(tried)
    assert [command for command, _ in tried] == QUICK


@pytest.mark.parametrize("service", ["PP-NEW", "PP-RENEW"])
def test_a_set_ends_as_each_case_alone(staffed: Office, service: str) -> None:
    facts: dict[str, Any] = {**FACTS, "document.months_left": 3}

    def approved(approve: Callable[[list[CaseId]], object], path: AbstractContextManager[None]) -> list[dict[str, Any]]:
        with rolled_back(), path:
            ids = [cases.cleared(staffed, service=service, facts=facts), cases.cleared(staffed, service=service, facts=facts)]
            approve(ids)
            return [seen(case_id) for case_id in ids]

    by, at = cases.on_duty(staffed.approver), AT + timedelta(hours=1)

    together = approved(lambda ids: services.approve_cases(case_ids=ids, by=by, at=at), nullcontext())
    alone = approved(lambda ids: [services.approve_case(case_id=case_id, by=by, at=at) for case_id in ids], ordinary_way())
    assert together == alone
    assert [row["stage"] for one in together for row in one["cases_case"]] == ["approved", "approved"]


def test_documents_begun_as_a_set_end_as_each_alone(staffed: Office) -> None:
    def begun(begin: Callable[[list[CaseId]], object], path: AbstractContextManager[None]) -> list[dict[str, Any]]:
        with rolled_back(), path:
            ids = [cases.approved(staffed), cases.approved(staffed)]
            begin(ids)
            return [seen(case_id) for case_id in ids]

    by, at = cases.on_duty(staffed.producer), AT + timedelta(hours=1)

    together = begun(lambda ids: services.start_productions(case_ids=ids, by=by, at=at), nullcontext())
    alone = begun(lambda ids: [services.start_production(case_id=case_id, by=by, at=at) for case_id in ids], ordinary_way())
    assert together == alone


def test_a_set_approved_at_the_counter_ends_as_each_alone(staffed: Office) -> None:
    facts: dict[str, Any] = {**FACTS, "document.months_left": 3}

    def approved(approve: Callable[[list[CaseId]], list[str]], path: AbstractContextManager[None]) -> Any:
        with rolled_back(), path, codes_drawn_by(Random(7).randrange):  # noqa: S311  # receipt numbers that the sample leaves alone
            ids = [cases.cleared(staffed, service="PP-RENEW", facts=facts) for _ in range(2)]
            ids += [cases.cleared(staffed), cases.accepted(staffed, service="PP-RENEW", facts=facts)]
            return approve(ids), [seen(case_id) for case_id in ids]

    by, at = cases.on_duty(staffed.second), AT + timedelta(hours=1)

    def in_a_set(ids: list[CaseId]) -> list[str]:
        answers = services.approve_cases_at_counter(case_ids=ids, by=by, at=at)
        return [one.refused.en if one.refused else "" for one in answers]

    def each(ids: list[CaseId]) -> list[str]:
        said = []
        for case_id in ids:
            try:
                services.approve_at_counter(case_id=case_id, by=by, at=at)
                said.append("")
            except Refusal as refusal:
                said.append(refusal.sentence.en)
        return said

    together = approved(in_a_set, nullcontext())

    assert together == approved(each, ordinary_way()) == approved(each, nullcontext())
    assert together[0] == ["", "", ORDINARY_WAY.en, ORDINARY_WAY.en]


def test_a_machine_accepts_the_same_by_both_ways(staffed: Office) -> None:
    rule, department = AcceptanceRule.KIOSK_COMPLETE_APPLICATION, staffed.acceptor.duties[0].department_id

    def accepted(path: AbstractContextManager[None]) -> dict[str, Any]:
        with rolled_back(), path, codes_drawn_by(Random(7).randrange):  # noqa: S311  # the same numbers both times
            machine = services.by_rule(rule, department_id=department, place="K01", at=AT)
            return seen(cases.accepted(staffed, service="PP-RENEW", facts={**FACTS, "document.months_left": 3}, by=machine))

    quick = accepted(nullcontext())

    assert quick == accepted(ordinary_way())
    assert [(row["mover"], row["rule"]) for row in quick["cases_move"]][-1] == ("rule", rule.value)
