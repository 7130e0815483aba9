from __future__ import annotations

from datetime import date

import pytest

from mumian.people.errors import DocumentKnown
from mumian.people.queries import person_sheet
from mumian.people.services import cancel_issued, enter_issued
from mumian.people.terms import DocumentFacts, PersonId
from tests.factories.people import AT, child, enter, resident

pytestmark = pytest.mark.django_db

ISSUED, ENDS = date(2026, 9, 1), date(2036, 8, 31)


def issued(kind: str, number: str, variant: str = "") -> DocumentFacts:
    return DocumentFacts(kind, number, "CHN", ISSUED, ENDS, variant)


def held(person: PersonId) -> dict[str, tuple[str, int | None]]:
    sheet = person_sheet(person, on=ISSUED)
    assert sheet is not None
    return {one.number: (one.state.value, one.carrier_id) for one in sheet.documents}


def test_new_permit_ends_the_old_one_with_what_sits_in_it() -> None:
    person = enter(resident())

    enter_issued(person_id=person, document=issued("EEP_HKMO", "CB0000001"), at=AT)

    assert {number: state for number, (state, _) in held(person).items()} == {
        "EA1234567": "valid",
        "CA1234567": "replaced",
        "GZ1234567": "replaced",
        "CB0000001": "valid",
    }


def test_endorsement_goes_into_the_permit_and_leaves_other_variants_alone() -> None:
    person = enter(resident())
    permit = person_sheet(person, on=ISSUED).documents[1].document_id  # type: ignore[union-attr]  # entered above

    enter_issued(person_id=person, document=issued("ENDORSE_HKMO", "GZ0000002", "HM-G/MAC-3M-1"), at=AT)

    assert held(person)["GZ0000002"] == ("valid", permit)
    assert held(person)["GZ1234567"] == ("valid", permit)


def test_endorsement_of_the_same_variant_ends_the_old_one() -> None:
    person = enter(resident())

    enter_issued(person_id=person, document=issued("ENDORSE_HKMO", "GZ0000002", "HKG-G-1Y1"), at=AT)

    assert held(person)["GZ1234567"][0] == "replaced"


def test_number_for_life_is_renewed_under_itself() -> None:
    person = enter(resident(documents=(DocumentFacts("HRP", "H0000000101", "CHN", date(2020, 1, 1), date(2026, 8, 1)),)))

    enter_issued(person_id=person, document=issued("HRP", "H0000000101"), at=AT)

    sheet = person_sheet(person, on=ISSUED)
    assert sheet is not None
    assert [(one.number, one.issued_on, one.expires_on) for one in sheet.documents] == [("H0000000101", ISSUED, ENDS)]


def test_number_of_somebody_else_is_refused() -> None:
    enter(resident())

    with pytest.raises(DocumentKnown):
        enter_issued(person_id=enter(child()), document=issued("PASSPORT", "EA1234567"), at=AT)


def test_certificates_stand_beside_each_other() -> None:
    person = enter(child())
    for number in ("JL1", "JL2"):
        enter_issued(person_id=person, document=issued("RECORD_CERT", f"{number}00000"), at=AT)

    assert [state for state, _ in held(person).values()] == ["valid", "valid"]


def test_document_that_was_taken_back_is_void_once() -> None:
    person = enter(resident())

    voided = [cancel_issued(person_id=person, type_code="PASSPORT", number="EA1234567") for _ in range(2)]

    assert (voided, held(person)["EA1234567"][0]) == ([1, 0], "cancelled")
