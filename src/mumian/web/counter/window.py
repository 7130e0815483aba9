"""What a window does with an application in one go: write down, tick, take the fee, accept. All of it happens, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from mumian.audit.services import record_act
from mumian.audit.terms import Thing
from mumian.cases.queries.windows import Application
from mumian.cases.services import Mover, accept_application, submit_application, take_in_materials
from mumian.cases.services.hastening import request_urgency
from mumian.cases.services.stating import state_facts
from mumian.cases.services.together import family_of
from mumian.cases.terms import CaseId, CaseStage, case_key
from mumian.catalogue.queries import one_rulebook
from mumian.catalogue.rules.answers import Answer
from mumian.foundation.clock import local_date
from mumian.foundation.commands import once
from mumian.foundation.errors import Refusal
from mumian.foundation.money import Money
from mumian.foundation.words import Text
from mumian.offices.queries import Duty
from mumian.payments.rules.orders import lines_of
from mumian.payments.services import settle_order
from mumian.people.queries import person_sheet
from mumian.people.services import enter_person
from mumian.people.terms import PersonFacts, PersonId, person_key
from mumian.web.counter.filled import Filled
from mumian.web.counter.saying import said_of

URGENT: Final = "case.urgent"
NO_HALL: Final = Text(
    "未受理：您今天没有排到任何大厅，受理必须在大厅进行。请联系排班人员。",
    "The application was not accepted: you have no hall today, and applications are taken in halls. Ask who makes the roster.",
)
NO_WINDOW: Final = Text(
    "未收费：您今天没有排到窗口，收费必须在窗口进行。请到窗口办理，或联系排班人员。",
    "No fee was taken: you have no window today, and money is taken at windows. Go to one, or ask who makes the roster.",
)
NOT_A_GUARDIAN: Final = Text(
    "未受理：陪同人不是登记在册的监护人。请在所列监护人中选择，或者先在本人页面登记监护人。",
    "The application was not accepted: whoever came along is not on record as a guardian. Choose one of those that are, or enter"
    " the guardian on the page of the person first.",
)


class NotAGuardian(Refusal):
    """Somebody came along who is not on record as a guardian."""


class NoPlace(Refusal):
    """The officer works at no place where this is done."""


def accept_at_window(*, case: Application, filled: Filled, duty: Duty, by: Mover, at: datetime, key: str) -> CaseId:
    """Write down what was stated and handed in, take the fee if it was paid, and accept. The same key again answers the same.

    Raises whatever the services refuse; then nothing of it was done, no fee taken either.
    """
    if duty.hall is None:
        raise NoPlace(NO_HALL)

    def act() -> CaseId:
        hand_in(case=case, filled=filled, duty=duty, by=by, at=at, key=key)
        return accept_application(case_id=case.case_id, hall=duty.hall, identity_checked=filled.identity_checked, by=by, at=at)

    return _done_once("counter.accept", act, case=case, filled=filled, by=by, at=at, key=key)


def keep_for_family(*, case: Application, filled: Filled, duty: Duty, by: Mover, at: datetime, key: str) -> int:
    """The same without accepting: the application waits in its family, which begins now where there was none. Answers its id."""

    def act() -> CaseId:
        hand_in(case=case, filled=filled, duty=duty, by=by, at=at, key=key)
        return CaseId(family_of(case_id=case.case_id, by=by, at=at))

    return int(_done_once("counter.keep", act, case=case, filled=filled, by=by, at=at, key=key))


def hand_in_and(
    then: Callable[[], CaseId],
    *,
    command: str,
    more: Mapping[str, object],
    case: Application,
    filled: Filled,
    duty: Duty,
    by: Mover,
    at: datetime,
    key: str,
) -> CaseId:
    """Write down what was stated and handed in, and then do something else than accept, such as issuing the notice."""

    def act() -> CaseId:
        hand_in(case=case, filled=replace(filled, method=None), duty=duty, by=by, at=at, key=key)
        return then()

    return _done_once(command, act, case=case, filled=filled, by=by, at=at, key=key, more=more)


@transaction.atomic
def hand_in(*, case: Application, filled: Filled, duty: Duty, by: Mover, at: datetime, key: str) -> None:
    """Write down what was stated, declared, handed in and paid."""
    guardian = _guardian(case, filled, at=at)
    if case.stage is CaseStage.DRAFT:
        submit_application(case_id=case.case_id, facts=filled.facts, declared=filled.declared, by=by, at=at)
        if guardian or "case.variant" in filled.facts:
            state_facts(case_id=case.case_id, facts={}, accompanied_by=guardian, by=by, at=at)
    else:
        state_facts(case_id=case.case_id, facts=filled.facts, accompanied_by=guardian, by=by, at=at)
    materials = [code for code in filled.materials if code not in case.handed_in]
    if materials:
        take_in_materials(case_id=case.case_id, materials=materials, by=by, at=at)
    if filled.method is not None:
        take_fee(case=case, said=said_of(case, filled, duty=duty, at=at), filled=filled, duty=duty, by=by, at=at, key=key)


def _guardian(case: Application, filled: Filled, *, at: datetime) -> PersonId | None:
    """Who came along, if anybody did. Raises NotAGuardian."""
    if filled.guardian is None:
        return None
    applicant = person_sheet(case.applicant_id, on=local_date(at))
    found = next((one.person_id for one in applicant.guardians if one.person_id == filled.guardian), None) if applicant else None
    if found is None:
        raise NotAGuardian(NOT_A_GUARDIAN)
    return found


def take_fee(*, case: Application, said: Answer, filled: Filled, duty: Duty, by: Mover, at: datetime, key: str) -> None:
    """Take the fee of the rulebook, if anything is due on it."""
    if filled.method is None or said.fee is None:
        return
    if duty.window is None:
        raise NoPlace(NO_WINDOW)
    officer = by.on_staff.officer_id
    entered = {code: Money.parse(written) for code, written in filled.amounts.items() if written}
    settle_order(
        reference=case_key(case.case_id),
        lines=lines_of(said.fee, entered=entered),
        method=filled.method,
        officer=officer,
        window=duty.window,
        at=at,
        key=key,
        trace=filled.trace,
    )


@transaction.atomic
def ask_for_haste(*, case: Application, ground: str, by: Mover, at: datetime, key: str) -> None:
    """State that urgent handling is wanted, which makes its proof a paper to hand in, and ask a superior for it."""
    state_facts(case_id=case.case_id, facts={URGENT: True}, by=by, at=at)
    request_urgency(case_id=case.case_id, ground=ground, by=by, at=at, key=key)


def enter_at_window(*, person: PersonFacts, by: Mover, at: datetime, key: str) -> PersonId:
    """Enter somebody who is not on record, as an act of the officer's. The same key again enters nobody twice."""

    def act() -> int:
        person_id = enter_person(person=person, at=at)
        record_act(thing=Thing(person_key(person_id)), act="entered", actor=by.acting, at=at, expects="either")
        return int(person_id)

    content = {"person": repr(person)}
    return PersonId(once(key=key, actor=by.said, command="counter.enter", content=content, at=at, act=act, answer=int))


def _done_once(
    command: str,
    act: Callable[[], CaseId],
    *,
    case: Application,
    filled: Filled,
    by: Mover,
    at: datetime,
    key: str,
    more: Mapping[str, object] | None = None,
) -> CaseId:
    with one_rulebook():
        content = {"case": int(case.case_id), **filled.content(), **(more or {})}
        done = once(key=key, actor=by.said, command=command, content=content, at=at, act=lambda: int(act()), answer=int)
    return CaseId(done)
