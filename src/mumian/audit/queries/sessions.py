"""Who is behind a token."""

from __future__ import annotations

import hashlib
from datetime import datetime

from mumian.audit.models import ActingSession
from mumian.audit.terms import Acting, Actor, ActorKind


def acting(*, token: str, at: datetime) -> Acting | None:
    """The actor whose session this token opens at this moment, for a page that begins; None when it opens nothing."""
    row = ActingSession.objects.filter(
        token_hash=hashlib.sha256(token.encode()).digest(), closed_at=None, expires_at__gt=at
    ).first()
    if row is None:
        return None
    return Acting(actor=Actor(ActorKind(row.actor_kind), row.actor_id, row.actor_department), token=token)
