"""Printing papers at the desk: who may, and what goes on record."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pytest
import zxingcpp
from django.test import Client

from mumian.audit.queries.acts import looks_at
from mumian.audit.terms import Reason, Thing
from mumian.cases.models import Case, Letter, Notice
from mumian.cases.services import issue_material_notice, open_group
from mumian.cases.terms import CaseId, RefusalGround
from mumian.foundation.words import Text
from mumian.offices.queries import officer_by_badge
from mumian.offices.services import appoint_officers
from mumian.offices.terms import Role
from mumian.people.terms import person_key
from mumian.web.shared.status_links import status_token
from tests.factories import cases
from tests.factories.cases import AT, Office, on_duty
from tests.factories.offices import appointment, posting
from tests.web.desk.conftest import AtDesk

pytestmark = pytest.mark.django_db

REASON = Text("您提交的材料不能证明身份。", "The papers you handed in do not prove who you are.")


def refused(staffed: Office) -> CaseId:
    case_id = cases.accepted(staffed)
    cases.refuse(staffed, case_id, reason=REASON, ground=RefusalGround.IDENTITY_NOT_PROVEN)
    return case_id


def looked(staffed: Office) -> list[tuple[str, tuple[str, ...], Reason]]:
    return [(one.actor.id, one.fields, one.reason) for one in looks_at(Thing(person_key(staffed.applicant)))]


def elsewhere(at_desk: AtDesk) -> Client:
    """A browser of an acceptance officer of another hall."""
    appoint_officers(appointments=[appointment("300002", posting(Role.ACCEPTANCE_OFFICER, hall="H02"))])
    officer = officer_by_badge("300002", on=AT.date())
    assert officer
    return at_desk(officer)


def test_receipt_is_printed_with_a_code_that_opens_the_status_and_without_a_look(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.accepted(staffed)

    answer = at_desk(staffed.acceptor).get(f"/desk/papers/receipts/{case_id}.pdf")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(answer.content)
    codes = {code.text for code in zxingcpp.read_barcodes(document[0].render(scale=2.5).to_pil().convert("L"))}
    document.close()
    number = Case.objects.get(pk=case_id).receipt_number
    assert codes == {number, f"http://testserver/status/of/{status_token(case_id)}"}
    assert looked(staffed) == []


@pytest.mark.parametrize(
    "address", ["receipts/999999", "families/999999", "notices/AAAAA-AAAAA", "letters/x", "approvals/999999"]
)
def test_wrong_number_is_answered_clearly(staffed: Office, at_desk: AtDesk, address: str) -> None:
    answer = at_desk(staffed.acceptor).get(f"/desk/papers/{address}.pdf", headers={"accept-language": "en"})

    assert (answer.status_code, "There is no such paper" in answer.text) == (404, True)


def test_paper_of_another_hall_looks_like_none(staffed: Office, at_desk: AtDesk) -> None:
    case_id = refused(staffed)
    number = Letter.objects.get(case_id=case_id).number
    client = elsewhere(at_desk)

    answers = [client.get(f"/desk/papers/{one}.pdf").status_code for one in (f"receipts/{case_id}", f"letters/{number}")]

    assert (answers, looked(staffed)) == ([404, 404], [])


def test_family_is_printed_for_who_sees_all_of_it(staffed: Office, at_desk: AtDesk) -> None:
    group = open_group(by=on_duty(staffed.acceptor), at=AT)
    for _ in range(2):
        cases.accepted(staffed, group_id=group)

    answers = [client.get(f"/desk/papers/families/{group}.pdf") for client in (at_desk(staffed.acceptor), elsewhere(at_desk))]

    assert [(answer.status_code, answer.content[:4] == b"%PDF") for answer in answers] == [(200, True), (404, False)]


def test_notice_with_a_name_on_it_is_a_look_with_the_own_case_as_reason(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.submitted(staffed)
    issue_material_notice(case_id=case_id, items=["A01"], by=on_duty(staffed.acceptor), at=AT)
    number = Notice.objects.get(case_id=case_id).number

    answer = at_desk(staffed.acceptor).get(f"/desk/papers/notices/{number}.pdf")

    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
    assert looked(staffed) == [("200001", ("name",), Reason.own_case(f"case:{case_id}"))]


def test_who_decided_prints_the_letter_and_whoever_else_is_asked_why(staffed: Office, at_desk: AtDesk) -> None:
    case_id = refused(staffed)
    address = f"/desk/papers/letters/{Letter.objects.get(case_id=case_id).number}.pdf"

    decided = at_desk(staffed.approver).get(address)
    leader = at_desk(staffed.leader)
    asked, too_short, told = (
        leader.get(address),
        leader.post(address, {"words": "x"}),
        leader.post(address, {"words": "来访核对"}),
    )

    assert [one.headers["Content-Type"].split(";")[0] for one in (decided, asked, too_short, told)] == [
        "application/pdf",
        "text/html",
        "text/html",
        "application/pdf",
    ]
    assert (asked.status_code, too_short.status_code, 'value="x"' in too_short.text or ">x</textarea>" in too_short.text) == (
        200,
        422,
        True,
    )
    assert [(badge, reason) for badge, _, reason in looked(staffed)] == [
        ("200009", Reason.typed("来访核对")),
        ("200003", Reason.own_case(f"case:{case_id}")),
    ]


def test_approval_is_printed(staffed: Office, at_desk: AtDesk) -> None:
    case_id = cases.approved(staffed)

    answer = at_desk(staffed.approver).get(f"/desk/papers/approvals/{case_id}.pdf")

    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
