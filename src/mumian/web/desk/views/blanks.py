"""The stock of blanks: accounts of every one, receiving, handing to producers, taking back, spoiling, destroying, counting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mumian.foundation.clock import local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import officer_by_badge
from mumian.offices.terms import OfficerId, Role
from mumian.production import services
from mumian.production.errors import StockRefused
from mumian.production.queries import accounts_of_blanks, blanks_held_by, movements_of
from mumian.production.rules.counting import sentence_of_count
from mumian.production.terms import CAUSE_NAMES, BlankState, SpoilCause
from mumian.web.desk.posting import done, key_of, refused
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.at_work import acting_of, place_of
from mumian.web.shared.signing_in.access import OfficerRequest, officer_required
from mumian.web.shared.spoken import said

STATE_WORDS: Final = {
    BlankState.IN_STOCK: _("in stock"),
    BlankState.ISSUED: _("in producers' hands"),
    BlankState.IN_WORK: _("in work"),
    BlankState.USED: _("used"),
    BlankState.SPOILED: _("spoiled"),
    BlankState.DESTROYED: _("destroyed"),
    BlankState.MISSING: _("missing"),
}
DONE: Final = {
    "receive": _("The batch is in stock."),
    "issue": _("The blanks are in the producer's hands from now on."),
    "return": _("The blanks are back in stock."),
    "spoil": _("The blanks are recorded as spoiled."),
    "destroy": _("The destruction is on record, with its witness."),
    "count": _("The count agrees with the book."),
}
FIELDS: Final = ("kind", "note", "first", "last", "numbers_from", "quantity", "to", "serials", "cause", "witness", "holder")
NOBODY: Final = Text(
    "未办理：没有警号为 {badge} 的在岗人员。请核对警号。",
    "Nothing was done: nobody on the staff today has the badge number {badge}. Check it.",
)
NO_NUMBER: Final = Text("未办理：数量须是整数。请改正。", "Nothing was done: the quantity is a whole number. Correct it.")
NO_SERIALS: Final = Text(
    "未办理：没有填写空白证件编号。请逐一扫描或填写。", "Nothing was done: no blanks were named. Scan or type their numbers."
)
NO_CAUSE: Final = Text("未办理：没有选择原因。请选择。", "Nothing was done: no cause was chosen. Choose one.")
NO_SUCH_ACT: Final = Text(
    "未办理：没有这种操作。请重新打开此页。", "Nothing was done: there is no such act. Open the page again."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required(Role.PRODUCTION_OFFICER)
def blanks(request: OfficerRequest) -> HttpResponse:
    """Accounts of every blank, and one form for each thing that is done with them."""
    act = request.POST.get("act", "")
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    if request.method != "POST":
        return render(request, "desk/blanks.html", {**_page(request, typed, act), "key": key_of(request)})
    try:
        answer = ACTS.get(act, _no_such)(_Form(request))
    except Refusal as refusal:
        return refused(request, "desk/blanks.html", _page(request, typed, act), refusal)
    if isinstance(answer, services.Counted) and answer.found:
        words = sentence_of_count(expected=answer.expected, seen=answer.seen, found=answer.found)
        empty = dict.fromkeys(FIELDS, "")
        return render(request, "desk/blanks.html", {**_page(request, empty, ""), "key": "", "differs": said(words)})
    return done("desk:blanks", act)


class _Form:
    """What was typed, as services want it; each answer may refuse."""

    def __init__(self, request: OfficerRequest) -> None:
        self.request = request
        self.post: QueryDict = request.POST
        duty = place_of(request, Role.PRODUCTION_OFFICER)
        self.at = arrived_at(request)
        self.hand: Mapping[str, Any] = {
            "officer": request.officer.officer_id,
            "department": duty.department_id,
            "acting": acting_of(request),
            "at": self.at,
        }

    def text(self, name: str) -> str:
        """What stands in the field."""
        return self.post.get(name, "").strip()

    def number(self, name: str) -> int:
        """A whole number."""
        written = self.text(name)
        if not (written.isascii() and written.isdigit()) or len(written) > 6:  # noqa: PLR2004  # nobody hands out a million
            raise StockRefused(NO_NUMBER)
        return int(written)

    def serials(self) -> tuple[str, ...]:
        """The blanks that were scanned or typed, each once."""
        found = tuple(dict.fromkeys(self.text("serials").upper().replace(",", " ").split()))
        if not found:
            raise StockRefused(NO_SERIALS)
        return found

    def cause(self) -> SpoilCause:
        """Why a blank is unusable."""
        if self.text("cause") not in {cause.value for cause in SpoilCause}:
            raise StockRefused(NO_CAUSE)
        return SpoilCause(self.text("cause"))

    def colleague(self, name: str) -> OfficerId:
        """Somebody on the staff, by the number on his badge."""
        found = officer_by_badge(self.text(name), on=local_date(self.at))
        if found is None:
            raise StockRefused(NOBODY.filled(badge=self.text(name) or "—"))
        return found.officer_id


def _receive(form: _Form) -> object:
    return services.receive_batch(
        kind=form.text("kind"),
        note=form.text("note"),
        first=form.text("first"),
        last=form.text("last"),
        numbers_from=form.text("numbers_from"),
        key=key_of(form.request),
        **form.hand,
    )


def _issue(form: _Form) -> object:
    to = form.colleague("to") if form.text("to") else form.request.officer.officer_id
    return services.issue_blanks(
        kind=form.text("kind"), quantity=form.number("quantity"), to=to, key=key_of(form.request), **form.hand
    )


def _return(form: _Form) -> object:
    return services.return_blanks(kind=form.text("kind"), serials=form.serials(), **form.hand)


def _spoil(form: _Form) -> object:
    return services.spoil_blanks(kind=form.text("kind"), serials=form.serials(), cause=form.cause(), **form.hand)


def _destroy(form: _Form) -> object:
    return services.destroy_blanks(kind=form.text("kind"), serials=form.serials(), witness=form.colleague("witness"), **form.hand)


def _count(form: _Form) -> object:
    return services.take_stock(
        kind=form.text("kind"),
        seen=form.serials(),
        holder=form.colleague("holder") if form.text("holder") else None,
        witness=form.colleague("witness"),
        key=key_of(form.request),
        **form.hand,
    )


def _no_such(form: _Form) -> object:
    raise StockRefused(NO_SUCH_ACT)


ACTS: Final[dict[str, Callable[[_Form], object]]] = {
    "receive": _receive,
    "issue": _issue,
    "return": _return,
    "spoil": _spoil,
    "destroy": _destroy,
    "count": _count,
}


def _page(request: OfficerRequest, typed: Mapping[str, str], act: str) -> dict[str, object]:
    accounts = [account for account in accounts_of_blanks() if account.received]
    kind, serial = request.GET.get("kind", ""), request.GET.get("serial", "").strip().upper()
    return {
        "accounts": accounts,
        "states": STATE_WORDS,
        "all_kinds": [(account.kind, account.kind) for account in accounts_of_blanks()],
        "held": blanks_held_by(request.officer.officer_id),
        "causes": [("", "—"), *((cause.value, said(name)) for cause, name in CAUSE_NAMES.items())],
        "typed": typed,
        "act": act,
        "asked": {"kind": kind, "serial": serial},
        "life": movements_of(kind=kind, serial=serial) if serial else (),
        "differs": "",
        "done": DONE.get(request.GET.get("done", "")),
    }
