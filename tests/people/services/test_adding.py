from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mumian.audit.queries.acts import acts_of
from mumian.audit.terms import Thing
from mumian.foundation.errors import Refusal
from mumian.people.errors import DocumentKnown, DocumentRefused, GuardianRefused, PersonUnknown, SpellingRefused
from mumian.people.queries import people_by_name, person_sheet
from mumian.people.services import add_document, add_guardian, add_spelling
from mumian.people.terms import DocumentFacts, LatinName, PersonId, Relation, SpellingOrigin, person_key
from tests.factories.audit import signed_in
from tests.factories.people import ADULT_NUMBER, AT, TODAY, child, enter

pytestmark = pytest.mark.django_db

SPELLING = LatinName("mook", "minyat", SpellingOrigin.DOCUMENT)
PERMIT = DocumentFacts("EEP_TW", "T12345678", "CHN", date(2024, 5, 1), date(2029, 4, 30))


def acts(person_id: PersonId) -> list[tuple[str, dict[str, object]]]:
    return [(act.act, dict(act.detail)) for act in acts_of(Thing(person_key(person_id)))]


def test_another_spelling_is_kept_found_and_on_record() -> None:
    person_id = enter()

    add_spelling(person_id=person_id, spelling=SPELLING, acting=signed_in(), at=AT)

    [found] = people_by_name("mook minyat", on=TODAY)
    assert found.spellings == (LatinName("MU", "MIANYI"), LatinName("MOOK", "MINYAT", SpellingOrigin.DOCUMENT))
    assert acts(person_id) == [("spelling_added", {})]


@pytest.mark.parametrize(
    "spelling", [LatinName("木", "棉一"), LatinName("", "MIANYI"), LatinName("M" * 81), LatinName("mu", "mianyi")]
)
def test_spelling_that_is_not_latin_or_known_already_is_refused(spelling: LatinName) -> None:
    person_id = enter()

    with pytest.raises(SpellingRefused):
        add_spelling(person_id=person_id, spelling=spelling, acting=signed_in(), at=AT)
    assert acts(person_id) == []


def test_document_is_kept_and_on_record_without_its_number() -> None:
    person_id = enter()

    add_document(person_id=person_id, document=PERMIT, acting=signed_in(), at=AT)

    sheet = person_sheet(person_id, on=TODAY)
    assert sheet
    assert "T12345678" in [one.number for one in sheet.documents]
    assert acts(person_id) == [("document_added", {"type": "EEP_TW", "issuer": "CHN"})]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"number": "T 1"}, DocumentRefused),
        ({"issuer": "China"}, DocumentRefused),
        ({"expires_on": date(2024, 4, 30)}, DocumentRefused),
        ({"type_code": "PASSPORT", "number": "EA1234567"}, DocumentKnown),
    ],
)
def test_document_that_cannot_be_is_refused(changes: dict[str, object], refusal: type[Refusal]) -> None:
    person_id = enter()

    with pytest.raises(refusal):
        add_document(
            person_id=person_id,
            document=replace(PERMIT, **changes),  # type: ignore[arg-type]  # the names of fields, given above
            acting=signed_in(),
            at=AT,
        )
    assert acts(person_id) == []


def test_guardian_is_found_by_number_and_on_record_with_the_minor() -> None:
    guardian, minor = enter(), enter(child())

    add_guardian(
        minor=minor,
        guardian_number=f" {ADULT_NUMBER.value.lower()} ",
        relation=Relation.PARENT,
        valid_from=TODAY,
        acting=signed_in(),
        at=AT,
    )

    sheet = person_sheet(minor, on=TODAY)
    assert sheet
    assert [(one.person_id, one.relation) for one in sheet.guardians] == [(guardian, Relation.PARENT)]
    assert acts(minor) == [("guardian_added", {"guardian": person_key(guardian), "relation": "parent"})]


def test_guardian_who_is_unknown_or_entered_already_is_refused() -> None:
    guardian, minor = enter(), enter(child())
    acting = signed_in()

    def added(number: str) -> PersonId:
        return add_guardian(minor=minor, guardian_number=number, relation=Relation.PARENT, valid_from=TODAY, acting=acting, at=AT)

    with pytest.raises(PersonUnknown):
        added("440199199001010025")
    assert added(ADULT_NUMBER.value) == guardian
    with pytest.raises(GuardianRefused):
        added(ADULT_NUMBER.value)
