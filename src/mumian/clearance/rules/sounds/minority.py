"""Names of minority persons: parts as they are written in ideographs, and the Latin spellings of the same part."""

from __future__ import annotations

from typing import Final

from mumian.clearance.rules.tables import ways

PARTS: Final = ways("minority.tsv")
LONGEST: Final = max(map(len, PARTS))
