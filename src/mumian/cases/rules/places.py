"""Where an application is taken: by service, channel and date; a wrong place is answered with the right ones.

The rulebook says whose applications a window takes (those of its own district, of the city, everybody's) and which halls serve a
matter. Machines, telephone and web have no district: for them only the city of the register may count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mumian.foundation.errors import Verdict
from mumian.foundation.words import Text

AT_A_WINDOW: Final = frozenset({"counter"})
"""Channels on which the hall has to serve the matter itself; a machine may do less or more than the windows beside it."""

ELSEWHERE: Final = Text(
    "未受理：{why}可以办理的大厅：{halls}。",
    "The application was not accepted: {why} It is taken at: {halls}.",
)
NOWHERE_HERE: Final = Text("未受理：{why}", "The application was not accepted: {why}")
NOT_SERVED: Final = Text("这个大厅不办理这项业务。", "This hall does not serve this matter.")
WHERE_REGISTERED: Final = Text(
    "未受理：还不知道申请人的户口所在地，无法判断受理地点。请补充后再受理。",
    "The application was not accepted: it is not known where the applicant is registered, and so not whether this is the right "
    "place. Fill it in and accept again.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody wants to accept. `is_right` is the rulebook's word on the register (None: it cannot tell yet).

    `halls` are the right ones by code, with their names; `serving` those that serve the matter, whatever the register.
    """

    hall: str | None
    channel: str
    is_right: bool | None
    why: Text
    halls: Mapping[str, Text]
    serving: Mapping[str, Text]


def may_accept_here(place: Place) -> Verdict:
    """Decide whether this is the place; the sentence of the other answer names the halls to go to."""
    if place.is_right is None:
        return Verdict.no(WHERE_REGISTERED)
    if not place.is_right:
        return Verdict.no(_elsewhere(place.why, place.halls))
    if place.channel in AT_A_WINDOW and place.hall is not None and place.hall not in place.serving:
        return Verdict.no(_elsewhere(NOT_SERVED, place.halls))
    return Verdict.yes()


def _elsewhere(why: Text, halls: Mapping[str, Text]) -> Text:
    if not halls:
        return NOWHERE_HERE.filled(why=why)
    names = Text("、".join(name.zh for name in halls.values()), ", ".join(name.en for name in halls.values()))
    return ELSEWHERE.filled(why=why, halls=names)
