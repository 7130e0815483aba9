"""The kinds of blanks that the documents of a Chinese exit-entry office are made of.

Which numbers are printed on the blank and which are allotted follows public descriptions of the documents (medium certainty);
an office may enter others. Since the cards of 2014 and 2016 an endorsement is printed on the back of the permit, so it takes a
number from stock but no blank.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from mumian.production.terms import BlankForm, KindFacts, Numbering

HKMO_CARD, TW_CARD, PASSPORT_CHIP = date(2014, 5, 20), date(2016, 12, 26), date(2012, 5, 15)
BOOKLET, CARD, STICKER, SHEET = BlankForm.BOOKLET, BlankForm.CARD, BlankForm.STICKER, BlankForm.SHEET
ON_BLANK, ALLOTTED, HOLDERS = Numbering.ON_BLANK, Numbering.ALLOTTED, Numbering.HOLDERS

USUAL_KINDS: Final = (
    KindFacts("PASSPORT-97", "PASSPORT", BOOKLET, ON_BLANK, "P", date(1997, 12, 1), date(2012, 5, 14)),
    KindFacts("PASSPORT-E", "PASSPORT", BOOKLET, ON_BLANK, "PO", PASSPORT_CHIP),
    KindFacts("EEP_HKMO-2000", "EEP_HKMO", BOOKLET, ON_BLANK, "", date(2000, 1, 1), date(2014, 5, 19)),
    KindFacts("EEP_HKMO-2014", "EEP_HKMO", CARD, ALLOTTED, "CS", HKMO_CARD),
    KindFacts("EEP_TW-1992", "EEP_TW", BOOKLET, ON_BLANK, "", date(1992, 5, 1), date(2016, 12, 25)),
    KindFacts("EEP_TW-2016", "EEP_TW", CARD, ALLOTTED, "CD", TW_CARD),
    KindFacts("EEP_TW_ONCE", "EEP_TW_ONCE", SHEET, ON_BLANK),
    KindFacts("EEP_RESIDENT", "EEP_RESIDENT", BOOKLET, ON_BLANK),
    KindFacts("OWP", "OWP", SHEET, ON_BLANK),
    KindFacts("ENDORSE_HKMO-STICKER", "ENDORSE_HKMO", STICKER, ON_BLANK, "", None, date(2014, 5, 19)),
    KindFacts("ENDORSE_HKMO-CARD", "ENDORSE_HKMO", BlankForm.ON_CARRIER, ALLOTTED, "", HKMO_CARD),
    KindFacts("ENDORSE_TW-STICKER", "ENDORSE_TW", STICKER, ON_BLANK, "", None, date(2016, 12, 25)),
    KindFacts("ENDORSE_TW-CARD", "ENDORSE_TW", BlankForm.ON_CARRIER, ALLOTTED, "", TW_CARD),
    KindFacts("HRP-2012", "HRP", CARD, HOLDERS, "CR", date(2013, 1, 2)),
    KindFacts("TWN_PERMIT-2015", "TWN_PERMIT", CARD, HOLDERS, "CT", date(2015, 7, 6)),
    KindFacts("TWN_PERMIT_ONCE", "TWN_PERMIT_ONCE", SHEET, ON_BLANK),
    KindFacts("TWN_SETTLE", "TWN_SETTLE", SHEET, ON_BLANK),
    KindFacts("VISA", "VISA", STICKER, ON_BLANK, "V"),
    KindFacts("STAY_PERMIT", "STAY_PERMIT", STICKER, ON_BLANK, "V", date(2013, 7, 1)),
    KindFacts("RESIDENCE_PERMIT", "RESIDENCE_PERMIT", STICKER, ON_BLANK, "V", date(2004, 7, 1)),
    KindFacts("PR_CARD", "PR_CARD", CARD, HOLDERS, "", date(2004, 8, 15)),
    KindFacts("FEEP", "FEEP", SHEET, ON_BLANK),
    KindFacts("FTP", "FTP", SHEET, ON_BLANK),
    KindFacts("NATIONALITY_CERT", "NATIONALITY_CERT", SHEET, ON_BLANK),
    KindFacts("SERVICE_CARD", "SERVICE_CARD", CARD, ALLOTTED, "", date(2005, 3, 1), date(2014, 12, 31)),
    KindFacts("RECORD_CERT", "RECORD_CERT", SHEET, ALLOTTED),
)

WITH_CHIP: Final = frozenset({"PASSPORT-E", "EEP_HKMO-2014", "EEP_TW-2016", "HRP-2012", "TWN_PERMIT-2015"})
"""Kinds whose chip is read back too: its first data group repeats the machine-readable zone (ICAO Doc 9303-10, 4.7.1)."""


def kind_in_use(kinds: Iterable[KindFacts], *, document_type: str, on: date) -> KindFacts | None:
    """The kind from which this document is made on this day: the newest of those in use; None when there is none."""
    fitting = [
        kind
        for kind in kinds
        if kind.document_type == document_type
        and (kind.valid_from is None or kind.valid_from <= on)
        and (kind.valid_to is None or on <= kind.valid_to)
    ]
    return max(fitting, key=lambda kind: kind.valid_from or date.min, default=None)
