"""The accounts of the demonstration: one or two for each role, all with one public password, refused outside a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from mumian.accounts.queries import demo_accounts_by_name
from mumian.accounts.services import open_demo_accounts
from mumian.foundation.words import Text
from mumian.offices.queries import OfficerSheet, officers_holding, officers_with_accounts
from mumian.offices.services import give_accounts
from mumian.offices.terms import ROLE_NAMES, Role

DEMO_PASSWORD = "kapok-2006"  # noqa: S105  # public: it is printed at every start, and works in demonstrations only
"""The password of every demo account."""

USERNAMES: dict[Role, tuple[str, ...]] = {
    Role.ACCEPTANCE_OFFICER: ("accept1", "accept2"),
    Role.COUNTER_APPROVER: ("second1",),
    Role.HALL_GUIDE: ("guide1",),
    Role.HALL_MANAGER: ("manager1",),
    Role.APPROVAL_OFFICER: ("approve1", "approve2"),
    Role.COUNTERSIGNER: ("countersign1",),
    Role.PRODUCTION_OFFICER: ("produce1", "produce2"),
    Role.QUALITY_CHECKER: ("quality1",),
    Role.HAND_OVER_OFFICER: ("handover1",),
    Role.LIST_CUSTODIAN: ("lists1", "lists2"),
    Role.FOREIGNERS_OFFICER: ("foreigners1",),
    Role.HOTLINE_AGENT: ("hotline1",),
    Role.SUPERVISOR: ("supervise1",),
    Role.ANALYST: ("analyse1",),
    Role.LEADER: ("lead1",),
    Role.SYSTEM_ADMINISTRATOR: ("system1",),
    Role.SECURITY_ADMINISTRATOR: ("security1",),
    Role.AUDIT_ADMINISTRATOR: ("audit1",),
}
"""Two where the work needs two people: three hands, a look-alike resolved by two, a case at the next window."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One line of the table a start prints."""

    role: Text
    username: str
    password: str
    officer: str
    badge: str
    place: Text


def open_accounts_of(*, on: date, at: datetime) -> None:
    """Give the first holders of each role their demo accounts; may be run again. Those of the halls come from the first hall."""
    names = {username for usernames in USERNAMES.values() for username in usernames}
    accounts = open_demo_accounts(usernames=sorted(names), password=DEMO_PASSWORD, at=at)
    chosen: dict[str, int] = {}
    for role, usernames in USERNAMES.items():
        for officer, username in zip(_first(role, len(usernames), on), usernames, strict=False):
            chosen[officer.badge_number] = accounts[username]
    give_accounts(accounts=chosen, today=on)


def demo_accounts(*, on: date) -> tuple[DemoAccount, ...]:
    """The accounts with what a visitor of the demonstration wants to know of each, in the order of the roles."""
    usernames: dict[int, str] = {account_id: username for username, account_id in demo_accounts_by_name().items()}
    officers = officers_with_accounts(usernames.keys(), on=on)
    order = [username for usernames_of_role in USERNAMES.values() for username in usernames_of_role]
    lines = [_line(officer, usernames[officer.account_id]) for officer in officers if officer.account_id is not None]
    return tuple(sorted((line for line in lines if line.username in order), key=lambda line: order.index(line.username)))


def _first(role: Role, number: int, on: date) -> list[OfficerSheet]:
    """The holders with the lowest hall and window, then badge; bureaus of the city come before those of districts."""
    holders = officers_holding(role, on=on)
    return list(islice(sorted(holders, key=lambda one: _rank(one, role)), number))


def _rank(officer: OfficerSheet, role: Role) -> tuple[str, str, str, str]:
    duty = next(duty for duty in officer.duties if duty.role is role)
    return duty.hall or "", duty.window or "", duty.bureau, officer.badge_number


def _line(officer: OfficerSheet, username: str) -> DemoAccount:
    duty = officer.duties[0]
    place = duty.hall_name or duty.bureau_name
    if duty.window_number is not None:
        place = Text("{hall} {number}号窗口", "{hall}, window {number}").filled(hall=place, number=duty.window_number)
    return DemoAccount(ROLE_NAMES[duty.role], username, DEMO_PASSWORD, officer.name, officer.badge_number, place)
