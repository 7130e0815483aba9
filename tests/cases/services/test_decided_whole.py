"""A case is decided with its clock running and nothing left open beside it, whichever way the command goes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest

from mumian.cases.errors import ApprovalRefused, OrdinaryWay
from mumian.cases.models import Case, ClockStop, ExtensionProposal, RefusalProposal
from mumian.cases.rules.permission import CLOCK_STANDS, ORDINARY_WAY, REFUSAL_WAITS
from mumian.cases.services import (
    approve_at_counter,
    approve_case,
    approve_cases,
    approve_extension,
    countersign_refusal,
    pause_clock,
    propose_extension,
    propose_refusal,
    resume_clock,
    withdraw,
)
from mumian.cases.services.quick.attempting import ordinary_way
from mumian.cases.terms import COMMAND_NAMES, CaseId, Command, RefusalGround, StopGround
from mumian.foundation.words import Text
from tests.cases.attacks.test_plain_sql import on_record, step, value
from tests.factories import cases
from tests.factories.cases import AT, FACTS, HOUR, Office, on_duty
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

REASON = Text("您的证件不能证明身份。", "Your papers do not prove who you are.")
LATER = AT + HOUR
STANDS = CLOCK_STANDS.filled(command=COMMAND_NAMES[Command.APPROVE_CASE])
WAYS = [pytest.param(nullcontext, id="quick"), pytest.param(ordinary_way, id="ordinary")]
Way = Callable[[], AbstractContextManager[None]]


def stopped(of: Office, case_id: CaseId) -> CaseId:
    return pause_clock(case_id=case_id, ground=StopGround.HEARING, reason="听证", by=on_duty(of.approver), at=AT)


def refusal(of: Office, case_id: CaseId) -> CaseId:
    ground = RefusalGround.IDENTITY_NOT_PROVEN
    return propose_refusal(case_id=case_id, ground=ground, law="EEAL2012 art 12", reason=REASON, by=on_duty(of.approver2), at=AT)


def longer(of: Office, case_id: CaseId) -> CaseId:
    return propose_extension(case_id=case_id, by_days=1, reason=REASON, by=on_duty(of.approver2), at=AT)


def renewal(of: Office) -> CaseId:
    """One that the counter may approve; the quality sample may take one of a few."""
    for _ in range(20):
        case_id = cases.cleared(of, service="PP-RENEW", facts={**FACTS, "document.months_left": 3})
        if Case.objects.get(pk=case_id).counter_approval:
            return case_id
    raise AssertionError("The rulebook lets no counter approve.")


# ---- the clock


@pytest.mark.parametrize("way", WAYS)
def test_case_whose_clock_stands_still_is_not_approved(staffed: Office, way: Way) -> None:
    case_id = stopped(staffed, cases.cleared(staffed))

    with way(), pytest.raises(ApprovalRefused) as refusal:
        approve_case(case_id=case_id, by=on_duty(staffed.approver2), at=LATER)

    assert (refusal.value.sentence, cases.stage(case_id)) == (STANDS, "accepted")


def test_among_many_only_the_stopped_case_is_not_approved(staffed: Office) -> None:
    still, running = stopped(staffed, cases.cleared(staffed)), cases.cleared(staffed)

    answers = approve_cases(case_ids=[still, running], by=on_duty(staffed.approver2), at=LATER)

    assert [(one.case_id, one.refused) for one in answers] == [(still, STANDS), (running, None)]


def test_at_the_counter_a_stopped_clock_is_the_ordinary_way(staffed: Office) -> None:
    case_id = stopped(staffed, renewal(staffed))

    with pytest.raises(OrdinaryWay) as refusal:
        approve_at_counter(case_id=case_id, by=on_duty(staffed.second), at=LATER)

    assert (refusal.value.sentence, cases.stage(case_id)) == (ORDINARY_WAY, "accepted")


def test_refusal_is_not_signed_while_the_clock_stands_still(staffed: Office) -> None:
    case_id = stopped(staffed, refusal(staffed, cases.accepted(staffed)))

    with pytest.raises(ApprovalRefused) as refused_:
        countersign_refusal(case_id=case_id, by=on_duty(staffed.countersigner), at=LATER)

    assert (refused_.value.sentence, cases.stage(case_id)) == (
        CLOCK_STANDS.filled(command=COMMAND_NAMES[Command.REFUSE_CASE]),
        "accepted",
    )


def test_refusal_is_not_proposed_while_the_clock_stands_still(staffed: Office) -> None:
    case_id = stopped(staffed, cases.accepted(staffed))

    with pytest.raises(ApprovalRefused, match="stands still"):
        refusal(staffed, case_id)


def test_case_is_approved_when_its_clock_runs_again(staffed: Office) -> None:
    case_id = stopped(staffed, cases.cleared(staffed))
    resume_clock(case_id=case_id, by=on_duty(staffed.approver), at=LATER)

    approve_case(case_id=case_id, by=on_duty(staffed.approver2), at=LATER)

    assert cases.stage(case_id) == "approved"


def test_withdrawal_ends_the_stop(staffed: Office) -> None:
    case_id = stopped(staffed, cases.accepted(staffed))

    withdraw(case_id=case_id, by=on_duty(staffed.acceptor), at=LATER)

    assert (cases.stage(case_id), ClockStop.objects.filter(last=None).count()) == ("withdrawn", 0)


# ---- what is proposed


@pytest.mark.parametrize("way", WAYS)
def test_case_is_not_approved_while_its_refusal_waits(staffed: Office, way: Way) -> None:
    case_id = refusal(staffed, cases.cleared(staffed))

    with way(), pytest.raises(ApprovalRefused) as refused_:
        approve_case(case_id=case_id, by=on_duty(staffed.approver), at=LATER)

    assert (refused_.value.sentence, cases.stage(case_id)) == (REFUSAL_WAITS, "accepted")


def test_among_many_only_the_case_with_a_refusal_waits(staffed: Office) -> None:
    waiting, other = refusal(staffed, cases.cleared(staffed)), cases.cleared(staffed)

    answers = approve_cases(case_ids=[waiting, other], by=on_duty(staffed.approver), at=LATER)

    assert [(one.case_id, one.refused) for one in answers] == [(waiting, REFUSAL_WAITS), (other, None)]


def test_at_the_counter_a_proposed_refusal_is_the_ordinary_way(staffed: Office) -> None:
    case_id = refusal(staffed, renewal(staffed))

    with pytest.raises(OrdinaryWay) as refused_:
        approve_at_counter(case_id=case_id, by=on_duty(staffed.second), at=LATER)

    assert refused_.value.sentence == ORDINARY_WAY


@pytest.mark.parametrize("way", WAYS)
def test_proposed_extension_ends_with_the_approval(staffed: Office, way: Way) -> None:
    case_id = longer(staffed, cases.cleared(staffed))

    with way():
        approve_case(case_id=case_id, by=on_duty(staffed.approver), at=LATER)

    ended = ExtensionProposal.objects.get()
    assert (ended.ended_at, ended.ended_by, ended.approved) == (LATER, "approve_case", None)


def test_extension_that_ended_is_not_approved_any_more(staffed: Office) -> None:
    case_id = longer(staffed, cases.cleared(staffed))
    approve_cases(case_ids=[case_id], by=on_duty(staffed.approver), at=LATER)

    with pytest.raises(ApprovalRefused, match="nothing waits"):
        approve_extension(case_id=case_id, by=on_duty(staffed.leader), at=LATER)


def test_withdrawal_ends_what_is_proposed(staffed: Office) -> None:
    case_id = longer(staffed, refusal(staffed, cases.accepted(staffed)))

    withdraw(case_id=case_id, by=on_duty(staffed.acceptor), at=LATER)

    ended = [(RefusalProposal.objects.get().ended_by), (ExtensionProposal.objects.get().ended_by)]
    assert ended == ["withdraw", "withdraw"]


def test_signed_refusal_ends_the_proposed_extension(staffed: Office) -> None:
    case_id = longer(staffed, refusal(staffed, cases.accepted(staffed)))

    countersign_refusal(case_id=case_id, by=on_duty(staffed.countersigner), at=LATER)

    assert (RefusalProposal.objects.get().approved, ExtensionProposal.objects.get().ended_by) == (True, "refuse_case")


# ---- the same with plain SQL


@pytest.mark.parametrize("name", ["approve", "counter"])
def test_sql_approves_no_case_whose_clock_stands_still(staffed: Office, name: str) -> None:
    case_id = stopped(staffed, renewal(staffed))
    officer = staffed.approver if name == "approve" else staffed.second
    on_record(case_id, STEP_ACTS[name], officer)

    with refused("the_clock_runs_when_a_case_is_decided"):
        step(case_id, name, officer)


STEP_ACTS = {"approve": "approve_case", "counter": "approve_at_counter"}


@pytest.mark.parametrize("name", ["approve", "counter"])
def test_sql_approves_no_case_whose_refusal_waits(staffed: Office, name: str) -> None:
    case_id = refusal(staffed, renewal(staffed))
    officer = staffed.approver if name == "approve" else staffed.second
    on_record(case_id, STEP_ACTS[name], officer)

    with refused("no_case_is_approved_while_its_refusal_is_proposed"):
        step(case_id, name, officer)


STOP = (
    "INSERT INTO cases_clockstop (case_id, round, ground, reason, first, stopped_by_id, stopped_at)"
    " VALUES (%s, 1, 'hearing', 'x', %s, %s, %s)"
)


def test_sql_stops_no_clock_of_a_decided_case(staffed: Office) -> None:
    case_id = cases.approved(staffed)

    with refused("the_clock_stops_only_while_a_case_is_decided"):
        run(STOP, case_id, AT.date(), staffed.approver.officer_id, AT)


def test_sql_opens_no_stop_again(staffed: Office) -> None:
    case_id = stopped(staffed, cases.cleared(staffed))
    resume_clock(case_id=case_id, by=on_duty(staffed.approver), at=LATER)

    with refused("a_stop_that_has_ended_stays_ended"):
        run("UPDATE cases_clockstop SET last = NULL, resumed_at = NULL, resumed_by_id = NULL")


def test_sql_proposes_nothing_for_a_decided_case(staffed: Office) -> None:
    case_id = cases.approved(staffed)

    with refused("a_proposal_is_of_an_accepted_case"):
        run(
            "INSERT INTO cases_extensionproposal (case_id, round, by_days, reason_zh, reason_en, proposed_by_id, proposed_at,"
            " remark, ended_by) VALUES (%s, 1, 1, 'x', 'x', %s, %s, '', '')",
            case_id,
            staffed.approver.officer_id,
            AT,
        )


@pytest.mark.parametrize("kind", ["refusal", "extension"])
def test_sql_ends_no_proposal_by_hand(staffed: Office, kind: str) -> None:
    case_id = longer(staffed, refusal(staffed, cases.accepted(staffed)))

    with refused("permission denied"):
        run(f"UPDATE cases_{kind}proposal SET ended_at = now(), ended_by = 'x' WHERE case_id = %s", case_id)  # noqa: S608  # above


def test_sql_begins_no_proposal_that_has_ended(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with refused("a_proposal_begins_open"):
        run(
            "INSERT INTO cases_extensionproposal (case_id, round, by_days, reason_zh, reason_en, proposed_by_id, proposed_at,"
            " remark, ended_by, ended_at) VALUES (%s, 1, 1, 'x', 'x', %s, %s, '', 'withdraw', now())",
            case_id,
            staffed.approver.officer_id,
            AT,
        )


def test_sql_decides_no_extension_that_has_ended(staffed: Office) -> None:
    case_id = longer(staffed, cases.cleared(staffed))
    approve_case(case_id=case_id, by=on_duty(staffed.approver), at=LATER)

    with refused("a_proposed_extension_ends_by_a_move_or_is_decided"):
        run(
            "UPDATE cases_extensionproposal SET approved = true, decided_by_id = %s, decided_at = %s",
            staffed.leader.officer_id,
            AT,
        )
    assert value("SELECT count(*) FROM cases_extensionproposal WHERE decided_at IS NULL") == 1
