"""Files of firms: taken line by line, nothing lost, nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mumian.cases.errors import StepRefused
from mumian.cases.models import BatchRow, Case, Declaration
from mumian.cases.queries import UploadSheet, upload_sheet, uploads
from mumian.cases.rules.batches import COLUMNS, FileRefused
from mumian.cases.services import take_batch, upload_batch, withdraw
from mumian.cases.terms import CaseId, UploadId
from mumian.people.models import Person
from mumian.people.services import enter_organisations
from mumian.people.terms import OrganisationFacts, OrganisationId, OrganisationKind
from tests.factories.cases import AT, Office, on_duty
from tests.factories.sql import refused, run

pytestmark = [pytest.mark.django_db, pytest.mark.core]

HEAD = ",".join(column.code for column in COLUMNS)
KNOWN = "PP-NEW,木棉一,MU MIANYI,440199199001010017,440104,no,no"
NEW = "PP-NEW,木棉乙,MU MIANYI,440199199202020039,440104,yes,no"
WRONG = "PP-NEW,木棉丙,MU MIANBING,440199199303030050,44,no,no"
STRANGE = "PP-NIX,木棉丁,MU MIANDING,440199199404040062,440104,no,no"
OTHER_NAME = "PP-NEW,木棉二,MU MIANER,440199199001010017,440104,no,no"
LATER = AT + timedelta(hours=1)


def number_of(body: str) -> str:
    """A citizen number of an invented person, with its check character."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def content(*lines: str) -> bytes:
    return "\n".join([HEAD, *(_checked(line) for line in lines)]).encode()


def _checked(line: str) -> str:
    parts = line.split(",")
    return ",".join([*parts[:3], number_of(parts[3][:17]), *parts[4:]])


@pytest.fixture
def firm(staffed: Office) -> OrganisationId:
    """An invented firm."""
    return enter_organisations(
        organisations=[
            OrganisationFacts(OrganisationKind.FIRM, "虚构贸易公司", "Fictional Trading", None, "440104", invented=True),
        ],
        at=AT,
    )[0]


def upload(of: Office, firm: OrganisationId, *lines: str, name: str = "list.csv") -> UploadId:
    return upload_batch(organisation=firm, file_name=name, content=content(*lines), by=on_duty(of.acceptor), at=AT)


def take(of: Office, upload_id: UploadId, key: str = "") -> int:
    return take_batch(upload_id=upload_id, by=on_duty(of.acceptor), at=AT, key=key)


def sheet(upload_id: UploadId) -> UploadSheet:
    found = upload_sheet(upload_id, at=LATER)
    assert found
    return found


def counts(upload_id: UploadId) -> tuple[int, int, int]:
    """New, there already, wrong."""
    found = sheet(upload_id)
    return len(found.new), len(found.there), len(found.wrong)


def test_preview_judges_every_line_and_writes_nothing(staffed: Office, firm: OrganisationId) -> None:
    upload_id = upload(staffed, firm, KNOWN, NEW, WRONG, STRANGE)

    assert [(verdict.line.number, verdict.state.value) for verdict in sheet(upload_id).verdicts] == [
        (2, "new"),
        (3, "new"),
        (4, "wrong"),
        (5, "wrong"),
    ]
    assert (Case.objects.count(), Person.objects.count()) == (0, 1)


def test_good_lines_become_applications_of_the_batch_and_applicants_are_entered(staffed: Office, firm: OrganisationId) -> None:
    upload_id = upload(staffed, firm, KNOWN, NEW, WRONG)

    assert take(staffed, upload_id) == 2

    batch = sheet(upload_id).batch_id
    assert list(Case.objects.order_by("pk").values_list("stage", "batch_id")) == [("submitted", batch)] * 2
    assert list(Person.objects.order_by("pk").values_list("name", flat=True)) == ["木棉一", "木棉乙"]
    assert list(Declaration.objects.filter(yes=True).values_list("subject", flat=True)) == ["state_staff"]
    assert counts(upload_id) == (0, 2, 1)


@pytest.mark.parametrize(
    ("line", "column", "why"),
    [
        (STRANGE, "service", "the rulebook has no such service"),
        (OTHER_NAME, "name", "does not agree with the identity number"),
        (KNOWN.replace("PP-NEW", "HM-NIX"), "service", "the rulebook has no such service"),
    ],
)
def test_line_that_rulebook_or_record_contradicts_has_to_be_mended(
    line: str, column: str, why: str, staffed: Office, firm: OrganisationId
) -> None:
    [verdict] = sheet(upload(staffed, firm, line)).wrong

    assert [(fault.column.en, fault.why.en) for fault in verdict.line.faults] == [(column, why)]


def test_same_file_twice_is_one_file(staffed: Office, firm: OrganisationId) -> None:
    first = upload(staffed, firm, KNOWN)
    take(staffed, first)

    again = upload(staffed, firm, KNOWN, name="other name.csv")

    assert again == first
    with pytest.raises(StepRefused, match="this file was taken before"):
        take(staffed, again)


def test_mended_file_adds_only_what_was_not_taken(staffed: Office, firm: OrganisationId) -> None:
    take(staffed, upload(staffed, firm, KNOWN, WRONG))
    mended = upload(staffed, firm, KNOWN, WRONG.replace(",44,", ",440104,"))
    assert counts(mended) == (1, 1, 0)

    assert take(staffed, mended) == 1

    assert (Case.objects.count(), BatchRow.objects.count()) == (2, 2)


def test_line_may_come_again_when_its_application_is_over(staffed: Office, firm: OrganisationId) -> None:
    take(staffed, upload(staffed, firm, KNOWN))
    withdraw(case_id=CaseId(Case.objects.get().pk), by=on_duty(staffed.acceptor), at=AT)

    assert counts(upload(staffed, firm, KNOWN, NEW)) == (2, 0, 0)


def test_taking_sent_twice_is_done_once(staffed: Office, firm: OrganisationId) -> None:
    upload_id = upload(staffed, firm, KNOWN)

    assert (take(staffed, upload_id, key="k"), take(staffed, upload_id, key="k"), Case.objects.count()) == (1, 1, 1)


def test_nothing_is_taken_from_a_file_of_faults(staffed: Office, firm: OrganisationId) -> None:
    with pytest.raises(StepRefused, match="no line of the file can be"):
        take(staffed, upload(staffed, firm, WRONG))


def test_unreadable_file_is_not_kept(staffed: Office, firm: OrganisationId) -> None:
    with pytest.raises(FileRefused):
        upload_batch(organisation=firm, file_name="x", content=b"a,b\n", by=on_duty(staffed.acceptor), at=AT)

    assert uploads(bureaus=["440100"]) == ()


def test_only_acceptance_takes_files_of_firms(staffed: Office, firm: OrganisationId) -> None:
    upload_id = upload(staffed, firm, KNOWN)

    with pytest.raises(StepRefused, match="This step belongs to"):
        take_batch(upload_id=upload_id, by=on_duty(staffed.approver), at=AT)


def test_files_are_listed_with_how_many_applications_they_became(staffed: Office, firm: OrganisationId) -> None:
    take(staffed, upload(staffed, firm, KNOWN, NEW))

    assert [(row.organisation, row.file_name, row.cases) for row in uploads(bureaus=["440100"])] == [
        ("虚构贸易公司", "list.csv", 2)
    ]


# ---- attacks


def test_same_line_is_no_second_application_while_the_first_is_open(staffed: Office, firm: OrganisationId) -> None:
    take(staffed, upload(staffed, firm, KNOWN))
    second = upload(staffed, firm, NEW)
    take(staffed, second)

    with refused("the_same_line_is_no_second_application"):
        run(
            "INSERT INTO cases_batchrow (upload_id, batch_id, line, digest, case_id)"
            " SELECT n.upload_id, n.batch_id, 9, o.digest, n.case_id FROM cases_batchrow n, cases_batchrow o"
            " WHERE n.upload_id = %s AND o.upload_id <> %s",
            second,
            second,
        )


def test_line_belongs_to_the_batch_of_its_application(staffed: Office, firm: OrganisationId) -> None:
    take(staffed, upload(staffed, firm, KNOWN))
    second = upload(staffed, firm, NEW)
    take(staffed, second)

    with refused("a_line_belongs_to_the_batch_of_its_application"):
        run(
            "INSERT INTO cases_batchrow (upload_id, batch_id, line, digest, case_id)"
            " SELECT n.upload_id, n.batch_id, 9, repeat('a', 64), o.case_id FROM cases_batchrow n, cases_batchrow o"
            " WHERE n.upload_id = %s AND o.upload_id <> %s",
            second,
            second,
        )


def test_file_is_taken_once(staffed: Office, firm: OrganisationId) -> None:
    take(staffed, upload(staffed, firm, KNOWN))

    with refused("a_file_is_taken_once"):
        run("UPDATE cases_batchupload SET taken_at = taken_at")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE cases_batchupload SET content = ''",
        "UPDATE cases_batchrow SET digest = digest",
        "DELETE FROM cases_batchupload",
        "DELETE FROM cases_batchrow",
    ],
)
def test_files_and_lines_stay_as_they_are(attack: str, staffed: Office, firm: OrganisationId) -> None:
    take(staffed, upload(staffed, firm, KNOWN))

    with refused("permission denied"):
        run(attack)


def test_file_its_taking_and_every_applicant_entered_stand_on_record(staffed: Office, firm: OrganisationId) -> None:
    upload_id = upload(staffed, firm, NEW)
    upload(staffed, firm, NEW)
    take(staffed, upload_id)

    acts = run("SELECT act, actor_id FROM audit_act WHERE thing = %s ORDER BY position", f"upload:{upload_id}")
    entered = run("SELECT actor_id FROM audit_act WHERE act = 'entered'")
    assert (acts, entered) == ([("uploaded", "200001"), ("taken", "200001")], [("200001",)])
