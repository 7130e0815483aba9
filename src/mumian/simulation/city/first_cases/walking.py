"""Walk one first case step by step, by the services that officers use: the window, then the departments behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mumian.cases.errors import OrdinaryWay
from mumian.cases.services import (
    Mover,
    accept_application,
    accept_together,
    approve_at_counter,
    approve_case,
    by_applicant,
    hand_out_document,
    open_draft,
    pass_quality,
    start_production,
    submit_application,
    take_in_materials,
)
from mumian.cases.terms import CaseId, Declared, case_key
from mumian.clearance.services import screen_waiting
from mumian.delivery.queries import free_positions
from mumian.delivery.services import put_on_shelf
from mumian.delivery.terms import Collector, Identity, IdentityCheck, Place
from mumian.foundation.money import Money
from mumian.foundation.words import Text
from mumian.offices.queries import HallSheet
from mumian.offices.terms import Role
from mumian.payments.services import place_order, take_payment
from mumian.payments.terms import Line, Method
from mumian.people.queries import PersonSheet
from mumian.production.queries import live_order
from mumian.production.queries.orders import OrderSheet
from mumian.simulation.city.first_cases.asking import COUNTER, Application, asked
from mumian.simulation.city.first_cases.days import Days
from mumian.simulation.city.first_cases.office import Office, duty_of
from mumian.simulation.city.first_cases.people import SIXTEEN, citizen_number
from mumian.simulation.city.first_cases.plans import Plan

FEE: Final = Text("证件或签注收费", "fee of the document or endorsement")
NOTHING_DECLARED: Final = {Declared.STATE_STAFF: False, Declared.SERVICEMAN: False}
MINUTE: Final = timedelta(minutes=1)
LAST: Final = 4


@dataclass(frozen=True, slots=True)
class Walk:
    """One application and where it is walked. `place` is that in the table of plans: it spreads the cases over the day."""

    plan: Plan
    place: int
    office: Office
    days: Days
    person: PersonSheet

    @property
    def hall(self) -> HallSheet:
        """Where it is taken in."""
        return self.office.halls[self.plan.hall % len(self.office.halls)]

    @property
    def came(self) -> datetime:
        """When the applicant came: at a time of his own on the first day."""
        return self.days.at(self.plan.day, 9, 5) + self.place * MINUTE

    def on(self, later: int, hour: int) -> datetime:
        """An hour so many working days after he came, at a minute of his own."""
        return self.days.at(self.plan.day - later, hour) + self.place % 50 * MINUTE

    def by(self, role: Role, at: datetime) -> Mover:
        """Who takes the step."""
        return self.office.mover(role, self.place, at, hall=self.hall.code)

    def himself(self, at: datetime) -> Mover:
        """The applicant."""
        return by_applicant(self.person.person_id, place="portal", at=at)

    def application(self) -> Application:
        """What he states and hands in."""
        return asked(self.plan.service, self.person, hall=self.hall, at=self.came)

    # ---- at the window

    def opened(self) -> CaseId:
        """A draft, filled in by himself."""
        return open_draft(
            service=self.plan.service,
            channel=COUNTER,
            applicant=self.person.person_id,
            applied_with=citizen_number(self.person),
            facts=self.application().facts,
            by=self.himself(self.came),
            at=self.came,
        )

    def submitted(self) -> CaseId:
        """Handed in, with all that is needed."""
        case_id, at = self.opened(), self.came + 4 * MINUTE
        submit_application(case_id=case_id, declared=NOTHING_DECLARED, by=self.himself(at), at=at)
        by = self.by(Role.ACCEPTANCE_OFFICER, at)
        take_in_materials(case_id=case_id, materials=self.application().materials, by=by, at=at)
        return case_id

    def paid(self, case_id: CaseId, at: datetime) -> None:
        """The fee is taken at the window, where there is one."""
        fee = self.application().fee
        if not fee:
            return
        officer = self.office.officer(Role.ACCEPTANCE_OFFICER, self.place, hall=self.hall.code)
        order = place_order(reference=case_key(case_id), lines=[Line("fee", FEE, Money.yuan(fee))], at=at)
        take_payment(
            order_id=order.order_id,
            amount=Money.yuan(fee),
            method=Method.CASH,
            officer=officer.officer_id,
            window=duty_of(officer, Role.ACCEPTANCE_OFFICER).window or "",
            at=at,
            key=f"first {case_key(case_id)}",
        )

    def accept(self, case_id: CaseId, at: datetime) -> CaseId:
        """Paid and accepted at this moment."""
        self.paid(case_id, at - MINUTE)
        by = self.by(Role.ACCEPTANCE_OFFICER, at)
        accept_application(case_id=case_id, hall=self.hall.code, identity_checked=True, by=by, at=at)
        screen_waiting(at=at)
        return case_id

    def accepted(self) -> CaseId:
        """Handed in, paid and accepted in ten minutes."""
        return self.accept(self.submitted(), self.came + 10 * MINUTE)

    def accepted_with(self, other: Walk) -> None:
        """The same for a child and its parent, in one act."""
        ids, at = [self.submitted(), other.submitted()], self.came + 10 * MINUTE
        for walk, case_id in zip((self, other), ids, strict=True):
            walk.paid(case_id, at - MINUTE)
        by = self.by(Role.ACCEPTANCE_OFFICER, at)
        accept_together(case_ids=ids, hall=self.hall.code, identity_checked=True, by=by, at=at)

    # ---- behind it

    def approved(self) -> CaseId:
        """Approved the next working day."""
        case_id, at = self.accepted(), self.on(1, 10)
        approve_case(case_id=case_id, by=self.by(Role.APPROVAL_OFFICER, at), at=at)
        return case_id

    def approved_at_the_counter(self) -> CaseId:
        """Approved by the second officer within the hour; one drawn for the quality sample takes the ordinary way."""
        case_id, at = self.accepted(), self.came + 40 * MINUTE
        try:
            approve_at_counter(case_id=case_id, by=self.by(Role.COUNTER_APPROVER, at), at=at)
        except OrdinaryWay:
            at = self.on(1, 10)
            approve_case(case_id=case_id, by=self.by(Role.APPROVAL_OFFICER, at), at=at)
        return case_id

    def in_production(self) -> CaseId:
        """Begun on the second working day."""
        case_id, at = self.approved(), self.on(2, 9)
        start_production(case_id=case_id, by=self.by(Role.PRODUCTION_OFFICER, at), at=at)
        return case_id

    def check(self, case_id: CaseId, at: datetime) -> CaseId:
        """Read back and found right."""
        pass_quality(case_id=case_id, read=self.document(case_id).mrz, by=self.by(Role.QUALITY_CHECKER, at), at=at)
        return case_id

    def checked(self) -> CaseId:
        """Checked in the same afternoon."""
        return self.check(self.in_production(), self.on(2, 14))

    def on_the_shelf(self) -> CaseId:
        """On the shelf of the hall an hour later."""
        case_id, at = self.checked(), self.on(2, 15)
        by = self.by(Role.HAND_OVER_OFFICER, at)
        put_on_shelf(
            document=self.document(case_id).document,
            case=case_key(case_id),
            place=Place(self.hall.code, free_positions(self.hall.code, limit=1)[0]),
            ready_at=self.document(case_id).ended_at or at,
            officer=by.on_staff.officer_id,
            department=duty_of(by.on_staff, Role.HAND_OVER_OFFICER).department_id,
            acting=by.acting,
            at=at,
        )
        return case_id

    def collected(self, *, collector: Collector = Collector.HOLDER, authority: str = "") -> CaseId:
        """In the hand of its holder, or of who stands for him, a working day later; a child's in that of its guardian."""
        case_id, at = self.on_the_shelf(), self.on(3, 10)
        if self.person.age_on(at.date()) < SIXTEEN:
            collector, authority = Collector.GUARDIAN, "户口簿"
        shown = citizen_number(self.person)[-LAST:]
        identity = Identity(collector, IdentityCheck.READER, "ID_CARD", shown, authority)
        by = self.by(Role.HAND_OVER_OFFICER, at)
        hand_out_document(case_id=case_id, identity_checked=True, identity=identity, hall=self.hall.code, by=by, at=at)
        return case_id

    def document(self, case_id: CaseId) -> OrderSheet:
        """The document in work or made; a case without one is a fault (ValueError)."""
        order = live_order(case_key(case_id))
        if order is None:
            raise ValueError(f"{case_key(case_id)} has no document.")
        return order
