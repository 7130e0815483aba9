"""Invented persons, cases and sentences for the style guide. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mumian.foundation.words import Text

PASSPORT: Final = Text(zh="首次申请普通护照", en="Ordinary passport, first application")
PERMIT: Final = Text(zh="往来港澳通行证换发", en="HK-Macao travel permit, renewal")
ENDORSEMENT: Final = Text(zh="个人旅游签注", en="Individual travel endorsement")
ACCEPTED: Final = Text(zh="已受理", en="Accepted")
APPROVED: Final = Text(zh="已审批", en="Approved")
PRODUCED: Final = Text(zh="制证中", en="In production")


@dataclass(frozen=True)
class Row:
    """One line of a work list as the desks show it."""

    state: str
    days: int | None
    receipt: str
    person: str
    service: Text
    stage: Text
    href: str = "#case"
    is_current: bool = False
    is_fresh: bool = False


WORK: Final = (
    Row("overdue", 1, "GZ7K-4M2P-9R3X", "陈 ••", PERMIT, ACCEPTED),
    Row("today", None, "GZ3H-8T6W-2N5C", "李 ••", PASSPORT, ACCEPTED, is_current=True),
    Row("one_day", None, "GZ9D-1F7J-6V4B", "Garcia ••", ENDORSEMENT, APPROVED, is_fresh=True),
    Row("two_days", None, "GZ2Q-5L8S-3Y7M", "黄 ••", PASSPORT, PRODUCED),
    Row("in_time", 6, "GZ6N-9C4K-8D2H", "欧阳 ••", PERMIT, ACCEPTED),
    Row("in_time", 7, "GZ4W-3P1R-7T9F", "麦 ••", ENDORSEMENT, ACCEPTED),
)

STEPS: Final[tuple[dict[str, Any], ...]] = (
    {"state": "done", "title": Text("已提交", "Submitted"), "on": date(2026, 9, 24), "note": Text("网上提交", "on the web")},
    {"state": "done", "title": ACCEPTED, "on": date(2026, 9, 25), "note": Text("天河办证大厅 5 号窗口", "Tianhe hall, window 5")},
    {"state": "now", "title": Text("审批中", "Being decided"), "on": date(2026, 9, 28), "note": None},
    {"state": "next", "title": Text("制证", "Produced"), "on": None, "note": None},
    {
        "state": "next",
        "title": Text("可以领取", "Ready for you"),
        "on": date(2026, 10, 9),
        "note": Text("这是回执上承诺的日期", "the day promised on your receipt"),
    },
)

MATERIALS: Final[tuple[dict[str, Any], ...]] = (
    {"state": "yes", "text": Text("居民身份证原件", "Identity card, the original"), "reason": None},
    {"state": "yes", "text": Text("申请表，已签名", "Application form, signed"), "reason": None},
    {
        "state": "no",
        "text": Text("近期正面免冠照片", "A recent photograph"),
        "reason": Text(
            "背景不是白色，请在自助照相机重拍。", "The ground is not white; please take it again at the photo machine."
        ),
    },
    {"state": "open", "text": Text("原护照", "The former passport"), "reason": None},
)

FEES: Final = (
    (Text("普通护照", "Ordinary passport"), 120, 7),
    (Text("往来港澳通行证（电子）", "HK-Macao travel permit (card)"), 60, 7),
    (Text("往来港澳一次签注", "HK-Macao endorsement, single"), 15, 7),
    (Text("往来港澳多次签注（一年）", "HK-Macao endorsement, one year"), 80, 7),
)

HALLS: Final = (
    (
        Text("天河办证大厅", "Tianhe hall"),
        Text("今天 9:00–17:00", "Open today 9:00–17:00"),
        Text("无障碍窗口 2 个", "2 accessible counters"),
    ),
    (
        Text("越秀办证大厅", "Yuexiu hall"),
        Text("今天 9:00–17:00", "Open today 9:00–17:00"),
        Text("无障碍窗口 1 个", "1 accessible counter"),
    ),
    (Text("番禺办证大厅", "Panyu hall"), Text("今天休息", "Closed today"), Text("周一 9:00 开门", "Opens on Monday at 9:00")),
)

CALLS: Final = (("A023", "5"), ("B107", "12"), ("A022", "3"), ("C041", "8"))
WAITING: Final = (
    (Text("护照", "Passports"), 14, 20),
    (Text("港澳通行证", "HK-Macao permits"), 22, 35),
    (Text("领取证件", "Collection"), 3, 5),
    (Text("外国人", "Foreigners"), 6, 15),
)
