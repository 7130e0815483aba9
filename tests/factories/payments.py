"""Invented charges."""

from __future__ import annotations

from mumian.foundation.money import Money
from mumian.foundation.words import Text
from mumian.payments.terms import Line

DOCUMENT = Line("document", Text("工本费", "document"), Money.yuan(60))
ENDORSEMENT = Line("endorsement", Text("签注费", "endorsement"), Money.yuan(15))
