"""The papers of a case as PDF. Each sentence stands on them in two languages, the reader's own first.

Notices and letters hold the applicant's name: whoever prints one has the case as his reason, and the page puts that on record
before it hands the paper out. Receipts hold the masked name.
"""

from __future__ import annotations

from mumian.cases.queries.papers.letters import LETTER_TITLES, approval_letter, letter
from mumian.cases.queries.papers.notices import material_notice
from mumian.cases.queries.papers.receipts import acceptance_receipt, family_sheet
from mumian.cases.queries.papers.subjects import PaperOf, approved_case, family_of, letter_of, notice_of, receipt_of

__all__ = [
    "LETTER_TITLES",
    "PaperOf",
    "acceptance_receipt",
    "approval_letter",
    "approved_case",
    "family_of",
    "family_sheet",
    "letter",
    "letter_of",
    "material_notice",
    "notice_of",
    "receipt_of",
]
