"""What of the rulebook one queues for together: which line a service of the catalogue belongs to."""

from __future__ import annotations

from typing import Final

BY_PREFIX: Final = (
    ("HM-G-REPEAT", "ENDORSE"),
    ("HM-G", "ENDORSE"),
    ("HM-L", "ENDORSE"),
    ("PP-ENDORSE", "ENDORSE"),
    ("PP-NEW", "NEW"),
    ("HM-NEW", "NEW"),
    ("PP-RE", "RENEW"),
    ("PP-CHANGE", "RENEW"),
    ("HM-RE", "RENEW"),
    ("TC-", "RENEW"),
    ("TW-", "TAIWAN"),
    ("FV-", "VISA"),
    ("FX-", "VISA"),
    ("FR-", "RESIDENCE"),
    ("FS-", "RESIDENCE"),
    ("PR-", "PERMANENT"),
    ("RP-", "FAMILY"),
    ("HM-", "FAMILY"),
    ("HR-", "RENEW"),
    ("QY-", "CONSULT"),
    ("PP-", "NEW"),
)


def queue_service_for(service: str) -> str:
    """The line that a service of the rulebook waits in; questions for what nobody knows."""
    return next((line for prefix, line in BY_PREFIX if service.startswith(prefix)), "CONSULT")
