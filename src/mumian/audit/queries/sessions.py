"""Who is behind a token."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from mumian.audit.terms import Acting, Actor, ActorKind
from mumian.foundation.statements import one_row

# Asked with every page that does something.
OPEN: Final = """
    SELECT actor_kind, actor_id, actor_department FROM audit_actingsession
    WHERE token_hash = %(token)s AND closed_at IS NULL AND expires_at > %(at)s
"""


def acting(*, token: str, at: datetime) -> Acting | None:
    """The actor whose session this token opens at this moment, for a page that begins; None when it opens nothing."""
    row = one_row(OPEN, {"token": hashlib.sha256(token.encode()).digest(), "at": at})
    if row is None:
        return None
    kind, actor, department = row
    return Acting(actor=Actor(ActorKind(kind), actor, department), token=token)
