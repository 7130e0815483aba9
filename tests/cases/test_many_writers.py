"""Thirty-two writers at once: every number is given once, and a command that two give at the same moment is done once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from mumian.cases.models import Case, Move
from mumian.cases.services import accept_application, approve_case
from mumian.cases.terms import CaseId
from mumian.foundation.errors import Refusal
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
