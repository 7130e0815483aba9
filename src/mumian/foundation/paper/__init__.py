"""Paper: receipts, letters, leaflets and posters, typeset into PDF.

Each package keeps its own templates beside its code; what they share (colours, page sizes, header and footer, codes) is in
`templates/base.typ` here. Data reach a template as JSON and are never pasted into its text.
"""

from __future__ import annotations

from mumian.foundation.paper.fonts import unprintable
from mumian.foundation.paper.sheet import CannotPrint, PaperFailed, Sheet

__all__ = ["CannotPrint", "PaperFailed", "Sheet", "unprintable"]
