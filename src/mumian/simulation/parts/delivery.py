"""Shelves and hands: documents shelved in the hall, collected there, or brought by the courier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from django.db.models import Count

from mumian.cases import services
from mumian.cases.terms import CaseId, case_key
from mumian.delivery.models import ShelfPosition
from mumian.delivery.services import put_on_shelf, set_up_shelf
from mumian.delivery.terms import Collector, Identity, IdentityCheck, Place
from mumian.foundation.clock import OFFICE_ZONE
from mumian.offices.terms import Role
from mumian.production.queries import live_orders
from mumian.production.terms import OrderState
from mumian.simulation.acts import Act, Came
from mumian.simulation.stage import Stage
from mumian.simulation.trying import tried
from mumian.simulation.worker import Worker

ENOUGH: Final = 20
SPARE: Final = 1.5
SHELVED: Final = "T{place:05d}"
"""Positions of the town on each shelf, beside those that stand there."""


class DeliveryPart:
    """`delivery.shelve`, `delivery.hand_out`: at a position of a hall; `delivery.bring`: by the courier."""

    name = "delivery"
    kinds = frozenset({"delivery.shelve", "delivery.hand_out", "delivery.bring"})

    def __init__(self) -> None:
        self.documents = 0
        """How many documents lie on all shelves together at most; the run says so."""

    def prepare(self, stage: Stage, *, day: date) -> None:
        """Set up what is missing on the shelves."""
        at = datetime.combine(day, time(7), OFFICE_ZONE)
        standing = dict(ShelfPosition.objects.filter(code__startswith="T").values_list("hall__code").annotate(Count("pk")))
        for hall in stage.halls:
            wanted = ENOUGH + round(self.documents * float(hall.daily_share) * SPARE)
            if standing.get(hall.code, 0) < wanted and stage.in_hall(Role.HAND_OVER_OFFICER, hall.code):
                set_up_shelf(hall=hall.code, positions=[SHELVED.format(place=one + 1) for one in range(wanted)], at=at)

    def carry_out(self, acts: Sequence[Act], worker: Worker) -> list[Came]:
        """Each for itself; what was made is asked for once."""
        keys = [case_key(CaseId(act.says["case"])) for act in acts]
        orders = live_orders(keys)
        made = {case: (int(one.order_id), one.ended_at) for case, one in orders.items() if one.state is OrderState.PASSED}
        return [_done(act, worker, made.get(key)) for act, key in zip(acts, keys, strict=True)]


def _done(act: Act, worker: Worker, made: tuple[int, datetime | None] | None) -> Came:
    def do() -> dict[str, Any]:
        if act.kind == "delivery.bring":
            services.record_delivery(
                case_id=CaseId(act.says["case"]), by=services.by_courier(f"EX{act.number:09d}", at=act.at), at=act.at
            )
        elif act.kind == "delivery.shelve":
            _shelve(act, worker, made)
        else:
            _hand_out(act, worker)
        return {}

    return tried(act, do)


def _shelve(act: Act, worker: Worker, made: tuple[int, datetime | None] | None) -> None:
    if made is None:
        raise ValueError(f"case:{act.says['case']} has no finished document to shelve.")
    order, ended = made
    by = worker.mover(act.says["officer"], act.at)
    put_on_shelf(
        document=f"order:{order}",
        case=case_key(CaseId(act.says["case"])),
        place=Place(act.says["hall"], SHELVED.format(place=act.says["position"])),
        ready_at=ended or act.at,
        officer=by.on_staff.officer_id,
        department=worker.duty(act.says["officer"], Role.HAND_OVER_OFFICER).department_id,
        acting=by.acting,
        at=act.at,
    )


def _hand_out(act: Act, worker: Worker) -> None:
    by = worker.mover(act.says["officer"], act.at)
    shown = Identity(Collector.HOLDER, IdentityCheck.READER, act.says["shown_type"], act.says["shown"][-4:])
    services.hand_out_document(
        case_id=CaseId(act.says["case"]), identity_checked=True, identity=shown, hall=act.says["hall"], by=by, at=act.at
    )
