"""Documents of the town: blanks received in time, begun in sets, checked one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from mumian.cases import services
from mumian.cases.terms import CaseId, case_key
from mumian.catalogue.rules.book.papers import DocumentType
from mumian.catalogue.rules.book.values import all_on_day
from mumian.foundation.clock import OFFICE_ZONE, local_date
from mumian.offices.terms import Role
from mumian.people.models import HeldDocument
from mumian.production.queries import accounts_of_blanks, any_blank_bears, live_orders
from mumian.production.rules.kinds import USUAL_KINDS, kind_in_use
from mumian.production.rules.numbers import may_be_numbered
from mumian.production.services import enter_kinds, receive_batch
from mumian.production.terms import BlankState, KindFacts, Numbering
from mumian.simulation.acts import Act, Came
from mumian.simulation.stage import Stage
from mumian.simulation.town.steps import made_on
from mumian.simulation.trying import tried
from mumian.simulation.worker import Worker

LEAST: Final = 60
"""Of every kind so many are kept, and twice what a day is expected to take of those that are made most."""

NUMBERED: Final = re.compile(r"([A-Z]*)(\d+)")


class ProductionPart:
    """`production.start`: the cases of one officer; `production.check`: one case, `fails` names the cause."""

    name = "production"
    kinds = frozenset({"production.start", "production.check"})

    def __init__(self) -> None:
        self.applications = 0
        """How many applications a day are expected; the run says so."""

    def prepare(self, stage: Stage, *, day: date) -> None:
        """Receive blanks of each kind of which few are left, before the day's work."""
        at = datetime.combine(day, time(7), OFFICE_ZONE)
        enter_kinds(kinds=USUAL_KINDS, at=at)
        left = {one.kind: (one.received, one.by_state.get(BlankState.IN_STOCK, 0)) for one in accounts_of_blanks()}
        worker = Worker(stage, stage.officers)
        parts = made_on(stage.volumes, stage.book, day)
        for place, kind in enumerate(_kinds_of(day)):
            received, in_stock = left.get(kind.code, (0, 0))
            wanted = LEAST + round(2 * self.applications * parts.get(kind.document_type, 0.0))
            if in_stock < wanted:
                _receive(place, kind, received, 2 * wanted, worker, at)

    def carry_out(self, acts: Sequence[Act], worker: Worker) -> list[Came]:
        """Sets as they are; checks with one question for what the readers read."""
        if acts[0].kind == "production.start":
            return [_start(act, worker) for act in acts]
        keys = [case_key(CaseId(act.says["case"])) for act in acts]
        orders = live_orders(keys)
        read = {case: one.mrz for case, one in orders.items()}
        return [_check(act, worker, read.get(key, ())) for act, key in zip(acts, keys, strict=True)]


def _start(act: Act, worker: Worker) -> Came:
    def do() -> dict[str, Any]:
        cases = [CaseId(one) for one in act.says["cases"]]
        answers = services.start_productions(case_ids=cases, by=worker.mover(act.says["officer"], act.at), at=act.at)
        return {"refused": {int(one.case_id): one.refused.en for one in answers if one.refused is not None}}

    return tried(act, do)


def _check(act: Act, worker: Worker, read: Sequence[str]) -> Came:
    def do() -> dict[str, Any]:
        by, case_id = worker.mover(act.says["officer"], act.at), CaseId(act.says["case"])
        if act.says.get("fails"):
            services.fail_quality(case_id=case_id, cause=act.says["fails"], by=by, at=act.at)
        else:
            services.pass_quality(case_id=case_id, read=list(read), by=by, at=act.at)
        return {}

    return tried(act, do)


def _kinds_of(day: date) -> Iterator[KindFacts]:
    for document in dict.fromkeys(kind.document_type for kind in USUAL_KINDS):
        found = kind_in_use(USUAL_KINDS, document_type=document, on=day)
        if found is not None:
            yield found


def _receive(place: int, kind: KindFacts, received: int, many: int, worker: Worker, at: datetime) -> None:  # noqa: PLR0917  # private
    """One delivery, received by the first production officer."""
    badge = worker.stage.badges(Role.PRODUCTION_OFFICER)[0]
    by, duty = worker.mover(badge, at), worker.duty(badge, Role.PRODUCTION_OFFICER)
    first, last = f"XT{place:02d}{received + 1:07d}", f"XT{place:02d}{received + many:07d}"
    numbers = "" if kind.numbering is Numbering.HOLDERS else _free_numbers(kind, received, many, worker.stage, at)
    if kind.numbering is Numbering.ON_BLANK:
        first, last, numbers = numbers, _later(numbers, many - 1), ""
    note = f"TOWN-{kind.code}-{received}"
    values: dict[str, Any] = {"kind": kind.code, "note": note, "first": first, "last": last, "numbers_from": numbers}
    receive_batch(**values, officer=by.on_staff.officer_id, department=duty.department_id, acting=by.acting, key=note, at=at)


def _free_numbers(kind: KindFacts, received: int, many: int, stage: Stage, at: datetime) -> str:
    """The first of so many numbers of today's form that nobody holds and no blank bears."""
    document = next(one for one in stage.book.documents if one.code == kind.document_type)
    prefix, digits = NUMBERED.fullmatch(_example(document, local_date(at))).groups()  # type: ignore[union-attr]  # letters, then digits
    start = 1_000 + received
    while True:
        first = f"{prefix}{start:0{len(digits)}d}"
        last = _later(first, many - 1)
        held = HeldDocument.objects.filter(type_code=kind.document_type, number__gte=first, number__lte=last, issuer="CHN")
        if not held.exists() and not any_blank_bears(document_type=kind.document_type, first=first, last=last):
            return first
        start += many


def _example(document: DocumentType, on: date) -> str:
    forms = [pattern.regex for pattern in all_on_day(document.number_patterns, on)]
    return [number for number in document.example_numbers if may_be_numbered(number, forms)][-1]


def _later(number: str, places: int) -> str:
    prefix, digits = NUMBERED.fullmatch(number).groups()  # type: ignore[union-attr]  # as above
    return f"{prefix}{int(digits) + places:0{len(digits)}d}"
