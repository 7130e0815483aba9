"""The hand-over desk: a scanned receipt leads to the shelf, the shelf to the identity check, the check to the hand-out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mumian.cases import services
from mumian.cases.queries import may_be_done_here
from mumian.cases.queries.desks import Scanned, cases_in, rows_of, scanned, scanned_case
from mumian.cases.queries.sight import sees_case
from mumian.cases.terms import STAGE_NAMES, CaseId, CaseStage, case_key
from mumian.delivery import services as shelf
from mumian.delivery.errors import HandOutRefused, ShelfRefused
from mumian.delivery.queries import free_positions, hand_out_of, uncollected, uncollected_by_age, was_sent, where_is
from mumian.delivery.rules.ageing import STEPS
from mumian.delivery.rules.collecting import COMES_ALONE, may_come
from mumian.delivery.terms import COLLECTOR_NAMES, Collector, Departure, Identity, IdentityCheck, Place
from mumian.foundation.clock import local_date
from mumian.foundation.dates import said_date, said_day
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import Duty, hall_names, halls_seen, sight_of
from mumian.offices.rules.sight import Sight
from mumian.offices.terms import Role
from mumian.people.rules.age import age_on
from mumian.production.queries import live_order
from mumian.production.queries.orders import OrderSheet
from mumian.web.desk.filters import page_number
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of, mover_of, place_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said

DONE: Final = {
    "shelved": _("The document lies on the shelf."),
    "moved": _("The document was moved."),
    "taken_back": _("The document was taken off the shelf, back into the office."),
    "sent": _("The document was taken off the shelf for the courier."),
    "returned": _("The document is back on the shelf and waits to be collected."),
    "handed_out": _("The document was handed out. The case is closed."),
}
CHECK_WORDS: Final = {
    IdentityCheck.READER: _("card read by the reader"),
    IdentityCheck.BY_EYE: _("compared by eye"),
    IdentityCheck.FINGERPRINT: _("fingerprint compared"),
}
SHOWN_WORDS: Final = {
    "ID_CARD": _("resident identity card"),
    "REGISTER": _("household register"),
    "PASSPORT": _("passport"),
    "PERMIT": _("travel or residence permit"),
}
WHO_SEE_UNCOLLECTED: Final = (Role.HAND_OVER_OFFICER, Role.HALL_MANAGER, Role.LEADER)
FIELDS: Final = ("collector", "check", "shown", "ends", "authority", "position")
NOT_FOUND: Final = Text(
    "没有查到这个回执号或案卷条码。请重新扫描，或核对手工输入的号码。",
    "There is no receipt or folder with this code. Scan it again, or compare what was typed.",
)
NOT_READY: Final = Text(
    "证件还不能领取：案件在“{stage}”环节，应于{day}前办结。请告诉申请人到时再来。",
    "The document cannot be collected yet: the case is {stage} and due by {day}. Tell the applicant to come then.",
)
NOT_READY_ANY_DAY: Final = Text(
    "证件不能领取：案件在“{stage}”环节。请查看此案的办理情况。",
    "The document cannot be collected: the case is {stage}. See what became of it.",
)
COLLECTED: Final = Text("证件已经领取，时间是{day}。请核对回执。", "The document was collected on {day}. Compare the receipt.")
CONFIRM: Final = Text(
    "未办理：没有扫描架位。请把证件放到架位上，并扫描架位条码确认。",
    "Nothing was done: no position was scanned. Lay the document there and scan the position to confirm.",
)
NOT_SAID: Final = Text(
    "未发证：没有选择领取人或核验方式。请选择后重试。",
    "The document was not handed out: who collects it, or how identity was checked, was not said. Say so and try again.",
)
NOT_LYING: Final = Text(
    "未办理：证件不在架上。请刷新页面查看其去向。", "Nothing was done: the document lies on no shelf. Reload the page."
)


@never_cache
@require_safe
@officer_required(Role.HAND_OVER_OFFICER)
def desk(request: OfficerRequest) -> HttpResponse:
    """One field for the receipt; under it what has to go onto the shelf, and what waits there for whom to come, by age."""
    code = request.GET.get("code", "").strip()
    found = scanned(code) if code else None
    if found:
        return done("desk:handover_case", "", case_id=found.case_id)
    at, sight = arrived_at(request), sight_of(request.officer)
    ready = cases_in(CaseStage.READY, sight=sight, at=at, page=page_number(request.GET.get("page", "")), not_on_a_shelf=True)
    context = {
        "code": code,
        "unknown": said(NOT_FOUND) if code else "",
        "to_shelve": ready.rows,
        "pages": (ready.page, ready.pages, reverse("desk:handover") + "?page={page}"),
        "steps": uncollected_by_age(on=local_date(at), hall=_hall(request) or ""),
        "hall": hall_names().get(_hall(request) or ""),
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "desk/handover.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(Role.HAND_OVER_OFFICER)
def document(request: OfficerRequest, case_id: int) -> HttpResponse:
    """One document: where it lies, who collects it, and what else is done with it. Cases of other halls say where to go."""
    case = scanned_case(case_id)
    if case is None:
        raise Http404
    order = live_order(case_key(case_id))
    if request.method != "POST":
        return render(request, "desk/handover_case.html", {**_page(request, case, order), "key": key_of(request)})
    act = request.POST.get("act", "")
    try:
        if act not in ACTS or order is None:
            raise ShelfRefused(NOT_LYING)
        if act != "hand_out" or not _is_brought_here(request, case.case_id):
            _only_of_sight(request, case_id)
        ACTS[act](_At(request, case, order))
    except Refusal as refusal:
        return refused(request, "desk/handover_case.html", _page(request, case, order), refusal)
    if act in {"hand_out", "shelve", "take_back", "send"}:
        return done("desk:handover", DONE_BY[act])
    return done("desk:handover_case", DONE_BY[act], case_id=case_id)


@never_cache
@require_safe
@officer_required(*WHO_SEE_UNCOLLECTED)
def ageing(request: OfficerRequest) -> HttpResponse:
    """Documents that nobody has collected, the longest waiting first: by step of age and by hall."""
    at, sight = arrived_at(request), sight_of(request.officer)
    halls = halls_seen(sight)
    hall = request.GET.get("hall", "")
    hall = hall if hall in halls else ""
    least = next((step for step in STEPS if str(step.least) == request.GET.get("from", "")), STEPS[0])
    wanted = [hall] if hall else list(halls)
    waiting = uncollected(on=local_date(at), halls=wanted, least_days=least.least)
    rows = rows_of([_case_id(one.case) for one in waiting], sight=sight, at=at)
    context = {
        "halls": [("", _("all halls")), *((code, said(name)) for code, name in halls.items())],
        "hall": hall,
        "least": str(least.least),
        "from_days": [(str(step.least), said(step.name)) for step in STEPS],
        "steps": uncollected_by_age(on=local_date(at), halls=wanted),
        "rows": [(one, rows[_case_id(one.case)]) for one in waiting if _case_id(one.case) in rows],
        "names": halls,
        "may_open": Role.HAND_OVER_OFFICER in request.officer.roles,
    }
    return render(request, "desk/uncollected.html", context)


class _At:
    """A document in somebody's hands at the desk, with what its page has typed."""

    def __init__(self, request: OfficerRequest, case: Scanned, order: OrderSheet) -> None:
        self.request, self.case, self.order = request, case, order
        self.duty: Duty = place_of(request, Role.HAND_OVER_OFFICER)
        self.hall = self.duty.hall or case.hall or ""
        self.hand: Mapping[str, Any] = {
            "officer": request.officer.officer_id,
            "department": self.duty.department_id,
            "acting": acting_of(request),
            "at": arrived_at(request),
        }

    def text(self, name: str) -> str:
        """What stands in the field."""
        return self.request.POST.get(name, "").strip()

    def scanned_place(self) -> Place:
        """The position that was scanned to confirm."""
        position = self.text("position").upper()
        if not position:
            raise ShelfRefused(CONFIRM)
        return Place(self.text("hall") or self.hall, position)

    def lies_at(self) -> Place:
        """Where the document lies in this hall."""
        answer = where_is(self.order.document, asked_in=self.hall)
        if answer.place is None:
            raise ShelfRefused(NOT_LYING)
        return answer.place


def _shelve(at: _At) -> None:
    shelf.put_on_shelf(
        document=at.order.document,
        case=case_key(at.case.case_id),
        place=at.scanned_place(),
        ready_at=at.order.ended_at or at.case.moved_at,
        **at.hand,
    )


def _move(at: _At) -> None:
    shelf.move_on_shelf(document=at.order.document, to=at.scanned_place(), **at.hand)


def _off(why: Departure) -> Callable[[_At], None]:
    def act(at: _At) -> None:
        shelf.take_off(document=at.order.document, found_at=at.lies_at(), why=why, **at.hand)

    return act


def _return(at: _At) -> None:
    shelf.take_back_undelivered(document=at.order.document, case=case_key(at.case.case_id), place=at.scanned_place(), **at.hand)


def _hand_out(at: _At) -> None:
    collector, check = at.text("collector"), at.text("check")
    if collector not in {one.value for one in Collector} or check not in {one.value for one in IdentityCheck}:
        raise HandOutRefused(NOT_SAID)
    services.hand_out_document(
        case_id=CaseId(at.case.case_id),
        identity_checked=True,
        identity=Identity(
            Collector(collector), IdentityCheck(check), at.text("shown"), at.text("ends").upper(), at.text("authority")
        ),
        hall=at.hall,
        by=mover_of(at.request),
        at=at.hand["at"],
        key=key_of(at.request),
    )


ACTS: Final[dict[str, Callable[[_At], None]]] = {
    "shelve": _shelve,
    "move": _move,
    "take_back": _off(Departure.TAKEN_BACK),
    "send": _off(Departure.SENT),
    "return": _return,
    "hand_out": _hand_out,
}
DONE_BY: Final = {
    "shelve": "shelved",
    "move": "moved",
    "take_back": "taken_back",
    "send": "sent",
    "return": "returned",
    "hand_out": "handed_out",
}


def _page(request: OfficerRequest, case: Scanned, order: OrderSheet | None) -> dict[str, object]:
    hall = _hall(request) or case.hall or ""
    lies = where_is(order.document, asked_in=hall) if order else None
    is_ready = case.stage is CaseStage.READY and order is not None
    age = age_on(order.holder.born_on, local_date(arrived_at(request))) if order else COMES_ALONE
    names = hall_names()
    brought = _is_brought_here(request, case.case_id)
    return {
        "case": case,
        "order": order,
        "hall": hall,
        "hall_name": names.get(hall, hall),
        "place": lies.place if lies else None,
        "is_here": lies is not None and lies.place is not None and (lies.is_here or brought),
        "is_brought": brought and lies is not None and not lies.is_here,
        "elsewhere": names.get(lies.place.hall) if lies and lies.place and not lies.is_here else None,
        "is_ready": is_ready,
        "sees": brought or sees_case(request.officer, case.case_id),
        "why_not": "" if is_ready else said(_why_not(request, case, order)),
        "was_sent": is_ready and order is not None and lies is not None and lies.place is None and was_sent(order.document),
        "free": free_positions(hall, limit=1),
        "is_minor": age < COMES_ALONE,
        "collectors": [(one.value, said(name)) for one, name in COLLECTOR_NAMES.items() if may_come(one, holder_age=age)],
        "checks": [(one.value, words) for one, words in CHECK_WORDS.items()],
        "shown_kinds": list(SHOWN_WORDS.items()),
        "act": request.POST.get("act", ""),
        "typed": {name: request.POST.get(name, "") for name in FIELDS},
        "done": DONE.get(request.GET.get("done", "")),
    }


def _why_not(request: OfficerRequest, case: Scanned, order: OrderSheet | None) -> Text:
    """Why nothing can be handed out: not ready, with stage and day; or collected already."""
    if case.stage is CaseStage.COLLECTED and order is not None and (given := hand_out_of(order.document)):
        return COLLECTED.filled(day=said_date(local_date(given.at)))
    stage = STAGE_NAMES[case.stage]
    row = rows_of([case.case_id], sight=_everything(case), at=arrived_at(request)).get(case.case_id)
    if row is None or row.due_on is None:
        return NOT_READY_ANY_DAY.filled(stage=stage)
    return NOT_READY.filled(stage=stage, day=said_day(row.due_on))


def _everything(case: Scanned) -> Sight:
    """Stage and day of a case are said to whoever holds its receipt, so also at the window of another hall."""
    return Sight(halls=frozenset({case.hall} if case.hall else ()))


def _only_of_sight(request: OfficerRequest, case_id: int) -> None:
    if not sees_case(request.officer, case_id):
        raise Http404


def _is_brought_here(request: OfficerRequest, case_id: CaseId) -> bool:
    """Whether a leader has consented that the document is handed out in his hall today, wherever it lies."""
    hall = _hall(request)
    return hall is not None and may_be_done_here(case_id, hall=hall, on=local_date(arrived_at(request)))


def _hall(request: OfficerRequest) -> str | None:
    return place_of(request, Role.HAND_OVER_OFFICER).hall


def _case_id(key: str) -> CaseId:
    return CaseId(int(key.rpartition(":")[2]))
