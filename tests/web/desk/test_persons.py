"""A person's page: covered until somebody says why, every look on record, the list for the person, and what can be added."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mumian.audit.queries.acts import looks_at
from mumian.audit.terms import Reason, Thing
from mumian.people.queries import person_sheet
from mumian.people.terms import DocumentState, NumberScheme, PersonKind, Relation, SpellingOrigin, person_key
from mumian.people.terms import names as words_of
from mumian.people.terms.register import Agreement
from mumian.web.shared.looking import EVERYTHING
from tests.factories import cases, people
from tests.factories.cases import AT, Office
from tests.factories.people import ADULT_NUMBER
from tests.web.desk.conftest import AtDesk

pytestmark = pytest.mark.django_db

PERSONAL = ("木棉一", "MIANYI", ADULT_NUMBER.value, "EA1234567", "440104", "1990")
ENGLISH = {"accept-language": "en"}


def shown(client: Client, person_id: int, **typed: str) -> str:
    """The words of the page, after a POST where something is typed."""
    address = f"/desk/persons/{person_id}"
    answer = client.post(address, typed, headers=ENGLISH) if typed else client.get(address, headers=ENGLISH)
    return answer.text


def personal(page: str) -> list[str]:
    return [one for one in PERSONAL if one in page]


def reasons(person_id: int) -> list[Reason]:
    return [look.reason for look in looks_at(Thing(person_key(person_id)))]


def test_page_covers_everything_personal_and_is_no_look(staffed: Office, at_desk: AtDesk) -> None:
    page = shown(at_desk(staffed.supervisor), staffed.applicant)

    assert (personal(page), "木•" in page, "0017" in page, reasons(staffed.applicant)) == ([], True, True, [])


def test_own_case_is_the_reason_by_itself(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)
    client = at_desk(staffed.acceptor)

    page = shown(client, staffed.applicant, show="")

    assert personal(page) == list(PERSONAL)
    [look] = looks_at(Thing(person_key(staffed.applicant)))
    assert (look.actor.id, look.fields, look.reason) == ("200001", EVERYTHING, Reason.own_case(f"case:{case_id}"))


def test_every_view_in_full_is_another_look_and_the_next_page_is_covered_again(staffed: Office, at_desk: AtDesk) -> None:
    cases.accepted(staffed)
    client = at_desk(staffed.acceptor)

    pages = [
        shown(client, staffed.applicant, show=""),
        shown(client, staffed.applicant, show=""),
        shown(client, staffed.applicant),
    ]

    assert [bool(personal(page)) for page in pages] == [True, True, False]
    assert len(reasons(staffed.applicant)) == 2


def test_without_an_own_case_a_reason_is_typed(staffed: Office, at_desk: AtDesk) -> None:
    client = at_desk(staffed.supervisor)
    address = f"/desk/persons/{staffed.applicant}"

    refused, told = client.post(address, {"words": "abc"}, headers=ENGLISH), client.post(address, {"words": "投诉核查"})

    assert (refused.status_code, personal(refused.text), 'value="abc"' in refused.text) == (422, [], True)
    assert (told.status_code, personal(told.text), reasons(staffed.applicant)) == (
        200,
        list(PERSONAL),
        [Reason.typed("投诉核查")],
    )


def test_register_is_compared_for_those_alone_who_see_lists(staffed: Office, at_desk: AtDesk) -> None:
    seen = ["population register" in shown(at_desk(one), staffed.applicant) for one in (staffed.approver, staffed.acceptor)]

    assert seen == [True, False]


def test_person_is_found_by_number_and_by_name_and_shown_masked(staffed: Office, at_desk: AtDesk) -> None:
    client = at_desk(staffed.acceptor)

    found = [
        client.post("/desk/persons", {"wanted": wanted}).text for wanted in (ADULT_NUMBER.value, "木棉", "mu mian", "无此人")
    ]

    link = f'href="/desk/persons/{staffed.applicant}"'
    assert [link in page for page in found] == [True, True, True, False]
    assert ["木棉一" in page for page in found] == [False] * 4


def test_list_of_who_looked_can_be_seen_and_printed(staffed: Office, at_desk: AtDesk) -> None:
    at_desk(staffed.supervisor).post(f"/desk/persons/{staffed.applicant}", {"words": "投诉核查"})
    client = at_desk(staffed.acceptor)

    page = client.get(f"/desk/persons/{staffed.applicant}/looks", headers=ENGLISH).text
    paper = client.get(f"/desk/persons/{staffed.applicant}/looks.pdf", headers=ENGLISH)

    document = pypdfium2.PdfDocument(paper.content)
    words = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert [one for one in ("200008", "投诉核查", "Supervision", "date of birth") if one not in page] == []
    assert [one for one in ("200008", "投诉核查", "Supervision", "dateofbirth", "020-0000-2333") if one not in words] == []
    assert personal(page) + personal(words) == []


def test_spelling_is_entered_and_said(staffed: Office, at_desk: AtDesk) -> None:
    client = at_desk(staffed.acceptor)

    answer = client.post(
        f"/desk/persons/{staffed.applicant}/spellings", {"surname": "Mook", "given": "Minyat", "origin": "document"}
    )

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/persons/{staffed.applicant}?done=spelling")
    assert "The spelling has been entered." in client.get(answer.headers["Location"], headers=ENGLISH).text
    sheet = person_sheet(staffed.applicant, on=AT.date())
    assert sheet
    assert [one.surname for one in sheet.spellings] == ["MU", "MOOK"]


@pytest.mark.parametrize(
    ("form", "typed", "sentence"),
    [
        ("spellings", {"surname": "木", "given": "x", "origin": "document"}, "in Latin letters"),
        ("spellings", {"surname": "MOOK", "origin": "?"}, "choose one"),
        ("documents", {"type_code": "EEP_TW", "number": "T12345678", "issuer": "CHN", "issued_on": "soon"}, "a day could not"),
        ("documents", {"type_code": "?", "number": "T12345678", "issuer": "CHN", "issued_on": "2024-05-01"}, "choose one"),
        ("guardians", {"guardian_number": "440199199001010025", "relation": "parent"}, "Nobody was found"),
    ],
)
def test_bad_input_is_said_and_kept(staffed: Office, at_desk: AtDesk, form: str, typed: dict[str, str], sentence: str) -> None:
    child = people.enter(people.child())

    answer = at_desk(staffed.acceptor).post(f"/desk/persons/{child}/{form}", typed, headers=ENGLISH)

    kept = [value for name, value in typed.items() if name not in ("origin", "type_code", "relation")]
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert [value for value in kept if f'value="{value}"' not in answer.text] == []


def test_document_and_guardian_are_entered(staffed: Office, at_desk: AtDesk) -> None:
    client, child = at_desk(staffed.acceptor), people.enter(people.child())
    document = {"type_code": "EEP_TW", "number": "t1234 5678", "issuer": "chn", "issued_on": "2024-05-01", "expires_on": ""}

    answers = [
        client.post(f"/desk/persons/{child}/documents", document).status_code,
        client.post(
            f"/desk/persons/{child}/guardians", {"guardian_number": ADULT_NUMBER.value, "relation": "parent"}
        ).status_code,
    ]

    sheet = person_sheet(child, on=AT.date())
    assert sheet
    assert answers == [303, 303]
    assert [(one.type_code, one.number, one.issuer) for one in sheet.documents] == [("EEP_TW", "T12345678", "CHN")]
    assert [one.person_id for one in sheet.guardians] == [staffed.applicant]


def test_unknown_person_is_not_found(staffed: Office, at_desk: AtDesk) -> None:
    client = at_desk(staffed.acceptor)

    answers = [client.get("/desk/persons/999999"), client.post("/desk/persons/999999"), client.get("/desk/persons/999999/looks")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_page_asks_the_database_as_often_for_many_applications_as_for_one(staffed: Office, at_desk: AtDesk) -> None:
    client = at_desk(staffed.supervisor)
    counted = []
    for _ in range(2):
        cases.accepted(staffed)
        client.get(f"/desk/persons/{staffed.applicant}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/persons/{staffed.applicant}")
        counted.append(len(queries))

    assert counted[0] == counted[1]


def test_every_value_of_a_person_has_its_name() -> None:
    assert (set(words_of.KIND_NAMES), set(words_of.SCHEME_NAMES)) == (set(PersonKind), set(NumberScheme))
    assert (set(words_of.ORIGIN_NAMES), set(words_of.DOCUMENT_STATE_NAMES)) == (set(SpellingOrigin), set(DocumentState))
    assert (set(words_of.RELATION_NAMES), set(words_of.AGREEMENT_NAMES)) == (set(Relation), set(Agreement))
