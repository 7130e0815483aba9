"""How names are spelt in Hokkien and Teochew, as families from Fujian and Chaoshan write them in Southeast Asia and Taiwan."""

from __future__ import annotations

from typing import Final

from mumian.clearance.rules.tables import ways

SURNAMES: Final = ways("hokkien_surnames.tsv")
GIVEN: Final = ways("hokkien_given.tsv")
