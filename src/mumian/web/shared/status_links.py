"""The address that a receipt's QR code opens: the status page of one case, without its number having to be typed.

The token in it is signed with the secret of the house, so that nobody can make one for another case.
"""

from __future__ import annotations

from typing import Final

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from mumian.cases.terms import CaseId

STATUS_OF: Final = "/status/of/{token}"
"""Where the public pages answer; a receipt that was printed keeps its address for as long as its case."""

_SIGNER: Final = Signer(sep=".", salt="mumian status of a case")


def status_token(case_id: int) -> str:
    """The token of a case: its id and a signature of 256 bits. The same case always has the same."""
    return _SIGNER.sign(str(case_id))


def case_of_token(token: str) -> CaseId | None:
    """The case that a token opens; None for one that this house has not signed."""
    try:
        return CaseId(int(_SIGNER.unsign(token)))
    except (BadSignature, ValueError):
        return None


def status_address(request: HttpRequest, case_id: int) -> str:
    """The whole address of the status page of a case, as it stands in the QR code of its receipt."""
    return request.build_absolute_uri(STATUS_OF.format(token=status_token(case_id)))
