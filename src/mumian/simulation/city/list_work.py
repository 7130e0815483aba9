"""Matches of the invented city at different stages, and a unit of state staff with its desk, so that these pages are alive."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from mumian.accounts.services import open_demo_accounts
from mumian.audit.services import open_session, token_of
from mumian.audit.terms import Actor, ActorKind
from mumian.clearance.queries import matches_of
from mumian.clearance.queries.adjudicating import Waiting, queue_of
from mumian.clearance.queries.filing import clerk_of
from mumian.clearance.services import decide_match
from mumian.clearance.services.adjudicating import add_note, ask_for_correction, object_to
from mumian.clearance.services.filing import name_clerk, open_unit
from mumian.clearance.terms import Judgement
from mumian.foundation.clock import local_date
from mumian.foundation.words import Text
from mumian.offices.queries import officers_holding
from mumian.offices.terms import Role
from mumian.simulation.city.accounts import DEMO_PASSWORD, DemoAccount
from mumian.simulation.city.lists import UNIT

UNIT_NAME: Final = "虚构区水务站"
CLERK: Final = "unit1"
UNIT_ACCOUNT: Final = DemoAccount(
    role=Text("备案单位经办人", "clerk of a unit"),
    username=CLERK,
    password=DEMO_PASSWORD,
    officer="虚构经办人",
    badge=UNIT,
    place=Text(UNIT_NAME, "an invented unit of state staff"),
)
"""Not an officer: he stands in the table of accounts beside them."""
LOOK: Final = "演示：核对待处理比对"


def open_unit_desk(*, at: datetime) -> None:
    """Let an invented unit file, with one clerk; the same again changes nothing. For the owner of the database."""
    accounts = open_demo_accounts(usernames=[CLERK], password=DEMO_PASSWORD, at=at)
    open_unit(code=UNIT, name=UNIT_NAME, opened_on=local_date(at))
    if clerk_of(accounts[CLERK], at=at) is None:
        name_clerk(unit=UNIT, username=CLERK, valid_from=local_date(at))


def work_on_matches(*, at: datetime) -> int:
    """Leave the first matches that wait decided once, noted, doubted and objected to; answers how many there were."""
    officers = officers_holding(Role.LIST_CUSTODIAN, on=local_date(at))
    if not officers:
        return 0
    actor = Actor(ActorKind.OFFICER, officers[0].badge_number, "lists")
    token = token_of(secrets.token_urlsafe(32))
    open_session(actor=actor, token=token, place="demo", at=at, expires_at=at + timedelta(hours=1))
    waiting = [one for one in queue_of(token=token, at=at) if one.code != "POPULATION"]
    _leave(waiting, token, at)
    return len(waiting)


def _leave(waiting: Sequence[Waiting], token: str, at: datetime) -> None:
    for place, one in enumerate(waiting):
        for sheet in matches_of(one.reference, token=token, reason=LOOK, at=at):
            if sheet.code != one.code:
                continue
            match place % 4:
                case 0:
                    note = "虚构：户籍档案核对，不是同一人"
                    decide_match(match_id=sheet.match_id, judgement=Judgement.OTHER_PERSON, note=note, token=token, at=at)
                case 1:
                    add_note(match_id=sheet.match_id, says="虚构：已调取户籍照片，待核对", token=token, at=at)
                case 2:
                    ask_for_correction(match_id=sheet.match_id, says="虚构：该记录可能已过期，请核对", token=token, at=at)
                case _:
                    object_to(reference=one.reference, says="虚构：我从未有过未结案件", channel="status_page", at=at)
