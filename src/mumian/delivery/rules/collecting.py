"""Who may collect a document."""

from __future__ import annotations

import re
from typing import Final

from mumian.delivery.terms import COLLECTOR_NAMES, Collector, Identity
from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text

COMES_ALONE: Final = 16
"""Years from which a holder collects by himself: who is younger comes with a guardian (Passport Law, article 6)."""
LAST_FOUR = re.compile(r"[A-Z0-9]{4}")


def may_collect(identity: Identity) -> Verdict:
    """Decide whether what was shown suffices to hand the document out: to the holder, or to somebody with a paper for it."""
    if not identity.document_type or not LAST_FOUR.fullmatch(identity.number_ends):
        return Verdict.no(
            Text(
                "未发证：没有记录领取人出示的证件及其号码后四位。请查验证件后重试。",
                "The document was not handed out: what the collector showed, and the last four characters of its number, are "
                "not recorded. Check the identity document and try again.",
            )
        )
    if identity.collector is not Collector.HOLDER and not identity.authority.strip():
        return Verdict.no(
            Text(
                "未发证：由{who}领取的，须出示委托书或关系证明。请记录该材料后重试。",
                "The document was not handed out: {who} needs an authorisation or a proof of the relation. Record that paper and "
                "try again.",
            ).filled(who=COLLECTOR_NAMES[identity.collector])
        )
    return Verdict.yes()


def may_come(collector: Collector, *, holder_age: int) -> Verdict:
    """Decide whether somebody of this kind may collect the document of a holder of this age (full years)."""
    if collector is not Collector.HOLDER or holder_age >= COMES_ALONE:
        return Verdict.yes()
    return Verdict.no(
        Text(
            "未发证：持证人未满{years}周岁，须由监护人或监护人委托的人领取。请选择领取人，并记录关系证明或委托书。",
            "The document was not handed out: its holder is under {years}. The guardian collects it, or somebody whom the "
            "guardian has authorised. Say who it is, and record the proof.",
        ).filled(years=COMES_ALONE)
    )
