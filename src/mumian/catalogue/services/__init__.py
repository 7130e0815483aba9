"""What may be written here: a rulebook, as a whole."""

from __future__ import annotations

from mumian.catalogue.services.loading import Loaded, load_rulebook

__all__ = ["Loaded", "load_rulebook"]
