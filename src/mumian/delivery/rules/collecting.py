"""Who may collect a document."""

from __future__ import annotations

import re

from mumian.delivery.terms import COLLECTOR_NAMES, Collector, Identity
from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text

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
