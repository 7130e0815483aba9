"""Short messages to visitors. The simulator writes them to a file, one line a message, as an operator's log would."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from mumian.foundation.words import Text

VISITORS: Final = "visitor-messages.jsonl"


@dataclass(frozen=True)
class VisitorMessages:
    """Stands for the operator: each message is a line that is on disk when `send` returns."""

    path: Path

    def send(self, *, number: str, says: Text, key: str, at: datetime) -> None:
        """Send both languages to a telephone. An operator drops what comes again with the same key. Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"key": key, "to": number, "zh": says.zh, "en": says.en, "at": at.isoformat()}, ensure_ascii=False)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
