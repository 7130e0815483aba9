"""Alarms to police by short message. The simulator writes them to a file, one line a message, as an operator's log would."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from mumian.foundation.words import Text

OUTBOX: Final = "duty-messages.jsonl"


@dataclass(frozen=True)
class MessagesInAFile:
    """Stands for the operator: each message is a line that is on disk when `tell` returns."""

    path: Path
    name: str = "sms"

    def tell(self, *, badge: str, says: Text, at: datetime) -> None:
        """Send a message to the telephone that belongs to this badge. Raises OSError when it cannot be written."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"to": badge, "zh": says.zh, "en": says.en, "at": at.isoformat()}, ensure_ascii=False)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
