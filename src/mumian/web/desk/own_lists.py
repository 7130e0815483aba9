"""The lists that belong to each duty, with what is done next there: the landing page counts them, the list page offers them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mumian.cases.queries.work_lists import Wanted
from mumian.cases.terms import CaseStage
from mumian.offices.terms import Role

Words = str | Promise


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list and what its officer does with it."""

    label: Words
    act: Words
    wanted: Wanted
    roles: tuple[Role, ...]


S = CaseStage
AT_WINDOWS: Final = (Role.ACCEPTANCE_OFFICER, Role.COUNTER_APPROVER, Role.HALL_MANAGER)
OVER_ALL: Final = (Role.SUPERVISOR, Role.LEADER)

OWN_LISTS: Final[tuple[OwnList, ...]] = (
    OwnList(_("Harmless cases"), _("Approve them together"), Wanted(stage=S.ACCEPTED, harmless=True), (Role.APPROVAL_OFFICER,)),
    OwnList(_("To be decided"), _("Approve, or propose to refuse"), Wanted(stage=S.ACCEPTED), (Role.APPROVAL_OFFICER,)),
    OwnList(
        _("Clock stopped"),
        _("Let the clock go on when the answer is there"),
        Wanted(stage=S.ACCEPTED, stopped=True),
        (Role.APPROVAL_OFFICER, *OVER_ALL),
    ),
    OwnList(_("Urgent"), _("First of all"), Wanted(stage=S.ACCEPTED, urgent=True), (Role.APPROVAL_OFFICER, *OVER_ALL)),
    OwnList(_("In approval"), _("See how far they are"), Wanted(stage=S.ACCEPTED), (*AT_WINDOWS, Role.COUNTERSIGNER, *OVER_ALL)),
    OwnList(_("Handed in"), _("Check and accept"), Wanted(stage=S.SUBMITTED), AT_WINDOWS),
    OwnList(_("Waiting for materials"), _("Take in what is brought"), Wanted(stage=S.AWAITING_MATERIALS), AT_WINDOWS),
    OwnList(_("To be made"), _("Start production"), Wanted(stage=S.APPROVED), (Role.PRODUCTION_OFFICER, *OVER_ALL)),
    OwnList(_("In production"), _("Check what was made"), Wanted(stage=S.IN_PRODUCTION), (Role.QUALITY_CHECKER, *OVER_ALL)),
    OwnList(_("Ready for collection"), _("Hand out"), Wanted(stage=S.READY), (Role.HAND_OVER_OFFICER, *OVER_ALL)),
    OwnList(_("Collected"), _("Reopen where the document has an error"), Wanted(stage=S.COLLECTED), (Role.SUPERVISOR,)),
    OwnList(_("Mine"), _("You are the contact, or had a hand on them"), Wanted(mine=True), (*AT_WINDOWS, Role.APPROVAL_OFFICER)),
)


def lists_of(roles: Collection[Role]) -> Iterator[OwnList]:
    """The lists of somebody with these roles, in order."""
    return (one for one in OWN_LISTS if set(one.roles) & set(roles))
