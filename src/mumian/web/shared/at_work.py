"""What an officer's page hands to the services: who acts, in which session, and where he works today."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from mumian.cases.services import Mover, by_officer
from mumian.offices.queries import Duty
from mumian.offices.terms import Role
from mumian.web.shared.signing_in.access import OfficerRequest
from mumian.web.shared.signing_in.acting import SignInAgain, acting_of, closeness

__all__ = ["SignInAgain", "acting_of", "mover_of", "place_of"]


def mover_of(request: OfficerRequest) -> Mover:
    """The officer of this page with his session, as services of cases want him in `by=`. Raises SignInAgain."""
    return by_officer(request.officer, acting_of(request))


def place_of(request: OfficerRequest, *roles: Role) -> Duty:
    """The duty by which he works today: the one that says most closely where (window, hall, department).

    With roles only duties of these count. Who has none may not open the page (PermissionDenied).
    """
    fitting = [duty for duty in request.officer.duties if not roles or duty.role in roles]
    if not fitting:
        raise PermissionDenied
    return max(fitting, key=closeness)
