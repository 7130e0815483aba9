"""The quality sample: some clear cases take the ordinary way, so that counter approval is measured against it."""

from __future__ import annotations

import hashlib
from typing import Final

PER_MILLE: Final = 30
"""How many of a thousand clear cases are decided the ordinary way, unless supervision sets another number."""


def is_sampled(receipt_number: str, *, per_mille: int = PER_MILLE) -> bool:
    """Whether this case belongs to the sample. The answer hangs on the chance in the receipt number and cannot be chosen."""
    digest = hashlib.sha256(f"sample:{receipt_number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") * 1000 < per_mille << 32
