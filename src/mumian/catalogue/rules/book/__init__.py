"""The rulebook's files as values: one module per subject, `rulebook.py` joins them."""

from __future__ import annotations

from mumian.catalogue.rules.book.rulebook import Rulebook

__all__ = ["Rulebook"]
