"""What can be done against a decision, as the law stood on the day."""

from __future__ import annotations

from datetime import date
from typing import Final

from mumian.foundation.words import Text

SIX_MONTHS_SINCE: Final = date(2015, 5, 1)
"""Administrative Litigation Law as amended, article 46: six months; before, article 39: three."""

FINAL_SINCE: Final = date(2013, 7, 1)
"""Exit and Entry Administration Law, article 36: decisions on extension, change and reissue of visas and on stay and residence
papers of foreigners are final."""

FINAL_FAMILIES: Final = frozenset({"foreigner_visa", "stay_permit", "residence_permit"})

FINAL: Final = Text(
    "依照《出境入境管理法》第三十六条，本决定为最终决定。",
    "Under article 36 of the Exit and Entry Administration Law this decision is final.",
)
APPEAL: Final = Text(
    "如不服本决定，可以在收到之日起60日内向上一级公安机关或者同级人民政府申请行政复议，也可以在{months}个月内向人民法院提起行政诉讼。",
    "You may apply for administrative reconsideration to the superior public security organ or the local people's government "
    "within 60 days of receiving this decision, or sue in the people's court within {months} months.",
)


def remedy(*, family: str, on: date) -> Text:
    """The sentence about remedies that a letter of this day carries."""
    if family in FINAL_FAMILIES and on >= FINAL_SINCE:
        return FINAL
    return APPEAL.filled(months=6 if on >= SIX_MONTHS_SINCE else 3)
