"""Work lists, search, sheets, the public status, counts and the radar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from mumian.cases.errors import CaseUnknown
from mumian.cases.models import Case
from mumian.cases.queries import (
    StageCount,
    case_sheet,
    counter_list,
    counts_by_stage_and_hall,
    draft_by_code,
    folders_out_of_step,
    overdue_radar,
    public_status,
    search,
    work_list,
)
from mumian.cases.queries.public import NEXT
from mumian.cases.rules.radar import Late, Waiting, will_be_late
from mumian.cases.services import pause_clock, resume_clock, scan_folder
from mumian.cases.terms import CaseStage, Command, StopGround
from mumian.catalogue.terms import Path, Stage
from mumian.foundation.clock import OFFICE_ZONE
from mumian.foundation.deadlines import Colour, TimeLeft
from mumian.offices.terms import DepartmentKind
from tests.factories import cases
from tests.factories.cases import AT, HALL, Office, on_duty
from tests.factories.people import ADULT_NUMBER

pytestmark = [pytest.mark.django_db, pytest.mark.core]

EARLIER = AT - timedelta(days=7)
DUE = date(2026, 12, 1)


def test_work_list_is_sorted_by_time_left_with_colours(staffed: Office) -> None:
    later, sooner = cases.accepted(staffed), cases.accepted(staffed, at=EARLIER)

    rows = work_list(stage=CaseStage.ACCEPTED, at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC))

    assert [(row.case_id, row.left) for row in rows] == [
        (sooner, TimeLeft(1, Colour.ORANGE, is_held=False)),
        (later, TimeLeft(6, Colour.GREEN, is_held=False)),
    ]


def test_row_and_sheet_say_the_colour_of_the_present_stage(staffed: Office) -> None:
    case_id = cases.accepted(staffed, at=EARLIER)
    at = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)

    [row] = work_list(stage=CaseStage.ACCEPTED, at=at)

    late_here, in_time = TimeLeft(-1, Colour.PURPLE, is_held=False), TimeLeft(2, Colour.YELLOW, is_held=False)
    assert (row.stage_left, row.left) == (late_here, in_time)
    assert case_sheet(case_id, viewer=None, at=at).stage_left == late_here


def test_work_list_is_kept_to_a_colour_of_the_stage(staffed: Office) -> None:
    late, green = cases.accepted(staffed, at=EARLIER), cases.accepted(staffed, at=AT)

    found = {
        colour: [row.case_id for row in work_list(stage=CaseStage.ACCEPTED, at=AT, stage_colour=colour)] for colour in Colour
    }

    assert found == {Colour.PURPLE: [late], Colour.GREEN: [green], Colour.YELLOW: [], Colour.ORANGE: [], Colour.RED: []}


def test_stop_of_the_clock_moves_the_share_of_the_stage(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    approval = dict(case_sheet(case_id, viewer=None, at=AT).shares)[Stage.APPROVAL]
    by = on_duty(staffed.approver)
    pause_clock(case_id=case_id, ground=StopGround.HEARING, reason="听证", by=by, at=AT + timedelta(days=3))
    resume_clock(case_id=case_id, by=by, at=AT + timedelta(days=4))

    moved = dict(case_sheet(case_id, viewer=None, at=AT).shares)[Stage.APPROVAL]

    assert (approval, moved) == (date(2026, 11, 26), date(2026, 11, 30))


def test_work_list_masks_names(staffed: Office) -> None:
    cases.accepted(staffed)

    assert [row.applicant for row in work_list(stage=CaseStage.ACCEPTED, at=AT)] == ["木•"]


@pytest.mark.parametrize("number", [1, 4])
def test_work_list_costs_three_queries_however_long(
    number: int, staffed: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        cases.accepted(staffed)
    work_list(stage=CaseStage.ACCEPTED, at=AT)

    with django_assert_num_queries(3):
        assert len(work_list(stage=CaseStage.ACCEPTED, at=AT, hall=HALL)) == number


def test_work_list_of_another_hall_is_empty(staffed: Office) -> None:
    cases.accepted(staffed)

    assert work_list(stage=CaseStage.ACCEPTED, at=AT, hall="H02") == ()


def test_counter_list_holds_what_a_colleague_accepted_before_the_last_tick(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    while not Case.objects.get(pk=case_id).counter_approval:
        case_id = cases.accepted(staffed, service="PP-RENEW", facts={**cases.FACTS, "document.months_left": 3})
    department = staffed.second.duties[0].department_id

    def listed(seconds: int, officer: int = staffed.second.officer_id) -> list[int]:
        rows = counter_list(department_id=department, officer=officer, at=AT + timedelta(seconds=seconds))  # type: ignore[arg-type]  # a plain id
        return [row.case_id for row in rows]

    assert (listed(0), listed(60), listed(60, staffed.acceptor.officer_id)) == ([], [case_id], [])


@pytest.mark.parametrize("written", [str.lower, lambda code: f"{code[:5]}-{code[5:]}"])
def test_case_is_found_by_its_receipt_number_however_typed(written: Callable[[str], str], staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    cases.accepted(staffed)
    number = Case.objects.get(pk=case_id).receipt_number or ""

    assert [row.case_id for row in search(written(number), at=AT)] == [case_id]


@pytest.mark.parametrize("written", [ADULT_NUMBER.value, "EA1234567", "木棉一", "MU MIANYI"])
def test_case_is_found_by_person(written: str, staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    assert [row.case_id for row in search(written, at=AT)] == [case_id]


def test_nothing_is_found_for_a_stranger(staffed: Office) -> None:
    cases.accepted(staffed)

    assert search("无此人", at=AT) == ()


def test_draft_is_taken_up_by_its_code(staffed: Office) -> None:
    case_id = cases.opened(staffed)

    assert draft_by_code(Case.objects.get(pk=case_id).draft_code.lower()) == case_id


def test_counts_by_stage_and_hall(staffed: Office) -> None:
    cases.opened(staffed)
    cases.accepted(staffed)
    cases.accepted(staffed, at=EARLIER)

    assert counts_by_stage_and_hall(at=datetime(2026, 11, 25, 2, 0, tzinfo=UTC)) == (
        StageCount(CaseStage.ACCEPTED, HALL, cases=2, overdue=1),
        StageCount(CaseStage.DRAFT, None, cases=1, overdue=0),
    )


# ---- one case


def test_sheet_tells_the_whole_line_of_life(staffed: Office) -> None:
    case_id = cases.collected(staffed)

    sheet = case_sheet(case_id, viewer=None, at=AT)

    assert [(line.command.value, line.badge_number) for line in sheet.life] == [
        ("submit_application", None),
        ("accept_application", "200001"),
        ("approve_case", "200003"),
        ("start_production", "200005"),
        ("pass_quality", "200006"),
        ("hand_out_document", "200007"),
    ]


def test_sheet_says_who_may_act_and_why_you_may_not(staffed: Office) -> None:
    case_id = cases.accepted(staffed)

    approver = case_sheet(case_id, viewer=staffed.approver, at=AT).may
    acceptor = case_sheet(case_id, viewer=staffed.acceptor, at=AT).may

    assert approver[Command.APPROVE_CASE].reason is None
    assert acceptor[Command.APPROVE_CASE].reason is not None
    assert acceptor[Command.WITHDRAW].reason is None


def test_lists_are_shown_to_the_approval_department_alone(staffed: Office) -> None:
    case_id = cases.cleared(staffed)

    shown = case_sheet(case_id, viewer=staffed.approver, at=AT).lists
    hidden = [
        case_sheet(case_id, viewer=officer, at=AT).lists for officer in (staffed.acceptor, staffed.second, staffed.producer)
    ]

    assert [state.code for state in shown or ()] == ["EXIT_BAR", "FILED_STAFF", "POPULATION", "WANTED"]
    assert hidden == [None, None, None]


@pytest.mark.parametrize("made", [cases.accepted, cases.collected])
def test_sheet_costs_a_fixed_number_of_queries(
    made: Callable[[Office], int], staffed: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case_id = made(staffed)

    with django_assert_max_num_queries(10):
        case_sheet(case_id, viewer=staffed.approver, at=AT)  # type: ignore[arg-type]  # a plain id


def test_sheet_of_no_case_is_unknown(staffed: Office) -> None:
    with pytest.raises(CaseUnknown):
        case_sheet(0, viewer=None, at=AT)  # type: ignore[arg-type]  # a plain id


def test_public_status_opens_with_receipt_number_and_last_four(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    number = Case.objects.get(pk=case_id).receipt_number or ""

    status = public_status(receipt_number=number, last_four=ADULT_NUMBER.value[-4:].lower())

    assert (status.case_id, status.stage, status.promised_on) == (case_id, CaseStage.ACCEPTED, DUE)


@pytest.mark.parametrize(("number", "last_four"), [(None, "9999"), ("1234567890", ADULT_NUMBER.value[-4:]), ("?", "")])
def test_public_status_says_the_same_whatever_is_wrong(number: str | None, last_four: str, staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    right = Case.objects.get(pk=case_id).receipt_number or ""

    with pytest.raises(CaseUnknown):
        public_status(receipt_number=number or right, last_four=last_four)


def test_every_stage_after_the_draft_says_what_happens_next() -> None:
    assert set(NEXT) == set(CaseStage) - {CaseStage.DRAFT}


# ---- folders


def test_folder_is_out_of_step_until_it_is_scanned_where_the_case_is(staffed: Office) -> None:
    case_id = cases.accepted(staffed)
    cases.opened(staffed, service="PP-RENEW", channel="web")

    def seen() -> list[tuple[int, DepartmentKind, DepartmentKind | None]]:
        return [(row.case_id, row.should_be_in, row.seen_in) for row in folders_out_of_step()]

    def scan(officer: object) -> None:
        sheet = getattr(staffed, str(officer))
        scan_folder(case_id=case_id, department_id=sheet.duties[0].department_id, by=on_duty(sheet), at=AT)

    never = seen()
    scan("acceptor")
    elsewhere = seen()
    scan("approver")

    assert (never, elsewhere, seen()) == (
        [(case_id, DepartmentKind.APPROVAL, None)],
        [(case_id, DepartmentKind.APPROVAL, DepartmentKind.ACCEPTANCE)],
        [],
    )


# ---- the radar

MONDAY = date(2026, 11, 23)
WEEK = [MONDAY + timedelta(days=number) for number in range(5)]


def waiting(number: int, due: date, stage: CaseStage = CaseStage.ACCEPTED, path: Path = Path.FULL) -> Waiting:
    return Waiting(number, stage, path, due, datetime(due.year, due.month, due.day, 23, 59, tzinfo=OFFICE_ZONE))


def test_a_case_that_needs_three_days_is_late_when_due_tomorrow() -> None:
    found = will_be_late(cases=[waiting(1, WEEK[1])], a_day=dict.fromkeys(CaseStage, 9), days=WEEK)

    assert found == (Late(1, WEEK[1], WEEK[2]),)


def test_a_queue_longer_than_the_pace_makes_the_last_ones_late() -> None:
    queue = [waiting(number, WEEK[1], CaseStage.IN_PRODUCTION) for number in range(5)]

    found = will_be_late(cases=queue, a_day={CaseStage.IN_PRODUCTION: 2}, days=WEEK)

    assert found == (Late(4, WEEK[1], WEEK[2]),)


def test_those_due_first_are_done_first() -> None:
    queue = [waiting(1, WEEK[2], CaseStage.IN_PRODUCTION), waiting(2, WEEK[0], CaseStage.IN_PRODUCTION)]

    assert will_be_late(cases=queue, a_day={CaseStage.IN_PRODUCTION: 1}, days=WEEK) == ()


def test_a_decision_without_document_is_done_when_it_is_decided() -> None:
    assert will_be_late(cases=[waiting(1, WEEK[0], path=Path.DECISION)], a_day={CaseStage.ACCEPTED: 1}, days=WEEK) == ()


def test_without_anybody_at_work_everything_due_is_late() -> None:
    assert will_be_late(cases=[waiting(1, WEEK[4])], a_day={}, days=WEEK) == (Late(1, WEEK[4], None),)


def test_radar_names_the_cases_that_today_s_staff_will_not_finish(staffed: Office) -> None:
    cases.ready(staffed, at=AT)
    late = cases.accepted(staffed, at=EARLIER)

    rows = overdue_radar(until=date(2026, 11, 27), at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC), staff={CaseStage.ACCEPTED: 0})

    assert [(row.case_id, row.due_on, row.done_on) for row in rows] == [(late, date(2026, 11, 24), None)]
