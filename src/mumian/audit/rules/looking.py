"""Whether a reason lets somebody look at personal data."""

from __future__ import annotations

from mumian.audit.errors import NO_REASON
from mumian.audit.terms import Reason, ReasonKind
from mumian.foundation.errors import Verdict

SHORTEST_WORDS = 4
LONGEST_WORDS = 500


def may_look(reason: Reason) -> Verdict:
    """A ticket, case or order is a reason by itself when it is named; typed words must say something."""
    words = "".join(reason.says.split())
    shortest = SHORTEST_WORDS if reason.kind is ReasonKind.TYPED else 1
    if not shortest <= len(words) or len(reason.says) > LONGEST_WORDS or len(set(words)) < min(shortest, 2):
        return Verdict.no(NO_REASON)
    return Verdict.yes()
