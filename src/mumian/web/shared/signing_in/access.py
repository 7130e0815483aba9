"""Who may open a page: decorators for views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mumian.accounts.models import Account
from mumian.foundation.clock import local_date
from mumian.offices.queries import OfficerSheet, officer_of
from mumian.offices.terms import Role
from mumian.web.shared.arrival import arrived_at
from mumian.web.shared.signing_in.acting import still_acting

P = ParamSpec("P")


class OfficerRequest(HttpRequest):
    """A request of somebody who is on the staff today."""

    user: Account
    officer: OfficerSheet


def officer_required(
    *roles: Role,
) -> Callable[[Callable[Concatenate[OfficerRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Open a page to officers who hold one of these roles today; without roles, to every officer.

    Strangers are led to sign in and come back; who came in by a one-time password is led
    to choose his own; who still lacks the second factor that this house asks for is led to set it up;
    everybody else is told that the page is not open to him (403). A session whose time is over leads to sign-in (SignInAgain).
    """

    def decorate(
        view: Callable[Concatenate[OfficerRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not isinstance(request.user, Account):
                return redirect_to_login(request.get_full_path())
            if request.user.password_ends_at is not None:
                return HttpResponseRedirect(reverse("account_change_password"))
            if settings.SECOND_FACTOR_REQUIRED and not is_mfa_enabled(request.user):
                return HttpResponseRedirect(reverse("mfa_index"))
            officer = officer_of(request.user.pk, on=local_date(arrived_at(request)))
            if officer is None or (roles and not officer.roles & set(roles)):
                raise PermissionDenied
            still_acting(request)
            request.officer = officer  # type: ignore[attr-defined]  # it is an OfficerRequest from here on
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # as on the line above

        return guarded

    return decorate
