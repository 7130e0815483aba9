"""Where an application is accepted, by service, channel and date, as the rulebook's examples have it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path as File

import pytest

from mumian.cases.errors import ApplicationRefusedAtTheDoor
from mumian.cases.models import Case
from mumian.cases.rules.places import AT_A_WINDOW
from mumian.cases.services import accept_application, open_draft, submit_application, take_in_materials
from mumian.cases.terms import CaseId
from mumian.catalogue.rules.book.time import AcceptanceExample
from mumian.catalogue.rules.book.values import FactValue
from mumian.catalogue.rules.reading import read_rulebook
from mumian.catalogue.terms import Outcome
from mumian.foundation.clock import moment_at
from tests.factories import cases
from tests.factories.cases import FACTS, Office, by_somebody, on_duty
from tests.factories.people import ADULT_NUMBER

pytestmark = [pytest.mark.django_db, pytest.mark.core]

IN_2010 = datetime(2010, 3, 3, 2, 0, tzinfo=UTC)
IN_2026 = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
BOOK = read_rulebook(File(__file__).resolve().parents[3] / "rulebooks" / "guangzhou").book
ROUTED = [
    one
    for one in BOOK.examples
    if one.expect.verdict is Outcome.ROUTE and one.on.year >= 2003 and (one.channel or "counter") in AT_A_WINDOW
]


def handed_in(of: Office, *, at: datetime, service: str = "PP-NEW", channel: str = "counter", **changes: FactValue) -> CaseId:
    """An application with every paper."""
    facts = {name: value for name, value in FACTS.items() if name != "office.district"}
    facts.update({name.replace("_", ".", 1): value for name, value in changes.items()})
    return cases.submitted(of, at=at, service=service, channel=channel, facts=facts)


def accept(of: Office, case_id: CaseId, *, hall: str, at: datetime) -> str:
    """Accept it there; answers the stage, or the English sentence why not."""
    try:
        accept_application(case_id=case_id, hall=hall, identity_checked=True, by=on_duty(of.acceptor), at=at)
    except ApplicationRefusedAtTheDoor as refused:
        return refused.sentence.en
    return cases.stage(case_id)


def names(*codes: str) -> str:
    return ", ".join(hall.name.en for hall in BOOK.halls if hall.code in codes)


def test_window_of_the_own_district_accepts(staffed: Office) -> None:
    assert accept(staffed, handed_in(staffed, at=IN_2010), hall="H03", at=IN_2010) == "accepted"


def test_window_of_another_district_names_the_right_halls(staffed: Office) -> None:
    said = accept(staffed, handed_in(staffed, at=IN_2010), hall="H05", at=IN_2010)

    right = names(*(hall.code for hall in BOOK.halls if hall.district == "440104" and "passport" in hall.services))
    assert said.endswith(f"It is taken at: {right}.")


def test_district_is_that_of_the_hall_and_not_what_was_typed(staffed: Office) -> None:
    case_id = handed_in(staffed, at=IN_2010, office_district="440104")

    assert "It is taken at:" in accept(staffed, case_id, hall="H05", at=IN_2010)


def test_any_window_accepts_since_the_whole_country_does(staffed: Office) -> None:
    case_id = handed_in(staffed, at=IN_2026)

    assert accept(staffed, case_id, hall="H05", at=IN_2026) == "accepted"
    assert Case.objects.get(pk=case_id).facts["office.district"] == "440103"


def test_hall_that_does_not_serve_the_matter_names_those_that_do(staffed: Office) -> None:
    foreign = next(hall.code for hall in BOOK.halls if "passport" not in hall.services)

    said = accept(staffed, handed_in(staffed, at=IN_2026), hall=foreign, at=IN_2026)

    right = names(*(hall.code for hall in BOOK.halls if "passport" in hall.services and hall.holds_on(IN_2026.date())))
    assert said == f"The application was not accepted: This hall does not serve this matter. It is taken at: {right}."


def test_register_that_nobody_stated_is_taken_from_the_person(staffed: Office) -> None:
    facts = {name: value for name, value in FACTS.items() if "register_" not in name and name != "office.district"}
    case_id = cases.submitted(staffed, at=IN_2010, facts={**facts, "applicant.register_city": "440100"})

    accept(staffed, case_id, hall="H03", at=IN_2010)

    assert "applicant.register_district" in Case.objects.get(pk=case_id).facts


def test_rulebook_has_examples_of_wrong_places() -> None:
    assert len(ROUTED) >= 1


@pytest.mark.parametrize("example", ROUTED, ids=[f"{one.service} {one.on}" for one in ROUTED])
def test_example_that_the_rulebook_sends_elsewhere_is_not_accepted(example: AcceptanceExample, staffed: Office) -> None:
    at = moment_at(example.on)
    facts = {name: value for name, value in example.facts.items() if name != "case.materials"}
    case_id = open_draft(
        service=example.service,
        channel="counter",
        applicant=staffed.applicant,
        applied_with=ADULT_NUMBER.value,
        facts=facts,
        by=by_somebody(),
        at=at,
    )
    submit_application(case_id=case_id, by=by_somebody(), at=at)
    take_in_materials(case_id=case_id, materials=cases.needed(case_id, at=at), by=on_duty(staffed.acceptor), at=at)
    district = facts.get("office.district")
    halls = [hall.code for hall in BOOK.halls if hall.district == district] or ["H01"]

    said = accept(staffed, case_id, hall=halls[0], at=at)

    assert said.startswith("The application was not accepted")


# ---- rules that speak of lists


def test_counter_accepts_whatever_the_lists_would_say(staffed: Office) -> None:
    named = [rule.code for rule in BOOK.rules if any("lists." in str(version.holds) for version in rule.versions)]
    case_id = handed_in(staffed, at=IN_2026)

    assert (bool(named), accept(staffed, case_id, hall="H01", at=IN_2026)) == (True, "accepted")
