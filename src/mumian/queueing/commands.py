"""`mumian queue name-agent|dismiss-agent|take-back`: what the manager of a hall says about its own agent, at the centre."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from mumian.audit.services import acting_as
from mumian.audit.terms import Actor, ActorKind
from mumian.foundation.clock import SystemClock, local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.queries import officers_holding
from mumian.offices.terms import Role
from mumian.queueing.services import dismiss_agent, name_agent, take_hall_back

PLACE: Final = "command line"


def parser() -> argparse.ArgumentParser:
    """What can be said."""
    asked = argparse.ArgumentParser(prog="mumian queue", description="The own agents of halls; `agent` runs one.")
    kinds = asked.add_subparsers(dest="kind", required=True)
    kinds.add_parser("agent", help="run the agent of a hall (needs no database); --help says more", add_help=False)
    name = kinds.add_parser("name-agent", help="believe an agent of this name, and print its token once")
    name.add_argument("--agent", required=True, metavar="NAME")
    for one in (
        name,
        kinds.add_parser("dismiss-agent", help="believe the agent of a hall no more"),
        kinds.add_parser("take-back", help="let the centre number and call again, whatever the agent does"),
    ):
        one.add_argument("--hall", required=True, metavar="CODE")
        one.add_argument("--manager", required=True, metavar="BADGE", help="who leads the hall and says so")
    return asked


def main(arguments: list[str]) -> int:
    """Do it in the name of the manager. Raises Refusal."""
    options = parser().parse_args(arguments)
    at = SystemClock().now()
    managers = {one.badge_number: one for one in officers_holding(Role.HALL_MANAGER, on=local_date(at))}
    manager = managers.get(options.manager)
    if manager is None:
        raise Refusal(NOBODY.filled(badge=options.manager))
    duty = next(one for one in manager.duties if one.role is Role.HALL_MANAGER)
    acting = acting_as(Actor(ActorKind.OFFICER, manager.badge_number, duty.department.value), place=PLACE, at=at)
    who = {"hall": options.hall, "manager": manager.officer_id, "acting": acting, "at": at}
    if options.kind == "name-agent":
        sys.stdout.write(name_agent(agent=options.agent, **who) + "\n")
    elif options.kind == "dismiss-agent":
        dismiss_agent(**who)
    else:
        take_hall_back(**who)
    return 0


NOBODY: Final = Text(
    "未办理：没有工号为{badge}的大厅负责人。请核对工号。",
    "Nothing was done: nobody who leads a hall has the badge {badge}. Check the number.",
)
