"""Cases in the town: applied for at windows, machines and from home; decided, refused, given back; each by whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from mumian.cases import services
from mumian.cases.queries import promises_of
from mumian.cases.services import Mover
from mumian.cases.terms import AcceptanceRule, CaseId, Declared, RefusalGround, case_key
from mumian.catalogue.queries import current_rulebook
from mumian.catalogue.rules.answers import answer
from mumian.catalogue.terms import Audience
from mumian.foundation.clock import local_date
from mumian.foundation.identifiers.codes import codes_drawn_by
from mumian.foundation.money import Money
from mumian.foundation.words import Text
from mumian.offices.terms import Role
from mumian.payments.services import settle_order
from mumian.payments.terms import Line, Method
from mumian.people.terms import PersonId
from mumian.simulation.acts import Act, Came
from mumian.simulation.chance import chance_for
from mumian.simulation.parts.people import applicant_of
from mumian.simulation.stage import Stage
from mumian.simulation.town.applicants import FOREIGNERS, Applicant
from mumian.simulation.trying import tried
from mumian.simulation.worker import PLACE, Worker

FEE: Final = Text("证件或签注收费", "fee of the document or endorsement")
NOTHING_DECLARED: Final = {Declared.STATE_STAFF: False, Declared.SERVICEMAN: False}
MISSING: Final = ("A01", "A08")
SECOND_DEMAND: Final = ("A01", "B01")
NOT_COMPETENT: Final = Text("不属于本机关受理的事项。", "The office is not competent for this.")
MET_ON_A_LIST: Final = Text("属于法律规定不准出境的情形。", "The law does not let the applicant leave for now.")
ASK_EMPLOYER: Final = Text("请出具单位同意意见。", "Please say whether you consent.")
EMPLOYER: Final = "虚构单位人事处"

Says = Mapping[str, Any]
Way = Callable[[Act, Worker], dict[str, Any]]


class CasesPart:
    """One method for each kind of act; those of bulk services take all cases of one officer together."""

    name = "cases"

    def __init__(self) -> None:
        self._ways: dict[str, Way] = {
            "cases.apply": _apply,
            "cases.notice": _notice,
            "cases.return": _return,
            "cases.decline": _decline,
            "cases.kiosk": _kiosk,
            "cases.submit": _submit,
            "cases.take": _take,
            "cases.at_counter": _at_counter,
            "cases.refuse": _refuse,
            "cases.ask_consent": _ask_consent,
            "cases.consent": _consent,
            "cases.withdraw": _withdraw,
            "cases.approve": _approve,
        }
        self.kinds = frozenset(self._ways)

    def prepare(self, stage: Stage, *, day: date) -> None:
        """Nothing: cases come with people."""

    def carry_out(self, acts: Sequence[Act], worker: Worker) -> list[Came]:
        """Each for itself; afterwards one question about what was accepted."""
        way = self._ways[acts[0].kind]
        done: list[Came] = []
        for act in acts:
            worker.left = {}
            with _drawn(act, worker.stage):
                done.append(tried(act, partial(way, act, worker), left=lambda: worker.left))
        return _with_what_was_promised(done)


def _drawn(act: Act, stage: Stage) -> AbstractContextManager[None]:
    """Receipt numbers of a town can be repeated, as the quality sample hangs on them."""
    return codes_drawn_by(chance_for(stage.seed, f"codes {act.number} {act.kind}").randrange)


def _with_what_was_promised(done: list[Came]) -> list[Came]:
    wanted = [one.says["case"] for one in done if one.says.get("look_up")]
    if not wanted:
        return done
    rows = {
        case: {"due": made.due_before.isoformat() if made.due_before else "", "at_counter": made.at_counter, "stage": made.stage}
        for case, made in promises_of(wanted).items()
    }
    return [
        Came(one.number, one.refused, {**one.says, **rows[one.says["case"]]}) if one.says.get("look_up") else one for one in done
    ]


# ---- at the window


def _apply(act: Act, worker: Worker) -> dict[str, Any]:
    by = worker.mover(act.says["officer"], act.at)
    case_id = _handed_in(act, worker, by)
    return _accepted(act, worker, case_id, by)


def _notice(act: Act, worker: Worker) -> dict[str, Any]:
    by = worker.mover(act.says["officer"], act.at)
    case_id = _handed_in(act, worker, by, but=1)
    services.issue_material_notice(case_id=case_id, items=MISSING, by=by, at=act.at)
    return {"case": int(case_id)}


def _return(act: Act, worker: Worker) -> dict[str, Any]:
    """He brings what was missing. Where the office now asks for something new, that is a breach, and he comes once more."""
    by = worker.mover(act.says["officer"], act.at)
    case_id = CaseId(act.says["case"])
    services.answer_notice(case_id=case_id, by=by, at=act.at)
    if act.says.get("asked_again"):
        services.issue_material_notice(case_id=case_id, items=SECOND_DEMAND, by=by, at=act.at)
        return {"case": int(case_id), "asked_again": True}
    materials, _ = needed(act.says, worker.stage, act.at)
    services.take_in_materials(case_id=case_id, materials=materials, by=by, at=act.at)
    return _accepted(act, worker, case_id, by)


def _decline(act: Act, worker: Worker) -> dict[str, Any]:
    by = worker.mover(act.says["officer"], act.at)
    case_id = _handed_in(act, worker, by)
    ground, law = RefusalGround.NOT_COMPETENT, "ALL2003 art 32"
    services.decline_acceptance(case_id=case_id, ground=ground, law=law, reason=NOT_COMPETENT, by=by, at=act.at)
    return {"case": int(case_id), "ground": ground.value}


def _handed_in(act: Act, worker: Worker, by: Mover, *, but: int = 0) -> CaseId:
    """Opened, handed in, and papers taken in, all but the last so many."""
    who = applicant_of(act.says, worker.stage)
    materials, _ = needed(act.says, worker.stage, act.at)
    began = act.says.get("began", act.at)
    case_id = _opened(act.says, who, by, began, worker)
    services.submit_application(case_id=case_id, declared=NOTHING_DECLARED, by=by, at=began)
    services.take_in_materials(case_id=case_id, materials=materials[: len(materials) - but], by=by, at=began)
    return case_id


def _opened(says: Says, who: Applicant, by: Mover, at: datetime, worker: Worker) -> CaseId:
    case_id = services.open_draft(
        service=says["service"],
        channel=says["channel"],
        applicant=PersonId(says["person"]),
        applied_with=who.shown,
        facts=stated(says, who, current_rulebook()),
        by=by,
        at=at,
    )
    worker.left = {"opened": 1}
    return case_id


def stated(says: Says, who: Applicant, book: Any) -> dict[str, Any]:
    """What the applicant states, with a variant where the service has some, offered on the day."""
    variant = _variant(says["service"], book)
    return {**who.facts, **({"case.variant": variant} if variant else {})}


def _variant(service: str, book: Any) -> str:
    variants = book.service_of[service].variants
    return str(variants[0].code) if variants else ""


def _accepted(act: Act, worker: Worker, case_id: CaseId, by: Mover) -> dict[str, Any]:
    _, fee = needed(act.says, worker.stage, act.at)
    if fee:
        settle_order(
            reference=case_key(case_id),
            lines=[Line("fee", FEE, Money.yuan(fee))],
            method=Method.CASH,
            officer=by.on_staff.officer_id,
            window=worker.duty(by.on_staff.badge_number, Role.ACCEPTANCE_OFFICER).window or "",
            at=act.at,
            key=f"town {case_key(case_id)}",
        )
        worker.left = {**worker.left, "fee": fee}
    services.accept_application(case_id=case_id, hall=act.says["hall"], identity_checked=True, by=by, at=act.at)
    return {"case": int(case_id), "look_up": True, "fee": fee}


# ---- without a window


def _kiosk(act: Act, worker: Worker) -> dict[str, Any]:
    """Two minutes at a machine, at any hour; the fee falls into its box, which the attendant of the hall empties."""
    who = applicant_of(act.says, worker.stage)
    by = services.by_applicant(PersonId(act.says["person"]), place=f"{act.says['hall']}-K01", at=act.at)
    case_id = _opened(act.says, who, by, act.at, worker)
    services.submit_application(case_id=case_id, declared=NOTHING_DECLARED, by=by, at=act.at)
    materials, fee = needed(act.says, worker.stage, act.at)
    services.take_in_materials(case_id=case_id, materials=materials, by=by, at=act.at)
    duty = worker.duty(act.says["officer"], Role.ACCEPTANCE_OFFICER)
    if fee:
        settle_order(
            reference=case_key(case_id),
            lines=[Line("fee", FEE, Money.yuan(fee))],
            method=Method.CARD,
            officer=worker.officers[act.says["officer"]].officer_id,
            window=duty.window or "",
            at=act.at,
            key=f"town {case_key(case_id)}",
            trace=f"K{act.number:09d}",
        )
        worker.left = {**worker.left, "fee": fee}
    rule = services.by_rule(
        AcceptanceRule.KIOSK_COMPLETE_APPLICATION,
        department_id=duty.department_id,
        place=f"{act.says['hall']}-K01",
        at=act.at,
    )
    services.accept_application(case_id=case_id, hall=act.says["hall"], identity_checked=True, by=rule, at=act.at)
    return {"case": int(case_id), "look_up": True, "fee": fee}


def _submit(act: Act, worker: Worker) -> dict[str, Any]:
    """From home, by telephone or through the post: handed in now, taken in when somebody of the hall has time."""
    who = applicant_of(act.says, worker.stage)
    by = services.by_applicant(PersonId(act.says["person"]), place="portal", at=act.at)
    case_id = _opened(act.says, who, by, act.at, worker)
    services.submit_application(case_id=case_id, declared=NOTHING_DECLARED, by=by, at=act.at)
    return {"case": int(case_id)}


def _take(act: Act, worker: Worker) -> dict[str, Any]:
    by = worker.mover(act.says["officer"], act.at)
    case_id = CaseId(act.says["case"])
    materials, _ = needed(act.says, worker.stage, act.at)
    services.take_in_materials(case_id=case_id, materials=materials, by=by, at=act.at)
    return _accepted(act, worker, case_id, by)


# ---- behind the window


def _at_counter(act: Act, worker: Worker) -> dict[str, Any]:
    return _in_a_set(services.approve_cases_at_counter, act, worker)


def _approve(act: Act, worker: Worker) -> dict[str, Any]:
    return _in_a_set(services.approve_cases, act, worker)


def _in_a_set(approve: Callable[..., Sequence[services.BulkAnswer]], act: Act, worker: Worker) -> dict[str, Any]:
    """All files of one officer at once; those that may not be approved are answered with their sentences."""
    cases = [CaseId(one) for one in act.says["cases"]]
    answers = approve(case_ids=cases, by=worker.mover(act.says["officer"], act.at), at=act.at)
    return {"refused": {int(one.case_id): one.refused.en for one in answers if one.refused is not None}}


def _refuse(act: Act, worker: Worker) -> dict[str, Any]:
    case_id = CaseId(act.says["case"])
    services.propose_refusal(
        case_id=case_id,
        ground=RefusalGround.BARRED_FROM_EXIT,
        law="PPL2006 art 13",
        reason=MET_ON_A_LIST,
        by=worker.mover(act.says["officer"], act.at),
        at=act.at,
    )
    services.countersign_refusal(case_id=case_id, by=worker.mover(act.says["second"], act.at), at=act.at)
    return {"ground": RefusalGround.BARRED_FROM_EXIT.value}


def _ask_consent(act: Act, worker: Worker) -> dict[str, Any]:
    by = worker.mover(act.says["officer"], act.at)
    services.request_consent(case_id=CaseId(act.says["case"]), addressed_to=EMPLOYER, reason=ASK_EMPLOYER, by=by, at=act.at)
    return {}


def _consent(act: Act, worker: Worker) -> dict[str, Any]:
    by = worker.mover(act.says["officer"], act.at)
    services.answer_consent(case_id=CaseId(act.says["case"]), given=True, by=by, at=act.at)
    return {"case": act.says["case"], "look_up": True}


def _withdraw(act: Act, worker: Worker) -> dict[str, Any]:
    by = services.by_applicant(PersonId(act.says["person"]), place="portal", at=act.at)
    services.withdraw(case_id=CaseId(act.says["case"]), reason="行程改变", by=by, at=act.at)
    return {}


# ---- what the rulebook asks for

_needed: dict[tuple[int, str, str, str, date], tuple[tuple[str, ...], int]] = {}
KEPT: Final = 2_000


def needed(says: Says, stage: Stage, at: datetime) -> tuple[tuple[str, ...], int]:
    """The materials and the whole yuan of the fee for somebody of age who applies in his own district, by service and channel.

    What a visa costs hangs on the country (reciprocity): kept without it, whoever a process met first would decide for all.
    """
    on = local_date(at)
    district = stage.hall_of[says["hall"]].district
    country = applicant_of(says, stage).person.nationality if says["service"][:2] in FOREIGNERS else ""
    key = (stage.seed, says["service"], says["channel"], country, on)
    if key not in _needed:
        if len(_needed) >= KEPT:
            _needed.clear()
        _needed[key] = _asked(says, stage, district, at)
    return _needed[key]


def _asked(says: Says, stage: Stage, district: str, at: datetime) -> tuple[tuple[str, ...], int]:
    who = applicant_of(says, stage)
    book = current_rulebook()
    facts = {**stated(says, who, book), "office.district": district}
    said = answer(
        book,
        says["service"],
        on=local_date(at),
        facts=facts,
        channel=says["channel"],
        accepted_at=at,
        audience=Audience.COUNTER,
    )
    found = [*(need.code for need in said.needed), *(code for reason in said.reasons for code in reason.materials)]
    return tuple(dict.fromkeys(found)), (said.fee.total if said.fee else 0) or 0


__all__ = ["PLACE", "CasesPart", "needed", "stated"]
