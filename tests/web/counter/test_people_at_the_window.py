"""Minors, families, wrong places, urgent matters, applications that are declined or given up, and people nobody knows yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from mumian.accounts.models import Account
from mumian.cases.models import Case, Letter, UrgencyRequest
from mumian.cases.services import decide_special_handling, request_special_handling
from mumian.cases.terms import CaseId
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers.places import halls_serving
from mumian.foundation.identifiers import Sex
from mumian.foundation.mrz import LayoutCode, Zone, compose
from mumian.offices.models import Bureau, Hall, Posting
from mumian.offices.queries import officer_by_badge
from mumian.offices.services import appoint_officers
from mumian.offices.terms import Appointment, Role, StaffStatus
from mumian.people.models import Person
from mumian.people.services import enter_guardians
from mumian.people.terms import GuardianFacts, PersonId, Relation
from tests.factories.cases import on_duty
from tests.factories.offices import posting
from tests.factories.people import CHILD_NUMBER, child, enter, resident
from tests.web.counter.conftest import HALL, NO, SINCE, Window, grown_up, needed, signed_in, text_of

NEWCOMER = {
    "kind": "resident",
    "name": "吕小木",
    "surname": "LYU",
    "given": "XIAOMU",
    "number": CHILD_NUMBER.value,
    "act": "enter",
}


@pytest.fixture
def daughter(window: Window) -> PersonId:
    """A child of eleven whose guardian is the traveller."""
    person = enter(child())
    enter_guardians(guardians=[GuardianFacts(window.traveller, person, Relation.PARENT, date(2015, 1, 1))])
    return person


def test_minor_is_accepted_with_the_guardian_who_came_along(window: Window, daughter: PersonId) -> None:
    case = window.begin("PP-NEW", daughter)
    come_along = {**NO, "guardian": str(window.traveller)}

    answer = window.send(case, guardian=str(window.traveller), material=needed(window, case, come_along))

    case.refresh_from_db()
    assert answer.status_code == 303, text_of(answer)
    assert (case.stage, case.agent_id, case.facts["applicant.guardian_present"]) == ("accepted", window.traveller, True)


def test_minor_alone_is_not_accepted(window: Window, daughter: PersonId) -> None:
    case = window.begin("PP-NEW", daughter)

    answer = window.send(case, guardian="alone", material=needed(window, case, {**NO, "guardian": "alone"}))

    assert answer.status_code == 422
    assert "guardian" in text_of(answer)
    assert 'value="alone" checked' in text_of(answer)


def test_minor_is_not_accepted_with_somebody_who_is_no_guardian_on_record(window: Window, daughter: PersonId) -> None:
    stranger = enter(grown_up())
    case = window.begin("PP-NEW", daughter)

    answer = window.send(case, guardian=str(stranger), material=needed(window, case, {**NO, "guardian": str(window.traveller)}))

    case.refresh_from_db()
    assert (answer.status_code, "not on record as a guardian" in text_of(answer)) == (422, True)
    assert (case.stage, case.agent_id) == ("draft", None)


@pytest.mark.parametrize("guardian", ["x", "²", "9" * 30])
def test_minor_with_nobody_named_is_not_accepted(window: Window, daughter: PersonId, guardian: str) -> None:
    case = window.begin("PP-NEW", daughter)

    answer = window.send(case, guardian=guardian, material=needed(window, case, {**NO, "guardian": "alone"}))

    assert (answer.status_code, "guardian" in text_of(answer)) == (422, True)


def test_family_is_accepted_in_one_act(window: Window, daughter: PersonId) -> None:
    first = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    kept = window.send(first, act="keep")
    group = kept.headers["Location"].split("/")[3]
    second = window.begin("PP-NEW", daughter, group=group)
    come_along = {**NO, "guardian": str(window.traveller)}
    window.send(second, act="keep", guardian=str(window.traveller), material=needed(window, second, come_along))

    answer = window.post(f"/counter/families/{group}/", case=[str(first.pk), str(second.pk)], identity="yes")

    assert answer.status_code == 303, text_of(answer)
    assert list(Case.objects.order_by("pk").values_list("stage", "group_id")) == [("accepted", int(group))] * 2


def test_family_is_accepted_all_or_none(window: Window, daughter: PersonId) -> None:
    first = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    group = window.send(first, act="keep").headers["Location"].split("/")[3]
    second = window.begin("PP-NEW", daughter, group=group)
    window.send(second, act="keep", guardian="alone", material=[])

    answer = window.post(f"/counter/families/{group}/", case=[str(first.pk), str(second.pk)], identity="yes")

    assert answer.status_code == 422
    assert "None of the 2 applications was accepted" in text_of(answer)
    assert set(Case.objects.values_list("stage", flat=True)) == {"submitted"}


def test_wrong_hall_is_answered_with_the_right_ones(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    book = current_rulebook()
    elsewhere = [hall for hall in book.halls if hall not in halls_serving(book, book.service_of["HM-G-REPEAT"])]
    Posting.objects.filter(officer__badge_number="300001").update(hall=Hall.objects.get(code=elsewhere[0].code), window=None)

    page = text_of(window.get(f"/counter/cases/{case.pk}/"))

    assert "This hall does not serve this matter" in page
    assert "It is taken here:" in page


def test_district_that_is_not_the_applicants_own_is_answered_with_the_sentence_of_the_rulebook(
    window: Window, staff: Mapping[str, Account]
) -> None:
    window.clock.set(datetime(2010, 6, 1, 2, 0, tzinfo=UTC))
    window.client = signed_in(staff["accept"])
    person = enter(resident(register_division="440106", documents=(), birth_date=date(1970, 1, 1), numbers=()))
    case = window.begin("PP-NEW", person)

    page = text_of(window.get(f"/counter/cases/{case.pk}/"))

    assert "Windows serve the district of registration" in page
    assert "It is taken here:" in page


def test_hall_that_a_leader_has_consented_to_is_said_to_be_the_place(window: Window, staff: Mapping[str, Account]) -> None:
    at = datetime(2010, 6, 1, 2, 0, tzinfo=UTC)
    window.clock.set(at)
    window.client = signed_in(staff["accept"])
    person = enter(resident(register_division="440106", documents=(), birth_date=date(1970, 1, 1), numbers=()))
    case = window.begin("PP-NEW", person)
    bureau = Bureau.objects.get(parent=None).code
    leads = posting(Role.LEADER, bureau=bureau, valid_from=SINCE)
    appoint_officers(appointments=[Appointment("300009", "木棉三", "MU MIANSAN", StaffStatus.POLICE, SINCE, (leads,))])
    asks, consents = (officer_by_badge(badge, on=at.date()) for badge in ("300001", "300009"))
    assert asks
    assert consents
    request_special_handling(case_id=CaseId(case.pk), reason="重病", hall=HALL, by=on_duty(asks), at=at)
    decide_special_handling(case_id=CaseId(case.pk), approved=True, consent="同意。", by=on_duty(consents), at=at)

    page = text_of(window.get(f"/counter/cases/{case.pk}/"))

    assert "A leader has consented that it is accepted in this hall" in page
    assert "Windows serve the district of registration" not in page


def test_scan_of_somebody_unknown_fills_the_form(window: Window) -> None:
    zone = Zone(
        layout=LayoutCode.TD3,
        document_code="P",
        document_number="12AB34567",
        born="900203",
        expires="320101",
        issuer="FRA",
        nationality="FRA",
        surname="MUSTER",
        given="ANNA",
        sex=Sex.FEMALE,
    )

    page = text_of(window.post("/counter/people/new/", act="scan", q=" ".join(compose(zone))))

    for field, value in (("surname", "MUSTER"), ("born", "1990-02-03"), ("document_number", "12AB34567"), ("nationality", "FRA")):
        assert f'name="{field}" type="text" value="{value}"' in page


def test_urgent_handling_is_asked_of_a_superior(window: Window) -> None:
    person = enter(grown_up())
    case = window.begin("HM-NEW", person)

    answer = window.post(f"/counter/cases/{case.pk}/urgent/", **{**NO, "urgent_ground": "Father gravely ill abroad"})

    assert (answer.status_code, UrgencyRequest.objects.get().ground) == (303, "Father gravely ill abroad")
    assert "urgent handling: waits for a superior" in text_of(window.get(f"/counter/cases/{case.pk}/"))


def test_application_is_declined_with_a_letter(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    form = {"ground": "not_eligible", "law": "HMM1986", "reason_zh": "户口不在本市。", "reason_en": "Registered elsewhere."}

    answer = window.post(f"/counter/cases/{case.pk}/decline/", **form)

    case.refresh_from_db()
    assert (answer.status_code, case.stage) == (303, "not_accepted")
    assert Letter.objects.get().number in text_of(window.get(answer.headers["Location"]))


def test_application_is_not_declined_without_a_reason_and_the_words_are_kept(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    answer = window.post(f"/counter/cases/{case.pk}/decline/", ground="not_eligible", reason_zh="户口不在本市。")

    assert (answer.status_code, Case.objects.get(pk=case.pk).stage) == (422, "draft")
    assert "户口不在本市。" in text_of(answer)


@pytest.mark.parametrize("law", ["", "whatever"])
def test_application_is_not_declined_without_a_law_of_the_rulebook(window: Window, law: str) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    form = {"ground": "not_eligible", "law": law, "reason_zh": "户口不在本市。", "reason_en": "Registered elsewhere."}

    answer = window.post(f"/counter/cases/{case.pk}/decline/", **form)

    assert (answer.status_code, Case.objects.get(pk=case.pk).stage) == (422, "draft")
    assert ("no law is chosen" in text_of(answer), "户口不在本市。" in text_of(answer)) == (True, True)


def test_application_is_given_up(window: Window) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")

    window.post(f"/counter/cases/{case.pk}/withdraw/", reason="no journey")

    assert Case.objects.get(pk=case.pk).stage == "withdrawn"


def test_newcomer_is_entered_and_his_number_tells_birth_and_sex(window: Window) -> None:
    answer = window.post("/counter/people/new/", **NEWCOMER)

    person = Person.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/counter/people/{person.pk}/")
    assert (person.name, person.birth_date, person.sex) == ("吕小木", date(2015, 1, 1), "F")


def test_spelling_is_suggested_by_the_rules_for_the_letter_u_with_dots(window: Window) -> None:
    page = text_of(window.post("/counter/people/new/", **{**NEWCOMER, "surname": "lü", "given": "xiao mu", "act": "spell"}))

    assert "LYU XIAOMU" in page
    assert "LU XIAOMU" in page


def test_number_whose_check_character_does_not_fit_is_refused_and_kept(window: Window) -> None:
    wrong = CHILD_NUMBER.value[:-1] + ("0" if CHILD_NUMBER.value[-1] != "0" else "1")

    answer = window.post("/counter/people/new/", **{**NEWCOMER, "number": wrong})

    assert answer.status_code == 422
    assert "its check character does not fit" in text_of(answer)
    assert wrong in text_of(answer)


def test_foreigner_is_entered_with_the_passport(window: Window) -> None:
    form = {
        "kind": "foreigner",
        "name": "Anna Muster",
        "surname": "MUSTER",
        "given": "ANNA",
        "sex": "F",
        "born": "1990-02-03",
        "nationality": "FRA",
        "document": "FOREIGN_PASSPORT",
        "document_number": "12AB34567",
        "issuer": "FRA",
        "issued": "2022-01-01",
        "expires": "2032-01-01",
        "act": "enter",
    }

    window.post("/counter/people/new/", **form)

    person = Person.objects.latest("pk")
    assert (person.name, person.documents.get().number) == ("Anna Muster", "12AB34567")


def test_somebody_is_entered_once_however_often_the_form_comes(window: Window) -> None:
    before = Person.objects.count()

    for _ in range(2):
        window.post("/counter/people/new/", **{**NEWCOMER, "key": "the same"})

    assert Person.objects.count() == before + 1


def test_page_of_a_case_that_is_over_says_so(window: Window, staff: Mapping[str, Account]) -> None:
    case = window.begin("HM-G-REPEAT", variant="HKG-12M-1")
    window.post(f"/counter/cases/{case.pk}/withdraw/")

    answer = signed_in(staff["second"]).get(f"/counter/cases/{case.pk}/")

    assert "This application was given up" in text_of(answer)  # type: ignore[arg-type]  # the test client's answer is a response
