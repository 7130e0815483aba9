"""Ratings, appointments, the survey, amenities, service days and figures."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import OperationalError, connections

from mumian.foundation.outbox.models import PublishedEvent
from mumian.foundation.words import Text
from mumian.offices.models import Department, Shift, Window
from mumian.queueing.errors import (
    AppointmentRefused,
    QueueRefused,
    RatingRefused,
    SlotClosed,
    SlotFull,
    SurveyRefused,
    TooManyHolds,
)
from mumian.queueing.models import Appointment, QueueService, Slot
from mumian.queueing.queries import (
    amenities,
    appointment,
    calendar_of,
    environment_score,
    flow,
    flow_csv,
    manager_view,
    ratings_by,
    service_days,
    services_offered,
    slots,
    survey_figures,
    window_state,
)
from mumian.queueing.rules.booking import WALK_IN_SHARE
from mumian.queueing.rules.intervals import wilson
from mumian.queueing.rules.waiting import erlang_wait, range_of, windows_needed
from mumian.queueing.services import (
    begin_service,
    call_next,
    cancel_appointment,
    change_appointment,
    check_in,
    confirm,
    draw_sample,
    end_service,
    hold_slot,
    lapse,
    mend_fault,
    open_service_day,
    rate,
    refresh_paces,
    remind,
    report_fault,
    take_results,
)
from mumian.queueing.terms import Answer, AppointmentState, RatingReason, ServiceDayFacts, Wait
from tests.factories.offices import CITY
from tests.factories.queueing import AT, FIRST, HALL, AtWork, at, hall_at_work, take

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 9, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)


def served(work: AtWork, *, after: int = 0, took: int = 60, contact: str = "") -> str:
    """A visitor who came, was called at once and served; the key of his rating."""
    take(after=after, contact=contact)
    call_next(window=FIRST, officer=work.first, at=at(after + 5))
    begin_service(window=FIRST, officer=work.first, at=at(after + 15))
    return end_service(window=FIRST, officer=work.first, at=at(after + 15 + took)).rating_key


def on_duty(work: AtWork) -> None:
    """Both accepting windows are on the roster tomorrow morning."""
    for officer, window in ((work.first, FIRST), (work.low, "H01-Q2")):
        place = Window.objects.get(code=window)
        Shift.objects.create(
            officer_id=officer, department=Department.objects.order_by("pk")[0], hall=place.hall, window=place, kind="duty",
            starts_at=TEN - timedelta(hours=1), ends_at=TEN + timedelta(hours=1), planned_by_id=work.manager, planned_at=AT,
        )  # fmt: skip


def test_the_unsatisfied_say_why_once_and_the_manager_hears_of_it_at_once(work: AtWork) -> None:
    key = served(work)
    state = window_state(window=FIRST, at=at(80))
    assert state is not None
    assert (state.rating_key, state.rating_label) == (key, "A001")
    with pytest.raises(RatingRefused, match="come with a reason"):
        rate(rating_key=key, answer=Answer.UNSATISFIED, at=at(80))

    rate(rating_key=key, answer=Answer.UNSATISFIED, reasons=[RatingReason.ATTITUDE], at=at(81))

    with pytest.raises(RatingRefused, match="rated already"):
        rate(rating_key=key, answer=Answer.SATISFIED, at=at(82))
    view = manager_view(hall=HALL, at=at(83))
    assert view is not None
    assert [(one.label, one.reasons) for one in view.unsatisfied] == [("A001", (RatingReason.ATTITUDE,))]
    assert PublishedEvent.objects.filter(topic="queueing.rated_unsatisfied").count() == 1


def test_ratings_come_with_n_and_interval_and_few_are_not_ranked(work: AtWork) -> None:
    for number in range(3):
        rate(rating_key=served(work, after=100 * number), answer=Answer.SATISFIED, at=at(100 * number + 90))

    [line] = ratings_by("officer", first_on=TODAY, last_on=TODAY)

    assert (line.key, line.n, line.share, round(line.low, 3), line.high, line.rank) == ("800001", 3, 1.0, 0.439, 1.0, None)


def test_an_interval_is_wilsons() -> None:
    assert tuple(round(end, 4) for end in wilson(96, 100)) == (0.9016, 0.9843)
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_flow_says_waits_walks_and_services_by_the_hour(work: AtWork) -> None:
    served(work, took=120)

    [line] = flow(first_on=TODAY, last_on=TODAY)

    assert (line.hall, line.service, line.hour, line.arrivals, line.called) == (HALL, "NEW", 9, 1, 1)
    assert (line.wait_p50_s, line.walk_s, line.service_s, line.no_shows) == (5.0, 10.0, 120.0, 0)
    assert list(csv.reader(flow_csv(first_on=TODAY, last_on=TODAY).splitlines()))[1][:4] == [HALL, "NEW", "9", "1"]


def test_estimates_follow_what_was_seen_and_print_their_own_error(work: AtWork) -> None:
    for number in range(9):
        served(work, after=100 * number, took=30)

    refresh_paces(at=at(1000))

    slip = take(after=1001)
    assert slip.error is not None
    assert (slip.error.n, slip.error.inside_share) == (9, 1.0)
    take(after=1002)
    assert take(after=1003).wait == Wait(0, 60)


def test_an_appointment_is_held_confirmed_changed_and_used(work: AtWork) -> None:
    on_duty(work)
    held = hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=2, visitor="v", at=AT)
    confirm(code=held.code, at=AT, contact="13800000000")

    change_appointment(code=held.code, hall=HALL, service="NEW", starts_at=TEN + timedelta(minutes=30), at=AT)

    free = {slot.starts_at: slot.free for slot in slots(hall=HALL, service="NEW", day=date(2026, 9, 2), at=AT)}
    assert (free[TEN], free[TEN + timedelta(minutes=30)]) == (7, 6)
    with pytest.raises(AppointmentRefused, match="come from 30 minutes"):
        check_in(code=held.code, hall=HALL, at=TEN - timedelta(minutes=10))
    slip = check_in(code=held.code.lower(), hall=HALL, at=TEN + timedelta(minutes=20))
    sheet = appointment(code=held.code)
    assert sheet is not None
    assert (slip.people, sheet.state, sheet.ticket_code) == (2, AppointmentState.CAME, slip.code)


def test_a_hold_that_runs_out_is_free_again_and_machines_are_slowed(work: AtWork) -> None:
    on_duty(work)
    first = hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="v", at=AT)
    hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="v", at=AT)
    with pytest.raises(TooManyHolds):
        hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="v", at=AT)

    assert lapse(at=at(601)) == 2

    with pytest.raises(AppointmentRefused):
        confirm(code=first.code, at=at(602))
    assert slots(hall=HALL, service="NEW", day=date(2026, 9, 2), at=AT)[2].free == 7


def test_a_half_hour_is_full_at_its_capacity_and_one_without_staff_is_not_offered(work: AtWork) -> None:
    on_duty(work)
    for number in range(7):
        hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor=str(number), at=AT)

    with pytest.raises(SlotFull):
        hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="x", at=AT)
    with pytest.raises(SlotClosed):
        hold_slot(hall=HALL, service="NEW", starts_at=TEN + timedelta(hours=5), people=1, visitor="x", at=AT)


def test_walk_ins_keep_their_share_of_a_half_hour_that_is_booked_for_many_services(work: AtWork) -> None:
    on_duty(work)
    booked = 0
    for service in ("ENDORSE", "NEW", "RENEW", "FAMILY", "TAIWAN") * 12:
        with suppress(SlotFull):
            hold_slot(hall=HALL, service=service, starts_at=TEN, people=1, visitor=str(booked), at=AT)
            booked += QueueService.objects.get(pk=service).usual_s

    assert 0.5 * 2 * 1800 < booked <= (1 - WALK_IN_SHARE) * 2 * 1800
    assert [one.free for one in slots(hall=HALL, service="NEW", day=date(2026, 9, 2), at=AT) if one.starts_at == TEN] == [0]


def test_who_does_not_come_is_noted_and_who_comes_is_reminded_once(work: AtWork) -> None:
    on_duty(work)
    held = hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="v", at=AT)
    confirm(code=held.code, at=AT)

    assert (remind(at=TEN - timedelta(hours=5)), remind(at=TEN - timedelta(hours=4))) == (1, 0)
    assert lapse(at=TEN + timedelta(hours=1)) == 1
    sheet = appointment(code=held.code)
    assert sheet is not None
    assert sheet.state is AppointmentState.NO_SHOW


def test_an_appointment_goes_into_a_calendar_and_is_cancelled_by_its_code(work: AtWork) -> None:
    on_duty(work)
    held = hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="v", at=AT)
    confirm(code=held.code, at=AT)

    text = calendar_of(code=held.code, language="zh-hans")
    cancel_appointment(code=held.code, at=AT)

    assert text is not None
    assert "DTSTART:20260902T020000Z\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert slots(hall=HALL, service="NEW", day=date(2026, 9, 2), at=AT)[2].free == 7


def test_the_survey_takes_only_signed_answers_of_those_who_were_drawn(work: AtWork) -> None:
    for number in range(4):
        served(work, after=100 * number, contact=f"1380000000{number}")
    key = Ed25519PrivateKey.generate()
    file = draw_sample(
        name="2026", first_on=TODAY, last_on=TODAY, size=2, seed="s", public_key=key.public_key().public_bytes_raw(),
        acting=work.surveying, at=at(900),
    )  # fmt: skip
    blind = [row["blind"] for row in csv.DictReader(file.splitlines())]
    body = "sample: 2026\nblind,hall,environment,efficiency,attitude\n" + "".join(f"{one},{HALL},1,1,0\n" for one in blind)

    with pytest.raises(SurveyRefused, match="not signed"):
        take_results(name="2026", text=f"{body}signature: {'00' * 64}\n", acting=work.surveying, at=at(901))
    assert (
        take_results(name="2026", text=f"{body}signature: {key.sign(body.encode()).hex()}\n", acting=work.surveying, at=at(902))
        == 2
    )
    assert [(one.aspect, one.n, one.share, one.of_2005) for one in survey_figures()] == [
        ("environment", 2, 1.0, 0.96), ("efficiency", 2, 1.0, 0.95), ("attitude", 2, 0.0, 0.955),
    ]  # fmt: skip


def drawn_and_signed(work: AtWork, lines: Callable[[str], str]) -> Callable[[], int]:
    """Take in what the survey centre sends for one visitor of four, who was asked under the blind number that `lines` gets."""
    for number in range(4):
        served(work, after=100 * number, contact=f"1380000000{number}")
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    file = draw_sample(
        name="2026", first_on=TODAY, last_on=TODAY, size=1, seed="s", public_key=public, acting=work.surveying, at=at(900)
    )
    [asked] = csv.DictReader(file.splitlines())
    body = f"sample: 2026\nblind,hall,environment,efficiency,attitude\n{lines(asked['blind'])}"
    text = f"{body}signature: {key.sign(body.encode()).hex()}\n"
    return lambda: take_results(name="2026", text=text, acting=work.surveying, at=at(9000))


def test_visits_that_end_after_the_draw_change_nothing_of_the_sample(work: AtWork) -> None:
    taking_in = drawn_and_signed(work, lambda blind: f"{blind},{HALL},1,1,0\n")
    for number in range(5, 20):
        served(work, after=1000 + 100 * number, contact=f"138000000{number:02d}")

    assert taking_in() == 1
    with pytest.raises(SurveyRefused, match="are here already"):
        taking_in()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f"{{blind}},{HALL},1,1,0\n" * 2, "stands there twice"),
        ("{blind},H02,1,1,0\n", "is not of this sample"),
        (f"0123456789abcdef0123456789abcdef,{HALL},1,1,0\n", "is not of this sample"),
    ],
)
def test_a_blind_number_answers_once_and_for_its_own_hall(work: AtWork, lines: str, said: str) -> None:
    taking_in = drawn_and_signed(work, lambda blind: lines.format(blind=blind))

    with pytest.raises(SurveyRefused, match=said):
        taking_in()


def test_a_fault_of_an_amenity_counts_against_the_environment_until_it_is_mended(work: AtWork) -> None:
    fault = report_fault(hall=HALL, floor=1, amenity="water", because="no water", at=at(0))
    with pytest.raises(QueueRefused, match="already reported"):
        report_fault(hall=HALL, floor=1, amenity="water", because="no water", at=at(1))
    assert [(one.code, one.fault) for one in amenities(hall=HALL)] == [("ramp", ""), ("water", "no water")]

    mend_fault(fault_id=fault, manager=work.manager, acting=work.acting, at=at(3600))

    score = environment_score(hall=HALL, first_on=TODAY, last_on=TODAY, at=AT + timedelta(days=2))
    assert (score.amenities, score.faults, score.score) == (2, 1, round(1 - 1 / 48, 4))


def test_a_service_day_is_a_hall_with_dates_and_figures_of_its_own(work: AtWork) -> None:
    facts = ServiceDayFacts(
        code="D2026A", name=Text("服务日", "Service day"), place=Text("虚构广场", "Fictional Square"), bureau=CITY,
        first_on=TODAY, last_on=TODAY, hours=("09:00-12:00",), services=("ENDORSE", "NEW"), windows=2, staff=(work.first,),
    )  # fmt: skip

    code = open_service_day(facts=facts, manager=work.manager, acting=work.acting, at=at(0))

    assert [service.code for service in services_offered(hall=code)] == ["ENDORSE", "NEW"]
    [sheet] = service_days()
    assert (sheet.hall, sheet.staff, sheet.tickets, sheet.last_on) == (code, 1, 0, TODAY)


def test_hours_to_come_are_reckoned_by_erlang() -> None:
    assert round(erlang_wait(servers=10, per_hour=100, mean_s=300) or 0, 1) == 87.8
    assert erlang_wait(servers=2, per_hour=100, mean_s=300) is None
    assert windows_needed(per_hour=100, mean_s=300, wait_s=60) == 11
    assert range_of(servers=0, busy=0, work_s=0, variance=0, own_s=300) is None


@pytest.mark.django_db(transaction=True)
def test_holds_that_a_machine_asks_for_at_once_are_counted_one_after_the_other() -> None:
    on_duty(hall_at_work())
    gate, got = Barrier(6), []

    def hold() -> None:
        try:
            gate.wait(10)
            hold_slot(hall=HALL, service="NEW", starts_at=TEN, people=1, visitor="machine", at=AT)
            got.append(True)
        except TooManyHolds:
            got.append(False)
        finally:
            connections.close_all()

    threads = [Thread(target=hold) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(got) == [False] * 4 + [True] * 2


@pytest.mark.django_db(transaction=True)
def test_appointments_that_change_places_do_not_wait_for_each_other_for_ever() -> None:
    on_duty(hall_at_work())
    half_hours = (TEN, TEN + timedelta(minutes=30))
    codes = [
        hold_slot(hall=HALL, service="NEW", starts_at=starts_at, people=1, visitor=str(number), at=AT).code
        for number, starts_at in enumerate(half_hours)
    ]
    for code in codes:
        confirm(code=code, at=AT)
    first, second = Slot.objects.order_by("pk").values_list("pk", flat=True)
    faults: list[str] = []

    def swing(code: str, ways: tuple[int, int]) -> None:
        try:
            for number in range(60):
                Appointment.objects.filter(code=code).update(slot_id=ways[number % 2])
        except OperationalError as error:
            faults.append(str(error))
        finally:
            connections.close_all()

    threads = [Thread(target=swing, args=one) for one in zip(codes, ((second, first), (first, second)), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert faults == []
