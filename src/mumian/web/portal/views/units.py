"""The desk of a unit of state staff: whom it has filed, and what the office asks it. A clerk sees his own unit alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mumian.accounts.models import Account
from mumian.clearance.queries.filing import Clerk, FilingSheet, clerk_of, consents_asked, filings_of
from mumian.clearance.services import filing
from mumian.foundation.errors import Refusal
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.acting import acting_of, still_acting
from mumian.web.shared.spoken import said

P = ParamSpec("P")
FIELDS: Final = ("name", "birth_date", "id_number", "doc_number", "aliases", "sex", "post")
DONE: Final = {
    "submitted": _("The filing was taken. It is on the list within a minute."),
    "changed": _("The change was taken. It is on the list within a minute."),
    "withdrawn": _("The filing was withdrawn; it counts until the end of today."),
    "answered": _("Your answer has reached the office."),
}
STATES: Final = {
    "waiting": (_("on its way to the list"), "warn"),
    "loaded": (_("on the list"), "good"),
    "refused": (_("not taken"), "bad"),
}
WITHDRAWN: Final = (_("withdrawn"), "plain")
LONGEST_KEY: Final = 100


class ClerkRequest(HttpRequest):
    """A request of somebody who files for a unit today."""

    clerk: Clerk


View = Callable[Concatenate[ClerkRequest, P], HttpResponse]


def clerk_required(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open a page to clerks of units; strangers are led to sign in, all others are told that it is not theirs (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, Account):
            return redirect_to_login(request.get_full_path())
        if request.user.password_ends_at is not None:
            return HttpResponseRedirect(reverse("account_change_password"))
        clerk = clerk_of(request.user.pk, at=arrived_at(request))
        if clerk is None:
            raise PermissionDenied
        still_acting(request)
        request.clerk = clerk  # type: ignore[attr-defined]  # it is a ClerkRequest from here on
        return view(request, *args, **kwargs)  # type: ignore[arg-type]  # as on the line above

    return guarded


@never_cache
@require_safe
@clerk_required
def desk(request: ClerkRequest) -> HttpResponse:
    """Letters that wait for an answer, and everybody the unit has filed."""
    return render(request, "portal/unit.html", _desk(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@clerk_required
def submit(request: ClerkRequest) -> HttpResponse:
    """File somebody."""
    page = {"entry_id": None, "typed": {name: request.POST.get(name, "") for name in FIELDS}}
    if request.method != "POST":
        return _form(request, page)
    return _tried(
        request,
        "submitted",
        lambda: filing.submit_filing(filed=_filed(request), token=_token(request), at=arrived_at(request), key=_key(request)),
        lambda refusal: _form(request, page, refusal),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@clerk_required
def change(request: ClerkRequest, entry_id: str) -> HttpResponse:
    """Put a filing right."""
    kept = _own(request, entry_id)
    typed = {name: request.POST.get(name, getattr(kept, name)) for name in FIELDS}
    page = {"entry_id": entry_id, "typed": typed}
    if request.method != "POST":
        return _form(request, page)
    return _tried(
        request,
        "changed",
        lambda: filing.change_filing(
            entry_id=entry_id, filed=_filed(request), token=_token(request), at=arrived_at(request), key=_key(request)
        ),
        lambda refusal: _form(request, page, refusal),
    )


@never_cache
@require_POST
@clerk_required
def withdraw(request: ClerkRequest, entry_id: str) -> HttpResponse:
    """Take somebody off the list."""
    return _tried(
        request,
        "withdrawn",
        lambda: filing.withdraw_filing(entry_id=entry_id, token=_token(request), at=arrived_at(request), key=_key(request)),
        lambda refusal: _refused(request, refusal),
    )


@never_cache
@require_POST
@clerk_required
def answer(request: ClerkRequest, consent_id: int) -> HttpResponse:
    """Answer a letter: the unit consents, or does not and says why."""
    given = request.POST.get("given") == "yes"
    note = request.POST.get("note", "").strip()
    at = arrived_at(request)
    return _tried(
        request,
        "answered",
        lambda: filing.answer_request(consent_id=consent_id, given=given, note=note, token=_token(request), at=at),
        lambda refusal: _refused(request, refusal),
    )


def _tried(
    request: ClerkRequest, what: str, act: Callable[[], object], otherwise: Callable[[Refusal], HttpResponse]
) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return otherwise(refusal)
    return HttpResponseRedirect(f"{reverse('portal:unit')}?done={what}", status=HTTPStatus.SEE_OTHER)


def _desk(request: ClerkRequest) -> dict[str, Any]:
    at, token = arrived_at(request), _token(request)
    return {
        "clerk": request.clerk,
        "filings": [(one, *(STATES[one.outcome] if one.stands else WITHDRAWN)) for one in filings_of(token=token, at=at)],
        "letters": consents_asked(token=token, at=at),
        "typed": {name: request.POST.get(name, "") for name in ("note", "given")},
        "done": DONE.get(request.GET.get("done", "")),
        "key": _key(request),
        "refusal": None,
    }


def _refused(request: ClerkRequest, refusal: Refusal) -> HttpResponse:
    page = {**_desk(request), "refusal": said(refusal.sentence)}
    return render(request, "portal/unit.html", page, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _form(request: ClerkRequest, page: dict[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    context = {**page, "clerk": request.clerk, "key": _key(request), "refusal": said(refusal.sentence) if refusal else None}
    return render(
        request, "portal/unit_filing.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    )


def _own(request: ClerkRequest, entry_id: str) -> FilingSheet:
    found = next((one for one in filings_of(token=_token(request), at=arrived_at(request)) if one.entry_id == entry_id), None)
    if found is None or not found.stands:
        raise Http404
    return found


def _filed(request: ClerkRequest) -> filing.Filed:
    return filing.Filed(**{name: request.POST.get(name, "").strip() for name in FIELDS})


def _token(request: ClerkRequest) -> str:
    return acting_of(request).token


def _key(request: ClerkRequest) -> str:
    return (request.POST.get("key") or str(uuid.uuid4()))[:LONGEST_KEY]
