"""Leaflets, boards and sample forms say what the rules say, and say when they no longer hold."""

from __future__ import annotations

from datetime import date

import pytest

from mumian.catalogue.rules.boards import UnknownHall, board
from mumian.catalogue.rules.book.rulebook import Rulebook
from mumian.catalogue.rules.leaflets import Leaflet, UnknownLeaflet, leaflet, still_holds
from mumian.catalogue.rules.samples import ServiceName, UnknownSample, sample, samples
from mumian.catalogue.terms import LeafletSection
from mumian.foundation.words import Text
from tests.catalogue.small import small

TODAY = date(2024, 1, 5)


def said(given: Leaflet, kind: LeafletSection) -> list[str]:
    return [sentence.en for section in given.sections if section.kind is kind for sentence in section.sentences]


def with_fee(amount: int) -> Rulebook:
    """The small rulebook with another fee for a passport."""
    book = small()
    service = book.service_of["PASS-NEW"]
    span = service.fee[-1]
    items = (span.items[0].model_copy(update={"amount": amount}), *span.items[1:])
    changed = service.model_copy(update={"fee": (*service.fee[:-1], span.model_copy(update={"items": items}))})
    return book.model_copy(update={"services": tuple(changed if one is service else one for one in book.services)})


def test_leaflet_says_what_the_rules_say() -> None:
    given = leaflet(small(), "L1", on=TODAY)

    assert said(given, LeafletSection.WHO) == [
        "Residents.",
        "Issued on demand; no reason need be stated.",
        "Condition: The applicant is a resident.",
        "Condition: The guardian consents.",
        "Condition: Not a soldier.",
        "Validity: 5 years under 16, 10 years from 16.",
        "The office itself checks the rest.",
    ]
    assert said(given, LeafletSection.MATERIALS) == [
        "Form (take one in the hall).",
        "Under 16: Consent of the guardian.",
        "When applying by Kiosk: Photograph receipt; not needed where shared data show it.",
        "Where the list demands it: Letter.",
    ]
    assert said(given, LeafletSection.FEES) == ["Document: 120 yuan.", "Remark (under 16): 20 yuan."]
    assert said(given, LeafletSection.TIME_LIMIT) == [
        "Our promise (Kiosk): 1 working day.",
        "Our promise: 3 working days.",
        "Limit set by law: 30 days.",
        "In special cases it may be extended to 60 days; you are told why.",
        "Urgent: 1 working day (a funeral).",
        "Counting starts on the day after acceptance.",
    ]
    assert said(given, LeafletSection.WHERE) == [
        "Apply in the city where you are registered.",
        "East Hall: 1 Small Street, 000-11",
        "West Hall: 2 Small Street, 000-12",
    ]
    assert said(given, LeafletSection.RIGHTS_AND_REMEDIES) == [
        "You may ask for reconsideration.",
        "Complaints: 000-2",
        "Legal basis: The new law.",
    ]


def test_leaflet_of_the_old_order_names_the_reasons_and_their_papers() -> None:
    given = leaflet(small(), "L1", on=date(2009, 1, 1))

    assert "Reason: Study." in said(given, LeafletSection.WHO)
    assert "For the reason “Study”: Letter of admission." in said(given, LeafletSection.MATERIALS)


def test_what_two_services_say_alike_is_said_once() -> None:
    given = leaflet(small(), "L2", on=date(2012, 6, 1))
    materials = next(section for section in given.sections if section.kind is LeafletSection.MATERIALS)

    assert [(part.service, [one.en for one in part.sentences]) for part in materials.parts] == [
        (None, ["Form (take one in the hall)."]),
        ("PASS-NEW", ["Under 16: Consent of the guardian.", "Where the list demands it: Letter."]),
    ]


def test_service_that_is_no_longer_offered_is_left_out() -> None:
    assert leaflet(small(), "L2", on=date(2020, 1, 1)).services == ("PASS-NEW",)


def test_leaflet_holds_as_long_as_the_rules_say_the_same() -> None:
    printed = leaflet(small(), "L1", on=TODAY).digest

    assert still_holds(small(), "L1", digest=printed, on=date(2029, 1, 1))
    assert not still_holds(small(), "L1", digest=printed, on=date(2011, 1, 1))
    assert not still_holds(with_fee(130), "L1", digest=printed, on=TODAY)


def test_fee_that_changes_is_on_the_leaflet_at_once() -> None:
    assert "Document: 130 yuan." in said(leaflet(with_fee(130), "L1", on=TODAY), LeafletSection.FEES)


def test_unknown_leaflet_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnknownLeaflet, match="no leaflet “L9”"):
        leaflet(small(), "L9", on=TODAY)


def test_board_of_a_hall_shows_what_it_serves_and_what_is_promised() -> None:
    east, west = (board(small(), hall, on=date(2012, 6, 1)) for hall in ("H1", "H2"))

    assert [line.service for line in east.lines] == ["PASS-NEW", "VISA"]
    assert [line.service for line in west.lines] == ["PASS-NEW"]
    assert [(line.promised and line.promised.value, line.fee_sentence) for line in west.lines] == [
        (3, Text("费用取决于尚未说明的情况。", "The charge depends on something not yet stated."))
    ]
    assert (east.pledges, east.notes) == ((Text("一次告知。", "We tell you once."),), (Text("东门进。", "Use the east gate."),))
    assert west.notes == ()
    assert [one.en for one in east.rights] == ["You may ask for reconsideration."]


def test_board_of_two_halls_is_told_apart_by_its_digest() -> None:
    assert board(small(), "H1", on=TODAY).digest != board(small(), "H2", on=TODAY).digest


def test_unknown_hall_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnknownHall, match="no hall “H9”"):
        board(small(), "H9", on=TODAY)


def test_sample_form_names_the_services_that_ask_for_it() -> None:
    given = sample(small(), "S1", on=date(2012, 1, 1))

    assert given.services == (
        ServiceName("PASS-NEW", Text("护照首次申请", "First passport")),
        ServiceName("VISA", Text("签证", "Visa")),
    )
    assert samples(small(), on=date(2012, 1, 1)) == (given,)


def test_unknown_sample_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnknownSample, match="no sample form “S9”"):
        sample(small(), "S9", on=TODAY)
