"""What takes two people: a refusal and its countersignature, a longer limit and a leader's approval."""

from __future__ import annotations

import pytest

from mumian.audit.models import Act
from mumian.cases.errors import ApprovalRefused, StepRefused
from mumian.cases.models import Case, CaseLimit, ExtensionProposal, Letter, Move, RefusalProposal
from mumian.cases.services import (
    approve_case,
    approve_extension,
    countersign_refusal,
    propose_extension,
    propose_refusal,
    send_back_extension,
    send_back_refusal,
)
from mumian.cases.services.notices import write_letter
from mumian.cases.terms import CaseId, LetterKind, RefusalGround, case_key
from mumian.foundation.words import Text
from mumian.offices.models import Posting
from mumian.offices.queries import OfficerSheet
from tests.factories import cases
from tests.factories.cases import AT, HOUR, Office, on_duty
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

REASON = Text("您的证件不能证明身份。", "Your papers do not prove who you are.")
LAW = "EEAL2012 art 12"


def propose(case_id: CaseId, officer: OfficerSheet, *, law: str = LAW, reason: Text = REASON) -> None:
    propose_refusal(case_id=case_id, ground=RefusalGround.IDENTITY_NOT_PROVEN, law=law, reason=reason, by=on_duty(officer), at=AT)


@pytest.fixture
def proposed(staffed: Office) -> CaseId:
    """An accepted case that the approval officer proposes to refuse."""
    case_id = cases.accepted(staffed)
    propose(case_id, staffed.approver)
    return case_id


@pytest.fixture
def longer(staffed: Office) -> CaseId:
    """An accepted case whose limit the approval officer proposes to extend by one day."""
    case_id = cases.accepted(staffed)
    propose_extension(case_id=case_id, by_days=1, reason=REASON, by=on_duty(staffed.approver), at=AT)
    return case_id


# ---- a refusal


def test_proposed_refusal_refuses_nothing_yet(proposed: CaseId) -> None:
    assert (cases.stage(proposed), Letter.objects.count()) == ("accepted", 0)


def test_signed_refusal_has_both_names_and_each_acted_in_his_own_session(staffed: Office, proposed: CaseId) -> None:
    countersign_refusal(case_id=proposed, by=on_duty(staffed.countersigner), at=AT + HOUR)

    move = Move.objects.get(command="refuse_case")
    acts = Act.objects.filter(thing=case_key(proposed), act__contains="refus").order_by("pk").values_list("act", "actor_id")
    assert (move.officer_id, move.seconder_id) == (staffed.approver.officer_id, staffed.countersigner.officer_id)
    assert list(acts) == [("refusal_proposed", "200003"), ("refuse_case", "200004")]


def test_refusal_sent_back_stays_on_record_and_the_case_can_be_approved(staffed: Office) -> None:
    case_id = cases.cleared(staffed)
    propose(case_id, staffed.approver)

    send_back_refusal(case_id=case_id, remark="材料齐全", by=on_duty(staffed.countersigner), at=AT)
    approve_case(case_id=case_id, by=on_duty(staffed.approver), at=AT)

    kept = RefusalProposal.objects.get()
    assert (kept.approved, kept.remark, cases.stage(case_id)) == (False, "材料齐全", "approved")


def test_after_sending_back_another_refusal_can_be_proposed(staffed: Office, proposed: CaseId) -> None:
    send_back_refusal(case_id=proposed, remark="法条有误", by=on_duty(staffed.countersigner), at=AT)

    propose(proposed, staffed.approver)

    assert RefusalProposal.objects.filter(decided_at=None).count() == 1


@pytest.mark.parametrize("who", ["approver", "approver2", "acceptor", "leader", "supervisor"])
def test_nobody_but_a_countersigner_signs(staffed: Office, proposed: CaseId, who: str) -> None:
    with pytest.raises(ApprovalRefused, match="countersigner"):
        countersign_refusal(case_id=proposed, by=on_duty(getattr(staffed, who)), at=AT)


@pytest.mark.parametrize("who", ["acceptor", "countersigner", "leader", "producer"])
def test_nobody_but_an_approval_officer_proposes(staffed: Office, who: str) -> None:
    case_id = cases.accepted(staffed)

    with pytest.raises(ApprovalRefused):
        propose(case_id, getattr(staffed, who))


@pytest.mark.parametrize(("law", "reason"), [(" ", REASON), (LAW, Text("", "x")), (LAW, Text("否", " "))])
def test_refusal_without_law_or_reason_is_not_proposed(staffed: Office, law: str, reason: Text) -> None:
    case_id = cases.accepted(staffed)

    with pytest.raises(ApprovalRefused, match="missing"):
        propose(case_id, staffed.approver, law=law, reason=reason)


def test_refusal_is_proposed_once_at_a_time(staffed: Office, proposed: CaseId) -> None:
    with pytest.raises(ApprovalRefused, match="second person"):
        propose(proposed, staffed.approver2)


def test_nothing_is_signed_where_nothing_waits(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with pytest.raises(ApprovalRefused, match="nothing waits"):
        countersign_refusal(case_id=case_id, by=on_duty(staffed.countersigner), at=AT)


def test_refusal_of_who_left_approval_is_not_signed(staffed: Office, proposed: CaseId) -> None:
    Posting.objects.filter(officer_id=staffed.approver.officer_id).update(valid_to="2026-11-19")

    with pytest.raises(ApprovalRefused, match="holds no post"):
        countersign_refusal(case_id=proposed, by=on_duty(staffed.countersigner), at=AT)


def test_refusal_is_not_sent_back_without_a_remark(staffed: Office, proposed: CaseId) -> None:
    with pytest.raises(ApprovalRefused, match="remark"):
        send_back_refusal(case_id=proposed, remark=" ", by=on_duty(staffed.countersigner), at=AT)


# ---- a longer limit


def test_proposed_extension_extends_nothing_yet(longer: CaseId) -> None:
    assert CaseLimit.objects.get(case_id=longer, kind="statutory").extended_by == 0


@pytest.mark.parametrize("who", ["approver2", "countersigner", "supervisor"])
def test_nobody_but_a_leader_approves_an_extension(staffed: Office, longer: CaseId, who: str) -> None:
    with pytest.raises(StepRefused, match="leader"):
        approve_extension(case_id=longer, by=on_duty(getattr(staffed, who)), at=AT)


def test_leader_approves_in_his_own_session(staffed: Office, longer: CaseId) -> None:
    approve_extension(case_id=longer, by=on_duty(staffed.leader), at=AT)

    acts = Act.objects.filter(thing=case_key(longer), act="limit_extended").values_list("actor_id", flat=True)
    assert (list(acts), CaseLimit.objects.get(case_id=longer, kind="statutory").extended_by) == (["200009"], 1)


def test_extension_sent_back_leaves_the_limit(staffed: Office, longer: CaseId) -> None:
    send_back_extension(case_id=longer, remark="按期办结", by=on_duty(staffed.leader), at=AT)

    assert (ExtensionProposal.objects.get().approved, CaseLimit.objects.get(case_id=longer, kind="statutory").extended_by) == (
        False,
        0,
    )


# ---- the same with plain SQL

SIGN = "UPDATE cases_refusalproposal SET approved = true, decided_by_id = %s, decided_at = %s"


@pytest.mark.parametrize("who", ["approver2", "leader", "acceptor"])
def test_sql_signs_only_as_a_countersigner(staffed: Office, proposed: CaseId, who: str) -> None:
    with refused("a_refusal_is_signed_by_a_countersigner"):
        run(SIGN, getattr(staffed, who).officer_id, AT)


def test_sql_does_not_let_the_proposer_sign(staffed: Office, proposed: CaseId) -> None:
    Posting.objects.filter(officer_id=staffed.countersigner.officer_id).update(officer_id=staffed.approver.officer_id)

    with refused("nobody_countersigns_his_own_proposal"):
        run(SIGN, staffed.approver.officer_id, AT)


def test_sql_decides_once(staffed: Office, proposed: CaseId) -> None:
    run(SIGN, staffed.countersigner.officer_id, AT)

    with refused("a_request_is_decided_once"):
        run(SIGN, staffed.countersigner.officer_id, AT)


def test_sql_does_not_send_back_without_a_remark(staffed: Office, proposed: CaseId) -> None:
    with refused("a_refusal_is_sent_back_with_a_remark"):
        run(SIGN.replace("true", "false"), staffed.countersigner.officer_id, AT)


REFUSE = (
    "INSERT INTO cases_move (case_id, number, round, command, from_stage, to_stage, hand, mover, officer_id, department_id,"
    " seconder_id, seconder_department_id, rule, proof, reason, at)"
    " SELECT id, 0, 0, 'refuse_case', 'accepted', 'refused', '', 'officer', %s, %s, %s, %s, '', '', 'x', %s FROM cases_case"
)


def _hands(of: Office) -> list[object]:
    first, second = of.approver, of.countersigner
    return [first.officer_id, first.duties[0].department_id, second.officer_id, second.duties[0].department_id, AT]


def test_sql_refuses_no_case_that_the_second_did_not_sign(staffed: Office, proposed: CaseId) -> None:
    by, ground = on_duty(staffed.approver), RefusalGround.NOT_ELIGIBLE
    write_letter(Case.objects.get(pk=proposed), LetterKind.REFUSAL, ground=ground, law=LAW, reason=REASON, by=by, at=AT)

    with refused("a_refusal_was_countersigned_by_the_second_himself"):
        run(REFUSE, *_hands(staffed))


def test_sql_extends_no_limit_that_a_leader_did_not_approve(staffed: Office, longer: CaseId) -> None:
    with refused("a_limit_grows_only_as_a_leader_approved"):
        run("UPDATE cases_caselimit SET extended_by = 1 WHERE kind = 'statutory'")


def test_sql_approves_an_extension_only_as_a_leader(staffed: Office, longer: CaseId) -> None:
    with refused("an_extension_is_approved_by_a_leader"):
        run(
            "UPDATE cases_extensionproposal SET approved = true, decided_by_id = %s, decided_at = %s",
            staffed.countersigner.officer_id,
            AT,
        )


def test_sql_proposes_only_as_an_approval_officer(staffed: Office) -> None:
    cases.accepted(staffed)

    with refused("an_approval_officer_proposes"):
        run(
            "INSERT INTO cases_refusalproposal (case_id, round, ground, law, reason_zh, reason_en, proposed_by_id, proposed_at,"
            " remark) SELECT id, 1, 'not_eligible', 'x', 'x', 'x', %s, %s, '' FROM cases_case",
            staffed.acceptor.officer_id,
            AT,
        )


@pytest.mark.parametrize("column", ["reason_zh", "law", "proposed_by_id", "ground", "case_id"])
def test_sql_changes_nothing_that_was_proposed(proposed: CaseId, column: str) -> None:
    with refused("permission denied"):
        run(f"UPDATE cases_refusalproposal SET {column} = {column}")  # noqa: S608  # columns named above
