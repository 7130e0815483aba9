"""Keeping the places a rulebook states."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mumian.foundation.words import Text
from mumian.offices.errors import HoursUnreadable, PlaceUnknown
from mumian.offices.queries import hall_by_code, halls_with_floors, service_points, windows_of_hall
from mumian.offices.services import Kept, keep_bureaus, keep_hall, keep_offices, keep_point, keep_window
from mumian.offices.terms import FloorFacts, HallKind, HoursSpan
from tests.factories.offices import AT, CITY, TODAY, hall_facts, office_facts, small_office
from tests.factories.sql import run

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 9, 10, 1, 0, tzinfo=UTC)


def test_first_keeping_adds_everything() -> None:
    facts = office_facts()

    kept = keep_offices(facts=facts, at=AT)

    # 3 bureaus, 2 amenities, 2 halls with 1 + 2 + 2 statements each, 4 windows, 2 points
    assert kept == Kept(added=3 + 2 + 2 + 2 * 5 + 4 + 2)


def test_second_keeping_changes_nothing_and_writes_nothing() -> None:
    facts = small_office()

    with CaptureQueriesContext(
        connection,
    ) as captured:
        kept = keep_offices(facts=facts, at=LATER)

    written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "DELETE"))]
    assert (kept, written) == (Kept(), [])


def test_number_of_queries_does_not_grow_with_the_halls() -> None:
    facts = small_office()
    more = replace(facts, halls=(*facts.halls, *(hall_facts(f"H1{number}") for number in range(5))))

    with CaptureQueriesContext(connection) as two:
        keep_offices(facts=replace(facts, halls=tuple(replace(hall, phone="1") for hall in facts.halls)), at=LATER)
    with CaptureQueriesContext(connection) as seven:
        keep_offices(facts=replace(more, halls=tuple(replace(hall, phone="2") for hall in more.halls)), at=LATER)

    assert len(seven) <= len(two) + 4  # the inserts of what is new


def test_place_that_is_no_longer_stated_is_closed_and_not_deleted() -> None:
    facts = small_office()

    keep_offices(facts=replace(facts, windows=facts.windows[1:], points=facts.points[1:]), at=LATER)

    assert run("SELECT code, closed_on FROM offices_window WHERE closed_on IS NOT NULL") == [("H01-W01", date(2026, 9, 10))]
    assert run("SELECT code, closed_on FROM offices_servicepoint WHERE closed_on IS NOT NULL") == [("H01-K01", date(2026, 9, 10))]


def test_day_of_an_earlier_closing_stays() -> None:
    facts = small_office()
    fewer = replace(facts, windows=facts.windows[1:])
    keep_offices(facts=fewer, at=LATER)

    kept = keep_offices(facts=fewer, at=datetime(2026, 9, 20, tzinfo=UTC))

    assert (kept, run("SELECT closed_on FROM offices_window WHERE code = 'H01-W01'")) == (Kept(), [(date(2026, 9, 10),)])


def test_closed_place_opens_again_when_it_is_stated_again() -> None:
    facts = small_office()
    keep_offices(facts=replace(facts, windows=facts.windows[1:]), at=LATER)

    keep_offices(facts=facts, at=LATER)

    assert [window.code for window in windows_of_hall("H01", on=date(2026, 10, 1))] == ["H01-W01", "H01-W02", "H01-W03"]


def test_closed_hall_was_there_before_its_last_day() -> None:
    facts = small_office()

    keep_offices(facts=replace(facts, halls=facts.halls[:1], windows=facts.windows[:3], points=facts.points[:1]), at=LATER)

    assert [hall.code for hall in halls_with_floors(on=date(2026, 9, 9))] == ["H01", "H02"]
    assert [hall.code for hall in halls_with_floors(on=date(2026, 9, 10))] == ["H01"]


def test_changed_hours_withdraw_the_old_ones_and_keep_them_on_record() -> None:
    small_office()

    kept = keep_hall(hall=hall_facts(hours=(HoursSpan(None, None, mon_fri=("10:00-16:00",)),)), at=LATER)

    assert kept == Kept(added=1, closed=1)
    assert run(
        "SELECT mon_fri, withdrawn_at IS NULL FROM offices_hallhours h JOIN offices_hall ON offices_hall.id = hall_id "
        "WHERE code = 'H01' ORDER BY h.id"
    ) == [(["09:00-12:00", "13:00-17:00"], False), (["10:00-16:00"], True)]


def test_keeping_one_hall_leaves_the_others_open() -> None:
    small_office()

    keep_hall(hall=hall_facts(name=Text("新名", "New name")), at=LATER)

    assert [hall.name for hall in halls_with_floors(on=TODAY)] == [Text("新名", "New name"), Text("南区大厅", "South Hall")]


def test_changed_window_is_changed_in_its_place() -> None:
    facts = small_office()

    kept = keep_window(window=replace(facts.windows[1], low_counter=True), at=LATER)

    assert (kept, hall_by_code("H01", on=TODAY).low_counters) == (Kept(changed=1), (1, 2))  # type: ignore[union-attr]  # the hall was kept above


def test_changed_point_is_changed_in_its_place() -> None:
    facts = small_office()

    kept = keep_point(point=replace(facts.points[0], services=("HM-L",)), at=LATER)

    assert (kept, service_points(on=TODAY)[0].services) == (Kept(changed=1), ("HM-L",))


def test_bureaus_may_be_stated_in_any_order() -> None:
    facts = office_facts()

    keep_bureaus(bureaus=facts.bureaus[::-1], at=AT)

    assert run("SELECT b.code, p.code FROM offices_bureau b LEFT JOIN offices_bureau p ON p.id = b.parent_id ORDER BY 1") == [
        ("440100", None),
        ("440104", CITY),
        ("440106", CITY),
    ]


def test_bureau_under_nobody_is_refused() -> None:
    with pytest.raises(PlaceUnknown):
        keep_bureaus(bureaus=office_facts().bureaus[1:], at=AT)


@pytest.mark.parametrize(
    "hall",
    [
        hall_facts(bureau="999999"),
        hall_facts(floors=(FloorFacts(1, Text("一", "one"), ("swimming pool",)),)),
    ],
    ids=["unknown bureau", "unknown amenity"],
)
def test_hall_naming_what_nobody_stated_is_refused(hall: object) -> None:
    small_office()

    with pytest.raises(PlaceUnknown):
        keep_hall(hall=hall, at=LATER)  # type: ignore[arg-type]  # pytest hands parameters over as objects


def test_hall_with_unreadable_hours_is_refused_in_a_sentence() -> None:
    small_office()

    with pytest.raises(HoursUnreadable) as refusal:
        keep_hall(hall=hall_facts(hours=(HoursSpan(None, None, mon_fri=("12:00-09:00",)),)), at=LATER)

    assert refusal.value.sentence.en == (
        "Nothing was kept: the opening hours of hall H01 are wrong: '12:00-09:00' ends before it begins. "
        "Write them as 09:00-12:00, no overlap."
    )


def test_window_of_an_unknown_hall_is_refused() -> None:
    facts = small_office()

    with pytest.raises(PlaceUnknown):
        keep_window(window=replace(facts.windows[0], hall="H99"), at=LATER)


def test_hall_of_a_branch_moves_to_another_bureau() -> None:
    small_office()

    keep_hall(hall=hall_facts(bureau="440106", kind=HallKind.BRANCH), at=LATER)

    assert hall_by_code("H01", on=TODAY).bureau == Text("南区分局", "South Office")  # type: ignore[union-attr]  # the hall was kept above
