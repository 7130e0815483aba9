"""Who acts: accounts opens a session here when somebody has signed in, and closes it when he leaves."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from mumian.audit.queries.sessions import acting
from mumian.audit.services.asking import refusals
from mumian.audit.terms import Acting, Actor

HALF_A_DAY: Final = 12 * 60 * 60
_OF_THIS_PROCESS: Final = secrets.token_bytes(32)


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


@transaction.atomic
def acting_as(actor: Actor, *, place: str, at: datetime) -> Acting:
    """The session of a program that acts in this name with nobody signed in: a clock, a rule, an applicant at the portal.

    It is opened at the first act of each half day and found again until the next; every thread of every process has its own, so
    that none waits for another. Where the transaction of the first act is undone the session is too, and the next act opens it.
    """
    period = int(at.timestamp()) // HALF_A_DAY
    name = f"{os.getpid()} {threading.get_ident()} {actor.thing} {actor.department} {place} {period}"
    token = token_of(hmac.digest(_OF_THIS_PROCESS, name.encode(), hashlib.sha256).hex())
    ends = datetime.fromtimestamp((period + 1) * HALF_A_DAY, UTC)
    return acting(token=token, at=at) or open_session(actor=actor, token=token, place=place, at=at, expires_at=ends)
