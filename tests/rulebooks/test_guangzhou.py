"""What the checks of any rulebook cannot know: promises that this one makes to its readers."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from mumian.catalogue.rules.book.places import Window
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.reading import read_rulebook
from mumian.foundation.identifiers.citizens import CitizenNumber
from mumian.people.terms import INVENTED_DIVISION

FOLDER = Path(__file__).resolve().parents[2] / "rulebooks" / "guangzhou"
UNASSIGNABLE = re.compile(r"020-0000-\d{4}")
PHONE = re.compile(r"\b0\d{2,3}-\d{4}-?\d{4}\b|\b1[3-9]\d{9}\b")
SAID_BY_A_RULE = re.compile(r"\d+\s*(元|yuan|RMB|个?工作日|working days?|日内|days?\b)|¥")


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return read_rulebook(FOLDER).book


def _windows_by_floor(book: Rulebook) -> dict[tuple[str, int | str], list[Window]]:
    floors = defaultdict(list)
    for window in book.windows:
        floors[window.hall, window.floor].append(window)
    return floors


def test_124_of_the_164_windows_accept(book: Rulebook) -> None:
    accepting = [window for window in book.windows if window.kind.startswith("accept")]

    assert (len(book.windows), len(accepting)) == (164, 124)


def test_every_floor_that_accepts_has_a_low_and_seated_window(book: Rulebook) -> None:
    accepting = {
        floor: [window for window in windows if window.kind.startswith("accept")]
        for floor, windows in _windows_by_floor(book).items()
    }

    without = [floor for floor, windows in accepting.items() if windows and not any(w.low_counter and w.seated for w in windows)]

    assert without == []


def test_a_floor_promises_low_and_seated_counters_exactly_where_its_windows_have_them(book: Rulebook) -> None:
    windows = _windows_by_floor(book)
    promised = {(hall.code, floor.floor): set(floor.amenities) for hall in book.halls for floor in hall.floors}

    said = {place: {"low_counter", "seated_counter"} & amenities for place, amenities in promised.items()}
    built = {
        place: {
            *("low_counter" for window in windows.get(place, ()) if window.low_counter),
            *("seated_counter" for window in windows.get(place, ()) if window.seated),
        }
        for place in promised
    }

    assert said == built


def test_every_window_stands_on_a_floor_of_its_hall(book: Rulebook) -> None:
    floors = {(hall.code, floor.floor) for hall in book.halls for floor in hall.floors}

    assert set(_windows_by_floor(book)) - floors == set()


def test_every_hall_above_the_ground_can_be_reached_by_lift(book: Rulebook) -> None:
    stairs_only = [
        (hall.code, floor.floor)
        for hall in book.halls
        for floor in hall.floors
        if floor.floor != 1 and "lift" not in floor.amenities
    ]

    assert stairs_only == []


def test_no_telephone_of_the_rulebook_can_be_assigned() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.yaml")}
    phones = {(name, phone) for name, text in texts.items() for phone in PHONE.findall(text)}

    assert ("rulebook.yaml", "020-0000-2222") in phones
    assert {(name, phone) for name, phone in phones if not UNASSIGNABLE.fullmatch(phone)} == set()


def test_citizen_numbers_in_the_sample_forms_are_well_formed_and_given_to_nobody(book: Rulebook) -> None:
    samples = {field.sample.zh for form in book.forms for field in form.fields if re.fullmatch(r"\d{17}[\dX]", field.sample.zh)}

    numbers = [CitizenNumber.parse(sample) for sample in samples]

    assert len(numbers) == 3
    assert {number.division for number in numbers} == {INVENTED_DIVISION}


def test_leaflets_leave_amounts_and_limits_to_the_rules(book: Rulebook) -> None:
    own_words = [
        (leaflet.code, said)
        for leaflet in book.leaflets
        for text in (leaflet.intro, *leaflet.tips)
        for said in (text.zh, text.en)
    ]

    assert len(own_words) > 40 * 2 * 3
    assert [entry for entry in own_words if SAID_BY_A_RULE.search(entry[1])] == []


def test_every_leaflet_is_there_in_both_languages(book: Rulebook) -> None:
    assert {leaflet.languages for leaflet in book.leaflets} == {("zh", "en")}


def test_every_notice_remedy_is_short_enough_for_a_slip(book: Rulebook) -> None:
    long = [item.code for item in book.notices.items if len(item.remedy.zh) > 40 or len(item.remedy.en) > 110]

    assert long == []


def test_every_material_but_the_offices_own_voucher_can_be_named_in_a_notice(book: Rulebook) -> None:
    nameable = {code for item in book.notices.items for code in item.materials}

    assert {material.code for material in book.materials} - nameable == {"P24"}


def test_every_material_is_in_use_on_the_days_a_service_asks_for_it(book: Rulebook) -> None:
    material_of = book.material_of

    strangers = [
        (service.code, need.code)
        for service in book.services
        for need in service.materials
        for day in (need.from_on, need.to_on)
        if day is not None and not material_of[need.code].holds_on(day)
    ]

    assert any(material.to_on for material in book.materials)
    assert strangers == []


def test_every_service_has_a_leaflet(book: Rulebook) -> None:
    assert {service.code for service in book.services} - {code for leaflet in book.leaflets for code in leaflet.services} == set()


def test_every_family_of_services_is_taken_in_some_hall(book: Rulebook) -> None:
    assert {family.code for family in book.families} - {code for hall in book.halls for code in hall.services} == set()
