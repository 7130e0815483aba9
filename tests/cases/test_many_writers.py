"""Thirty-two writers at once: every number is given once, and a command that two give at the same moment is done once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from mumian.cases.models import Batch, BatchRow, Case, Move, Notice, ReservedNumber
from mumian.cases.services import (
    accept_application,
    approve_case,
    approve_visit,
    issue_material_notice,
    request_visit,
    take_batch,
    upload_batch,
)
from mumian.cases.terms import CaseId, UploadId, VisitGround, VisitId
from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.people.services import enter_organisations
from mumian.people.terms import OrganisationFacts, OrganisationKind
from tests.cases.services.test_batches import KNOWN, NEW, content
from tests.factories import cases
from tests.factories.cases import AT, HALL, office, on_duty

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.core]

WRITERS = 32


def at_once(acts: list[Callable[[], object]]) -> list[bool]:
    """Do all of it at the same time, each on a connection of its own; whether each was done or refused."""

    def one(act: Callable[[], object]) -> bool:
        try:
            act()
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as writers:
        return list(writers.map(one, acts))


def test_numbers_are_given_once_and_cases_are_accepted_once_under_32_writers(rulebook_loaded: None) -> None:
    of = office()
    drafts = [cases.submitted(of) for _ in range(WRITERS // 2)]
    by = on_duty(of.acceptor)

    def accept(case_id: CaseId) -> Callable[[], object]:
        return lambda: accept_application(case_id=case_id, hall=HALL, identity_checked=True, by=by, at=AT)

    done = at_once([accept(case_id) for case_id in drafts for _ in range(2)])

    columns = ("receipt_number", "draft_code", "folder_barcode")
    numbers = {column: set(Case.objects.values_list(column, flat=True)) - {None} for column in columns}
    assert sum(done) == len(drafts)
    assert {column: len(found) for column, found in numbers.items()} == dict.fromkeys(columns, len(drafts))
    assert Move.objects.filter(hand="accept").count() == len(drafts)


def test_one_case_is_approved_once_by_32_who_all_press_the_same_button(rulebook_loaded: None) -> None:
    of = office()
    case_id = cases.cleared(of)
    one, other = on_duty(of.approver), on_duty(of.approver2)

    def press(number: int) -> Callable[[], object]:
        by = (one, other)[number % 2]
        return lambda: approve_case(case_id=case_id, by=by, at=AT + timedelta(seconds=number))

    done = at_once([press(number) for number in range(WRITERS)])

    assert (sum(done), Move.objects.filter(command="approve_case").count()) == (1, 1)


def test_notices_and_reserved_numbers_are_given_once_under_32_writers(rulebook_loaded: None) -> None:
    of = office()
    acceptor, leader = on_duty(of.acceptor), on_duty(of.leader)
    drafts = [cases.submitted(of) for _ in range(WRITERS // 2)]
    waiting = [
        request_visit(person=of.applicant, ground=VisitGround.ILLNESS, reason="ill", address="there", by=acceptor, at=AT)
        for _ in range(WRITERS // 2)
    ]

    def notice(case_id: CaseId) -> Callable[[], object]:
        return lambda: issue_material_notice(case_id=case_id, items=["A01"], by=acceptor, at=AT)

    def approve(visit_id: VisitId) -> Callable[[], object]:
        return lambda: approve_visit(
            visit_id=visit_id, first=of.acceptor, second=of.acceptor2, on=local_date(AT), numbers=5, by=leader, at=AT
        )

    done = at_once([*map(notice, drafts), *map(approve, waiting)])

    numbers = [*Notice.objects.values_list("number", flat=True), *ReservedNumber.objects.values_list("number", flat=True)]
    assert (all(done), len(numbers), len(set(numbers))) == (True, 6 * WRITERS // 2, 6 * WRITERS // 2)


def test_one_reserved_number_is_used_once_by_32_who_type_it_at_once(rulebook_loaded: None) -> None:
    of = office()
    drafts = [cases.submitted(of) for _ in range(WRITERS)]
    by = on_duty(of.acceptor)
    visit = request_visit(person=of.applicant, ground=VisitGround.ILLNESS, reason="ill", address="there", by=by, at=AT)
    officers = {"first": of.acceptor, "second": of.acceptor2}
    approve_visit(visit_id=visit, **officers, on=local_date(AT), numbers=1, by=on_duty(of.leader), at=AT)
    number = ReservedNumber.objects.get().number

    def accept(case_id: CaseId) -> Callable[[], object]:
        return lambda: accept_application(case_id=case_id, hall=HALL, identity_checked=True, reserved_number=number, by=by, at=AT)

    done = at_once([accept(case_id) for case_id in drafts])

    assert (sum(done), Case.objects.filter(receipt_number=number).count()) == (1, 1)


def test_same_lines_in_32_files_at_once_become_one_application_each(rulebook_loaded: None) -> None:
    of = office()
    by = on_duty(of.acceptor)
    firm = OrganisationFacts(OrganisationKind.FIRM, "虚构贸易公司", "Fictional", None, "440104", invented=True)
    [organisation] = enter_organisations(organisations=[firm], at=AT)
    files = [
        upload_batch(organisation=organisation, file_name="x", content=content(KNOWN, NEW) + b"\n" * extra, by=by, at=AT)
        for extra in range(1, WRITERS + 1)
    ]

    def take(upload_id: UploadId) -> Callable[[], object]:
        return lambda: take_batch(upload_id=upload_id, by=by, at=AT)

    done = at_once([take(upload_id) for upload_id in files])

    assert (sum(done), Case.objects.count(), BatchRow.objects.count(), Batch.objects.count()) == (1, 2, 2, 1)
