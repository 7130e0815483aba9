"""How far two names agree, and by which habit of spelling."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from mumian.clearance.rules.reasons import ReasonCode
from mumian.clearance.rules.spelling import Scheme

TRUNCATED_FROM: Final = 20
"""A machine-read zone cuts long names off; shorter ones that end early are not cut off but other names."""


class Degree(IntEnum):
    """How far two names agree."""

    CONTRADICT = 0
    PART = 1
    NEAR = 2
    SOUND = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class NameAgreement:
    """A degree and why."""

    degree: Degree
    reason: ReasonCode


OTHER: Final = NameAgreement(Degree.CONTRADICT, ReasonCode.NAME_OTHER)
BY_SCHEME: Final = {
    Scheme.PINYIN: ReasonCode.NAME_PINYIN,
    Scheme.HONG_KONG: ReasonCode.NAME_HONG_KONG,
    Scheme.MACAU: ReasonCode.NAME_MACAU,
    Scheme.WADE_GILES: ReasonCode.NAME_WADE_GILES,
    Scheme.HOKKIEN: ReasonCode.NAME_HOKKIEN,
    Scheme.KOREAN: ReasonCode.NAME_KOREAN,
    Scheme.VIETNAMESE: ReasonCode.NAME_VIETNAMESE,
    Scheme.JAPANESE: ReasonCode.NAME_JAPANESE,
    Scheme.MINORITY: ReasonCode.NAME_MINORITY,
    Scheme.MIXED: ReasonCode.NAME_MIXED,
}
