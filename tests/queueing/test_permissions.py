"""Which role may do what in a hall: every act against every role, in its own hall and in another, and what goes on record."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from mumian.audit.queries.acts import acts_of
from mumian.audit.terms import Acting, Actor, ActorKind, Thing
from mumian.foundation.words import Text
from mumian.offices.models import Officer
from mumian.offices.services import appoint_officers
from mumian.offices.terms import OfficerId, Role
from mumian.queueing import services
from mumian.queueing.errors import ManagerRefused, NothingAtWindow, NotPostedHere, QueueRefused, WindowNotOpen
from mumian.queueing.models import Rating
from mumian.queueing.terms import Answer, BreakReason, RatingReason, ServiceDayFacts
from tests.factories.audit import signed_in
from tests.factories.offices import CITY, SOUTH, appointment, posting
from tests.factories.queueing import ASKING, FIRST, HALL, LOW, AtWork, at, take

pytestmark = [pytest.mark.django_db, pytest.mark.core]

MANAGES = {Role.HALL_MANAGER}
WORKS = {Role.ACCEPTANCE_OFFICER, Role.COUNTER_APPROVER, Role.HAND_OVER_OFFICER, Role.HALL_GUIDE, Role.HALL_MANAGER}
OPENS_DAYS = {Role.HALL_MANAGER, Role.LEADER}
SURVEYS = {Role.SUPERVISOR, Role.LEADER}
KEY = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
TODAY = date(2026, 9, 1)


@dataclass(frozen=True)
class Scene:
    """The hall with something for every act: a parked ticket, an alarm, a fault, a notice, a complaint, an agent."""

    work: AtWork
    parked: str
    alarm: int
    fault: int
    notice: int
    rating: int


@dataclass(frozen=True)
class Who:
    """Somebody who tries."""

    officer: OfficerId
    acting: Acting


Act = Callable[[Scene, Who], object]


def AS(who: Who) -> dict[str, Any]:  # noqa: N802  # read in every line of a table
    """What every act of a manager is told of him."""
    return {"manager": who.officer, "acting": who.acting, "at": at(900)}


def _taken_back(scene: Scene, who: Who) -> None:
    work = scene.work
    services.entrust_hall(hall=HALL, agent="box", manager=work.manager, acting=work.acting, at=at(899))
    services.take_hall_back(hall=HALL, **AS(who))


ACTS: Mapping[str, tuple[Act, set[Role], str]] = {
    "open_window": (lambda s, w: services.open_window(window="H01-W02", officer=w.officer, at=at(900)), WORKS, ""),
    "hand_over_window": (
        lambda s, w: services.hand_over_window(window=ASKING, officer=s.work.asking, successor=w.officer, at=at(900)), WORKS, "",
    ),
    "resume": (lambda s, w: services.resume(hall=HALL, label=s.parked, officer=w.officer, at=at(900)), WORKS, ""),
    "raise_alarm": (lambda s, w: services.raise_alarm(window=FIRST, officer=w.officer, at=at(900)), WORKS, ""),
    "report_fault": (
        lambda s, w: services.report_fault(
            hall=HALL, floor=1, amenity="ramp", because="broken", at=at(900), officer=w.officer, acting=w.acting
        ),
        WORKS, "fault_reported",
    ),
    "set_skills": (lambda s, w: services.set_skills(window=FIRST, skills=["NEW", "VISA"], **AS(w)), MANAGES, "window_reskilled"),
    "manager_open": (
        lambda s, w: services.manager_open(window="H01-W02", officer=s.work.spare, **AS(w)), MANAGES, "window_opened",
    ),
    "manager_close": (lambda s, w: services.manager_close(window=ASKING, **AS(w)), MANAGES, "window_closed"),
    "answer_alarm": (lambda s, w: services.answer_alarm(alarm_id=s.alarm, **AS(w)), MANAGES, "alarm_answered"),
    "put_notice": (
        lambda s, w: services.put_notice(hall=HALL, says=Text("人多", "Many people"), until=at(9000), **AS(w)),
        MANAGES, "notice_put",
    ),
    "withdraw_notice": (lambda s, w: services.withdraw_notice(notice_id=s.notice, **AS(w)), MANAGES, "notice_withdrawn"),
    "mend_fault": (lambda s, w: services.mend_fault(fault_id=s.fault, **AS(w)), MANAGES, "fault_mended"),
    "see_rating": (lambda s, w: services.see_rating(rating_id=s.rating, **AS(w)), MANAGES, "rating_looked_after"),
    "name_agent": (lambda s, w: services.name_agent(hall=HALL, agent="other", **AS(w)), MANAGES, "agent_named"),
    "dismiss_agent": (lambda s, w: services.dismiss_agent(hall=HALL, **AS(w)), MANAGES, "agent_dismissed"),
    "entrust_hall": (lambda s, w: services.entrust_hall(hall=HALL, agent="box", **AS(w)), MANAGES, "hall_entrusted"),
    "take_hall_back": (_taken_back, MANAGES, "hall_taken_back"),
    "open_service_day": (lambda s, w: services.open_service_day(facts=_facts(), **AS(w)), OPENS_DAYS, "service_day_opened"),
    "draw_sample": (
        lambda s, w: services.draw_sample(
            name="2026", first_on=TODAY, last_on=TODAY, size=1, seed="s", public_key=KEY, acting=w.acting, at=at(900)
        ),
        SURVEYS, "sample_drawn",
    ),
    "take_results": (lambda s, w: services.take_results(name="none", text="", acting=w.acting, at=at(900)), SURVEYS, ""),
}  # fmt: skip
"""Every act of an officer that asks who he is, the roles that may do it in their hall, and what goes on record."""

AT_HIS_WINDOW: Mapping[str, Callable[[OfficerId], object]] = {
    "call_next": lambda one: services.call_next(window=FIRST, officer=one, at=at(900)),
    "call_ticket": lambda one: services.call_ticket(window=FIRST, officer=one, label="A001", at=at(900)),
    "recall": lambda one: services.recall(window=FIRST, officer=one, at=at(900)),
    "mark_no_show": lambda one: services.mark_no_show(window=FIRST, officer=one, at=at(900)),
    "begin_service": lambda one: services.begin_service(window=FIRST, officer=one, at=at(900)),
    "set_reference": lambda one: services.set_reference(window=FIRST, officer=one, reference="case:1", at=at(900)),
    "end_service": lambda one: services.end_service(window=FIRST, officer=one, at=at(900)),
    "park": lambda one: services.park(window=FIRST, officer=one, at=at(900)),
    "transfer": lambda one: services.transfer(window=FIRST, officer=one, to_service="CONSULT", at=at(900)),
    "split": lambda one: services.split(window=FIRST, officer=one, people=1, service="NEW", at=at(900)),
    "join": lambda one: services.join(window=FIRST, officer=one, label="A001", at=at(900)),
    "hand_over_window": lambda one: services.hand_over_window(window=FIRST, officer=one, successor=one, at=at(900)),
    "close_window": lambda one: services.close_window(window=FIRST, officer=one, at=at(900)),
    "break_off": lambda one: services.break_off(window=FIRST, officer=one, reason=BreakReason.REST, at=at(900)),
    "come_back": lambda one: services.come_back(window=FIRST, officer=one, at=at(900)),
}
"""Every act at a window: only who sits there may do it, and each leaves a step that a trigger writes."""

OF_NO_OFFICER = {
    "agent_of", "begin_agent", "give_block", "give_hall_back", "standing_of", "take_over",  # a hall's agent, by its token
    "take_ticket", "leave", "leave_contact", "check_in", "hold_slot", "confirm", "change_appointment",
    "cancel_appointment", "rate",  # visitors
    "lapse", "remind", "follow_roster", "refresh_paces", "sweep", "close_what_was_left", "forget_contacts",
    "follow_hall",  # the clock; a city
}  # fmt: skip


def _facts() -> ServiceDayFacts:
    return ServiceDayFacts(
        code="D26", name=Text("服务日", "Day"), place=Text("广场", "Square"), bureau=CITY, first_on=TODAY, last_on=TODAY,
        hours=("09:00-12:00",), services=("NEW",), windows=1, staff=(),
    )  # fmt: skip


@pytest.fixture
def scene(work: AtWork) -> Scene:
    take(people=2, contact="13800000000")
    services.call_next(window=LOW, officer=work.low, at=at(1))
    services.begin_service(window=LOW, officer=work.low, at=at(2))
    key = services.end_service(window=LOW, officer=work.low, at=at(3)).rating_key
    rating = services.rate(rating_key=key, answer=Answer.UNSATISFIED, reasons=[RatingReason.ATTITUDE], at=at(4))
    parked = take(after=5).label
    services.call_next(window=LOW, officer=work.low, at=at(6))
    services.park(window=LOW, officer=work.low, at=at(7))
    mine: dict[str, Any] = {"manager": work.manager, "acting": work.acting, "at": at(8)}
    services.name_agent(hall=HALL, agent="box", **mine)
    return Scene(
        work, parked, services.raise_alarm(window=LOW, officer=work.low, at=at(8)),
        services.report_fault(hall=HALL, floor=1, amenity="water", because="dry", at=at(8)),
        services.put_notice(hall=HALL, says=Text("人多", "Many"), until=at(9000), **mine), rating,
    )  # fmt: skip


def somebody(badge: str, role: Role, *, hall: str | None = HALL, bureau: str = CITY) -> Who:
    appoint_officers(appointments=[appointment(badge, replace(posting(role), bureau=bureau, hall=hall))])
    officer = Officer.objects.get(badge_number=badge)
    department = posting(role).department.value
    return Who(OfficerId(officer.pk), signed_in(Actor(ActorKind.OFFICER, badge, department), place=f"10.0.0.8 {badge}"))


def outcome(act: Act, scene: Scene, who: Who) -> str:
    """`done`, `not yours`, or why else it was refused."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act(scene, who)
        except (ManagerRefused, NotPostedHere):
            return "not yours"
        except QueueRefused as refused:
            return refused.sentence.en
        finally:
            transaction.set_rollback(True)
    return "done"


def test_every_act_against_every_role(scene: Scene) -> None:
    staff = {role: somebody(f"81{number:04}", role) for number, role in enumerate(Role)}

    for name, (act, may, _said) in ACTS.items():
        found = {role for role, who in staff.items() if outcome(act, scene, who) != "not yours"}
        assert found == may, name
        allowed = {outcome(act, scene, staff[role]) for role in may}
        assert allowed <= ({"done"} if name != "take_results" else {outcome(act, scene, staff[Role.LEADER])}), name


def test_nobody_does_it_in_a_hall_that_is_not_his(scene: Scene) -> None:
    others = {role: somebody(f"82{number:04}", role, hall="H02", bureau=SOUTH) for number, role in enumerate(Role)}

    for name, (act, _may, _said) in ACTS.items():
        if name not in {"open_service_day", "draw_sample", "take_results"}:
            assert {outcome(act, scene, who) for who in others.values()} == {"not yours"}, name


def test_only_who_sits_at_a_window_acts_there(scene: Scene) -> None:
    take(after=10, people=2)
    services.call_next(window=FIRST, officer=scene.work.first, at=at(11))
    services.begin_service(window=FIRST, officer=scene.work.first, at=at(12))

    for act in AT_HIS_WINDOW.values():
        for one in (scene.work.low, scene.work.manager):
            with pytest.raises((WindowNotOpen, NothingAtWindow)), transaction.atomic():
                act(one)


@pytest.mark.parametrize("name", [name for name, (_act, _may, said) in ACTS.items() if said])
def test_what_is_done_to_a_hall_stands_on_record_with_who_did_it(scene: Scene, name: str) -> None:
    act, may, said = ACTS[name]
    who = somebody("830001", min(may))

    act(scene, who)

    thing = {"open_service_day": "queue:D26", "draw_sample": "survey:2026"}.get(name, f"queue:{HALL}")
    last = acts_of(Thing(thing))[-1]
    assert (last.act, last.actor.id) == (said, "830001")


def test_nobody_acts_in_anothers_session(scene: Scene) -> None:
    other = somebody("830001", Role.HALL_MANAGER)

    with pytest.raises(ValueError, match="cannot act in the session of 830001"):
        services.manager_close(window=ASKING, manager=scene.work.manager, acting=other.acting, at=at(900))


def test_who_left_the_hall_opens_no_window_there_any_more(work: AtWork) -> None:
    services.close_window(window=FIRST, officer=work.first, at=at(1))
    run_out = Officer.objects.get(pk=work.first)
    run_out.left_on = TODAY
    run_out.save(update_fields=["left_on"])

    with pytest.raises(NotPostedHere):
        services.open_window(window=FIRST, officer=work.first, at=at(0) + timedelta(days=1))


def test_no_act_is_forgotten_here() -> None:
    """Whoever adds an act says here who may do it."""
    acts = {name for name in services.__all__ if inspect.isfunction(getattr(services, name))}

    assert not acts - (ACTS.keys() | AT_HIS_WINDOW.keys() | OF_NO_OFFICER)


def test_a_complaint_that_was_looked_after_says_since_when(scene: Scene) -> None:
    services.see_rating(rating_id=scene.rating, manager=scene.work.manager, acting=scene.work.acting, at=at(900))

    assert Rating.objects.get(pk=scene.rating).seen_at == at(900)
