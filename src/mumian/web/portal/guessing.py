"""Who guesses waits: wrong tries are counted by address and by what was tried. And what a browser is known by."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Sequence
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.middleware.csrf import get_token

from mumian.foundation.clock import local
from mumian.foundation.words import Text

TRY_LATER = Text(
    "没有查询：输错次数过多。请在{time}以后再试，或者拨打{hotline}询问。",
    "Nothing was looked up: there were too many wrong tries. Try again after {time}, or call {hotline}.",
)


def subjects_of(request: HttpRequest, *tried: str) -> Sequence[str]:
    """The visitor's address, behind the office's own proxies, and what he tries."""
    return (f"address:{network_of(get_adapter().get_client_ip(request))}", *tried)


def browser_of(request: HttpRequest) -> str:
    """An opaque key of a browser, the same for all its forms: a hash of the secret that they carry anyway, so no cookie more.

    Whoever throws his cookies away has a new one each time; his address is counted beside it.
    """
    get_token(request)  # makes the secret where there is none yet
    return hashlib.sha256(f"mumian browser {request.META['CSRF_COOKIE']}".encode()).hexdigest()[:32]


def network_of(address: str) -> str:
    """What one visitor can be taken for: an IPv4 address, or the /64 of an IPv6 one, of which he has all addresses."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(found)


def try_later(until: datetime, *, hotline: str) -> Text:
    """The sentence for who has to wait, with the minute after which he is answered again."""
    moment = local(until)
    return TRY_LATER.filled(time=f"{moment:%H:%M:%S}", hotline=hotline)
