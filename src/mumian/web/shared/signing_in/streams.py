"""Who may listen to live updates: an officer who could open the page himself at this moment."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, load_backend
from django.utils.crypto import constant_time_compare

from mumian.accounts.models import Account
from mumian.foundation.clock import local_date
from mumian.offices.queries import officer_of
from mumian.web.shared.signing_in.idle import IDLE_FOR, SEEN_AT


def may_listen(session_key: str, *, at: datetime) -> bool:
    """Whether this session belongs to somebody who is on the staff today. It reads and never writes, also not the session."""
    session = _session(session_key)
    account = _account(session)
    if account is None or _is_idle(session, at):
        return False
    if account.password_ends_at is not None or (settings.SECOND_FACTOR_REQUIRED and not is_mfa_enabled(account)):
        return False
    return officer_of(account.pk, on=local_date(at)) is not None


def _session(key: str) -> dict[str, Any]:
    store = import_module(settings.SESSION_ENGINE).SessionStore(key)
    loaded: dict[str, Any] = store.load()
    return loaded


def _account(session: dict[str, Any]) -> Account | None:
    path = session.get(BACKEND_SESSION_KEY, "")
    if path not in settings.AUTHENTICATION_BACKENDS:
        return None
    account = load_backend(path).get_user(session[SESSION_KEY])
    if not isinstance(account, Account):
        return None
    known = session.get(HASH_SESSION_KEY, "")
    return account if constant_time_compare(known, account.get_session_auth_hash()) else None


def _is_idle(session: dict[str, Any], at: datetime) -> bool:
    seen = session.get(SEEN_AT)
    return seen is not None and at - datetime.fromtimestamp(seen, UTC) > IDLE_FOR
