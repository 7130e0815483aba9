"""Answering from the rulebook: may this be done on this day, with what, for how much, and by when.

Every answer explains itself.
"""

from __future__ import annotations

from mumian.catalogue.rules.answers.answering import UnknownService, answer
from mumian.catalogue.rules.answers.opening import Opening, opening
from mumian.catalogue.rules.answers.values import Answer

__all__ = ["Answer", "Opening", "UnknownService", "answer", "opening"]
