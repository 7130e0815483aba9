"""`mumian clearance source|unit|clerk`: who may send lists by program, which units file, and who files for them."""

from __future__ import annotations

import argparse
import getpass
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction

from mumian.accounts.queries import account_named
from mumian.accounts.services import give_one_time_password, open_account
from mumian.audit.services import close_session, open_session, record_act
from mumian.audit.terms import Actor, ActorKind, DetailValue, Expects, Thing
from mumian.clearance.services.feeding import close_source, open_source, renew_token
from mumian.clearance.services.filing import end_clerk, name_clerk, open_unit
from mumian.foundation.clock import SystemClock, local_date
from mumian.foundation.words import Text

Say = Callable[[str], None]

TOKEN: Final = Text(
    "来源 {code} 的访问令牌：{token}\n只显示这一次，请立即交给对方；库中只存其散列值。",
    "The token of {code}: {token}\nIt is shown this once; hand it over now, for only its hash is kept.",
)
CLOSED: Final = Text("{last} 之后不再接收来源 {code} 的数据。", "Nothing is taken from {code} after {last}.")
OPENED: Final = Text("单位 {code}（{name}）自 {first} 起可以备案。", "The unit {code} ({name}) files from {first} on.")
NAMED: Final = Text("账户 {username} 自 {first} 起为单位 {unit} 备案。", "{username} files for {unit} from {first} on.")
ONCE: Final = Text(
    "用户名 {username}，一次性密码 {password}\n只显示这一次，三天内有效，首次登录后须更换。",
    "User name {username}, one-time password {password}\n"
    "It is shown this once, counts for three days and must be changed at the first sign-in.",
)
ENDED: Final = Text("{last} 之后账户 {username} 不再为任何单位备案。", "{username} files for no unit after {last}.")


def add_commands(commands: Any, say: Say) -> None:
    """Put these commands beside the others."""
    source = commands.add_parser("source", help="let somebody send lists by program, with a token of his own")
    acts = source.add_subparsers(required=True, metavar="open|renew|close")
    opening = _one(acts, "open", _open, say, "let a source send lists; its token is shown once")
    opening.add_argument("code", help="its code: small letters, digits and dashes")
    opening.add_argument("--name", required=True, help="what the office calls it")
    opening.add_argument("--list", dest="lists", action="append", required=True, metavar="CODE", help="a list that it sends")
    opening.add_argument("--per-minute", type=int, default=30, help="how many calls it may make in a minute (30)")
    _one(acts, "renew", _renew, say, "give a source a new token; the old one opens nothing").add_argument("code")
    closing = _one(acts, "close", _close, say, "take nothing more from a source")
    closing.add_argument("code")
    closing.add_argument("--last", type=date.fromisoformat, help="the last day (today)")
    unit = _one(commands, "unit", _unit, say, "let a unit of state staff file its people")
    unit.add_argument("code")
    unit.add_argument("--name", required=True)
    clerk = commands.add_parser("clerk", help="say who files for a unit")
    acts = clerk.add_subparsers(required=True, metavar="name|end")
    naming = _one(acts, "name", _name, say, "let somebody file; an account is opened where there is none")
    naming.add_argument("username")
    naming.add_argument("--unit", required=True, metavar="CODE")
    ending = _one(acts, "end", _end, say, "let somebody file no longer")
    ending.add_argument("username")
    ending.add_argument("--last", type=date.fromisoformat, help="the last day (today)")
    for one in (opening, closing, unit, naming, ending):
        one.add_argument("--language", choices=("zh", "en"), default="en")


def _one(commands: Any, name: str, run: Callable[[argparse.Namespace], Text], say: Say, help_text: str) -> Any:
    parser = commands.add_parser(name, help=help_text)

    def done(options: argparse.Namespace) -> int:
        with transaction.atomic():  # a token or password is shown when it is kept, and not before
            said = run(options)
        say(said.in_language(getattr(options, "language", None) or "en"))
        return 0

    parser.set_defaults(run=done)
    return parser


def _open(options: argparse.Namespace) -> Text:
    token = open_source(
        code=options.code, name=options.name, streams=options.lists, opened_on=_today(), per_minute=options.per_minute
    )
    _on_record(
        f"list_source:{options.code}",
        "opened",
        expects="new",
        name=options.name,
        lists=options.lists,
        per_minute=options.per_minute,
    )
    return TOKEN.filled(code=options.code, token=token)


def _renew(options: argparse.Namespace) -> Text:
    token = renew_token(code=options.code)
    _on_record(f"list_source:{options.code}", "token_renewed")
    return TOKEN.filled(code=options.code, token=token)


def _close(options: argparse.Namespace) -> Text:
    last = options.last or _today()
    close_source(code=options.code, last_day=last)
    _on_record(f"list_source:{options.code}", "closed", last_day=last)
    return CLOSED.filled(code=options.code, last=last.isoformat())


def _unit(options: argparse.Namespace) -> Text:
    first = _today()
    open_unit(code=options.code, name=options.name, opened_on=first)
    _on_record(f"list_unit:{options.code}", "opened", name=options.name, first_day=first)
    return OPENED.filled(code=options.code, name=options.name, first=first.isoformat())


def _name(options: argparse.Namespace) -> Text:
    at = SystemClock().now()
    username, password = options.username.strip().lower(), None
    if account_named(username) is None:
        account = open_account(username=username, password=None, at=at)
        password = give_one_time_password(account_id=account.account_id, at=at)
    name_clerk(unit=options.unit, username=username, valid_from=local_date(at))
    _on_record(f"list_clerk:{account_named(username)}", "named", unit=options.unit, first_day=local_date(at))
    said = NAMED.filled(username=username, unit=options.unit, first=local_date(at).isoformat())
    if password is None:
        return said
    once = ONCE.filled(username=username, password=password)
    return Text(f"{said.zh}\n{once.zh}", f"{said.en}\n{once.en}")


def _end(options: argparse.Namespace) -> Text:
    last = options.last or _today()
    end_clerk(username=options.username, last_day=last)
    _on_record(f"list_clerk:{account_named(options.username.strip().lower())}", "ended", last_day=last)
    return ENDED.filled(username=options.username, last=last.isoformat())


def _on_record(thing: str, act: str, *, expects: Expects = "either", **detail: DetailValue) -> None:
    """Put on record what was done from the console, and by which account of the machine; undone with the act itself.

    What was opened before such acts were recorded begins here: only the opening of a source expects a new thing.
    """
    at = SystemClock().now()
    actor = Actor(ActorKind.MACHINE, "console")
    acting = open_session(actor=actor, token=secrets.token_hex(32), place="", at=at, expires_at=at + timedelta(minutes=1))
    record_act(thing=Thing(thing), act=act, actor=acting, at=at, detail={**detail, "account": getpass.getuser()}, expects=expects)
    close_session(actor=acting, at=at)


def _today() -> date:
    return local_date(SystemClock().now())
