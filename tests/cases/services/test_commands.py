"""The commands of the office, one by one, with what stands in their way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from mumian.cases.errors import ApplicationRefusedAtTheDoor, ApprovalRefused, CaseUnknown, OrdinaryWay, StepRefused
from mumian.cases.models import Breach, Case, CaseLimit, FrozenList, Letter, Move, Notice
from mumian.cases.rules.permission import ORDINARY_WAY
from mumian.cases.rules.remedies import APPEAL
from mumian.cases.services import (
    accept_application,
    answer_consent,
    answer_notice,
    approve_at_counter,
    approve_case,
    archive,
    by_courier,
    by_rule,
    decline_acceptance,
    issue_material_notice,
    lapse_notice,
    notices_to_lapse,
    open_draft,
    pass_quality,
    pause_clock,
    propose_extension,
    record_delivery,
    record_list_answer,
    recount_due_days,
    reopen_for_error,
    request_consent,
    resume_clock,
    scan_folder,
    sockets,
    spoil_document,
    start_production,
    submit_application,
    withdraw,
)
from mumian.cases.terms import AcceptanceRule, CaseId, Declared, ListAnswerKind, RefusalGround, StopGround
from mumian.foundation.commands import KeyUsedForAnotherRequest
from mumian.foundation.identifiers.codes import LETTERS
from mumian.foundation.words import Text
from tests.factories import cases
from tests.factories.cases import AT, FACTS, HALL, Office, by_somebody, on_duty
from tests.factories.people import ADULT_NUMBER

pytestmark = [pytest.mark.django_db, pytest.mark.core]

REASON = Text("材料与事实不符", "the papers do not agree with the facts")
LATER = AT + timedelta(days=3)


def case(case_id: CaseId) -> Case:
    return Case.objects.get(pk=case_id)


# ---- from draft to acceptance


def test_draft_is_refused_on_a_day_on_which_the_service_is_not_offered(staffed: Office) -> None:
    with pytest.raises(ApplicationRefusedAtTheDoor):
        cases.opened(staffed, service="HM-CARD", at=datetime(2004, 6, 1, 2, 0, tzinfo=UTC))


def test_draft_is_refused_in_a_channel_that_is_closed(staffed: Office) -> None:
    with pytest.raises(ApplicationRefusedAtTheDoor):
        cases.opened(staffed, channel="phone")


def test_acceptance_gives_receipt_number_limits_and_the_lists_of_the_rulebook(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    found = case(case_id)
    lists = set(FrozenList.objects.filter(case=found).values_list("list_id", flat=True))
    limits = dict(CaseLimit.objects.filter(case=found).values_list("kind", "due_on"))
    assert LETTERS.parse(found.receipt_number or "") == found.receipt_number
    assert lists == {"FILED_STAFF", "EXIT_BAR", "WANTED", "POPULATION"}
    assert limits == {"promised": date(2026, 12, 1), "statutory": date(2026, 12, 7)}
    assert (found.due_on, found.fee, found.applied_with) == (date(2026, 12, 1), 120, ADULT_NUMBER.value[-4:])


def test_nothing_is_accepted_while_materials_are_missing(staffed: Office) -> None:
    case_id = cases.opened(staffed)
    submit_application(case_id=case_id, by=by_somebody(), at=AT)

    with pytest.raises(ApplicationRefusedAtTheDoor, match="materials are missing"):
        accept_application(case_id=case_id, hall=HALL, identity_checked=True, by=on_duty(staffed.acceptor), at=AT)


def test_nothing_is_accepted_while_the_fee_is_open(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unpaid:
        def unpaid(self, *, case: str, amount: int) -> int:
            return amount

    monkeypatch.setattr(sockets, "fees", Unpaid())
    case_id = cases.submitted(staffed)

    with pytest.raises(ApplicationRefusedAtTheDoor, match="fee of 120 yuan"):
        accept_application(case_id=case_id, hall=HALL, identity_checked=True, by=on_duty(staffed.acceptor), at=AT)


def test_clearance_is_asked_for_exactly_the_frozen_lists(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int, tuple[str, ...]]] = []

    class Asked:
        def ask(self, *, case: str, person: int, lists: tuple[str, ...], at: datetime) -> None:
            asked.append((case, person, lists))

        def end(self, *, case: str, at: datetime) -> None:
            raise AssertionError(case)

    monkeypatch.setattr(sockets, "clearing", Asked())

    case_id = cases.accepted(staffed)

    assert asked == [(f"case:{case_id}", staffed.applicant, ("EXIT_BAR", "FILED_STAFF", "POPULATION", "WANTED"))]


def test_kiosk_accepts_by_its_rule_with_the_same_guards(staffed: Office) -> None:
    rule = by_rule(AcceptanceRule.KIOSK_COMPLETE_APPLICATION, department_id=staffed.acceptor.duties[0].department_id, at=AT)

    case_id = cases.accepted(staffed, by=rule)

    move = Move.objects.get(case_id=case_id, hand="accept")
    assert (move.officer_id, move.rule, move.department_id) == (None, rule.rule, rule.department_id)


def test_first_officer_asked_stays_the_contact(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    accept_application(case_id=case_id, hall=HALL, identity_checked=True, by=on_duty(staffed.acceptor2), at=AT)

    assert case(case_id).contact_officer_id == staffed.acceptor.officer_id


# ---- notices


def test_notice_is_answered_and_the_case_goes_on(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    issue_material_notice(case_id=case_id, items=["A08", "A01", "A08"], by=on_duty(staffed.acceptor), at=AT)

    answer_notice(case_id=case_id, by=by_somebody(at=LATER), at=LATER)

    notice = Notice.objects.get(case_id=case_id)
    items = sorted(item.item_id for item in notice.items.all())
    assert (items, notice.answered_at, cases.stage(case_id)) == (["A01", "A08"], LATER, "submitted")


@pytest.mark.parametrize("items", [[], ["Z99"]])
def test_notice_names_items_of_the_rulebook(items: list[str], staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    with pytest.raises(StepRefused, match="No notice was issued"):
        issue_material_notice(case_id=case_id, items=items, by=on_duty(staffed.acceptor), at=AT)


def test_demand_that_stood_on_the_notice_is_no_breach(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    for items in (["A01", "A08"], ["A01"]):
        issue_material_notice(case_id=case_id, items=items, by=on_duty(staffed.acceptor), at=AT)
        answer_notice(case_id=case_id, by=by_somebody(), at=AT)

    assert Breach.objects.count() == 0


def test_notice_lapses_after_its_last_day_and_not_before(staffed: Office) -> None:
    case_id = cases.submitted(staffed)
    issue_material_notice(case_id=case_id, items=["A01"], by=on_duty(staffed.acceptor), at=AT)
    with pytest.raises(StepRefused, match="has not lapsed"):
        lapse_notice(case_id=case_id, at=AT + timedelta(days=30))
    assert notices_to_lapse(on=date(2026, 12, 21)) == (case_id,)

    lapse_notice(case_id=case_id, at=AT + timedelta(days=31))

    assert cases.stage(case_id) == "withdrawn"


def test_declining_sends_a_letter_with_ground_and_remedy(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    decline_acceptance(
        case_id=case_id,
        ground=RefusalGround.NOT_COMPETENT,
        law="ALL2003 art 32",
        reason=REASON,
        by=on_duty(staffed.acceptor),
        at=AT,
    )

    letter = Letter.objects.get(case_id=case_id)
    remedy = APPEAL.filled(months=6)
    assert (letter.kind, letter.ground, letter.remedy_zh, letter.remedy_en) == ("decline", "not_competent", remedy.zh, remedy.en)


# ---- decisions


def test_match_must_be_resolved_before_approval(staffed: Office) -> None:
    case_id = cases.cleared(staffed)
    record_list_answer(case_id=case_id, code="WANTED", answer=ListAnswerKind.OPEN_MATCH, by=on_duty(staffed.approver), at=AT)
    with pytest.raises(ApprovalRefused, match="Wanted persons"):
        approve_case(case_id=case_id, by=on_duty(staffed.approver), at=AT)

    record_list_answer(
        case_id=case_id,
        code="WANTED",
        answer=ListAnswerKind.OTHER_PERSON,
        by=on_duty(staffed.approver),
        seconder=staffed.countersigner,
        reason="号码不同",
        at=AT,
    )

    approve_case(case_id=case_id, by=on_duty(staffed.approver), at=AT)
    assert cases.stage(case_id) == "approved"


def test_list_that_the_case_does_not_have_is_refused_by_name(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with pytest.raises(StepRefused, match="HKMO_VIOLATION"):
        record_list_answer(
            case_id=case_id, code="HKMO_VIOLATION", answer=ListAnswerKind.NO_MATCH, by=on_duty(staffed.approver), at=AT
        )


def test_a_decision_meets_the_limit_of_the_law_and_the_promise_remains(staffed: Office) -> None:
    case_id = cases.approved(staffed)

    met = dict(CaseLimit.objects.filter(case_id=case_id).values_list("kind", "met_at"))
    assert (met, case(case_id).due_on) == ({"promised": None, "statutory": AT}, date(2026, 12, 1))


def test_counter_approval_takes_the_ordinary_way_with_one_sentence(staffed: Office) -> None:
    case_id = cases.cleared(staffed)

    with pytest.raises(OrdinaryWay) as refusal:
        approve_at_counter(case_id=case_id, by=on_duty(staffed.second), at=AT)

    assert refusal.value.sentence == ORDINARY_WAY


def test_refusal_is_by_two_with_letter_and_ends_all_limits(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    cases.refuse(staffed, case_id, reason=REASON, ground=RefusalGround.BARRED_FROM_EXIT)

    move = Move.objects.get(case_id=case_id, command="refuse_case")
    found = case(case_id)
    assert (move.officer_id, move.seconder_id) == (staffed.approver.officer_id, staffed.countersigner.officer_id)
    assert (found.stage, found.due_on, Letter.objects.get(case=found).reason_en) == ("refused", None, REASON.en)


# ---- time


def test_stopped_days_move_the_due_day(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    monday = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    pause_clock(case_id=case_id, ground=StopGround.HEARING, reason="听证", by=on_duty(staffed.approver), at=monday)
    assert case(case_id).clock_stopped

    resume_clock(case_id=case_id, by=on_duty(staffed.approver), at=monday + timedelta(days=1))

    found = case(case_id)
    assert (found.due_on, found.clock_stopped) == (date(2026, 12, 3), False)


def test_clock_is_stopped_once_at_a_time(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    pause_clock(case_id=case_id, ground=StopGround.HEARING, reason="听证", by=on_duty(staffed.approver), at=AT)

    with pytest.raises(StepRefused, match="stopped already"):
        pause_clock(case_id=case_id, ground=StopGround.APPRAISAL, reason="鉴定", by=on_duty(staffed.approver), at=AT)


def test_clock_that_is_not_stopped_is_not_started(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    with pytest.raises(StepRefused, match="not stopped"):
        resume_clock(case_id=case_id, by=on_duty(staffed.approver), at=AT)


def test_consent_stops_the_clock_and_clears_the_list_when_given_and_is_no_breach(staffed: Office) -> None:
    case_id = cases.cleared(staffed)
    record_list_answer(
        case_id=case_id,
        code="FILED_STAFF",
        answer=ListAnswerKind.TRUE_MATCH,
        by=on_duty(staffed.approver),
        reason="本人",
        at=AT,
    )
    request_consent(case_id=case_id, addressed_to="虚构单位", reason=REASON, by=on_duty(staffed.approver), at=AT)
    assert case(case_id).clock_stopped

    answer_consent(case_id=case_id, given=True, by=on_duty(staffed.approver), at=LATER)

    approve_case(case_id=case_id, by=on_duty(staffed.approver), at=LATER)
    assert (cases.stage(case_id), Breach.objects.count(), case(case_id).clock_stopped) == ("approved", 0, False)


def test_limit_that_the_law_does_not_let_grow_is_not_extended(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    most = CaseLimit.objects.get(case_id=case_id, kind="statutory").extendable_to or 0

    with pytest.raises(StepRefused, match="was not extended"):
        propose_extension(case_id=case_id, by_days=most + 1, reason=REASON, by=on_duty(staffed.approver), at=AT)


def test_limit_is_extended_with_a_leader_and_a_letter(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    limit = CaseLimit.objects.get(case_id=case_id, kind="statutory")
    assert limit.extendable_to

    cases.extend(staffed, case_id, by_days=limit.extendable_to - limit.value, reason=REASON)

    after = CaseLimit.objects.get(pk=limit.pk)
    assert (after.due_on > limit.due_on, Letter.objects.get(case_id=case_id).kind) == (True, "extension")


def test_due_days_are_counted_anew_when_they_were_counted_by_another_calendar(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    old = {"due_on": date(2026, 11, 25), "due_before": AT + timedelta(days=5)}
    CaseLimit.objects.filter(case_id=case_id, kind="promised").update(calendar_version="old", **old)
    Case.objects.filter(pk=case_id).update(**old)

    assert (
        recount_due_days(calendar_version=CaseLimit.objects.get(case_id=case_id, kind="statutory").calendar_version, at=AT) == 1
    )
    assert case(case_id).due_on == date(2026, 12, 1)


def test_many_due_days_are_counted_anew_by_and_by(staffed: Office) -> None:
    ids = [cases.accepted(staffed) for _ in range(2)]
    current = CaseLimit.objects.filter(case_id__in=ids).values_list("calendar_version", flat=True)[0]
    CaseLimit.objects.filter(case_id__in=ids).update(calendar_version="old")

    recount_due_days(calendar_version=current, at=AT, most=1)

    assert sorted(set(CaseLimit.objects.values_list("case_id", "calendar_version"))) == [(ids[0], current), (ids[1], "old")]


# ---- production and after


def test_acceptor_and_approver_do_not_produce_and_producer_does_not_check(staffed: Office) -> None:
    case_id = cases.in_production(staffed)

    with pytest.raises(StepRefused, match="belongs to"):
        pass_quality(case_id=case_id, by=on_duty(staffed.producer), at=AT)


def test_spoiled_document_is_made_anew(staffed: Office) -> None:
    case_id = cases.in_production(staffed)

    spoil_document(case_id=case_id, cause="printing", by=on_duty(staffed.producer), at=AT)
    start_production(case_id=case_id, by=on_duty(staffed.producer2), at=AT)

    assert cases.stage(case_id) == "in_production"


def test_when_the_document_is_ready_nothing_is_due_any_more(staffed: Office) -> None:
    assert case(cases.ready(staffed)).due_on is None


def test_courier_delivers_with_proof(staffed: Office) -> None:
    case_id = cases.ready(staffed)

    record_delivery(case_id=case_id, by=by_courier("EX123", at=AT), at=AT)

    assert Move.objects.get(case_id=case_id, command="record_delivery").proof == "EX123"


def test_reopened_case_asks_its_lists_anew_and_is_due_anew(staffed: Office) -> None:
    case_id = cases.collected(staffed)

    reopen_for_error(case_id=case_id, reason="姓名错误", by=on_duty(staffed.supervisor), at=LATER)

    found = case(case_id)
    frozen = FrozenList.objects.filter(case=found, round=2).count()
    assert (found.stage, found.round, frozen, found.due_on) == ("accepted", 2, 4, date(2026, 12, 2))


def test_reopened_case_is_walked_to_the_end_again_without_a_new_receipt(staffed: Office) -> None:
    case_id = cases.collected(staffed)
    number = case(case_id).receipt_number
    reopen_for_error(case_id=case_id, reason="姓名错误", by=on_duty(staffed.supervisor), at=LATER)
    cases.clear(staffed, case_id)
    approve_case(case_id=case_id, by=on_duty(staffed.approver), at=LATER)
    start_production(case_id=case_id, by=on_duty(staffed.producer), at=LATER)

    pass_quality(case_id=case_id, by=on_duty(staffed.checker), at=LATER)

    assert (cases.stage(case_id), case(case_id).receipt_number) == ("ready", number)


@pytest.mark.parametrize("made", [cases.opened, cases.submitted, cases.accepted])
def test_application_is_withdrawn_until_it_is_decided(made: object, staffed: Office) -> None:
    case_id = made(staffed)  # type: ignore[operator]  # one of the factories above

    withdraw(case_id=case_id, by=by_somebody(), at=AT)

    assert (cases.stage(case_id), case(case_id).due_on) == ("withdrawn", None)


def test_decided_application_is_not_withdrawn(staffed: Office) -> None:
    case_id = cases.approved(staffed)

    with pytest.raises(StepRefused, match="does not follow"):
        withdraw(case_id=case_id, by=by_somebody(), at=AT)


def test_case_is_not_archived_before_its_time(staffed: Office) -> None:
    case_id = cases.collected(staffed)

    with pytest.raises(StepRefused, match="Not archived"):
        archive(case_id=case_id, at=AT + timedelta(days=29))


def test_folder_of_a_case_without_paper_is_not_scanned(staffed: Office) -> None:
    case_id = cases.opened(staffed, service="PP-RENEW", channel="web")

    with pytest.raises(StepRefused, match="no folder"):
        scan_folder(case_id=case_id, department_id=1, by=on_duty(staffed.acceptor), at=AT)


# ---- asked twice


def _draft(of: Office, key: str, *, service: str = "PP-NEW") -> CaseId:
    return open_draft(
        service=service,
        channel="counter",
        applicant=of.applicant,
        applied_with=ADULT_NUMBER.value,
        facts=FACTS,
        by=on_duty(of.acceptor),
        at=AT,
        key=key,
    )


def test_same_command_with_the_same_key_is_done_once(staffed: Office) -> None:
    assert (_draft(staffed, "k1"), Case.objects.count()) == (_draft(staffed, "k1"), 1)


def test_same_key_with_other_content_is_refused(staffed: Office) -> None:
    _draft(staffed, "k1")

    with pytest.raises(KeyUsedForAnotherRequest):
        _draft(staffed, "k1", service="PP-RENEW")


def test_approval_that_is_sent_twice_is_answered_and_not_done_twice(staffed: Office) -> None:
    case_id = cases.cleared(staffed)
    for minutes in (0, 5):
        at = AT + timedelta(minutes=minutes)
        approve_case(case_id=case_id, by=on_duty(staffed.approver), at=at, key="form-1")

    assert Move.objects.filter(case_id=case_id, command="approve_case").count() == 1


def test_refused_command_leaves_nothing_behind(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    events = _events()
    with pytest.raises(ApprovalRefused):
        approve_case(case_id=case_id, by=on_duty(staffed.approver), at=AT, key="form-1")

    assert _events() == events


def test_every_move_is_told(staffed: Office) -> None:
    case_id = cases.approved(staffed)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payload ->> 'end' FROM outbox_event WHERE key = %s AND topic = 'cases.case_moved' ORDER BY id",
            [f"case:{case_id}"],
        )
        told = [row[0] for row in cursor.fetchall()]
    assert told == ["submitted", "accepted", "approved"]


def _events() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM outbox_event")
        return int(cursor.fetchone()[0])


def test_case_that_does_not_exist_is_unknown(staffed: Office) -> None:
    with pytest.raises(CaseUnknown):
        withdraw(case_id=CaseId(0), by=by_somebody(), at=AT)


def test_declarations_are_kept(staffed: Office) -> None:
    case_id = cases.submitted(staffed)

    assert dict(case(case_id).declarations.values_list("subject", "yes")) == {
        Declared.STATE_STAFF.value: False,
        Declared.SERVICEMAN.value: False,
    }
