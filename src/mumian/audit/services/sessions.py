"""Who acts: accounts opens a session here when somebody has signed in, and closes it when he leaves."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from mumian.audit.services.asking import refusals
from mumian.audit.terms import Acting, Actor


def token_of(session_key: str) -> str:
    """The token of an acting session, made from the key of the sign-in session and a secret that the database never holds.

    So it need not be kept anywhere, and who can read the table of sign-in sessions cannot act for those in it.
    """
    return hmac.digest(settings.SECRET_KEY.encode(), b"mumian acting session " + session_key.encode(), hashlib.sha256).hex()


@transaction.atomic
def open_session(*, actor: Actor, token: str, place: str, at: datetime, expires_at: datetime) -> Acting:
    """Let this actor act with this token (at least 32 characters) from this place (host and window) until it ends.

    Opening is itself an act, on record under the actor's own key, so that he finds one
    that somebody else opened in his name.
    """
    with connection.cursor() as cursor, refusals():
        cursor.execute(
            "SELECT audit_open_session(%s, %s, %s, %s, %s, %s, %s)",
            [token, actor.kind.value, actor.id, actor.department, place, at, expires_at],
        )
    return Acting(actor=actor, token=token)


@transaction.atomic
def close_session(*, actor: Acting, at: datetime) -> None:
    """End the session; nothing more is recorded with its token. Raises NotActing when it has ended already."""
    with connection.cursor() as cursor, refusals():
        cursor.execute("SELECT audit_close_session(%s, %s)", [actor.token, at])
