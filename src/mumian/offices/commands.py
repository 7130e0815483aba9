"""`mumian staff …`: appoint people at the machine itself, and give new one-time passwords.

An office begins here: its first administrators cannot be appointed on a page that nobody can open yet.
"""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction

from mumian.accounts.queries import account_named, proven_account
from mumian.accounts.services import give_one_time_password, open_account
from mumian.foundation.clock import SystemClock, local_date
from mumian.foundation.errors import Refusal
from mumian.foundation.words import Text
from mumian.offices.errors import OfficerUnknown, PostingRefused, PowersRefused
from mumian.offices.models import Officer
from mumian.offices.queries import officer_by_badge, officer_of
from mumian.offices.rules.authority import DEPARTMENT_OF, THREE_ADMINISTRATORS
from mumian.offices.services import appoint_officers, check_powers, give_account, open_departments
from mumian.offices.terms import ROLE_NAMES, Appointment, OfficerId, PostingFacts, Role, StaffStatus

REFUSED = 1
BADGE = re.compile(r"[A-Z0-9]{4,10}")

FIRST_THE_ADMINISTRATORS = Text(
    "未任命：没有安全管理员担保（--by）时，只能任命系统、安全、审计三类管理员。其他人员由安全管理员任命。",
    "Nobody was appointed: without a security administrator (--by) only the three administrators are appointed here; "
    "the security administrator appoints everybody else.",
)
NOT_PROVEN = Text(
    "未办理：担保人的用户名或密码不对，或其密码还是一次性密码。",
    "Nothing was changed: user name and password of the administrator do not belong together, "
    "or his is still a one-time password.",
)
BADGE_KNOWN = Text(
    "未任命：警号（工号）{badge} 已在职。请用 mumian staff account 为其开通账号。",
    "Nobody was appointed: the badge number {badge} is on the staff. Open an account with mumian staff account.",
)
NO_ACCOUNT = Text(
    "未办理：没有名为“{username}”的账号。请核对用户名。",
    'Nothing was changed: there is no account "{username}". Check the user name.',
)
APPOINTED = Text("已任命 {name}（{badge}）为{role}。", "{name} ({badge}) is appointed {role}.")
ONCE = Text(
    "用户名 {username}，一次性密码 {password}\n只显示这一次，三天内有效，首次登录后须更换；然后设置第二因素。",
    "User name {username}, one-time password {password}\n"
    "It is shown this once, counts for three days and must be changed at the first sign-in; the second factor "
    "is set up after it.",
)


def main(argv: Sequence[str], *, ask: Callable[[str], str] = getpass.getpass) -> int:
    """Run one command: 0 when it is done, 1 when it was refused, 2 when not understood. `ask` reads a password."""
    options = parser().parse_args(argv)
    at = SystemClock().now()
    try:
        with transaction.atomic():
            said = str(options.run(options, at, ask))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.sentence.zh}\n{refusal.sentence.en}\n")
        return REFUSED
    sys.stdout.write(said)  # a password is shown when it is kept, and not before
    return 0


def parser() -> argparse.ArgumentParser:
    """The words of the command line."""
    whole = argparse.ArgumentParser(prog="mumian staff")
    commands = whole.add_subparsers(required=True, metavar="appoint|account|password")
    appoint = commands.add_parser("appoint", help="enter somebody on the staff, with an account and a one-time password")
    appoint.add_argument("username")
    appoint.add_argument("--badge", required=True, type=_badge, help="badge number: four to ten capitals and digits")
    appoint.add_argument("--name", required=True)
    appoint.add_argument("--latin", required=True, help="the name in Latin letters, surname first: CHEN YIMING")
    appoint.add_argument("--role", required=True, type=Role, choices=list(Role), metavar="ROLE", help=", ".join(Role))
    appoint.add_argument("--bureau", required=True, help="division code of the bureau, such as 440100")
    appoint.add_argument("--hall", help="code of the hall, where the role is held in one")
    appoint.add_argument("--employee", action="store_true", help="an employee; police unless said")
    appoint.set_defaults(run=_appoint)
    account = commands.add_parser("account", help="open an account for somebody on the staff")
    account.add_argument("username")
    account.add_argument("--badge", required=True, type=_badge)
    account.set_defaults(run=_account)
    password = commands.add_parser("password", help="give an account a new one-time password")
    password.add_argument("username")
    password.set_defaults(run=_password)
    for command in (appoint, account, password):
        command.add_argument("--by", help="user name of the security administrator who answers for it; asks for his password")
    return whole


def _appoint(options: argparse.Namespace, at: datetime, ask: Callable[[str], str]) -> str:
    today = local_date(at)
    by = _giver(options.by, today=today, ask=ask)
    if by is None and options.role not in THREE_ADMINISTRATORS:
        raise PowersRefused(FIRST_THE_ADMINISTRATORS)
    department = DEPARTMENT_OF[options.role]
    posting = PostingFacts(options.role, options.bureau, department, valid_from=today, hall=options.hall)
    status = StaffStatus.EMPLOYEE if options.employee else StaffStatus.POLICE
    open_departments(wanted={options.bureau: [department]})
    appointment = Appointment(options.badge, options.name, options.latin, status, today, (posting,))
    if not appoint_officers(appointments=[appointment], by=by, today=today):
        raise PostingRefused(BADGE_KNOWN.filled(badge=options.badge))
    said = APPOINTED.filled(name=options.name, badge=options.badge, role=ROLE_NAMES[options.role])
    return _lines(said, _open(options, by, at))


def _account(options: argparse.Namespace, at: datetime, ask: Callable[[str], str]) -> str:
    today = local_date(at)
    by = _giver(options.by, today=today, ask=ask)
    officer = officer_by_badge(options.badge, on=today)
    if officer is None:
        raise OfficerUnknown(options.badge)
    if by is None and not officer.roles & THREE_ADMINISTRATORS:
        raise PowersRefused(FIRST_THE_ADMINISTRATORS)
    return _lines(_open(options, by, at))


def _open(options: argparse.Namespace, by: OfficerId | None, at: datetime) -> Text:
    account = open_account(username=options.username, password=None, at=at)
    give_account(badge_number=options.badge, account_id=account.account_id, by=by, today=local_date(at))
    password = give_one_time_password(account_id=account.account_id, at=at)
    return ONCE.filled(username=account.username, password=password)


def _password(options: argparse.Namespace, at: datetime, ask: Callable[[str], str]) -> str:
    today = local_date(at)
    by = _giver(options.by, today=today, ask=ask)
    account_id = account_named(options.username)
    if account_id is None:
        raise PowersRefused(NO_ACCOUNT.filled(username=options.username))
    check_powers(by=by, today=today, to=Officer.objects.filter(account_id=account_id))
    password = give_one_time_password(account_id=account_id, at=at)
    return _lines(ONCE.filled(username=options.username, password=password))


def _giver(username: str | None, *, today: date, ask: Callable[[str], str]) -> OfficerId | None:
    """Who answers for it, proved by his password; None when nobody was named. Raises PowersRefused."""
    if username is None:
        return None
    account_id = proven_account(username=username, password=ask(f"{username}: "))
    officer = None if account_id is None else officer_of(account_id, on=today)
    if officer is None:
        raise PowersRefused(NOT_PROVEN)
    return officer.officer_id


def _badge(written: str) -> str:
    if not BADGE.fullmatch(written):
        raise argparse.ArgumentTypeError("four to ten capitals and digits")
    return written


def _lines(*texts: Text) -> str:
    return "".join(f"{text.zh}\n{text.en}\n" for text in texts)
