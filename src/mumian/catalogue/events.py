"""What the catalogue tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from mumian.foundation.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class RulebookLoaded(Event, topic="catalogue.rulebook_loaded"):
    """Another version of a rulebook is in force. `digest` is that of its content."""

    load_id: int
    rulebook: str
    version: str
    digest: str

    @property
    def key(self) -> str:
        return f"rulebook:{self.rulebook}"
