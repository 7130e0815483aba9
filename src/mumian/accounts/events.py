"""What happens to accounts."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.accounts.terms import AccountId
from mumian.foundation.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class _AccountEvent(Event):
    account_id: AccountId

    @property
    def key(self) -> str:
        return f"account:{self.account_id}"


@dataclass(frozen=True, kw_only=True)
class SignedIn(_AccountEvent, topic="accounts.signed_in"):
    """Somebody has proved who he is, with every factor that was asked of him."""


@dataclass(frozen=True, kw_only=True)
class SignedOut(_AccountEvent, topic="accounts.signed_out"):
    """Somebody has left; a session that merely ran out is not told."""
